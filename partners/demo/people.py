"""Invented access reviews of the demo consortia, and one consortium that the operator is still opening."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from partners.models import AccessAnswer, AccessReview, Consortium, Member, Opening, OpeningPerson
from partners.people.reviews import NEVER_ASKED, people_of
from partners.people.succession import administrators_of
from partners.states import Belonging, ReviewState, Role

FINISHED_DAYS_AGO = 40  # of every organisation but the one whose review is under way
UNDER_WAY = {"paju": ("LGU", 5)}  # organisation and how many days ago its review was opened
DAYS_TO_ANSWER = 14


def load_people(consortium: Consortium) -> None:
    """A finished review for every organisation with members, and where said one that waits for answers."""
    code, days_ago = UNDER_WAY.get(consortium.slug, ("", 0))
    staff = Member.objects.filter(consortium=consortium).exclude(role__in=NEVER_ASKED).order_by()
    for partner_id, partner_code in staff.values_list("partner", "partner__code").distinct():
        running = partner_code == code
        opened_on = timezone.localdate() - timedelta(days=days_ago if running else FINISHED_DAYS_AGO)
        review = AccessReview.objects.create(
            consortium=consortium,
            partner_id=partner_id,
            opened_on=opened_on,
            due_on=opened_on + timedelta(days=DAYS_TO_ANSWER),
            basis="시연용으로 만든 점검",
        )
        _answer(review, consortium, everybody=not running)


def _answer(review: AccessReview, consortium: Consortium, *, everybody: bool) -> None:
    """Answers for everybody, or where the review is under way for the administrator alone."""
    answering = (
        administrators_of(consortium.pk, review.partner_id).first()
        or Member.objects.filter(consortium=consortium, role=Role.COORDINATOR).first()
    )
    day = review.opened_on + timedelta(days=3)
    noon = datetime.combine(day, time(11, 20), timezone.get_current_timezone())
    about = [one for one in people_of(review) if everybody or one.pk == answering.pk]
    AccessAnswer.objects.bulk_create(
        AccessAnswer(
            review=review,
            consortium=consortium,
            partner_id=review.partner_id,
            member=member,
            answer=Belonging.STAYS,
            answered_by=answering,
            answered_at=noon,
        )
        for member in about
    )
    if not everybody:
        return
    review.state, review.finished_at = ReviewState.FINISHED, noon
    review.save(update_fields=["state", "finished_at"])


def load_opening() -> None:
    """What the operator typed so far for a consortium that is not open yet; names and places are invented."""
    operator = Member.objects.filter(role=Role.OPERATOR).order_by("pk").first()
    if operator is None or Opening.objects.exists():
        return
    opening = Opening.objects.create(
        started_by=operator,
        region="강원특별자치도 솔빛시(시연용)",
        name="솔빛시 로봇 인재 연합체(시연용)",
        name_en="Solbit Robotics Consortium (demo)",
        slug="solbit",
        school="솔빛공업고등학교(시연용)",
    )
    OpeningPerson.objects.create(
        opening=opening, role=Role.COORDINATOR, name="새봄이", email="coordinator@solbit.example"
    )
