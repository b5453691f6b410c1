"""Who is told of what happens to vacancies, consents and candidates.

Letters name vacancy, company and code name, never a student: mail leaves the house.
"""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse

from consortium.audit import reads
from consortium.languages import InBoth
from consortium.notifications.services import notify
from consortium.rowlevel import SYSTEM, acting_as
from curriculum.models import Student
from partners.models import Member
from partners.states import Role
from placements.models import Consent, Vacancy
from placements.policies import PLACEMENT_STAFF


def tell_students(
    event: str, vacancy: Vacancy, students: Iterable[int], *, key: str, **words: str | int
) -> None:
    """Tell students of their candidacy for the vacancy; the letter leads to their own applications."""
    notify(
        f"placements/{event}",
        to=students_logins(students),
        context=_words(vacancy) | words,
        url=reverse("placements:my_applications", args=[vacancy.consortium.slug]),
        consortium_id=vacancy.consortium_id,
        key=key,
        urgent=True,
    )


def tell_school(event: str, vacancy: Vacancy, *, key: str, **words: str | int) -> None:
    """Tell the school's placement staff; the letter leads to the vacancy, where names may be seen."""
    notify(
        f"placements/{event}",
        to=staff_logins(vacancy.consortium_id, vacancy.consortium.school_id, PLACEMENT_STAFF),
        context=_words(vacancy) | words,
        url=vacancy.get_absolute_url(),
        consortium_id=vacancy.consortium_id,
        key=key,
    )


def tell_company(event: str, vacancy: Vacancy, *, key: str, **words: str | int) -> None:
    """Tell the company's HR; the letter leads to the review of candidates."""
    notify(
        f"placements/{event}",
        to=staff_logins(vacancy.consortium_id, vacancy.company_id, {Role.HR}),
        context=_words(vacancy) | words,
        url=reverse("placements:review", args=[vacancy.consortium.slug, vacancy.pk]),
        consortium_id=vacancy.consortium_id,
        key=key,
    )


def tell_of_consent(event: str, consent: Consent, *, key: str) -> None:
    """Tell the student who gave it, on the page where it can be withdrawn."""
    notify(
        f"placements/{event}",
        to=students_logins([consent.student_id]),
        context={"company": consent.recipient.in_both},
        url=reverse("placements:my_consents", args=[consent.consortium.slug]),
        consortium_id=consent.consortium_id,
        key=key,
        urgent=True,
    )


def tell_school_of_consent(event: str, consent: Consent, *, key: str) -> None:
    """Tell the placement staff; the letter leads to the student's consents."""
    notify(
        f"placements/{event}",
        to=staff_logins(consent.consortium_id, consent.school_id, PLACEMENT_STAFF),
        context={"company": consent.recipient.in_both},
        url=reverse("placements:student_consents", args=[consent.consortium.slug, consent.student_id]),
        consortium_id=consent.consortium_id,
        key=key,
    )


def students_logins(students: Iterable[int]) -> list[int]:
    """The log-ins of students, looked up by the system: whoever acts may not know them."""
    return _look_up(
        Student.objects.filter(pk__in=list(students), user__isnull=False).values_list("user", flat=True)
    )


def staff_logins(consortium: int, partner: int, roles: Iterable[str]) -> list[int]:
    """The log-ins of an organisation's people in these roles."""
    people = Member.objects.active().filter(consortium=consortium, partner=partner, role__in=list(roles))
    return _look_up(people.values_list("user", flat=True))


def _look_up(logins: QuerySet) -> list[int]:
    """Addresses are read by the system, not by whoever acts, so no access record names them for it."""
    with acting_as(SYSTEM), reads.collecting():
        return sorted(set(logins))


def _words(vacancy: Vacancy) -> dict[str, str | int | InBoth]:
    return {"vacancy": vacancy.title, "company": vacancy.company.in_both}
