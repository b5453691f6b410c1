"""What the API says about pledges, deliveries, prices and the ledger."""

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from consortium.validators import refuse_resident_number
from partners.models import Delivery, DeliveryPart, Pledge, PriceItem
from partners.pledges import policies
from partners.pledges.services.deliveries import fingerprint


class PartSerializer(serializers.ModelSerializer):
    """How much of a delivery counts for one pledge."""

    class Meta:
        model = DeliveryPart
        fields = ("pledge", "amount")
        read_only_fields = fields


class DeliverySerializer(serializers.ModelSerializer):
    """Something that was delivered: it counts once its state is VERIFIED."""

    evidence = serializers.CharField(max_length=200, validators=[refuse_resident_number])
    parts = PartSerializer(many=True, read_only=True)

    class Meta:
        model = Delivery
        fields = (
            "id",
            "pledge",
            "on",
            "amount",
            "evidence",
            "state",
            "reason",
            "reported_as",
            "verified_as",
            "verified_at",
            "parts",
        )
        read_only_fields = (
            "id",
            "pledge",
            "state",
            "reason",
            "reported_as",
            "verified_as",
            "verified_at",
            "parts",
        )


class SeenDeliverySerializer(DeliverySerializer):
    """A delivery; `seen` is what verifying it needs, and empty for those who verify nothing."""

    seen = serializers.SerializerMethodField()

    class Meta(DeliverySerializer.Meta):
        fields = (*DeliverySerializer.Meta.fields, "seen")
        read_only_fields = (*DeliverySerializer.Meta.read_only_fields, "seen")

    def get_seen(self, delivery: Delivery) -> str:
        """The mark of the delivery as it stands, with its evidence files and parts."""
        member = self.context["request"].member
        return fingerprint(delivery) if policies.verifies_deliveries(member) else ""


class VerifySerializer(serializers.Serializer):
    """What the verifier had before their eyes: `seen` of the delivery, as it was read."""

    seen = serializers.CharField(max_length=64)


class SendBackSerializer(serializers.Serializer):
    """What is missing."""

    reason = serializers.CharField(max_length=300, validators=[refuse_resident_number])


class PledgeSerializer(serializers.ModelSerializer):
    """A pledge with what of it is verified (`delivered`) and what only reported, in the same unit."""

    delivered = serializers.DecimalField(max_digits=16, decimal_places=2, read_only=True)
    reported = serializers.DecimalField(max_digits=16, decimal_places=2, read_only=True)
    deliveries = DeliverySerializer(many=True, read_only=True)

    class Meta:
        model = Pledge
        fields = (
            "id",
            "partner",
            "agreement",
            "clause",
            "kind",
            "description",
            "amount",
            "unit",
            "starts_on",
            "ends_on",
            "state",
            "valued_as",
            "is_demo",
            "delivered",
            "reported",
            "deliveries",
        )


class PriceSerializer(serializers.ModelSerializer):
    """What one unit of a contribution in kind is worth in won, from day to day."""

    class Meta:
        model = PriceItem
        fields = (
            "id",
            "kind",
            "unit",
            "name",
            "value",
            "valid_from",
            "valid_until",
            "source",
            "confirmed",
            "is_demo",
        )


AMOUNT = {"max_digits": 20, "decimal_places": 2, "read_only": True}


class LedgerLineSerializer(serializers.Serializer):
    """One line of the ledger; `worth` is in won, and money itself has none."""

    partner = serializers.IntegerField(read_only=True)
    partner_name = serializers.CharField(read_only=True)
    kind = serializers.CharField(read_only=True)
    unit = serializers.CharField(read_only=True)
    pledges = serializers.IntegerField(read_only=True)
    promised = serializers.DecimalField(**AMOUNT)
    reported = serializers.DecimalField(**AMOUNT)
    verified = serializers.DecimalField(**AMOUNT)
    share = serializers.DecimalField(max_digits=10, decimal_places=6, read_only=True, allow_null=True)
    worth = serializers.DecimalField(**AMOUNT)
    unvalued = serializers.IntegerField(read_only=True)


@extend_schema_serializer(many=False)
class LedgerSerializer(serializers.Serializer):
    """The ledger of one period, line by line."""

    period = serializers.CharField(source="period.code", read_only=True)
    first = serializers.DateField(source="period.first", read_only=True)
    last = serializers.DateField(source="period.last", read_only=True)
    lines = LedgerLineSerializer(many=True, read_only=True)
