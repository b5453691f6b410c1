"""What waits for whom in vacancies, consents and candidates, and the figures of each role."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consortium.rules.checks import rule_on
from consortium.shell.work import MOST, Figure, Source, WorkItem, register, register_figures
from curriculum.roster.policies import has_an_own_page
from partners.models import Member
from partners.states import Role
from placements import policies
from placements.models import Candidate, Consent, Vacancy
from placements.states import CandidateState, VacancyState


def candidates_waiting(member: Member) -> list[WorkItem]:
    """HR: vacancies whose candidates wait for an answer that can still come in time."""
    return [item for item in _reviews(member) if item.due >= timezone.localdate()]


def candidates_late(member: Member) -> list[WorkItem]:
    """HR: vacancies whose candidates wait although the contract should be signed by now."""
    return [item for item in _reviews(member) if item.due < timezone.localdate()]


def _reviews(member: Member) -> list[WorkItem]:
    """One item for each open vacancy with unanswered candidates; due when its contracts must be signed."""
    if not policies.reviews_candidates(member):
        return []
    waiting = Candidate.objects.visible_to(member).filter(
        state=CandidateState.PROPOSED, vacancy__state=VacancyState.OPEN
    )
    rows = (
        waiting.order_by()
        .values("vacancy", "vacancy__title", "vacancy__starts_on")
        .annotate(number=Count("pk"), since=Min("proposed_at"))
        .order_by("since", "vacancy")[:MOST]
    )
    rule = rule_on("training-contract", timezone.localdate())
    days = rule.value("days_before_start")
    return [
        WorkItem(
            title=ngettext(
                "%(number)d candidate to review: %(vacancy)s",
                "%(number)d candidates to review: %(vacancy)s",
                row["number"],
            )
            % {"number": row["number"], "vacancy": row["vacancy__title"]},
            url=reverse("placements:review", args=[member.consortium.slug, row["vacancy"]]),
            action=_("Review"),
            due=row["vacancy__starts_on"] - timedelta(days=days),
            detail=_(
                "Waiting since %(since)s; contracts are due %(days)d days before the start (%(article)s)."
            )
            % {
                "since": date_format(timezone.localdate(row["since"]), "DATE_FORMAT"),
                "days": days,
                "article": rule.article_words,
            },
        )
        for row in rows
    ]


def guardians_missing(member: Member, most: int) -> list[WorkItem]:
    """School: consents that the student gave and the guardian has not signed yet, the oldest first."""
    if not policies.records_consent(member):
        return []
    slug = member.consortium.slug
    rows = Consent.objects.visible_to(member).waiting_for_guardian()
    rows = rows.select_related("student", "recipient").order_by("recorded_at", "pk")[:most]
    return [
        WorkItem(
            title=_("%(student)s: the guardian has not signed yet") % {"student": consent.student},
            url=reverse("placements:consent_complete", args=[slug, consent.pk]),
            action=_("Add the guardian"),
            at=consent.recorded_at,
            detail=str(consent.recipient),
        )
        for consent in rows
    ]


def count_guardians_missing(member: Member, since: datetime) -> int:
    if not policies.records_consent(member):
        return 0
    return Consent.objects.visible_to(member).waiting_for_guardian().count()


def vacancies_without_candidates(member: Member) -> list[WorkItem]:
    """School: open vacancies before which no student stands; the period's beginning is the date."""
    if not policies.runs_vacancies(member):
        return []
    rows = (
        Vacancy.objects.visible_to(member)
        .filter(state=VacancyState.OPEN, candidates=None, ends_on__gte=timezone.localdate())
        .select_related("consortium", "company")
        .order_by("starts_on", "pk")[:MOST]
    )
    return [
        WorkItem(
            title=_("No student stands in “%(vacancy)s”") % {"vacancy": vacancy.title},
            url=vacancy.get_absolute_url(),
            action=_("Ask for consent"),
            due=vacancy.starts_on,
            detail=str(vacancy.company),
        )
        for vacancy in rows
    ]


def vacancies_over(member: Member) -> list[WorkItem]:
    """School: open vacancies whose period is over; they go on showing students to the company."""
    if not policies.runs_vacancies(member):
        return []
    over = Vacancy.objects.visible_to(member).filter(
        state=VacancyState.OPEN, ends_on__lt=timezone.localdate()
    )
    rows = over.select_related("consortium", "company").order_by("ends_on", "pk")[:MOST]
    return [
        WorkItem(
            title=_("The period of “%(vacancy)s” is over") % {"vacancy": vacancy.title},
            url=vacancy.get_absolute_url(),
            action=_("Close the vacancy"),
            due=vacancy.ends_on,
            detail=str(vacancy.company),
        )
        for vacancy in rows
    ]


def _learns_of_answers(member: Member) -> bool:
    return bool(has_an_own_page(member)) or bool(policies.runs_vacancies(member))


def count_answers(member: Member, since: datetime) -> int:
    if not _learns_of_answers(member):
        return 0
    return Candidate.objects.visible_to(member).filter(decided_at__gt=since).count()


def answers_of_companies(member: Member, most: int) -> list[WorkItem]:
    """School and student: what companies answered, the newest first."""
    if not _learns_of_answers(member):
        return []
    own = has_an_own_page(member)
    slug = member.consortium.slug
    answered = Candidate.objects.visible_to(member).filter(decided_at__isnull=False)
    rows = answered.select_related("vacancy__company").order_by("-decided_at", "-pk")[:most]
    return [
        WorkItem(
            title=f"{candidate.vacancy.title} · {_answer_to(candidate, own=bool(own))}",
            url=reverse("placements:my_applications", args=[slug])
            if own
            else reverse("placements:vacancy", args=[slug, candidate.vacancy_id]),
            action=_("Look"),
            at=candidate.decided_at,
            detail=f"{candidate.vacancy.company} · {candidate.code_name}",
        )
        for candidate in rows
    ]


def _answer_to(candidate: Candidate, *, own: bool) -> str:
    if candidate.state == CandidateState.SHORTLISTED:
        return _("The company wants to meet you") if own else _("shortlisted")
    return _("The company has answered") if own else _("declined")


def figures(member: Member) -> list[Figure]:
    """The figures of the role: HR, the school's staff, the student."""
    if policies.reviews_candidates(member):
        return _figures_of_company(member)
    if policies.reads_consents(member):
        return _figures_of_school(member)
    return _figures_of_student(member) if member.role == Role.STUDENT else []


def _figures_of_company(member: Member) -> list[Figure]:
    url = reverse("placements:candidates", args=[member.consortium.slug])
    vacancies = Vacancy.objects.visible_to(member).filter(state=VacancyState.OPEN)
    offers = vacancies.aggregate(number=Count("pk"))
    counts = _by_state(Candidate.objects.visible_to(member).filter(vacancy__in=vacancies))
    return [
        Figure(_("Open vacancies"), _shown(offers["number"]), _("Your vacancies that are open today."), url),
        Figure(
            _("To be reviewed"),
            _shown(counts["proposed"]),
            _("Candidates of open vacancies without an answer, whose consent holds today."),
            url,
        ),
        Figure(
            _("Shortlisted"),
            _shown(counts["shortlisted"]),
            _("Candidates of open vacancies that you chose, whose consent holds today."),
            url,
        ),
    ]


def _figures_of_school(member: Member) -> list[Figure]:
    url = reverse("placements:vacancies", args=[member.consortium.slug])
    offers = Vacancy.objects.visible_to(member).filter(state=VacancyState.OPEN).count()
    consented = Consent.objects.visible_to(member).live().order_by().values("student").distinct().count()
    counts = _by_state(Candidate.objects.visible_to(member))
    return [
        Figure(_("Open vacancies"), _shown(offers), _("Vacancies that are open today."), url),
        Figure(
            _("Students with consent"),
            _shown(consented),
            _("Students with at least one consent that holds today."),
        ),
        Figure(
            _("Shortlisted"),
            _shown(counts["shortlisted"]),
            _("Candidacies that companies chose, in all."),
            url,
        ),
    ]


def _figures_of_student(member: Member) -> list[Figure]:
    slug = member.consortium.slug
    counts = _by_state(Candidate.objects.visible_to(member))
    consents = Consent.objects.visible_to(member).live().count()
    return [
        Figure(
            _("My applications"),
            _shown(sum(counts.values())),
            _("Vacancies in which you stand or stood."),
            reverse("placements:my_applications", args=[slug]),
        ),
        Figure(
            _("My consents"),
            _shown(consents),
            _("Companies that may see something of you today."),
            reverse("placements:my_consents", args=[slug]),
        ),
    ]


def _by_state(candidates: object) -> dict[str, int]:
    return candidates.order_by().aggregate(
        proposed=Count("pk", filter=Q(state=CandidateState.PROPOSED)),
        shortlisted=Count("pk", filter=Q(state=CandidateState.SHORTLISTED)),
        declined=Count("pk", filter=Q(state=CandidateState.DECLINED)),
    )


def _shown(number: int) -> str:
    return f"{number:,}"


for find in (candidates_waiting, vacancies_without_candidates):
    register(Source("waits", find))
register(Source("waits", guardians_missing, count_guardians_missing))
for find in (candidates_late, vacancies_over):
    register(Source("late", find))
register(Source("changed", answers_of_companies, count_answers))
register_figures(figures)
