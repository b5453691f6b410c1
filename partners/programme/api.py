"""The programme's life under `/api/v1/<consortium>/`."""

from django.db import models

from consortium.api.routes import router
from consortium.api.viewsets import Listing, MemberViewSet
from partners.models import Bid, ProgrammeStatus
from partners.programme import policies, serializers


class StatusViewSet(Listing, MemberViewSet):
    """Where the programme stood from which day on (사업 추진 경과)."""

    model = ProgrammeStatus
    serializer_class = serializers.StatusSerializer


class BidViewSet(Listing, MemberViewSet):
    """Bids for support with criteria and checklist (공모 응모)."""

    model = Bid
    policy = staticmethod(policies.reads_bids)
    serializer_class = serializers.BidSerializer

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().prefetch_related("criteria__requirements", "counted_pledges")


router.register("programme-statuses", StatusViewSet, basename="programme-status")
router.register("bids", BidViewSet, basename="bid")
