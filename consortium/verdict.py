"""An answer with its reason: what policies, transitions and rules give back."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Verdict:
    """Allowed or not, and why not in words for the person who asked.

    A verdict is true when it allows, so `if verdict:` reads as it should.
    """

    allowed: bool
    reason: str | Promise = ""

    def __bool__(self) -> bool:
        return self.allowed

    def require(self) -> None:
        """Raise `PermissionDenied` (page 403) with the reason unless allowed."""
        if not self.allowed:
            raise PermissionDenied(self.reason)

    def __and__(self, other: "Verdict") -> "Verdict":
        return other if self.allowed else self


ALLOWED = Verdict(True)


def denied(reason: str | Promise) -> Verdict:
    return Verdict(False, reason)


def only_if(condition: bool, reason: str | Promise = "") -> Verdict:
    """Allowed when `condition` holds, else denied for `reason`."""
    return ALLOWED if condition else denied(reason or _("Your role does not include this."))
