"""Pledges, deliveries, prices and the ledger under `/api/v1/<consortium>/`."""

from django.db import models
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import ValidationError
from rest_framework.status import HTTP_201_CREATED

from consortium.api.routes import router
from consortium.api.viewsets import Listing, MemberViewSet
from partners.models import Delivery, Pledge, PriceItem
from partners.pledges import filters, periods, policies, serializers, services
from partners.pledges.ledger import Ledger
from partners.pledges.workflow import VERIFY


class PledgeViewSet(Listing, MemberViewSet):
    """Pledges (약정) with what of them is verified and what only reported."""

    model = Pledge
    serializer_class = serializers.PledgeSerializer
    filterset_class = filters.PledgeFilter

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().with_delivered().prefetch_related("deliveries__parts")

    @extend_schema(request=serializers.DeliverySerializer, responses={201: serializers.DeliverySerializer})
    @action(detail=True, methods=["post"])
    def deliveries(self, request: Request, **kwargs: str) -> Response:
        """Report that a part of this pledge happened (the partner's people, coordinator, accountant)."""
        pledge = self.get_object()
        policies.reports(request.member, pledge).require()
        sent = serializers.DeliverySerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        delivery = services.report_delivery(pledge, by=request.member, **sent.validated_data)
        return Response(serializers.DeliverySerializer(delivery).data, status=HTTP_201_CREATED)


class DeliveryViewSet(Listing, MemberViewSet):
    """Deliveries; only those that a second person has verified count."""

    model = Delivery
    serializer_class = serializers.SeenDeliverySerializer
    filterset_class = filters.DeliveryFilter

    def get_queryset(self) -> models.QuerySet:
        known = super().get_queryset().for_pages().select_related("reported_by").prefetch_related("parts")
        member = getattr(self.request, "member", None)  # the schema is drawn without one
        if member is None or not policies.verifies_deliveries(member):
            return known
        return known.prefetch_related("files")

    @extend_schema(request=serializers.VerifySerializer, responses=serializers.SeenDeliverySerializer)
    @action(detail=True, methods=["post"])
    def verify(self, request: Request, **kwargs: str) -> Response:
        """Say that it happened as reported (coordinator, accountant, principal; never who reported it)."""
        delivery = self.get_object()
        VERIFY.policy(request.member, delivery).require()
        sent = serializers.VerifySerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        return self._answer(services.verify_delivery(delivery, by=request.member, **sent.validated_data))

    @extend_schema(request=serializers.SendBackSerializer, responses=serializers.SeenDeliverySerializer)
    @action(detail=True, methods=["post"], url_path="send-back")
    def send_back(self, request: Request, **kwargs: str) -> Response:
        """Say what is missing; it does not count (coordinator, accountant, principal)."""
        delivery = self.get_object()
        policies.sends_back(request.member, delivery).require()
        sent = serializers.SendBackSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        return self._answer(services.send_back_delivery(delivery, by=request.member, **sent.validated_data))

    def _answer(self, delivery: Delivery) -> Response:
        return Response(self.get_serializer(delivery).data)


class PriceViewSet(Listing, MemberViewSet):
    """The price table by which contributions in kind are valued."""

    model = PriceItem
    serializer_class = serializers.PriceSerializer
    filterset_fields = ("kind", "unit")


class LedgerViewSet(MemberViewSet):
    """The ledger: promised, reported, verified by partner, kind and unit."""

    model = Pledge
    serializer_class = serializers.LedgerSerializer
    filterset_class = filters.LedgerFilter

    @extend_schema(responses=serializers.LedgerSerializer)
    def list(self, request: Request, **kwargs: str) -> Response:
        """The ledger of a period (`school-2026`, `fiscal-2026`, `quarter-2026-3`, `all`)."""
        data = request.query_params.copy()
        data.setdefault("period", periods.present().code)
        filterset = filters.LedgerFilter(data, Pledge.objects.none(), request=request)
        if not filterset.form.is_valid():
            raise ValidationError(filterset.form.errors)
        chosen = filterset.form.cleaned_data
        period = periods.period_of(chosen["period"])
        ledger = Ledger(request.member, period, chosen["partner"], chosen["kind"])
        return Response(self.get_serializer(ledger).data)


router.register("pledges", PledgeViewSet, basename="pledge")
router.register("deliveries", DeliveryViewSet, basename="delivery")
router.register("prices", PriceViewSet, basename="price")
router.register("pledge-ledger", LedgerViewSet, basename="pledge-ledger")
