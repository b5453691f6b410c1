"""Agreements under `/api/v1/<consortium>/`."""

import datetime
from typing import Any

from django.db import models
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.exceptions import ValidationError

from consortium.api.routes import router
from consortium.api.viewsets import Listing, MemberViewSet
from partners.agreements import filters, serializers
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

    def get_serializer_context(self) -> dict[str, Any]:
        context = super().get_serializer_context()
        request = context.get("request")
        if request is not None and "on" in request.query_params:
            context["on"] = day_asked(request.query_params["on"])
            if context["on"] is None:
                raise ValidationError({"on": ["YYYY-MM-DD"]})
        return context


router.register("agreements", AgreementViewSet, basename="agreement")
