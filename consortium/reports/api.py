"""My reports under `/api/v1/<consortium>/reports/`."""

from typing import ClassVar

from django.db import models
from rest_framework import serializers

from consortium.api.routes import router
from consortium.api.viewsets import Listing, MemberViewSet
from consortium.reports.models import Job, ReportFile


class ReportFileSerializer(serializers.ModelSerializer):
    """One finished file; it is fetched through the report centre, by a link that works once."""

    class Meta:
        model = ReportFile
        fields: ClassVar = ["id", "format", "sha256", "size", "created_at", "expires_at", "destroyed_at"]
        read_only_fields = fields


class JobSerializer(serializers.ModelSerializer):
    """A report with its progress."""

    files = ReportFileSerializer(many=True, read_only=True)

    class Meta:
        model = Job
        fields: ClassVar = [
            "id",
            "kind",
            "formats",
            "state",
            "steps_done",
            "steps_total",
            "snapshot_at",
            "error",
            "created_at",
            "finished_at",
            "files",
        ]
        read_only_fields = fields


class JobViewSet(Listing, MemberViewSet):
    """Reports that the member asked for."""

    model = Job
    serializer_class = JobSerializer
    lookup_value_regex = "[0-9a-f-]{36}"

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().prefetch_related("files")


router.register("reports", JobViewSet, basename="report")
