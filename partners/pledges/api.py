"""Pledges under `/api/v1/<consortium>/`."""

from django.db import models
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED

from consortium.api.routes import router
from consortium.api.viewsets import Listing, MemberViewSet
from partners.models import Pledge
from partners.pledges import filters, policies, serializers, services


class PledgeViewSet(Listing, MemberViewSet):
    """Pledges (약정) with what has been delivered."""

    model = Pledge
    serializer_class = serializers.PledgeSerializer
    filterset_class = filters.PledgeFilter

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().with_delivered().prefetch_related("deliveries")

    @extend_schema(request=serializers.DeliverySerializer, responses={201: serializers.DeliverySerializer})
    @action(detail=True, methods=["post"])
    def deliveries(self, request: Request, **kwargs: str) -> Response:
        """Record that a part of this pledge happened (school coordinator and accountant)."""
        pledge = self.get_object()
        policies.keeps_the_ledger(request.member, pledge).require()
        sent = serializers.DeliverySerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        delivery = services.record_delivery(pledge, by=request.member, **sent.validated_data)
        return Response(serializers.DeliverySerializer(delivery).data, status=HTTP_201_CREATED)


router.register("pledges", PledgeViewSet, basename="pledge")
