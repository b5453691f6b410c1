"""What the API says about courses, those who take part, sessions and judgements."""

from rest_framework import serializers

from consortium.validators import refuse_resident_number
from curriculum.models import CompetencyUnit, Enrolment, Instructor, Judgement, Offering, Session
from curriculum.states import Outcome, Presence


class InstructorSerializer(serializers.ModelSerializer):
    """Who teaches, by name and organisation."""

    class Meta:
        model = Instructor
        fields = ("id", "name", "partner")


class OfferingSerializer(serializers.ModelSerializer):
    """A subject as it is taught in one semester."""

    name = serializers.CharField(source="__str__", read_only=True)
    instructors = InstructorSerializer(many=True, read_only=True)

    class Meta:
        model = Offering
        fields = (
            "id",
            "subject",
            "name",
            "year",
            "semester",
            "grade",
            "class_no",
            "section",
            "credits",
            "state",
            "instructors",
        )
        read_only_fields = fields


class EnrolmentSerializer(serializers.ModelSerializer):
    """A line of the class roster: name, number, hours, result."""

    held = serializers.IntegerField(read_only=True)
    attended = serializers.IntegerField(read_only=True)

    class Meta:
        model = Enrolment
        fields = (
            "id",
            "student",
            "student_number",
            "name",
            "state",
            "achievement",
            "score",
            "held",
            "attended",
            "reason",
        )
        read_only_fields = fields


class SessionSerializer(serializers.ModelSerializer):
    """A session that was held."""

    class Meta:
        model = Session
        fields = ("id", "on", "period", "hours", "topic", "instructor")


class PresenceSerializer(serializers.Serializer):
    """How one student was there."""

    enrolment = serializers.IntegerField(min_value=1)
    presence = serializers.ChoiceField(choices=Presence.choices)


class HeldSessionSerializer(serializers.Serializer):
    """A session with who was there; whoever is not named was present."""

    on = serializers.DateField()
    period = serializers.IntegerField(min_value=1, max_value=12, default=1)
    hours = serializers.IntegerField(min_value=1, max_value=8)
    topic = serializers.CharField(
        max_length=200, required=False, allow_blank=True, validators=[refuse_resident_number]
    )
    instructor = serializers.IntegerField(required=False, allow_null=True, min_value=1)
    presences = PresenceSerializer(many=True, required=False)


class JudgementSerializer(serializers.ModelSerializer):
    """One judgement of a student in one unit, as it was written."""

    class Meta:
        model = Judgement
        fields = (
            "id",
            "student",
            "unit",
            "offering",
            "outcome",
            "level",
            "judged_on",
            "judged_as",
            "evidence",
            "corrects",
            "reason",
            "recorded_at",
        )
        read_only_fields = fields


class ClassFindingSerializer(serializers.Serializer):
    """A finding about one line of the class roster; a level says by itself whether it is achieved."""

    enrolment = serializers.IntegerField(min_value=1)
    outcome = serializers.ChoiceField(
        choices=[one for one in Outcome.choices if one[0] != Outcome.TAKEN_BACK], default=Outcome.ACHIEVED
    )
    level = serializers.IntegerField(min_value=1, max_value=5, required=False, allow_null=True)


class ClassJudgementSerializer(serializers.Serializer):
    """One unit judged for those who take part in a course."""

    unit = serializers.PrimaryKeyRelatedField(queryset=CompetencyUnit.objects.all())
    judged_on = serializers.DateField()
    evidence = serializers.CharField(max_length=200, validators=[refuse_resident_number])
    findings = ClassFindingSerializer(many=True, allow_empty=False)
