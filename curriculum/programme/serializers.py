"""What the API says about programme tables, and what it takes."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from curriculum.models import SEMESTERS, ProgrammeRow, ProgrammeTable, Subject
from curriculum.programme.rows import CELLS
from curriculum.programme.sheet import Sheet


class SubjectOfOurs(serializers.PrimaryKeyRelatedField):
    """A subject of the member's own school."""

    def get_queryset(self) -> QuerySet:
        request = self.context.get("request")
        if request is None:  # the schema is drawn without a request
            return Subject.objects.none()
        return Subject.objects.visible_to(request.member).filter(school=request.member.partner_id)


class RowSerializer(serializers.ModelSerializer):
    """One line of a table: a subject and its credits in each of the six semesters."""

    subject = SubjectOfOurs()

    class Meta:
        model = ProgrammeRow
        fields = ("id", "table", "subject", "position", *CELLS, "credits")
        read_only_fields = ("table", "position", "credits")


class SeenSerializer(serializers.ModelSerializer):
    """What whoever writes had read in the cells; another value that stands there by now is a 409."""

    class Meta:
        model = ProgrammeRow
        fields = CELLS
        extra_kwargs = {name: {"required": False} for name in CELLS}


class ChangedRowSerializer(serializers.ModelSerializer):
    """Cells to be written, and under `seen` what they held when they were read."""

    seen = SeenSerializer()

    class Meta:
        model = ProgrammeRow
        fields = (*CELLS, "seen")
        extra_kwargs = {name: {"required": False} for name in CELLS}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Each cell that is written says what was seen in it."""
        missing = [name for name in attrs if name != "seen" and name not in attrs["seen"]]
        if missing:
            raise serializers.ValidationError({"seen": [f"{name}?" for name in missing]})
        return attrs


class SumSerializer(serializers.Serializer):
    """Credits of an area, or of everything (`ALL`), by semester."""

    key = serializers.CharField()
    by_semester = serializers.ListField(
        child=serializers.IntegerField(), min_length=len(SEMESTERS), max_length=len(SEMESTERS)
    )
    total = serializers.IntegerField()


class FindingSerializer(serializers.Serializer):
    """One rule of the entry year; `holds` is null where no rule is known."""

    code = serializers.CharField()
    title = serializers.CharField()
    holds = serializers.BooleanField(allow_null=True)
    text = serializers.CharField()
    source = serializers.CharField(source="source.cite", default="")
    confirmed = serializers.BooleanField(source="source.confirmed", default=False)


class TableSerializer(serializers.ModelSerializer):
    """One version of the three-year table of a department for those who enter in one year."""

    class Meta:
        model = ProgrammeTable
        fields = (
            "id",
            "department",
            "entry_year",
            "version",
            "generation",
            "state",
            "based_on",
            "committee_approval",
            "approval",
            "remark",
            "is_demo",
        )


class WholeTableSerializer(TableSerializer):
    """The table with its rows, totals and what the rules say."""

    rows = RowSerializer(many=True, read_only=True)
    totals = serializers.SerializerMethodField()
    findings = serializers.SerializerMethodField()

    class Meta(TableSerializer.Meta):
        fields = (*TableSerializer.Meta.fields, "rows", "totals", "findings")

    @extend_schema_field(SumSerializer(many=True))
    def get_totals(self, table: ProgrammeTable) -> list[dict[str, Any]]:
        return SumSerializer(self._sheet(table).sums, many=True).data

    @extend_schema_field(FindingSerializer(many=True))
    def get_findings(self, table: ProgrammeTable) -> list[dict[str, Any]]:
        return FindingSerializer(self._sheet(table).findings, many=True).data

    def _sheet(self, table: ProgrammeTable) -> Sheet:
        if "sheet" not in self.context:
            self.context["sheet"] = Sheet(table, self.context["request"].member)
        return self.context["sheet"]
