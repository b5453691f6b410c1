"""What the pages about demand share: their tabs, and how a form meets a service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from partners.models import Member


def tabs(member: Member, here: str) -> list[tuple[str, str, bool]]:
    """Demand against teaching, the analyses behind it, and the catalogue of units, as tabs."""
    entries = [
        ("demand", _("Demand against teaching")),
        ("job_analyses", _("Job analyses")),
        ("units", _("Competency units")),
    ]
    slug = member.consortium.slug
    return [(label, reverse(f"curriculum:{name}", args=[slug]), name == here) for name, label in entries]
