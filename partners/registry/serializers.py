"""What the API says about partners."""

from rest_framework import serializers

from partners.models import Partner


class PartnerSerializer(serializers.ModelSerializer):
    """A partner organisation; what it could contribute is not a pledge."""

    class Meta:
        model = Partner
        fields = ("id", "code", "name", "name_en", "kind", "could_contribute", "note")
