"""What the API says about students and competency units, and what it takes."""

from django.db.models import QuerySet
from rest_framework import serializers

from consortium import hangul
from curriculum.models import Attainment, CompetencyUnit, Department, Student


class OurDepartment(serializers.PrimaryKeyRelatedField):
    """A department of the member's own school."""

    def get_queryset(self) -> QuerySet:
        request = self.context.get("request")
        if request is None:  # the schema is drawn without a request
            return Department.objects.none()
        return Department.objects.visible_to(request.member).filter(school=request.member.partner_id)


class StudentSerializer(serializers.ModelSerializer):
    """A student as the roster names them."""

    department = OurDepartment()
    student_number = serializers.CharField(read_only=True)
    attendance_band = serializers.CharField(read_only=True)
    units_attained = serializers.IntegerField(read_only=True)

    class Meta:
        model = Student
        fields = (
            "id",
            "student_number",
            "name",
            "department",
            "entry_year",
            "grade",
            "class_no",
            "number",
            "birth_date",
            "attendance_rate",
            "attendance_band",
            "state",
            "units_attained",
            "updated_at",
        )
        read_only_fields = ("state", "updated_at")

    def validate_name(self, name: str) -> str:
        return hangul.composed(name)


class CorrectionSerializer(StudentSerializer):
    """A correction says which state of the student it corrects: `updated_at` as it was read."""

    seen_at = serializers.DateTimeField(write_only=True)

    class Meta(StudentSerializer.Meta):
        fields = (*StudentSerializer.Meta.fields, "seen_at")

    def validate(self, facts: dict[str, object]) -> dict[str, object]:
        """Any field may stay away from a correction, but not the state that it corrects."""
        if "seen_at" not in facts:
            raise serializers.ValidationError(
                {"seen_at": serializers.Field.default_error_messages["required"]}
            )
        return facts


class CompetencyUnitSerializer(serializers.ModelSerializer):
    """A unit of the national competency standards (NCS); an empty name means not known here."""

    class Meta:
        model = CompetencyUnit
        fields = ("id", "code", "name", "level", "sub_field")


class AttainmentSerializer(serializers.ModelSerializer):
    """That a student has shown a unit: when and on what evidence."""

    unit = serializers.SlugRelatedField("code", read_only=True)

    class Meta:
        model = Attainment
        fields = ("id", "unit", "judged_on", "evidence")


class UnitCodeField(serializers.SlugRelatedField):
    """A unit by its code; PostgreSQL's text knows no NUL, so no unit has one in its code."""

    def to_internal_value(self, data: object) -> CompetencyUnit:
        if isinstance(data, str) and "\0" in data:
            self.fail("invalid")
        return super().to_internal_value(data)


class RecordedAttainmentSerializer(serializers.ModelSerializer):
    """Several units at once, by their codes."""

    units = UnitCodeField("code", queryset=CompetencyUnit.objects.all(), many=True, allow_empty=False)

    class Meta:
        model = Attainment
        fields = ("units", "judged_on", "evidence")
