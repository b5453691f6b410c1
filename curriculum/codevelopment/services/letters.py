"""Who is told of what: those who keep courses at the school, and the people of a partner."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from consortium.languages import InBoth
from consortium.notifications.services import notify
from consortium.rowlevel import SYSTEM, acting_as
from curriculum.codevelopment.policies import CONTRIBUTORS, KEEPERS
from curriculum.models import CourseContribution, CourseVersion
from partners.models import Member


def tell_keepers(event: str, version: CourseVersion, *, by: Member, key: str, **words: str) -> None:
    """The curriculum head and the coordinator."""
    found = _active(version, [version.school_id]).filter(role__in=KEEPERS)
    _tell(event, version, found, by, key, {"partner": by.partner.in_both} | words)


def tell_partners(
    event: str, version: CourseVersion, partners: Iterable[int], *, by: Member, key: str, **words: str
) -> None:
    """Those of these partners who may contribute."""
    found = _active(version, partners).filter(role__in=CONTRIBUTORS)
    _tell(event, version, found, by, key, words)


def tell_contributor(contribution: CourseContribution, *, by: Member) -> None:
    """The people of the partner read what became of their contribution."""
    event = f"contribution_{contribution.state.lower()}"
    tell_partners(
        event,
        contribution.version,
        [contribution.partner_id],
        by=by,
        key=str(contribution.pk),
        answer=contribution.answer,
    )


def _active(version: CourseVersion, partners: Iterable[int]) -> QuerySet:
    return Member.objects.active().filter(consortium=version.consortium_id, partner__in=list(partners))


def _tell(
    event: str,
    version: CourseVersion,
    members: QuerySet,
    by: Member,
    key: str,
    words: dict[str, str | InBoth],
) -> None:
    # One organisation does not read another's list of members; who is told is the system's business.
    with acting_as(SYSTEM):
        to = list(members.exclude(user=by.user_id).values_list("user", flat=True))
    notify(
        f"curriculum/{event}",
        to=to,
        context={"course": version.in_both} | words,
        url=version.get_absolute_url(),
        consortium_id=version.consortium_id,
        key=key,
    )
