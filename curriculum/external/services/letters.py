"""Who is told of what: students of their seat, the school and the provider of their programme."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from consortium.notifications.services import notify
from consortium.rowlevel import SYSTEM, acting_as
from curriculum.external.policies import KEEPERS
from curriculum.models import ExternalProgramme, ProgrammeApplication
from partners.models import Member
from partners.states import Role


def tell_students(event: str, applications: Iterable[ProgrammeApplication], *, key: str = "") -> None:
    """Each of these students that has a log-in; the words name no other student."""
    with acting_as(SYSTEM):
        found = (
            ProgrammeApplication.objects.filter(pk__in=[one.pk for one in applications])
            .exclude(student__user=None)
            .values_list("pk", "student__user")
        )
        logins = dict(found)
    for one in applications:
        if one.pk in logins:
            _notify(event, one.programme, [logins[one.pk]], key or str(one.pk))


def tell_keepers(event: str, programme: ExternalProgramme, *, by: Member, key: str) -> None:
    """The curriculum head and the coordinator of the school."""
    members = _active(programme, programme.school_id).filter(role__in=KEEPERS)
    _tell(event, programme, members, by, key)


def tell_provider(event: str, programme: ExternalProgramme, *, by: Member, key: str) -> None:
    """The lecturers of the provider."""
    members = _active(programme, programme.provider_id).filter(role=Role.LECTURER)
    _tell(event, programme, members, by, key)


def _active(programme: ExternalProgramme, partner: int) -> QuerySet:
    return Member.objects.active().filter(consortium=programme.consortium_id, partner=partner)


def _tell(event: str, programme: ExternalProgramme, members: QuerySet, by: Member, key: str) -> None:
    # One organisation does not read another's list of members; who is told is the system's business.
    with acting_as(SYSTEM):
        to = list(members.exclude(user=by.user_id).values_list("user", flat=True))
    _notify(event, programme, to, key)


def _notify(event: str, programme: ExternalProgramme, to: list[int], key: str) -> None:
    notify(
        f"curriculum/{event}",
        to=to,
        context={"programme": programme.in_both, "provider": programme.provider.in_both},
        url=programme.get_absolute_url(),
        consortium_id=programme.consortium_id,
        key=key,
    )
