"""Partners under `/api/v1/<consortium>/`."""

from consortium.api.routes import router
from consortium.api.viewsets import Listing, MemberViewSet
from partners.models import Partner
from partners.registry import filters, serializers


class PartnerViewSet(Listing, MemberViewSet):
    """Partner organisations (협약기관) of the consortium."""

    model = Partner
    serializer_class = serializers.PartnerSerializer
    filterset_class = filters.PartnerFilter


router.register("partners", PartnerViewSet, basename="partner")
