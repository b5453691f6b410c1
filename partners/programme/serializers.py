"""What the API says about the programme's life."""

from rest_framework import serializers

from partners.models import Bid, BidPledge, Criterion, ProgrammeStatus, Requirement


class StatusSerializer(serializers.ModelSerializer):
    """One status with the paper that says so."""

    class Meta:
        model = ProgrammeStatus
        fields = ("id", "on", "state", "note", "document", "bid")


class RequirementSerializer(serializers.ModelSerializer):
    """One thing to show, where it is found, and the document that somebody named."""

    class Meta:
        model = Requirement
        fields = ("id", "text", "text_en", "evidence", "document")


class CriterionSerializer(serializers.ModelSerializer):
    """One part of the evaluation; points are null where they are not public."""

    requirements = RequirementSerializer(many=True, read_only=True)

    class Meta:
        model = Criterion
        fields = ("name", "name_en", "points", "source", "requirements")


class CountedPledgeSerializer(serializers.ModelSerializer):
    """A pledge that the bid counts on, and the earlier bid that it was carried over from."""

    class Meta:
        model = BidPledge
        fields = ("pledge", "carried_from")


class BidSerializer(serializers.ModelSerializer):
    """A bid with its criteria and pledges."""

    criteria = CriterionSerializer(many=True, read_only=True)
    counted_pledges = CountedPledgeSerializer(many=True, read_only=True)

    class Meta:
        model = Bid
        fields = (
            "id",
            "title",
            "call",
            "deadline",
            "amount_requested",
            "predecessor",
            "is_demo",
            "criteria",
            "counted_pledges",
        )
