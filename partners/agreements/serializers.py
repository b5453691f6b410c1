"""What the API says about agreements."""

from rest_framework import serializers

from partners.models import Agreement, Clause, Signatory


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
