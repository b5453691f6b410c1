"""What the API says about pledges."""

from rest_framework import serializers

from consortium.validators import refuse_resident_number
from partners.models import Delivery, Pledge


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
