"""What the API says about partners, agreements and pledges."""

from rest_framework import serializers

from consortium.validators import refuse_resident_number
from partners.models import Agreement, Clause, Delivery, Partner, Pledge, Signatory


class PartnerSerializer(serializers.ModelSerializer):
    """A partner organisation; what it could contribute is not a pledge."""

    class Meta:
        model = Partner
        fields = ("id", "code", "name", "name_en", "kind", "could_contribute", "note")


class ClauseSerializer(serializers.ModelSerializer):
    """One clause in both languages."""

    class Meta:
        model = Clause
        fields = ("number", "text", "text_en")


class SignatorySerializer(serializers.ModelSerializer):
    """A party and who signed for it."""

    class Meta:
        model = Signatory
        fields = ("partner", "signer", "signer_title", "signed_on")


class AgreementSerializer(serializers.ModelSerializer):
    """An agreement with its clauses and signatories."""

    clauses = ClauseSerializer(many=True, read_only=True)
    signatories = SignatorySerializer(many=True, read_only=True)

    class Meta:
        model = Agreement
        fields = (
            "id",
            "title",
            "title_en",
            "state",
            "signed_on",
            "valid_until",
            "place",
            "source",
            "clauses",
            "signatories",
        )


class DeliverySerializer(serializers.ModelSerializer):
    """One part of a pledge that happened."""

    evidence = serializers.CharField(max_length=200, validators=[refuse_resident_number])

    class Meta:
        model = Delivery
        fields = ("id", "on", "amount", "evidence")


class PledgeSerializer(serializers.ModelSerializer):
    """A pledge with what of it has been delivered, in the same unit."""

    delivered = serializers.DecimalField(max_digits=16, decimal_places=2, read_only=True)
    deliveries = DeliverySerializer(many=True, read_only=True)

    class Meta:
        model = Pledge
        fields = (
            "id",
            "partner",
            "agreement",
            "kind",
            "description",
            "amount",
            "unit",
            "starts_on",
            "ends_on",
            "is_demo",
            "delivered",
            "deliveries",
        )
