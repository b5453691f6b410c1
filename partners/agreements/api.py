"""Agreements under `/api/v1/<consortium>/`."""

from django.db import models

from consortium.api.routes import router
from consortium.api.viewsets import Listing, MemberViewSet
from partners.agreements import filters, serializers
from partners.models import Agreement


class AgreementViewSet(Listing, MemberViewSet):
    """Agreements (협약서) with clauses and signatories."""

    model = Agreement
    serializer_class = serializers.AgreementSerializer
    filterset_class = filters.AgreementFilter

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().prefetch_related("clauses", "signatories")


router.register("agreements", AgreementViewSet, basename="agreement")
