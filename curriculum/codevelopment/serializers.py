"""What the API says about courses and contributions, and what it takes."""

from rest_framework import serializers

from curriculum.models import CourseContribution, CourseSection, CourseVersion
from curriculum.roster.serializers import UnitCodes
from curriculum.states import ContributionKind


class CourseSectionSerializer(serializers.ModelSerializer):
    """A unit or week of a course; `revision` is what a contribution to it says it has seen."""

    units = serializers.SerializerMethodField()

    class Meta:
        model = CourseSection
        fields = ("id", "position", "title", "content", "hours", "units", "revision")

    def get_units(self, section: CourseSection) -> list[str]:
        return [one.unit.code for one in section.units.all()]


class CourseVersionSerializer(serializers.ModelSerializer):
    """A version of a course with its sections."""

    sections = CourseSectionSerializer(many=True, read_only=True)
    hours = serializers.IntegerField(read_only=True)
    subject = serializers.IntegerField(source="course.subject_id", read_only=True, allow_null=True)

    class Meta:
        model = CourseVersion
        fields = (
            "id",
            "course",
            "number",
            "name",
            "name_en",
            "state",
            "subject",
            "aims",
            "purpose",
            "proposer",
            "comments_until",
            "hours",
            "sections",
        )


class CourseProposalSerializer(serializers.ModelSerializer):
    """A course that is proposed, with the units that it is to teach."""

    units = UnitCodes(max_length=30, required=False)
    hours = serializers.IntegerField(min_value=0, max_value=500, required=False)

    class Meta:
        model = CourseVersion
        fields = ("name", "name_en", "aims", "purpose", "hours", "units")


class CourseContributionSerializer(serializers.ModelSerializer):
    """What a partner contributed, and what became of it."""

    class Meta:
        model = CourseContribution
        fields = (
            "id",
            "version",
            "partner",
            "kind",
            "section",
            "hours",
            "comment",
            "before_title",
            "before_content",
            "before_hours",
            "after_title",
            "after_content",
            "after_hours",
            "state",
            "answer",
            "created_at",
            "answered_at",
        )


class OfferedContributionSerializer(serializers.Serializer):
    """A contribution of one's own organisation; `seen` is the section's `revision` as it was read."""

    kind = serializers.ChoiceField(choices=ContributionKind.choices)
    person = serializers.CharField(max_length=100)
    section = serializers.PrimaryKeyRelatedField(
        queryset=CourseSection.objects.none(), required=False, allow_null=True
    )
    seen = serializers.IntegerField(required=False)
    hours = serializers.DecimalField(max_digits=4, decimal_places=1, min_value=0, required=False)
    comment = serializers.CharField(max_length=2000, required=False)
    title = serializers.CharField(max_length=200, required=False)
    content = serializers.CharField(max_length=5000, required=False, allow_blank=True)
    teaching_hours = serializers.IntegerField(min_value=0, max_value=500, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if version := self.context.get("version"):
            self.fields["section"].queryset = version.sections.all()
