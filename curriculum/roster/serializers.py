"""What the API says about students and competency units, and what it takes."""

from django.db.models import QuerySet
from django.utils.translation import gettext
from rest_framework import serializers

from consortium import hangul
from curriculum.models import Attainment, CompetencyUnit, Department, SchoolClass, Student

MOST_UNITS = 50  # recorded at once


class OurDepartment(serializers.PrimaryKeyRelatedField):
    """A department of the member's own school."""

    def get_queryset(self) -> QuerySet:
        request = self.context.get("request")
        if request is None:  # the schema is drawn without a request
            return Department.objects.none()
        return Department.objects.visible_to(request.member).filter(school=request.member.partner_id)


class DepartmentSerializer(serializers.ModelSerializer):
    """A department of the school; one with a day of closing takes no new students."""

    class Meta:
        model = Department
        fields = ("id", "name", "name_en", "closed_on")
        read_only_fields = ("closed_on",)


class SchoolClassSerializer(serializers.ModelSerializer):
    """A class of a school year and who leads it."""

    homeroom = serializers.CharField(source="homeroom.user", read_only=True, default="")

    class Meta:
        model = SchoolClass
        fields = ("id", "school_year", "grade", "class_no", "department", "homeroom")


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
            "school_year",
            "grade",
            "class_no",
            "number",
            "birth_date",
            "attendance_rate",
            "attendance_band",
            "state",
            "state_since",
            "units_attained",
            "updated_at",
        )
        read_only_fields = ("school_year", "state", "state_since", "updated_at")

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


class AttainmentSerializer(serializers.ModelSerializer):
    """That a student has shown a unit: when and on what evidence."""

    unit = serializers.SlugRelatedField("code", read_only=True)

    class Meta:
        model = Attainment
        fields = ("id", "unit", "judged_on", "evidence")


class UnitCodes(serializers.ListField):
    """Units by their codes, found with one query among those that the member may know."""

    child = serializers.CharField(max_length=20)

    def to_internal_value(self, data: object) -> list[CompetencyUnit]:
        codes = list(dict.fromkeys(super().to_internal_value(data)))
        known = CompetencyUnit.objects.visible_to(self.context["request"].member)
        found = {unit.code: unit for unit in known.filter(code__in=codes)}
        if unknown := [code for code in codes if code not in found]:
            message = gettext("There is no competency unit with this code: %(codes)s.")
            raise serializers.ValidationError(message % {"codes": ", ".join(unknown)})
        return [found[code] for code in codes]

    def to_representation(self, data: list[CompetencyUnit]) -> list[str]:
        return [unit.code for unit in data]


class RecordedAttainmentSerializer(serializers.ModelSerializer):
    """Several units at once, by their codes."""

    units = UnitCodes(allow_empty=False, max_length=MOST_UNITS)

    class Meta:
        model = Attainment
        fields = ("units", "judged_on", "evidence")
