"""Vacancies and candidates under `/api/v1/<consortium>/`."""

from __future__ import annotations

from django.db import models
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from consortium.api.routes import router
from consortium.api.viewsets import Listing, MemberViewSet
from placements import policies, serializers, services
from placements.models import Candidate, Vacancy
from placements.review import cards_of
from placements.services.candidates import candidate_for


class VacancyViewSet(Listing, MemberViewSet):
    """Vacancies that companies offer; the school opens and closes them."""

    model = Vacancy
    serializer_class = serializers.VacancySerializer
    filterset_fields = ("state", "company")
    policy = staticmethod(policies.reads_vacancies)

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().prefetch_related("units")

    @extend_schema(request=None, responses=serializers.VacancySerializer)
    @action(detail=True, methods=["post"])
    def open(self, request: Request, **kwargs: str) -> Response:
        """Open the vacancy: students whose consent names the company stand before it (coordinator)."""
        vacancy = services.open_vacancy(self.get_object(), by=request.member)
        return Response(self.get_serializer(vacancy).data)

    @extend_schema(request=None, responses=serializers.VacancySerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, **kwargs: str) -> Response:
        """Close the vacancy; students without an answer are told (coordinator)."""
        vacancy = services.close_vacancy(self.get_object(), by=request.member)
        return Response(self.get_serializer(vacancy).data)


class CandidateViewSet(Listing, MemberViewSet):
    """Candidates of the company's own vacancies, blind until shortlisted (company HR)."""

    model = Candidate
    serializer_class = serializers.CardSerializer
    filterset_fields = ("vacancy", "state")
    policy = staticmethod(policies.reviews_candidates)

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().select_related("vacancy")

    def list(self, request: Request, *args: object, **kwargs: object) -> Response:
        """Candidates in the order in which they were recorded, as blind cards."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(
            self.get_serializer(cards_of(page, by=request.member), many=True).data
        )

    def retrieve(self, request: Request, *args: object, **kwargs: str) -> Response:
        """One candidate; 409 once the consent behind it has ended."""
        return self._answer(candidate_for(request.member, int(kwargs["pk"])))

    @extend_schema(request=None, responses=serializers.CardSerializer)
    @action(detail=True, methods=["post"])
    def shortlist(self, request: Request, **kwargs: str) -> Response:
        """Choose this candidate; the name opens and the student is told (company HR)."""
        candidate = candidate_for(request.member, int(kwargs["pk"]))
        return self._answer(services.shortlist(candidate, by=request.member))

    @extend_schema(request=serializers.DeclineSerializer, responses=serializers.CardSerializer)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, **kwargs: str) -> Response:
        """Decline this candidate for one of the structured reasons (company HR)."""
        candidate = candidate_for(request.member, int(kwargs["pk"]))
        sent = serializers.DeclineSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        return self._answer(services.decline(candidate, by=request.member, **sent.validated_data))

    def _answer(self, candidate: Candidate) -> Response:
        return Response(self.get_serializer(cards_of([candidate], by=self.request.member)[0]).data)


router.register("vacancies", VacancyViewSet, basename="vacancy")
router.register("candidates", CandidateViewSet, basename="candidate")
