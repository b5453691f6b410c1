"""What the API says about job analyses, and about demand against teaching."""

from rest_framework import serializers

from curriculum.models import Duty, JobAnalysis, Task


class TaskSerializer(serializers.ModelSerializer):
    """A task with its ratings (1 to 5, null while not rated) and the codes of the units that it needs."""

    units = serializers.SlugRelatedField("code", many=True, read_only=True)

    class Meta:
        model = Task
        fields = ("id", "title", "importance", "frequency", "difficulty", "units")


class DutySerializer(serializers.ModelSerializer):
    """A large part of a job with its tasks."""

    tasks = TaskSerializer(many=True, read_only=True)

    class Meta:
        model = Duty
        fields = ("id", "title", "tasks")


class JobAnalysisSerializer(serializers.ModelSerializer):
    """A job of a company with its duties; drafts are shown to the school and the company alone."""

    company = serializers.StringRelatedField()
    department = serializers.StringRelatedField()
    duties = DutySerializer(many=True, read_only=True)

    class Meta:
        model = JobAnalysis
        fields = (
            "id",
            "title",
            "company",
            "department",
            "description",
            "analysed_on",
            "participants",
            "jobs",
            "state",
            "agreed_on",
            "duties",
        )


class AskingSerializer(serializers.Serializer):
    """One job that asks for a unit; without a name where the reader may not know it."""

    who = serializers.CharField()
    title = serializers.CharField()
    jobs = serializers.IntegerField()
    weight = serializers.DecimalField(max_digits=3, decimal_places=2)


class DemandLineSerializer(serializers.Serializer):
    """A unit with the demand for it and the hours in which it is taught, semester by semester."""

    code = serializers.CharField(source="unit.code")
    name = serializers.CharField(source="unit.name")
    demand = serializers.DecimalField(max_digits=8, decimal_places=2)
    jobs = serializers.IntegerField()
    asked = AskingSerializer(many=True)
    hours_by_semester = serializers.SerializerMethodField()
    standing = serializers.ChoiceField(choices=["gaps", "both", "taught"])

    def get_hours_by_semester(self, line: object) -> list[int]:
        return [cell.hours for cell in line.cells]


class DemandSerializer(serializers.Serializer):
    """Demand against the programme table that was asked for, or the usual one."""

    table = serializers.IntegerField(source="table.pk", allow_null=True, default=None)
    covered = serializers.DecimalField(max_digits=4, decimal_places=3, allow_null=True)
    lines = DemandLineSerializer(many=True)
