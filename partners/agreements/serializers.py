"""What the API says about agreements."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from partners.agreements.services.drafting import FACTS
from partners.agreements.terms import Terms, effective_terms
from partners.models import Agreement, Amendment, Clause, Signatory


class ClauseSerializer(serializers.ModelSerializer):
    """One clause as it was signed, in both languages."""

    class Meta:
        model = Clause
        fields = ("number", "text", "text_en")


class SignatorySerializer(serializers.ModelSerializer):
    """A party as it was named, and who signed for it."""

    class Meta:
        model = Signatory
        fields = ("partner", "signer", "signer_title", "signed_on", "is_late", "joined_on")


class AmendmentSerializer(serializers.ModelSerializer):
    """One change of an agreement; only signed ones count, from `takes_effect_on`."""

    class Meta:
        model = Amendment
        fields = (
            "id",
            "number",
            "kind",
            "action",
            "title",
            "state",
            "effective_from",
            "signed_on",
            "takes_effect_on",
            "partner",
            "signer",
            "signer_title",
            "clause_number",
            "text",
            "text_en",
            "new_end",
            "amount",
        )


class MarkSerializer(serializers.Serializer):
    """Which amendment touched something, what it did and from when."""

    number = serializers.IntegerField()
    action = serializers.CharField()
    on = serializers.DateField()


class EffectiveClauseSerializer(serializers.Serializer):
    """A clause as it reads on the day; `before` is the text that the latest amendment took away."""

    number = serializers.IntegerField()
    text = serializers.CharField()
    text_en = serializers.CharField()
    before = serializers.CharField()
    before_en = serializers.CharField()
    is_deleted = serializers.BooleanField()
    marks = MarkSerializer(many=True)


class EffectivePartySerializer(serializers.Serializer):
    """A partner bound on the day, since when, and who speaks for it."""

    partner = serializers.IntegerField()
    signer = serializers.CharField()
    signer_title = serializers.CharField()
    since = serializers.DateField(allow_null=True)
    marks = MarkSerializer(many=True)


class TermsSerializer(serializers.Serializer):
    """What is agreed as of `on`, amendments included; `awaited` parties are named and not bound."""

    on = serializers.DateField()
    in_force = serializers.BooleanField()
    starts_on = serializers.DateField(allow_null=True)
    last_day = serializers.DateField(allow_null=True)
    amount = serializers.DecimalField(max_digits=14, decimal_places=0, allow_null=True)
    parties = EffectivePartySerializer(many=True)
    awaited = EffectivePartySerializer(many=True)
    clauses = EffectiveClauseSerializer(many=True)
    amendments = serializers.ListField(child=serializers.IntegerField(), source="applied")


class DraftSerializer(serializers.ModelSerializer):
    """Title, purpose, term, place and amount of a draft."""

    class Meta:
        model = Agreement
        fields = FACTS


class NewClauseSerializer(serializers.ModelSerializer):
    """The words of one clause; it is numbered by its place."""

    class Meta:
        model = Clause
        fields = ("text", "text_en")


class NewDraftSerializer(DraftSerializer):
    """A draft with its clauses in their order."""

    clauses = NewClauseSerializer(many=True, required=False)

    class Meta(DraftSerializer.Meta):
        fields = (*DraftSerializer.Meta.fields, "clauses")


class AgreementSerializer(serializers.ModelSerializer):
    """An agreement as it was signed, its amendments, and what is effective on the day asked for."""

    clauses = ClauseSerializer(many=True, read_only=True)
    signatories = SignatorySerializer(many=True, read_only=True)
    amendments = serializers.SerializerMethodField()
    effective_terms = serializers.SerializerMethodField()

    class Meta:
        model = Agreement
        fields = (
            "id",
            "kind",
            "title",
            "title_en",
            "purpose",
            "purpose_en",
            "state",
            "signed_on",
            "starts_on",
            "valid_until",
            "place",
            "amount",
            "source",
            "predecessor",
            "terminated_on",
            "termination_reason",
            "is_demo",
            "clauses",
            "signatories",
            "amendments",
            "effective_terms",
        )

    @extend_schema_field(AmendmentSerializer(many=True))
    def get_amendments(self, agreement: Agreement) -> list[dict[str, Any]]:
        return AmendmentSerializer(agreement.amendments.all(), many=True).data

    @extend_schema_field(TermsSerializer)
    def get_effective_terms(self, agreement: Agreement) -> dict[str, Any]:
        terms: Terms = effective_terms(agreement, self.context.get("on") or timezone.localdate())
        return TermsSerializer(terms).data
