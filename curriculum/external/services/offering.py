"""Entering a programme, opening it for application, and settling who takes part."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from consortium.workflow import StateConflict
from curriculum.decisions import prior_approvals
from curriculum.external import policies
from curriculum.external.drawing import drawn, new_seed
from curriculum.external.services import letters, seats
from curriculum.external.workflow import CANCEL, GIVE_SEAT, LET_WAIT, PUBLISH, SELECT
from curriculum.models import ExternalProgramme, Participant, ProgrammeApplication, ProgrammeSession
from curriculum.states import ProgrammeStage, SeatState, Selection
from curriculum.teaching.refusals import refusal

if TYPE_CHECKING:
    from partners.models import Member, Partner

FACTS = (
    "name",
    "name_en",
    "description",
    "place",
    "starts_on",
    "ends_on",
    "seats",
    "applies_from",
    "applies_until",
    "selection",
    "criteria",
    "needed_share",
    "credits",
    "approval",
)


@transaction.atomic
def enter_programme(*, by: Member, provider: Partner | None = None, **facts: object) -> ExternalProgramme:
    """A draft, by the school or by the provider itself; nobody can apply yet."""
    policies.offers_programmes(by).require()
    ours = bool(policies.keeps_programmes(by))
    if ours and provider is None:
        raise ValidationError({"provider": _("Choose who gives the programme.")})
    programme = ExternalProgramme(
        consortium_id=by.consortium_id,
        school_id=by.consortium.school_id,
        provider_id=provider.pk if ours else by.partner_id,
        **facts,
    )
    _check(programme, by)
    programme.save()
    if not ours:
        letters.tell_keepers("programme_offered", programme, by=by, key=str(programme.pk))
    return programme


@transaction.atomic
def correct_programme(programme: ExternalProgramme, *, by: Member, **facts: object) -> ExternalProgramme:
    """Change a draft; once students apply, the terms stand."""
    programme = locked(programme, by, policies.edits_programme)
    for name in FACTS:
        if name in facts:
            setattr(programme, name, facts[name])
    _check(programme, by)
    days = (programme.starts_on, programme.ends_on)
    if outside := programme.sessions.exclude(on__range=days).order_by("on").first():
        words = _("The session on %(day)s lies outside these days. Take it out first.")
        raise ValidationError({"ends_on": words % {"day": date_format(outside.on)}})
    programme.save(update_fields=[name for name in FACTS if name in facts])
    return programme


@transaction.atomic
def add_session(
    programme: ExternalProgramme, *, by: Member, on: date, starts_at: time, hours: Decimal, topic: str = ""
) -> ProgrammeSession:
    """One meeting of the programme, within its days."""
    programme = _read(programme, by)
    policies.plans_sessions(by, programme).require()
    if not programme.starts_on <= on <= programme.ends_on:
        raise ValidationError({"on": _("This is not within the days of the programme.")})
    session = ProgrammeSession(
        programme=programme,
        consortium_id=programme.consortium_id,
        school_id=programme.school_id,
        provider_id=programme.provider_id,
        on=on,
        starts_at=starts_at,
        hours=hours,
        topic=topic,
    )
    session.full_clean(exclude=["programme", "consortium", "school", "provider"], validate_unique=False)
    try:
        with transaction.atomic():
            session.save()
    except IntegrityError as error:
        raise refusal(error, _("There is a session at this time already."), at="starts_at") from error
    return session


@transaction.atomic
def remove_session(session: ProgrammeSession, *, by: Member) -> None:
    """Take a session out that was not held."""
    programme = _read(session.programme, by)
    policies.plans_sessions(by, programme).require()
    held = (
        ProgrammeSession.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=session.pk).first()
    )
    if held is None:
        return
    if held.closed_at or held.attendances.exists():
        raise StateConflict(held, _("Attendance was taken; the session stays."))
    held.delete()


@transaction.atomic
def open_programme(programme: ExternalProgramme, *, by: Member) -> ExternalProgramme:
    """From now on students see it, and apply within its days."""
    programme = locked(programme, by, PUBLISH.policy)
    PUBLISH.enforce(programme, by=by)
    if not programme.sessions.exists():
        raise ValidationError(_("Add its sessions first: students choose by days and hours."))
    if programme.applies_until < timezone.localdate():
        raise ValidationError(_("The days for applications have passed. Change them first."))
    programme.state = PUBLISH.target
    programme.save(update_fields=["state"])
    letters.tell_provider("programme_opened", programme, by=by, key=str(programme.pk))
    return programme


@transaction.atomic
def select_participants(programme: ExternalProgramme, *, by: Member) -> ExternalProgramme:
    """Give the seats in the order that the rules say; the rest wait in the same order."""
    programme = locked(programme, by, SELECT.policy)
    SELECT.enforce(programme, by=by)
    if programme.applies_until >= timezone.localdate():
        raise StateConflict(programme, _("Applications are still taken. Select once their last day is over."))
    waiting = (
        ProgrammeApplication.objects.visible_to(by)
        .filter(programme=programme, state=SeatState.APPLIED)
        .select_related("student__department")
        .select_for_update(of=("self",))
    )
    applications = {one.pk: one for one in waiting}
    if not applications:
        raise ValidationError(_("Nobody has applied. Cancel the programme, or take applications for longer."))
    ranked = programme.selection == Selection.RANKED
    if ranked and any(one.points is None for one in applications.values()):
        raise ValidationError(_("Give everybody their points first."))
    programme.seed = new_seed()
    order = drawn([(pk, one.points) for pk, one in applications.items()], programme.seed, ranked=ranked)
    _settle(programme, [applications[pk] for pk in order])
    programme.state, programme.selected_at = SELECT.target, timezone.now()
    programme.save(update_fields=["seed", "state", "selected_at"])
    letters.tell_provider("participants_selected", programme, by=by, key=str(programme.pk))
    return programme


@transaction.atomic
def cancel_programme(programme: ExternalProgramme, *, by: Member, reason: str) -> ExternalProgramme:
    """It does not take place; everybody who applied reads why."""
    programme = locked(programme, by, CANCEL.policy)
    CANCEL.enforce(programme, by=by)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why, in one or two sentences.")})
    programme.state, programme.reason = CANCEL.target, reason.strip()
    programme.save(update_fields=["state", "reason"])
    Participant.objects.visible_to(by).filter(programme=programme).update(name="", department="")
    applied = ProgrammeApplication.objects.visible_to(by).filter(programme=programme)
    told = applied.exclude(state=SeatState.WITHDRAWN).select_related(
        "programme__provider", "programme__consortium"
    )
    letters.tell_students("programme_cancelled", list(told))
    letters.tell_provider("programme_cancelled", programme, by=by, key=str(programme.pk))
    return programme


def locked(programme: ExternalProgramme, by: Member, policy: object) -> ExternalProgramme:
    """The programme as it stands now, held, for those who may touch it at all."""
    policy(by, programme).require()
    known = ExternalProgramme.objects.visible_to(by).select_related("provider", "consortium")
    found = known.select_for_update(of=("self",)).filter(pk=programme.pk).first()
    if found is None:  # a provider holds only its drafts
        raise StateConflict(known.get(pk=programme.pk))
    return found


def _read(programme: ExternalProgramme, by: Member) -> ExternalProgramme:
    return (
        ExternalProgramme.objects.visible_to(by).select_related("provider", "consortium").get(pk=programme.pk)
    )


def _settle(programme: ExternalProgramme, order: list[ProgrammeApplication]) -> None:
    """Seats first, then the waiting list, each with its place."""
    for place, application in enumerate(order, start=1):
        step = GIVE_SEAT if place <= programme.seats else LET_WAIT
        application.state, application.place = step.target, place
        application.save(update_fields=["state", "place"])
    held = order[: programme.seats]
    Participant.objects.bulk_create(seats.seat(one, number) for number, one in enumerate(held, start=1))
    for one in order:
        one.programme = programme
    letters.tell_students("seat_given", held)
    letters.tell_students("seat_waiting", order[programme.seats :])


def _check(programme: ExternalProgramme, by: Member) -> None:
    errors: dict[str, object] = {}
    if programme.ends_on < programme.starts_on:
        errors["ends_on"] = _("The last day is before the first.")
    if programme.applies_until < programme.applies_from:
        errors["applies_until"] = _("The last day is before the first.")
    if programme.applies_until >= programme.starts_on:
        errors["applies_until"] = _("Applications end before the programme begins.")
    if programme.credits and programme.approval is None:
        errors["approval"] = _("Credit needs an approval that was given before the programme begins.")
    elif programme.credits and programme.approval.on >= programme.starts_on:
        errors["approval"] = _("This approval is not from before the first day, so there is no credit.")
    elif programme.credits and not prior_approvals(by=by).filter(pk=programme.approval.pk).exists():
        errors["approval"] = _("This decision is about something else, or of a body that gives no credit.")
    if errors:
        raise ValidationError(errors)
    programme.full_clean(exclude=["consortium", "school", "provider"], validate_constraints=False)
    if programme.state != ProgrammeStage.DRAFT:
        raise StateConflict(programme)
