"""Documents and their parties under `/api/v1/<consortium>/signing/`."""

from typing import ClassVar

from django.db import models
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from consortium.api.routes import router
from consortium.api.viewsets import Listing, MemberViewSet
from consortium.signing import policies, services
from consortium.signing.models import Document, Party, Signature


class SignatureSerializer(serializers.ModelSerializer):
    """How a party signed; from which network address is the keeper's business and stays on its page."""

    class Meta:
        model = Signature
        fields: ClassVar = ["method", "signer", "title", "signed_on", "signed_at", "document_sha256"]
        read_only_fields = fields


class PartySerializer(serializers.ModelSerializer):
    """One party and where it stands; `may_sign` is about whoever asks, `why_not` says it in words."""

    signature = SignatureSerializer(read_only=True, allow_null=True)
    may_sign = serializers.SerializerMethodField()
    why_not = serializers.SerializerMethodField()

    class Meta:
        model = Party
        fields: ClassVar = [
            "id",
            "document",
            "partner",
            "name",
            "position",
            "state",
            "joined_late",
            "invited_at",
            "read_at",
            "signed_at",
            "declined_at",
            "reminded_at",
            "reminders",
            "signature",
            "may_sign",
            "why_not",
        ]
        read_only_fields = fields

    def get_may_sign(self, party: Party) -> bool:
        return bool(policies.signs_for(self.context["request"].member, party))

    def get_why_not(self, party: Party) -> str:
        return str(policies.signs_for(self.context["request"].member, party).reason)


class DocumentSerializer(serializers.ModelSerializer):
    """A text that is signed, with its checksum."""

    class Meta:
        model = Document
        fields: ClassVar = [
            "id",
            "kind",
            "subject_id",
            "title",
            "body",
            "sha256",
            "state",
            "due_on",
            "opened_at",
            "completed_at",
        ]
        read_only_fields = fields


class Seen:
    """Leaves out what the kind of a document keeps from this member, as the pages do."""

    def paginate_queryset(self, queryset: models.QuerySet) -> list[models.Model]:
        rows = super().paginate_queryset(queryset)
        return [row for row in rows if policies.sees(self.request.member, self.document_of(row))]

    def get_object(self) -> models.Model:
        row = super().get_object()
        if not policies.sees(self.request.member, self.document_of(row)):
            raise Http404
        return row


class DocumentViewSet(Seen, Listing, MemberViewSet):
    """Documents out for signing, and those that are signed."""

    model = Document
    serializer_class = DocumentSerializer

    def document_of(self, row: Document) -> Document:
        return row


class PartyViewSet(Seen, Listing, MemberViewSet):
    """Who signs which document, and where each stands."""

    model = Party
    serializer_class = PartySerializer

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().select_related("signature", "document__consortium")

    def document_of(self, row: Party) -> Document:
        return row.document

    @extend_schema(request=None, responses=PartySerializer)
    @action(detail=True, methods=["post"])
    def invite(self, request: Request, *args: object, **kwargs: object) -> Response:
        """Ask this party to sign: its contact gets a link by mail. Asking again changes nothing."""
        party = self.get_object()
        policies.manages(request.member, party.document).require()
        services.invite(party, by=request.member)
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(request=None, responses=PartySerializer)
    @action(detail=True, methods=["post"])
    def remind(self, request: Request, *args: object, **kwargs: object) -> Response:
        """Remind this party alone by mail; within a day of the last reminder nothing more is sent."""
        party = self.get_object()
        policies.manages(request.member, party.document).require()
        services.remind(party, by=request.member)
        return Response(self.get_serializer(self.get_object()).data)


router.register("signing/documents", DocumentViewSet, basename="signing-document")
router.register("signing/parties", PartyViewSet, basename="signing-party")
