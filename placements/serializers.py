"""Vacancies and candidates as JSON; a candidate is blind until shortlisted, by the same gate as the page."""

from typing import Any

from rest_framework import serializers

from placements.models import Vacancy
from placements.review import Card
from placements.states import DeclineReason


class UnitSerializer(serializers.Serializer):
    """A competency unit; an empty name is not known here."""

    code = serializers.CharField(read_only=True)
    name = serializers.CharField(read_only=True)


class VacancySerializer(serializers.ModelSerializer):
    """A vacancy with the competency units it needs."""

    units = UnitSerializer(many=True, read_only=True)

    class Meta:
        model = Vacancy
        fields = (
            "id",
            "company",
            "title",
            "description",
            "places",
            "starts_on",
            "ends_on",
            "units",
            "state",
            "is_demo",
        )
        read_only_fields = fields


class DeclineSerializer(serializers.Serializer):
    """Why the company does not go on."""

    reason = serializers.ChoiceField(choices=DeclineReason.choices)


class CardSerializer(serializers.Serializer):
    """One candidate as this company may know them now; null stands for what consent does not cover."""

    id = serializers.IntegerField(source="pk", read_only=True)
    vacancy = serializers.IntegerField(source="candidate.vacancy_id", read_only=True)
    code_name = serializers.CharField(source="candidate.code_name", read_only=True)
    state = serializers.CharField(source="candidate.state", read_only=True)
    decline_reason = serializers.CharField(source="candidate.decline_reason", read_only=True)
    fit_known = serializers.BooleanField(source="fit.known", read_only=True)
    fit_words = serializers.CharField(source="fit.words", read_only=True)
    units_held = serializers.SerializerMethodField()
    units_missing = serializers.SerializerMethodField()
    certificates = serializers.ListField(child=serializers.CharField(), read_only=True, allow_null=True)
    attendance = serializers.CharField(read_only=True, allow_null=True)
    consent_until = serializers.DateField(read_only=True)
    name = serializers.CharField(source="student.name", read_only=True, default=None, allow_null=True)
    telephone = serializers.CharField(source="contact.phone", read_only=True, default=None, allow_null=True)

    def get_units_held(self, card: Card) -> list[str] | None:
        """Codes of the demanded units that the candidate has."""
        return [unit.code for unit in card.fit.have] if card.fit.known else None

    def get_units_missing(self, card: Card) -> list[str] | None:
        """Codes of the demanded units that the candidate has not."""
        return [unit.code for unit in card.fit.missing] if card.fit.known else None

    def to_representation(self, instance: Card) -> dict[str, Any]:
        shown = super().to_representation(instance)
        return shown | {"name": shown.get("name"), "telephone": shown.get("telephone")}
