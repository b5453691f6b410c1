"""Competency units under `/api/v1/<consortium>/`."""

from django.db import models
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED

from consortium.api.routes import router
from consortium.api.viewsets import Listing, MemberViewSet
from curriculum.competencies import policies, services
from curriculum.competencies.filters import UnitFilter
from curriculum.competencies.serializers import CompetencyUnitSerializer, RewordedUnitSerializer
from curriculum.models import CompetencyUnit


class CompetencyUnitViewSet(Listing, MemberViewSet):
    """Units of the national competency standards (NCS) that this portal knows, and the consortium's own."""

    model = CompetencyUnit
    serializer_class = CompetencyUnitSerializer
    filterset_class = UnitFilter

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().prefetch_related("elements")

    def create(self, request: Request, **kwargs: str) -> Response:
        """Add a unit of the consortium's own (curriculum head)."""
        policies.keeps_units(request.member).require()
        sent = self.get_serializer(data=request.data)
        sent.is_valid(raise_exception=True)
        made = services.add_unit(by=request.member, **sent.validated_data)
        return Response(self.get_serializer(made).data, status=HTTP_201_CREATED)

    @extend_schema(request=RewordedUnitSerializer, responses=CompetencyUnitSerializer)
    def partial_update(self, request: Request, **kwargs: str) -> Response:
        """Reword an own unit (curriculum head); where something agreed names it, a new version comes back."""
        unit = self.get_object()
        policies.keeps_units(request.member, unit).require()
        sent = RewordedUnitSerializer(unit, data=request.data, partial=True)
        sent.is_valid(raise_exception=True)
        reworded = services.reword_unit(unit, by=request.member, **sent.validated_data)
        return Response(self.get_serializer(self.get_queryset().get(pk=reworded.pk)).data)


router.register("competency-units", CompetencyUnitViewSet, basename="competency-unit")
