"""Courses, their rosters and sessions, and judgements under `/api/v1/<consortium>/`."""

from django.db import models
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED

from consortium.api.routes import router
from consortium.api.viewsets import Listing, MemberViewSet
from curriculum.models import Enrolment, Instructor, Judgement, Offering
from curriculum.teaching import policies
from curriculum.teaching.filters import OfferingFilter
from curriculum.teaching.serializers import (
    ClassJudgementSerializer,
    EnrolmentSerializer,
    HeldSessionSerializer,
    JudgementSerializer,
    OfferingSerializer,
    SessionSerializer,
)
from curriculum.teaching.services import classes, judging


class OfferingViewSet(Listing, MemberViewSet):
    """Course offerings: the school's own, or those that an instructor from outside teaches."""

    model = Offering
    serializer_class = OfferingSerializer
    filterset_class = OfferingFilter
    policy = staticmethod(policies.reads_offerings)

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().select_related("subject").prefetch_related("instructors")

    @extend_schema(responses=EnrolmentSerializer(many=True))
    @action(detail=True, filterset_class=None, pagination_class=None)
    def roster(self, request: Request, **kwargs: str) -> Response:
        """The class roster of a course, with hours of attendance and results."""
        found = Enrolment.objects.visible_to(request.member).filter(offering=self.get_object())
        rows = found.with_hours().order_by("student_number", "pk")
        return Response(EnrolmentSerializer(rows, many=True).data)

    @extend_schema(methods=["get"], responses=SessionSerializer(many=True))
    @extend_schema(methods=["post"], request=HeldSessionSerializer, responses={201: SessionSerializer})
    @action(detail=True, methods=["get", "post"], filterset_class=None, pagination_class=None)
    def sessions(self, request: Request, **kwargs: str) -> Response:
        """The sessions of a course; post one that was held, with who was there (instructors)."""
        offering = self.get_object()
        if request.method == "GET":
            return Response(SessionSerializer(offering.sessions.all(), many=True).data)
        policies.keeps_class(request.member, offering).require()
        sent = HeldSessionSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        facts = dict(sent.validated_data)
        presences = {one["enrolment"]: one["presence"] for one in facts.pop("presences", [])}
        if number := facts.pop("instructor", None):
            known = Instructor.objects.visible_to(request.member).filter(offering=offering)
            facts["instructor"] = get_object_or_404(known, pk=number)
        session = classes.hold_session(offering, by=request.member, presences=presences, **facts)
        return Response(SessionSerializer(session).data, status=HTTP_201_CREATED)

    @extend_schema(methods=["get"], responses=JudgementSerializer(many=True))
    @extend_schema(
        methods=["post"], request=ClassJudgementSerializer, responses={201: JudgementSerializer(many=True)}
    )
    @action(detail=True, methods=["get", "post"], filterset_class=None, pagination_class=None)
    def judgements(self, request: Request, **kwargs: str) -> Response:
        """Judgements made in a course; post findings about one unit (its instructors)."""
        offering = self.get_object()
        policies.judges_in(request.member, offering).require()
        if request.method == "GET":
            rows = Judgement.objects.visible_to(request.member).filter(offering=offering).order_by("pk")
            return Response(JudgementSerializer(rows, many=True).data)
        policies.judges_class(request.member, offering).require()
        sent = ClassJudgementSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        facts = dict(sent.validated_data)
        findings = {one["enrolment"]: (one["outcome"], one.get("level")) for one in facts.pop("findings")}
        made = judging.judge_class(offering, by=request.member, findings=findings, **facts)
        return Response(JudgementSerializer(made, many=True).data, status=HTTP_201_CREATED)


router.register("offerings", OfferingViewSet, "offering")
