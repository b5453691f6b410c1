"""Job analyses, and demand against teaching, under `/api/v1/<consortium>/`."""

from django.db import models
from drf_spectacular.helpers import forced_singular_serializer
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from consortium.api.routes import router
from consortium.api.viewsets import Listing, MemberViewSet
from curriculum.demand import policies
from curriculum.demand.choosing import choose
from curriculum.demand.filters import AnalysisFilter
from curriculum.demand.serializers import DemandSerializer, JobAnalysisSerializer
from curriculum.models import JobAnalysis


class JobAnalysisViewSet(Listing, MemberViewSet):
    """Jobs of companies, taken apart into duties, tasks and competency units."""

    model = JobAnalysis
    serializer_class = JobAnalysisSerializer
    filterset_class = AnalysisFilter
    policy = staticmethod(policies.reads_demand)

    def get_queryset(self) -> models.QuerySet:
        found = super().get_queryset().select_related("company", "department")
        return found.prefetch_related("duties__tasks__units")


class DemandViewSet(MemberViewSet):
    """Demand against teaching."""

    model = JobAnalysis
    serializer_class = DemandSerializer
    policy = staticmethod(policies.reads_demand)

    @extend_schema(
        parameters=[
            OpenApiParameter("table", OpenApiTypes.INT),
            OpenApiParameter("source", OpenApiTypes.STR),
            OpenApiParameter("company", OpenApiTypes.INT),
            OpenApiParameter("show", OpenApiTypes.STR, enum=["gaps", "both", "taught"]),
        ],
        responses=forced_singular_serializer(DemandSerializer),
    )
    def list(self, request: Request, **kwargs: str) -> Response:
        """Every unit that is asked for or taught: the jobs behind the demand, the hours in each semester."""
        return Response(self.get_serializer(choose(request.member, request.query_params).picture).data)


router.register("job-analyses", JobAnalysisViewSet, basename="job-analysis")
router.register("demand", DemandViewSet, basename="demand")
