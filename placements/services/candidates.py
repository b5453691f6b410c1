"""Candidates: put forward by the school's consents, chosen or declined by the company's HR."""

import random
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.audit import reads
from consortium.rowlevel import SYSTEM, acting_as
from consortium.rules.checks import grades_put_forward, may_open_another_name
from consortium.verdict import Verdict
from consortium.workflow import StateConflict
from curriculum.models import Student
from curriculum.states import StudentState
from partners.models import Member
from placements import gate, policies
from placements.models import Candidate, Consent, Vacancy
from placements.services import letters
from placements.states import ConsentItem, DeclineReason, VacancyState
from placements.workflow import CONSENT_ENDED, DECLINE, SHORTLIST

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # no I and O, which look like digits
CODE_NAMES = frozenset(f"{letter}-{number}" for letter in LETTERS for number in range(10, 1000))


@transaction.atomic
def put_forward(vacancy: Vacancy, *, by: Member, students: Iterable[int] | None = None) -> list[Candidate]:
    """Put every enrolled student whose consent names the company before it, once, under a code name.

    The consent is the decision: it names the company, so no second step asks the school again.
    Runs whenever a vacancy opens or a consent becomes complete; running it twice changes nothing.
    """
    policies.puts_forward(by).require()
    return _put_forward(vacancy, students)


def put_forward_who_came_of_grade() -> int:
    """Students who have reached the grade that goes forward, into the open vacancies their consent names."""
    number = 0
    with acting_as(SYSTEM):
        running = Vacancy.objects.filter(state=VacancyState.OPEN, ends_on__gte=timezone.localdate())
        for vacancy in running.order_by("pk"):
            with transaction.atomic():
                if new := _put_forward(vacancy):
                    key = f"{vacancy.pk}:{new[0].pk}"
                    letters.tell_company("candidate_proposed", new[0].vacancy, key=key)
                    number += len(new)
    return number


def standing_consents(vacancy: Vacancy) -> QuerySet[Consent]:
    """The consents that put a student before the vacancy's company: live, enrolled, of a grade that goes."""
    return Consent.objects.live().filter(
        recipient=vacancy.company_id,
        consortium=vacancy.consortium_id,
        student__state=StudentState.ENROLLED,
        student__grade__in=grades_put_forward(timezone.localdate()),
    )


def _put_forward(vacancy: Vacancy, students: Iterable[int] | None = None) -> list[Candidate]:
    vacancy = (
        Vacancy.objects.select_for_update(of=("self",))
        .select_related("consortium", "company")
        .get(pk=vacancy.pk)
    )
    consents = standing_consents(vacancy)
    if students is not None:
        consents = consents.filter(student__in=list(students))
    given = dict(consents.values_list("student", "items"))
    people = {student.pk: student for student in Student.objects.filter(pk__in=given)}
    bands = {pk: _band(people[pk], items) for pk, items in given.items()}
    present = {row.student_id: row for row in vacancy.candidates.filter(student__in=given)}
    _refresh_bands(present.values(), bands)
    return _create(vacancy, [pk for pk in bands if pk not in present], bands)


@transaction.atomic
def shortlist(candidate: Candidate, *, by: Member) -> Candidate:
    """The company wants to meet this candidate: the name opens and student and school are told."""
    candidate = _locked_for_company(candidate.pk, by=by)
    SHORTLIST.enforce(candidate, by=by)
    _refuse_closed(candidate)
    gate.lock_vacancy(candidate.vacancy_id)
    names = names_of(candidate.vacancy)
    if candidate.name_opened_at is None:
        names.may_open.require()

    candidate.state = SHORTLIST.target
    _decide(candidate, by=by, fields=["state"])

    key = f"{candidate.pk}:{candidate.decided_at.isoformat()}"
    letters.tell_students("shortlisted", candidate.vacancy, [candidate.student_id], key=key)
    letters.tell_school("shortlisted_school", candidate.vacancy, key=key, code=candidate.code_name)
    if candidate.name_opened_at is None and names.opened + 1 == names.limit:
        letters.tell_school("names_used_up_school", candidate.vacancy, key=key, number=names.limit)
    return candidate


@transaction.atomic
def decline(candidate: Candidate, *, by: Member, reason: str) -> Candidate:
    """The company does not want to go on with this candidate, for one of the structured reasons."""
    candidate = _locked_for_company(candidate.pk, by=by)
    DECLINE.enforce(candidate, by=by)
    reason = DeclineReason(reason)

    candidate.state = DECLINE.target
    candidate.decline_reason = reason
    _decide(candidate, by=by, fields=["state", "decline_reason"])

    key = f"{candidate.pk}:{candidate.decided_at.isoformat()}"
    letters.tell_students("declined", candidate.vacancy, [candidate.student_id], key=key, reason=reason.value)
    letters.tell_school(
        "declined_school", candidate.vacancy, key=key, code=candidate.code_name, reason=reason.value
    )
    return candidate


@dataclass(frozen=True)
class Names:
    """How many names a vacancy has opened to its company, and how many it may."""

    opened: int
    limit: int
    may_open: Verdict


def names_of(vacancy: Vacancy) -> Names:
    """Names opened once stay counted, whatever became of the candidate: decline does not unsee.

    The system counts, for row policies hide from the company those whose consent has ended.
    """
    with acting_as(SYSTEM), reads.collecting():
        opened = Candidate.objects.filter(vacancy=vacancy, name_opened_at__isnull=False).count()
    may_open, limit = may_open_another_name(opened, vacancy.places, timezone.localdate())
    return Names(opened, limit, may_open)


def end_shortlistings(consent: Consent) -> None:
    """A consent has ended or a new one begins: no band stays behind, no name opens by an old choice.

    The system does it, because a student who withdraws may not change a candidacy.
    """
    with acting_as(SYSTEM), reads.collecting():
        rows = Candidate.objects.filter(
            student=consent.student_id, company=consent.recipient_id, consortium=consent.consortium_id
        )
        rows.exclude(attendance_band="").update(attendance_band="")
        rows.filter(state__in=CONSENT_ENDED.sources).update(
            state=CONSENT_ENDED.target, decided_by=None, decided_at=None
        )


def candidate_for(member: Member, pk: int) -> Candidate:
    """One candidate that the member may know now, or 404, or 409 where consent has ended since.

    Row policies hide a candidate whose consent ended as if it had never been; so that the company
    learns why its card is gone, the system is asked whether that card once was this company's.
    """
    rows = Candidate.objects.visible_to(member).select_related("vacancy__company", "vacancy__consortium")
    candidate = rows.filter(pk=pk).first()
    if candidate is not None:
        return candidate
    vacancy = _vacancy_of_hidden(member, pk)
    if vacancy is None:
        raise Http404
    raise StateConflict(
        vacancy, _("The consent for this candidate was withdrawn or has ended. Nothing is shown any more.")
    )


def _vacancy_of_hidden(member: Member, pk: int) -> Vacancy | None:
    """The member's own vacancy for which this candidate stood before consent ended."""
    if not policies.reviews_candidates(member):
        return None
    with acting_as(SYSTEM):
        vacancy_id = (
            Candidate.objects.filter(pk=pk, company=member.partner_id, consortium=member.consortium_id)
            .values_list("vacancy", flat=True)
            .first()
        )
    rows = Vacancy.objects.visible_to(member).select_related("consortium", "company")
    return rows.filter(pk=vacancy_id).first()


def _locked_for_company(pk: int, *, by: Member) -> Candidate:
    """Lock against withdrawal first, then read again: consent may have ended while we waited."""
    policies.reviews_candidates(by).require()
    gate.lock_student(candidate_for(by, pk).student_id)
    candidate_for(by, pk)
    rows = Candidate.objects.visible_to(by).select_for_update(of=("self",))
    return rows.select_related("vacancy__company", "vacancy__consortium").get(pk=pk)


def _refuse_closed(candidate: Candidate) -> None:
    if candidate.vacancy.state != VacancyState.OPEN:
        raise StateConflict(candidate.vacancy, _("The vacancy is closed."))


def _decide(candidate: Candidate, *, by: Member, fields: list[str]) -> None:
    candidate.decided_by, candidate.decided_at = by, timezone.now()
    candidate.save(update_fields=[*fields, "decided_by", "decided_at"])


def _band(student: Student, items: list[str]) -> str:
    """Attendance only where the consent covers it; the company's copy is empty otherwise."""
    return student.attendance_band if ConsentItem.ATTENDANCE in items else ""


def _refresh_bands(present: Iterable[Candidate], bands: dict[int, str]) -> None:
    """A renewed consent may give less than the one before."""
    changed = [row for row in present if row.attendance_band != bands[row.student_id]]
    for row in changed:
        row.attendance_band = bands[row.student_id]
    Candidate.objects.bulk_update(changed, ["attendance_band"])


def _create(vacancy: Vacancy, students: list[int], bands: dict[int, str]) -> list[Candidate]:
    chance = random.SystemRandom()
    # Ids and order must not follow the roster: they would tell who it is, and who it is elsewhere.
    students = chance.sample(students, len(students))
    taken = set(vacancy.candidates.values_list("code_name", flat=True))
    names = chance.sample(sorted(CODE_NAMES - taken), len(students))
    candidates = Candidate.objects.bulk_create(
        Candidate(
            consortium_id=vacancy.consortium_id,
            school_id=vacancy.consortium.school_id,
            company_id=vacancy.company_id,
            vacancy=vacancy,
            student_id=student,
            code_name=code_name,
            attendance_band=bands[student],
        )
        for student, code_name in zip(students, names, strict=True)
    )
    letters.tell_students("put_forward", vacancy, students, key=str(vacancy.pk))
    return candidates
