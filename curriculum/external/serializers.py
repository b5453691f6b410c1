"""What the API says about external programmes, and what it takes."""

from rest_framework import serializers

from curriculum.models import ExternalProgramme, Participant, ProgrammeSession
from curriculum.states import Presence


class ExternalSessionSerializer(serializers.ModelSerializer):
    """One meeting of a programme."""

    class Meta:
        model = ProgrammeSession
        fields = ("id", "on", "starts_at", "hours", "topic", "closed_at")


class ExternalProgrammeSerializer(serializers.ModelSerializer):
    """A programme outside the school, without anybody's name."""

    sessions = ExternalSessionSerializer(many=True, read_only=True)
    hours = serializers.DecimalField(max_digits=6, decimal_places=1, read_only=True)

    class Meta:
        model = ExternalProgramme
        fields = (
            "id",
            "name",
            "name_en",
            "provider",
            "state",
            "description",
            "place",
            "starts_on",
            "ends_on",
            "hours",
            "seats",
            "applies_from",
            "applies_until",
            "selection",
            "criteria",
            "seed",
            "needed_share",
            "credits",
            "sessions",
        )


class ExternalParticipantSerializer(serializers.ModelSerializer):
    """Who holds a seat, as the reader may know them: an empty name was not agreed to."""

    class Meta:
        model = Participant
        fields = ("id", "number", "name", "department", "attended_hours", "has_completed", "credits")


class PresenceMarkSerializer(serializers.Serializer):
    """One participant's attendance."""

    participant = serializers.IntegerField()
    presence = serializers.ChoiceField(choices=Presence.choices)


class AttendanceSerializer(serializers.Serializer):
    """The attendance of a whole session: everybody who takes part has a mark."""

    marks = PresenceMarkSerializer(many=True, allow_empty=False)
