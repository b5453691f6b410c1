"""Who may look at a student's plan and make the portfolio."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from consortium.verdict import Verdict, only_if
from partners.states import Role

if TYPE_CHECKING:
    from partners.models import Member


def makes_the_portfolio(member: Member) -> Verdict:
    """The portfolio is the student's own: they take it with them, and nobody else makes it."""
    return only_if(member.role == Role.STUDENT, _("This page is for students."))
