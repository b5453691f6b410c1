"""Programme tables and their rows under `/api/v1/<consortium>/`."""

from django.db import models
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.mixins import RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED

from consortium.api.routes import router
from consortium.api.viewsets import Listing, MemberViewSet
from curriculum.models import ProgrammeRow, ProgrammeTable
from curriculum.programme import policies, services
from curriculum.programme.filters import TableFilter
from curriculum.programme.serializers import (
    ChangedRowSerializer,
    RowSerializer,
    TableSerializer,
    WholeTableSerializer,
)


class ProgrammeTableViewSet(Listing, MemberViewSet):
    """Programme tables (교육과정 편성표); one by its id comes with rows, totals and findings."""

    model = ProgrammeTable
    serializer_class = TableSerializer
    filterset_class = TableFilter

    def get_queryset(self) -> models.QuerySet:
        found = super().get_queryset()
        return found.prefetch_related("rows") if self.action == "retrieve" else found

    @extend_schema(responses=WholeTableSerializer)
    def retrieve(self, request: Request, **kwargs: str) -> Response:
        """One table with its rows, its totals and what the rules of the entry year say of it."""
        return Response(WholeTableSerializer(self.get_object(), context=self.get_serializer_context()).data)

    @extend_schema(request=RowSerializer, responses={201: RowSerializer})
    @action(detail=True, methods=["post"])
    def rows(self, request: Request, **kwargs: str) -> Response:
        """Add a subject to a draft (curriculum head)."""
        table = self.get_object()
        policies.edits(request.member, table).require()
        sent = RowSerializer(data=request.data, context=self.get_serializer_context())
        sent.is_valid(raise_exception=True)
        row = services.add_row(table, by=request.member, **sent.validated_data)
        return Response(RowSerializer(row).data, status=HTTP_201_CREATED)


class ProgrammeRowViewSet(RetrieveModelMixin, MemberViewSet):
    """Rows of programme tables: one is read, written cell by cell, or taken out of a draft."""

    model = ProgrammeRow
    serializer_class = RowSerializer

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().select_related("table__department", "table__consortium")

    @extend_schema(request=ChangedRowSerializer, responses=RowSerializer)
    def partial_update(self, request: Request, **kwargs: str) -> Response:
        """Write cells; `seen` is what they held when you read them, and 409 says that has changed."""
        row = self.get_object()
        policies.edits(request.member, row.table).require()
        sent = ChangedRowSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        values = dict(sent.validated_data)
        seen = values.pop("seen")
        written = services.change_row(row, by=request.member, seen=seen, values=values)
        return Response(RowSerializer(written).data)

    @extend_schema(request=None, responses=RowSerializer)
    @action(detail=True, methods=["post"])
    def remove(self, request: Request, **kwargs: str) -> Response:
        """Take a subject out of a draft (curriculum head); what stood there is given back."""
        row = self.get_object()
        present = RowSerializer(row).data
        services.remove_row(row, by=request.member)
        return Response(present)


router.register("programme-tables", ProgrammeTableViewSet, basename="programme-table")
router.register("programme-rows", ProgrammeRowViewSet, basename="programme-row")
