"""Imports on the home page: those that wait for their owner, and those that failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from consortium.imports.models import Import
from consortium.imports.states import WITH_PERSON, ImportState
from consortium.shell.work import MOST, Source, WorkItem, register

if TYPE_CHECKING:
    from consortium.shell.people import Member


def waiting(member: Member) -> list[WorkItem]:
    """Lists that were read and checked; nothing happens before their owner says so."""
    return [
        WorkItem(
            _("Your import waits for you: %(file)s") % {"file": imported.file_name},
            imported.get_absolute_url(),
            _("Go on"),
            due=imported.expires_at.date(),
        )
        for imported in _mine(member).filter(state__in=WITH_PERSON)[:MOST]
    ]


def failed(member: Member) -> list[WorkItem]:
    """Imports that stopped, with the reason."""
    return [
        WorkItem(
            _("This import stopped: %(file)s") % {"file": imported.file_name},
            imported.get_absolute_url(),
            _("See why"),
            due=imported.finished_at.date(),
            detail=imported.error,
        )
        for imported in _mine(member).filter(state=ImportState.FAILED, destroyed_at=None)[:MOST]
    ]


def _mine(member: Member) -> object:
    mine = Import.objects.visible_to(member).select_related("consortium").defer("sample")
    return mine.order_by("-created_at")


register(Source("waits", waiting))
register(Source("late", failed))
