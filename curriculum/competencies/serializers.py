"""What the API says about competency units, and what it takes for own ones."""

from rest_framework import serializers

from curriculum.models import CompetencyElement, CompetencyUnit

FACTS = ("name", "level", "sub_field", "description")


class ElementSerializer(serializers.ModelSerializer):
    """A part of a national unit."""

    class Meta:
        model = CompetencyElement
        fields = ("code", "name")


class CompetencyUnitSerializer(serializers.ModelSerializer):
    """A competency unit; an empty name means not known here. Own ones were written by the consortium."""

    elements = ElementSerializer(many=True, read_only=True)
    is_own = serializers.BooleanField(read_only=True)

    class Meta:
        model = CompetencyUnit
        fields = ("id", "code", "family", "is_own", *FACTS, "elements")
        read_only_fields = ("family",)
        extra_kwargs = {"name": {"required": True, "allow_blank": False}}


class RewordedUnitSerializer(serializers.ModelSerializer):
    """Other words for an own unit; its code stays."""

    class Meta:
        model = CompetencyUnit
        fields = FACTS
        extra_kwargs = {"name": {"allow_blank": False}}
