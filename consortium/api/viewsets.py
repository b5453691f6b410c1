"""What every endpoint inside a consortium is made of."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.db import models
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.viewsets import GenericViewSet

from consortium.verdict import ALLOWED, Verdict


class MemberViewSet(GenericViewSet):
    """An endpoint that knows only what its member may know; writes call services as pages do.

    `policy` is the one that the page of the same noun asks first: who comes in here at all.
    """

    model: ClassVar[type[models.Model]]
    policy: ClassVar[Callable[[Any], Verdict]] = staticmethod(lambda member: ALLOWED)
    lookup_value_regex = r"[0-9]{1,18}"  # what fits into an id

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        """Refuse (403, with the reason) before anything is looked up or checked."""
        super().initial(request, *args, **kwargs)
        self.policy(request.member).require()

    def get_queryset(self) -> models.QuerySet:
        """The rows visible to the member; narrow them, never widen them."""
        if getattr(self, "swagger_fake_view", False):  # the schema is drawn without a request
            return self.model._default_manager.none()
        return self.model._default_manager.visible_to(self.request.member)


class Listing(ListModelMixin, RetrieveModelMixin):
    """Adds reading: a list in pages and one row by its id."""
