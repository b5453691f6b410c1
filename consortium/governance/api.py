"""Published figures under `/api/v1/<consortium>/governance/`."""

from typing import ClassVar

from django.db import models
from rest_framework import serializers

from consortium.api.routes import router
from consortium.api.viewsets import Listing, MemberViewSet
from consortium.governance import policies
from consortium.governance.models import Figure, Snapshot


class FigureSerializer(serializers.ModelSerializer):
    """One cell: a withheld one has a mark and no number."""

    indicator = serializers.CharField(source="indicator.code", read_only=True)
    version = serializers.IntegerField(source="indicator.version", read_only=True)
    definition = serializers.CharField(source="indicator.definition", read_only=True)
    standing = serializers.CharField(source="snapshot.standing", read_only=True)
    counted_at = serializers.DateTimeField(source="snapshot.taken_at", read_only=True)

    class Meta:
        model = Figure
        fields: ClassVar = [
            "id",
            "indicator",
            "version",
            "definition",
            "row",
            "row_label",
            "column",
            "column_label",
            "numerator",
            "denominator",
            "value",
            "mark",
            "as_of",
            "standing",
            "counted_at",
        ]
        read_only_fields = fields


class FigureViewSet(Listing, MemberViewSet):
    """The newest published figures, masked as on the page."""

    model = Figure
    serializer_class = FigureSerializer
    policy = staticmethod(policies.reads_figures)

    def get_queryset(self) -> models.QuerySet:
        found = super().get_queryset().select_related("indicator", "snapshot")
        if getattr(self, "swagger_fake_view", False):
            return found
        newest = Snapshot.objects.visible_to(self.request.member).order_by("-number").values("pk")[:1]
        return found.filter(snapshot__in=newest)


router.register("governance", FigureViewSet, basename="figure")
