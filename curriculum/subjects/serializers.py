"""What the API says about subjects, and what it takes."""

from __future__ import annotations

from rest_framework import serializers

from curriculum.models import Subject, SubjectUnit
from curriculum.subjects.services import FACTS


class SubjectUnitSerializer(serializers.ModelSerializer):
    """A competency unit that the subject teaches, and in how many of its hours."""

    code = serializers.CharField(source="unit.code", read_only=True)

    class Meta:
        model = SubjectUnit
        fields = ("unit", "code", "hours")


class SubjectSerializer(serializers.ModelSerializer):
    """A subject of one curriculum generation; school-created ones rest on an approval."""

    units = SubjectUnitSerializer(many=True, read_only=True)
    lacks_approval = serializers.BooleanField(read_only=True)

    class Meta:
        model = Subject
        fields = ("id", *FACTS, "approval", "lacks_approval", "is_demo", "units")
        read_only_fields = ("approval", "is_demo")
