"""Only members of the consortium in the address; for everybody else it does not exist."""

from django.http import Http404
from rest_framework.permissions import BasePermission
from rest_framework.request import Request


class IsMember(BasePermission):
    """Strangers to the consortium get the 404 of an address that is not there."""

    def has_permission(self, request: Request, view: object) -> bool:
        if not request.user.is_authenticated:
            return False
        if request.member is None:
            raise Http404
        return True
