"""External programmes under `/api/v1/<consortium>/`."""

from django.db import models
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from consortium.api.routes import router
from consortium.api.viewsets import Listing, MemberViewSet
from curriculum.external import policies, serializers, services
from curriculum.external.filters import StageFilter
from curriculum.models import ExternalProgramme, Participant, ProgrammeSession


class ProgrammeViewSet(Listing, MemberViewSet):
    """Programmes of universities and institutes for the school's students."""

    model = ExternalProgramme
    serializer_class = serializers.ExternalProgrammeSerializer
    filterset_class = StageFilter

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().for_pages().prefetch_related("sessions")

    @extend_schema(responses=serializers.ExternalParticipantSerializer(many=True))
    @action(detail=True, methods=["get"], filterset_class=None, pagination_class=None)
    def participants(self, request: Request, **kwargs: str) -> Response:
        """Who holds a seat (the school, and the provider of the programme)."""
        programme = self.get_object()
        policies.reads_participants(request.member, programme).require()
        rows = Participant.objects.visible_to(request.member).active().filter(programme=programme)
        return Response(serializers.ExternalParticipantSerializer(rows, many=True).data)


class SessionViewSet(MemberViewSet):
    """Sessions of external programmes."""

    model = ProgrammeSession
    serializer_class = serializers.ExternalSessionSerializer

    @extend_schema(request=serializers.AttendanceSerializer, responses=serializers.ExternalSessionSerializer)
    @action(detail=True, methods=["post"])
    def attendance(self, request: Request, **kwargs: str) -> Response:
        """Say who was there (the provider's lecturer, curriculum head, coordinator)."""
        session = self.get_object()
        policies.takes_attendance(request.member, session.programme).require()
        sent = serializers.AttendanceSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        marks = {one["participant"]: one["presence"] for one in sent.validated_data["marks"]}
        session = services.take_attendance(session, by=request.member, marks=marks)
        return Response(self.get_serializer(session).data)


router.register("external-programmes", ProgrammeViewSet, basename="external-programme")
router.register("external-sessions", SessionViewSet, basename="external-session")
