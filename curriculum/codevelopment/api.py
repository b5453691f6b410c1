"""Courses and contributions under `/api/v1/<consortium>/`."""

from django.db import models
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED

from consortium.api.routes import router
from consortium.api.viewsets import Listing, MemberViewSet
from curriculum.codevelopment import policies, serializers, services
from curriculum.codevelopment.filters import CourseFilter
from curriculum.models import CourseContribution, CourseVersion


class CourseVersionViewSet(Listing, MemberViewSet):
    """Versions of courses that school and partners develop together."""

    model = CourseVersion
    serializer_class = serializers.CourseVersionSerializer
    filterset_class = CourseFilter

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().for_pages().prefetch_related("sections__units__unit")

    @extend_schema(
        request=serializers.CourseProposalSerializer, responses={201: serializers.CourseVersionSerializer}
    )
    def create(self, request: Request, **kwargs: str) -> Response:
        """Propose a course (curriculum head, coordinator, companies, universities, associations)."""
        policies.proposes(request.member).require()
        sent = serializers.CourseProposalSerializer(data=request.data, context={"request": request})
        sent.is_valid(raise_exception=True)
        made = services.propose_course(by=request.member, **sent.validated_data)
        return Response(
            self.get_serializer(self.get_queryset().get(pk=made.pk)).data, status=HTTP_201_CREATED
        )

    @extend_schema(
        request=serializers.OfferedContributionSerializer,
        responses={201: serializers.CourseContributionSerializer},
    )
    @action(detail=True, methods=["post"], filterset_class=None, pagination_class=None)
    def contributions(self, request: Request, **kwargs: str) -> Response:
        """Contribute for one's own organisation to a version that is open for comments."""
        version = self.get_object()
        policies.takes_part(request.member, version).require()
        policies.contributes(request.member, version).require()
        sent = serializers.OfferedContributionSerializer(data=request.data, context={"version": version})
        sent.is_valid(raise_exception=True)
        made = services.contribute(version, by=request.member, **sent.validated_data)
        return Response(serializers.CourseContributionSerializer(made).data, status=HTTP_201_CREATED)


class ContributionViewSet(Listing, MemberViewSet):
    """Contributions that the member may know: the school all, a partner its own."""

    model = CourseContribution
    serializer_class = serializers.CourseContributionSerializer
    filterset_fields = ("version", "partner", "state", "kind")


router.register("course-versions", CourseVersionViewSet, basename="course-version")
router.register("course-contributions", ContributionViewSet, basename="course-contribution")
