"""The regular question who still belongs: opened by a rule, answered person by person, told when late."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max, Min, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.notifications.services import notify
from consortium.notifications.slots import claim_slot, today
from consortium.rowlevel import SYSTEM, acting_as
from consortium.rules.checks import rule_on
from consortium.shell.models import Visit
from consortium.workflow import StateConflict
from partners.models import AccessAnswer, AccessReview, Member
from partners.people import policies
from partners.people.succession import administrators_of
from partners.people.workflow import FINISH
from partners.states import Belonging, ReviewState, Role

RULE = "access-review"
NEVER_ASKED = (Role.STUDENT, Role.OPERATOR)


@dataclass(frozen=True)
class Activity:
    """When somebody last logged in anywhere, and was last on this membership's home page."""

    login_at: datetime | None
    seen_at: datetime | None


@dataclass(frozen=True)
class Question:
    """One person of a review with what is known of them, and the newest answer if there is one."""

    member: Member
    activity: Activity
    answer: AccessAnswer | None

    @property
    def is_settled(self) -> bool:
        return bool(self.member.ended_at) or (
            self.answer is not None and self.answer.answer != Belonging.LATER
        )


# --- asking ----------------------------------------------------------------------------------------------


@transaction.atomic
def run_reviews() -> int:
    """Beat's daily round: open what is due, tell coordinators what is late. Returns how many were opened."""
    if not claim_slot("partners.run_reviews", today()):
        return 0
    with acting_as(SYSTEM):
        opened = open_due_reviews(timezone.localdate())
        escalate_late_reviews(timezone.localdate())
    return len(opened)


def open_due_reviews(day: date) -> list[AccessReview]:
    """A review for each organisation that was last asked, or first had members, an interval ago."""
    rule = rule_on(RULE, day)
    staff = Member.objects.active().exclude(role__in=NEVER_ASKED).order_by()
    first = staff.values("consortium", "partner").annotate(since=Min("valid_from"))
    asked = {
        (row["consortium"], row["partner"]): row["last"]
        for row in AccessReview.objects.order_by()
        .values("consortium", "partner")
        .annotate(last=Max("opened_on"))
    }
    running = set(AccessReview.objects.open().values_list("consortium", "partner"))
    due = []
    for row in first:
        place = (row["consortium"], row["partner"])
        last = asked.get(place) or row["since"]
        if place not in running and months_after(last, rule.value("months")) <= day:
            due.append(
                AccessReview(
                    consortium_id=place[0],
                    partner_id=place[1],
                    opened_on=day,
                    due_on=day + timedelta(days=rule.value("days_to_answer")),
                    basis=rule.cite(day)[:300],
                )
            )
    made = AccessReview.objects.bulk_create(due)
    for review in AccessReview.objects.filter(pk__in=[one.pk for one in made]).select_related("consortium"):
        _tell_administrators(review)
    return made


def escalate_late_reviews(day: date) -> None:
    """Tell the coordinators once of each review whose day has passed without an answer for everybody."""
    late = AccessReview.objects.late(day).filter(escalated_at=None)
    for review in late.select_related("consortium", "partner").select_for_update(of=("self",)):
        _tell(review, "partners/access_review_late", _coordinators(review))
        review.escalated_at = timezone.now()
        review.save(update_fields=["escalated_at"])


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _tell_administrators(review: AccessReview) -> None:
    answering = administrators_of(review.consortium_id, review.partner_id)
    people = list(answering.values_list("user_id", flat=True)) or _coordinators(review)
    _tell(review, "partners/access_review_opened", people)


def _coordinators(review: AccessReview) -> list[int]:
    """Who is told where an organisation does not answer."""
    ours = Member.objects.active().filter(consortium=review.consortium_id, role=Role.COORDINATOR)
    return list(ours.values_list("user_id", flat=True))


def _tell(review: AccessReview, event: str, people: Iterable[int]) -> None:
    notify(
        event,
        to=people,
        context={"partner": review.partner.in_both, "due": f"{review.due_on:%Y. %-m. %-d.}"},
        url=reverse("people:review", args=[review.consortium.slug, review.pk]),
        consortium_id=review.consortium_id,
        key=str(review.pk),
    )


# --- answering -------------------------------------------------------------------------------------------


def people_of(review: AccessReview) -> QuerySet[Member]:
    """Whom the review asks about: members on the day it was opened, also those who have left since."""
    here = Member.objects.filter(consortium=review.consortium_id, partner=review.partner_id)
    begun = here.filter(valid_from__lte=review.opened_on).exclude(role__in=NEVER_ASKED)
    asked = begun.active() | begun.filter(ended_at__date__gte=review.opened_on)
    return asked.select_related("user", "partner", "consortium").order_by("role", "pk")


def questions_of(review: AccessReview) -> list[Question]:
    """Everybody whom the review asks about, with the newest answer."""
    people = list(people_of(review))
    answers = {one.member_id: one for one in review.answers.order_by("answered_at", "pk")}
    activity = activity_of(people)
    return [Question(one, activity[one.pk], answers.get(one.pk)) for one in people]


def activity_of(members: Iterable[Member]) -> dict[int, Activity]:
    """Last log-in and last visit of these members; visits are otherwise known to their owners only."""
    members = list(members)
    with acting_as(SYSTEM):
        seen = dict(Visit.objects.filter(member__in=members).values_list("member_id", "seen_at"))
    return {one.pk: Activity(one.user.last_login, seen.get(one.pk)) for one in members}


@transaction.atomic
def answer_about(review: AccessReview, member: Member, *, by: Member, answer: Belonging) -> AccessReview:
    """Keep that somebody still belongs, or that the question comes again; ending goes by `end_membership`."""
    review = AccessReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    policies.answers(by, review).require()
    found = {one.member.pk: one for one in questions_of(review)}
    if review.state != ReviewState.OPEN or member.pk not in found or found[member.pk].is_settled:
        raise StateConflict(review, _("This question has been answered already."))
    _keep(review, found[member.pk].member, by=by, answer=answer)
    return finish_if_answered(review, by=by)


def note_ending(member: Member, *, by: Member) -> None:
    """Access has ended; a review that asks about this person has its answer."""
    review = (
        AccessReview.objects.open()
        .filter(consortium=member.consortium_id, partner=member.partner_id)
        .select_for_update(of=("self",))
        .first()
    )
    if review is None:
        return
    if people_of(review).filter(pk=member.pk).exists():
        _keep(review, member, by=by, answer=Belonging.ENDS)
    finish_if_answered(review, by=by)


def finish_if_answered(review: AccessReview, *, by: Member) -> AccessReview:
    """A review moves by itself once nobody in it is without an answer."""
    if all(question.is_settled for question in questions_of(review)):
        FINISH.enforce(review, by=by)
        review.state, review.finished_at = FINISH.target, timezone.now()
        review.save(update_fields=["state", "finished_at"])
    return review


def _keep(review: AccessReview, member: Member, *, by: Member, answer: Belonging) -> None:
    activity = activity_of([member])[member.pk]
    AccessAnswer.objects.create(
        review=review,
        consortium_id=review.consortium_id,
        partner_id=review.partner_id,
        member=member,
        answer=answer,
        answered_by=by,
        last_login_at=activity.login_at,
        last_seen_at=activity.seen_at,
    )
