"""Partners, contact persons and contact entries under `/api/v1/<consortium>/`."""

from django.db import models
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED

from consortium.api.routes import router
from consortium.api.viewsets import Listing, MemberViewSet
from partners.models import Contact, Interaction, Partner
from partners.registry import filters, policies, serializers, services


class PartnerViewSet(Listing, MemberViewSet):
    """Partner organisations (협약기관) of the consortium; `q` searches as the page does."""

    model = Partner
    serializer_class = serializers.PartnerSerializer
    filterset_class = filters.PartnerFilter

    def get_queryset(self) -> models.QuerySet:
        found = super().get_queryset().select_related("industry")
        if getattr(self, "swagger_fake_view", False):
            return found
        return found.with_participation(self.request.member.consortium_id)


class ContactViewSet(Listing, MemberViewSet):
    """Contact persons (담당자) as far as the caller may know them; every look is recorded."""

    model = Contact
    serializer_class = serializers.PartnerContactSerializer
    filterset_fields = ("partner", "agreed_to_share")
    policy = staticmethod(policies.reads_contacts)


class InteractionViewSet(Listing, MemberViewSet):
    """Contact entries (접촉 이력): being in touch with partners, and what comes next."""

    model = Interaction
    serializer_class = serializers.InteractionSerializer
    filterset_class = filters.InteractionFilter
    policy = staticmethod(policies.reads_interactions)

    @extend_schema(
        request=serializers.InteractionSerializer, responses={201: serializers.InteractionSerializer}
    )
    def create(self, request: Request, **kwargs: str) -> Response:
        """Note that you were in touch (coordinator, field-training teacher, association's secretary)."""
        policies.records_interactions(request.member).require()
        sent = self.get_serializer(data=request.data)
        sent.is_valid(raise_exception=True)
        facts = dict(sent.validated_data)
        entry = services.record_interaction(facts.pop("partner"), by=request.member, **facts)
        return Response(self.get_serializer(entry).data, status=HTTP_201_CREATED)


router.register("partners", PartnerViewSet, basename="partner")
router.register("contacts", ContactViewSet, basename="contact")
router.register("interactions", InteractionViewSet, basename="interaction")
