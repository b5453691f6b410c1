"""Who viewed a student, in words a student and a teacher understand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partners.models import Member, Partner
from partners.states import Role


class Reading(Protocol):
    """One reading as `consortium.audit` tells it."""

    at: datetime
    partner_id: int | None
    role: str
    what: str


@dataclass
class Viewer:
    """Readings that belong together: the same office within one minute, and all it read then."""

    at: datetime
    partner: str | Promise
    role: str | Promise
    what: list[str | Promise] = field(default_factory=list)


def viewers_of(readings: Iterable[Reading], *, by: Member) -> list[Viewer]:
    """Who viewed a student, newest first, named by organisation and role."""
    readings = list(readings)
    partners = Partner.objects.visible_to(by).filter(pk__in={reading.partner_id for reading in readings})
    names = {partner.pk: str(partner) for partner in partners}
    found: dict[tuple[object, ...], Viewer] = {}
    for reading in readings:
        key = (reading.at.replace(second=0, microsecond=0), reading.partner_id, reading.role)
        partner = names.get(reading.partner_id, _("the portal itself"))
        role = _role_of(reading.role)
        viewer = found.setdefault(key, Viewer(reading.at, partner, role))
        if (what := _kind_of(reading.what)) not in viewer.what:
            viewer.what.append(what)
    return list(found.values())


def _role_of(role: str) -> str | Promise:
    """The office in words; students are told apart from everybody who read about them."""
    if role == Role.STUDENT:
        return _("the student in person")
    return Role(role).label if role in Role.values else ""


def _kind_of(label: str) -> str | Promise:
    """The model's own name for people; what was read of its history counts as the same."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        return label
    return getattr(model, "pgh_tracked_model", model)._meta.verbose_name
