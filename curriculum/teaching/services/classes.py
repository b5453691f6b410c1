"""Sessions and attendance, and the hours of partners that become deliveries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import Enum

import pghistory
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consortium.workflow import StateConflict
from curriculum.models import Attendance, Enrolment, Instructor, Offering, Session
from curriculum.states import Presence
from curriculum.teaching import policies
from curriculum.teaching.refusals import refusal
from partners.models import Delivery, Member, Pledge
from partners.pledges import policies as ledger
from partners.pledges.services import correct_delivery, promised_by, record_delivery_from
from partners.pledges.wording import portal_words, written
from partners.states import DeliveryState, PledgeKind, SourceKind, Unit

TAUGHT = portal_words(gettext_lazy("Taught for the school: %(course)s (course record %(pk)s)"))


@transaction.atomic
def hold_session(
    offering: Offering,
    *,
    by: Member,
    on: date,
    period: int,
    hours: int,
    topic: str = "",
    instructor: Instructor | None = None,
    presences: dict[int, str] | None = None,
) -> Session:
    """Enter a session that was held, and who was there: enrolment id → presence, present if not named."""
    policies.keeps_class(by, offering).require()
    _require_possible(offering, on, instructor)
    session = Session(
        school_id=offering.school_id,
        offering=offering,
        on=on,
        period=period,
        hours=hours,
        topic=topic.strip(),
        instructor=instructor,
        recorded_by=by,
    )
    session.clean_fields(exclude=["school", "offering", "instructor", "recorded_by"])
    try:
        with transaction.atomic():
            session.save(force_insert=True)
    except IntegrityError as error:
        raise refusal(error, _("A session on this day and period has been entered already.")) from error
    _enter(session, presences or {}, by)
    keep_hours_delivered(instructor, by=by)
    return session


@transaction.atomic
def correct_session(
    session: Session,
    *,
    by: Member,
    on: date,
    period: int,
    hours: int,
    topic: str = "",
    instructor: Instructor | None = None,
    presences: dict[int, str] | None = None,
) -> Session:
    """Put a session or its attendance right; what changed stays in the history."""
    known = Session.objects.visible_to(by).select_related("offering", "instructor")
    policies.keeps_class(by, known.get(pk=session.pk).offering).require()
    session = known.select_for_update(of=("self",)).get(pk=session.pk)
    _require_possible(session.offering, on, instructor)
    before = session.instructor
    session.on, session.period, session.hours = on, period, hours
    session.topic, session.instructor = topic.strip(), instructor
    session.clean_fields(exclude=["school", "offering", "instructor", "recorded_by"])
    try:
        with transaction.atomic(), pghistory.context(member=by.pk):
            session.save(update_fields=["on", "period", "hours", "topic", "instructor"])
    except IntegrityError as error:
        raise refusal(error, _("A session on this day and period has been entered already.")) from error
    _enter(session, presences or {}, by)
    for one in {before, instructor}:
        keep_hours_delivered(one, by=by)
    return session


@transaction.atomic
def remove_session(session: Session, *, by: Member) -> None:
    """Take back a session that was entered by mistake, with its attendance."""
    policies.keeps_class(by, session.offering).require()
    instructor = session.instructor
    with pghistory.context(member=by.pk):
        Session.objects.visible_to(by).filter(pk=session.pk).delete()
    keep_hours_delivered(instructor, by=by)


def _enter(session: Session, presences: dict[int, str], by: Member) -> None:
    """One row for each who takes part; a second save of the same sheet changes nothing."""
    if unknown := set(presences.values()) - set(Presence.values):
        raise ValidationError(_("“%(value)s” is no attendance.") % {"value": sorted(unknown)[0]})
    known = {row.enrolment_id: row for row in Attendance.objects.visible_to(by).filter(session=session)}
    enrolled = Enrolment.objects.visible_to(by).filter(offering=session.offering_id)
    taking_part = list(enrolled.exclude(state="WITHDRAWN"))
    require_known(presences, taking_part, "presences")
    new, changed = [], []
    for one in taking_part:
        row = known.get(one.pk)
        if row is None:
            presence = presences.get(one.pk, Presence.PRESENT)
            new.append(
                Attendance(
                    student_id=one.student_id,
                    school_id=one.school_id,
                    enrolment=one,
                    session=session,
                    presence=presence,
                )
            )
        elif one.pk in presences and row.presence != presences[one.pk]:
            row.presence = presences[one.pk]
            changed.append(row)
    Attendance.objects.bulk_create(new, ignore_conflicts=True)
    if changed:
        with pghistory.context(member=by.pk):
            Attendance.objects.bulk_update(changed, ["presence"])


def require_known(named: Iterable[int], enrolled: Iterable[Enrolment], field: str) -> None:
    """Nothing is dropped silently: whoever names a line that takes no part here is told which."""
    if unknown := sorted(set(named) - {one.pk for one in enrolled}):
        words = {"ids": ", ".join(str(one) for one in unknown)}
        raise ValidationError({field: _("These enrolments take no part in this course: %(ids)s.") % words})


def _require_possible(offering: Offering, on: date, instructor: Instructor | None) -> None:
    if on > timezone.localdate():
        raise ValidationError({"on": _("A session is entered once it was held.")})
    first, last = days_of(offering)
    if not first <= on <= last:
        raise ValidationError({"on": _("This day lies outside the semester of the course.")})
    if instructor is not None and instructor.offering_id != offering.pk:
        raise ValidationError({"instructor": _("This person does not teach this course.")})


def days_of(offering: Offering) -> tuple[date, date]:
    """The first and last day of the offering's semester: from 1 March, from 1 August (second from summer)."""
    if offering.semester == 1:
        return date(offering.year, 3, 1), date(offering.year, 8, 31)
    following = date(offering.year + 1, 3, 1)
    return date(offering.year, 8, 1), following - timezone.timedelta(days=1)


class Delivered(Enum):
    """Where the taught hours of a partner's instructor stand in the ledger."""

    OWN = "own"  # staff of the school itself deliver nothing
    NOTHING_YET = "nothing_yet"
    NO_PLEDGE = "no_pledge"
    SAME = "same"
    DIFFERS = "differs"
    VERIFIED_DIFFERS = "verified_differs"
    UNRECORDED = "unrecorded"


def taught_hours(instructor: Instructor) -> int:
    """Hours of the sessions that stand in this person's name."""
    return instructor.sessions.aggregate(hours=Sum("hours"))["hours"] or 0


def standing_of(instructor: Instructor, taught: int, delivery: Delivery | None) -> Delivered:
    """How the taught hours compare with what the ledger holds, for the page that shows it."""
    if instructor.partner_id == instructor.school_id:
        return Delivered.OWN
    if delivery is None:
        return Delivered.UNRECORDED if taught else Delivered.NOTHING_YET
    if delivery.amount == taught:
        return Delivered.SAME
    return Delivered.VERIFIED_DIFFERS if delivery.state == DeliveryState.VERIFIED else Delivered.DIFFERS


def keep_hours_delivered(instructor: Instructor | None, *, by: Member) -> Delivered:
    """The hours that a partner's instructor taught are one delivery of its pledge, kept in line.

    What was verified already is left as it is, and the page says so: somebody who verifies sends it
    back first. Without a pledge of hours there is nothing to deliver.
    """
    if instructor is None or instructor.partner_id == instructor.school_id:
        return Delivered.OWN
    instructor = Instructor.objects.visible_to(by).select_related("offering__subject").get(pk=instructor.pk)
    taught = taught_hours(instructor)
    delivery = _delivery_of(instructor, by)
    standing = standing_of(instructor, taught, delivery)
    if standing == Delivered.UNRECORDED:
        return _deliver(instructor, taught, by)
    if standing != Delivered.DIFFERS:
        return standing
    if not taught or not ledger.corrects(by, delivery):
        return Delivered.DIFFERS
    correct_delivery(
        delivery,
        by=by,
        on=_last_day(instructor),
        amount=Decimal(taught),
        evidence=_evidence(instructor),
    )
    return Delivered.SAME


def report_hours(instructor: Instructor, *, by: Member) -> Delivered:
    """On demand: bring the ledger in line now, or say why that is not possible."""
    policies.keeps_class_or_ledger(by, instructor.offering).require()
    standing = keep_hours_delivered(instructor, by=by)
    if standing == Delivered.NO_PLEDGE:
        raise ValidationError(
            _("This organisation has no agreed pledge of hours at that time. Agree on one first.")
        )
    if standing == Delivered.VERIFIED_DIFFERS:
        raise StateConflict(
            instructor,
            _("The delivery is verified already. Somebody who verifies sends it back before it changes."),
        )
    if standing == Delivered.DIFFERS:
        raise PermissionDenied(
            _("Only the school's coordinator or accountant and the partner's own people report deliveries.")
        )
    return standing


def _deliver(instructor: Instructor, taught: int, by: Member) -> Delivered:
    on = _last_day(instructor)
    pledge = pledge_of(instructor, on, by)
    if pledge is None:
        return Delivered.NO_PLEDGE
    delivery = record_delivery_from(
        source=(SourceKind.LECTURE, f"instructor-{instructor.pk}"),
        pledge=pledge,
        by=by,
        on=on,
        amount=Decimal(taught),
        evidence=_evidence(instructor),
    )
    instructor.delivery = delivery
    instructor.save(update_fields=["delivery"])
    return Delivered.SAME


def _evidence(instructor: Instructor) -> str:
    """Course and record, not who taught: more people read the ledger than may know instructors' names."""
    return written(TAUGHT, course=instructor.offering, pk=instructor.pk)


def pledge_of(instructor: Instructor, on: date, by: Member) -> Pledge | None:
    """The pledge of hours that the lesson delivers: instructors first, then courses."""
    hours = (PledgeKind.INSTRUCTOR, PledgeKind.COURSE)
    return promised_by(instructor.partner_id, Unit.HOURS, on, kinds=hours, by=by)


def _delivery_of(instructor: Instructor, by: Member) -> Delivery | None:
    if not instructor.delivery_id:
        return None
    return (
        Delivery.objects.visible_to(by)
        .select_related("pledge__consortium", "pledge__partner")
        .filter(pk=instructor.delivery_id)
        .first()
    )


def _last_day(instructor: Instructor) -> date:
    return instructor.sessions.aggregate(last=Max("on"))["last"] or timezone.localdate()
