"""Subjects under `/api/v1/<consortium>/`."""

from django.db import models
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED

from consortium.api.routes import router
from consortium.api.viewsets import Listing, MemberViewSet
from curriculum.models import Subject
from curriculum.subjects import policies, services
from curriculum.subjects.filters import SubjectFilter
from curriculum.subjects.serializers import SubjectSerializer


class SubjectViewSet(Listing, MemberViewSet):
    """Subjects (과목) of the school with the competency units that they teach."""

    model = Subject
    serializer_class = SubjectSerializer
    filterset_class = SubjectFilter

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().prefetch_related("units__unit")

    def create(self, request: Request, **kwargs: str) -> Response:
        """Enter a subject (curriculum head)."""
        policies.keeps_subjects(request.member).require()
        sent = self.get_serializer(data=request.data)
        sent.is_valid(raise_exception=True)
        made = services.save_subject(None, by=request.member, **sent.validated_data)
        return Response(self.get_serializer(made).data, status=HTTP_201_CREATED)

    def partial_update(self, request: Request, **kwargs: str) -> Response:
        """Correct a subject (curriculum head); 409 where a table that is no draft names it."""
        subject = self.get_object()
        policies.keeps_subjects(request.member, subject).require()
        sent = self.get_serializer(subject, data=request.data, partial=True)
        sent.is_valid(raise_exception=True)
        services.save_subject(subject, by=request.member, **sent.validated_data)
        return Response(self.get_serializer(self.get_object()).data)


router.register("subjects", SubjectViewSet, basename="subject")
