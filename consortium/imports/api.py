"""My imports under `/api/v1/<consortium>/imports/`: how far they are and what came out."""

from typing import ClassVar

from rest_framework import serializers

from consortium.api.routes import router
from consortium.api.viewsets import Listing, MemberViewSet
from consortium.imports import policies
from consortium.imports.models import Import


class ImportSerializer(serializers.ModelSerializer):
    """An import with its progress and its counts; the rows themselves stand on its pages."""

    rows_by_outcome = serializers.DictField(source="counts", child=serializers.IntegerField())
    rows_by_result = serializers.DictField(source="results", child=serializers.IntegerField())

    class Meta:
        model = Import
        fields: ClassVar = [
            "id",
            "target",
            "file_name",
            "state",
            "error",
            "rows_total",
            "rows_done",
            "rows_by_outcome",
            "rows_by_result",
            "created_at",
            "finished_at",
            "expires_at",
            "destroyed_at",
        ]
        read_only_fields = fields


class ImportViewSet(Listing, MemberViewSet):
    """Lists that the member brought as files."""

    model = Import
    serializer_class = ImportSerializer
    policy = staticmethod(policies.imports_something)
    lookup_value_regex = "[0-9a-f-]{36}"


router.register("imports", ImportViewSet, basename="import")
