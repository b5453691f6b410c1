"""Agreements under `/api/v1/<consortium>/`."""

import datetime
from typing import Any

from django.db import models, transaction
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_200_OK, HTTP_201_CREATED

from consortium.api.routes import router
from consortium.api.viewsets import Listing, MemberViewSet
from partners.agreements import filters, policies, serializers, services
from partners.agreements.days import day_asked
from partners.models import Agreement

ON = OpenApiParameter("on", datetime.date, description="The day of the effective terms; today if missing.")


@extend_schema_view(list=extend_schema(parameters=[ON]), retrieve=extend_schema(parameters=[ON]))
class AgreementViewSet(Listing, MemberViewSet):
    """Agreements (협약서) with clauses, parties, amendments and what is effective on a day."""

    model = Agreement
    serializer_class = serializers.AgreementSerializer
    filterset_class = filters.AgreementFilter

    def get_queryset(self) -> models.QuerySet:
        found = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):
            return found
        return found.with_facts(self.request.member)

    @extend_schema(request=serializers.NewDraftSerializer, responses={201: serializers.AgreementSerializer})
    @transaction.atomic
    def create(self, request: Request, *args: object, **kwargs: object) -> Response:
        """Begin a draft, with its clauses (coordinator)."""
        policies.drafts(request.member).require()
        sent = serializers.NewDraftSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        facts = dict(sent.validated_data)
        clauses = facts.pop("clauses", [])
        draft = services.save_agreement(None, by=request.member, **facts)
        for clause in clauses:
            services.add_clause(draft, by=request.member, **clause)
        return self._answer(draft.pk, HTTP_201_CREATED)

    @extend_schema(request=serializers.DraftSerializer, responses=serializers.AgreementSerializer)
    def partial_update(self, request: Request, *args: object, **kwargs: object) -> Response:
        """Correct a draft (coordinator); 409 once it has been sent out."""
        found = self.get_object()
        policies.drafts(request.member, found).require()
        sent = serializers.DraftSerializer(found, data=request.data, partial=True)
        sent.is_valid(raise_exception=True)
        services.save_agreement(found, by=request.member, **sent.validated_data)
        return self._answer(found.pk)

    def _answer(self, pk: int, status: int = HTTP_200_OK) -> Response:
        return Response(self.get_serializer(self.get_queryset().get(pk=pk)).data, status=status)

    def get_serializer_context(self) -> dict[str, Any]:
        context = super().get_serializer_context()
        request = context.get("request")
        if request is not None and "on" in request.query_params:
            context["on"] = day_asked(request.query_params["on"])
            if context["on"] is None:
                raise ValidationError({"on": ["YYYY-MM-DD"]})
        return context


router.register("agreements", AgreementViewSet, basename="agreement")
