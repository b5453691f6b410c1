"""What the API says about members and access reviews."""

from rest_framework import serializers

from partners.models import AccessReview, Member


class MemberSerializer(serializers.ModelSerializer):
    """A person's place at an organisation."""

    name = serializers.CharField(source="user.name", read_only=True)
    email = serializers.EmailField(source="user.email", read_only=True)

    class Meta:
        model = Member
        fields = ("id", "name", "email", "partner", "role", "valid_from", "valid_until")


class AccessReviewSerializer(serializers.ModelSerializer):
    """The regular question who of an organisation still belongs, and whether it is answered."""

    class Meta:
        model = AccessReview
        fields = ("id", "partner", "opened_on", "due_on", "state", "finished_at", "basis")
