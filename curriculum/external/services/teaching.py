"""Attendance, completion with its certificates, and what participants say of the programme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.workflow import StateConflict
from curriculum.external import policies
from curriculum.external.deliveries import deliver_programme, deliver_session
from curriculum.external.figures import count_answers
from curriculum.external.services import letters
from curriculum.external.services.offering import locked
from curriculum.external.workflow import COMPLETE, FAIL, FINISH
from curriculum.models import (
    ExternalProgramme,
    Participant,
    ProgrammeApplication,
    ProgrammeCertificate,
    ProgrammeSession,
    SessionAttendance,
    SurveyAnswer,
)
from curriculum.querysets.external import HOURS
from curriculum.states import THERE, Presence, ProgrammeStage

if TYPE_CHECKING:
    from partners.models import Member


@transaction.atomic
def take_attendance(session: ProgrammeSession, *, by: Member, marks: dict[int, str]) -> ProgrammeSession:
    """Who was there, by participant; said again it is corrected. Its hours count for the provider once."""
    known = ProgrammeSession.objects.visible_to(by).select_related(
        "programme__provider", "programme__consortium"
    )
    session = known.get(pk=session.pk)
    programme = session.programme
    policies.takes_attendance(by, programme).require()
    if session.on > timezone.localdate():
        raise ValidationError(_("This session is still to come."))
    ProgrammeSession.objects.visible_to(by).select_for_update(of=("self",)).get(pk=session.pk)
    here = Participant.objects.visible_to(by).active().filter(programme=programme)
    present = {one.pk: one for one in here}
    strange = set(marks) - set(present)
    if strange or not set(marks.values()) <= set(Presence.values):
        raise StateConflict(session, _("Somebody has left the programme meanwhile. Look again."))
    if missing := set(present) - set(marks):
        raise ValidationError(_("%(count)d without a mark. Mark everybody.") % {"count": len(missing)})
    _mark(session, present, marks, by)
    if session.closed_at is None:
        session.closed_at = timezone.now()
        session.save(update_fields=["closed_at"])
        deliver_session(session, by=by)
    _count_hours(programme, by)
    return session


@transaction.atomic
def finish_programme(programme: ExternalProgramme, *, by: Member) -> ExternalProgramme:
    """Who attended enough has completed it: a certificate, and credit where it was approved before."""
    programme = locked(programme, by, FINISH.policy)
    FINISH.enforce(programme, by=by)
    if programme.ends_on > timezone.localdate():
        raise ValidationError(_("The last day of the programme is still to come."))
    open_sessions = programme.sessions.filter(closed_at=None).count()
    if open_sessions or not programme.sessions.exists():
        raise ValidationError(_("Take the attendance of every session first."))
    whole = programme.sessions.aggregate(all=Sum("hours"))["all"]
    taking = Participant.objects.visible_to(by).active().filter(programme=programme)
    for participant in taking.select_related("application", "student__department"):
        _end(
            participant,
            programme,
            by,
            completed=programme.is_completed_with(participant.attended_hours, whole),
        )
    programme.state = FINISH.target
    programme.save(update_fields=["state"])
    deliver_programme(programme, by=by)
    letters.tell_provider("programme_finished", programme, by=by, key=str(programme.pk))
    return programme


@transaction.atomic
def withdraw_certificate(certificate: ProgrammeCertificate, *, by: Member, reason: str) -> None:
    """A certificate that should not have been issued no longer verifies; said twice it stays withdrawn."""
    held = ProgrammeCertificate.objects.visible_to(by).select_for_update(of=("self",))
    policies.withdraws_certificates(by).require()
    certificate = held.get(pk=certificate.pk)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why, in one or two sentences.")})
    if certificate.withdrawn_at is None:
        certificate.withdrawn_at, certificate.reason = timezone.now(), reason.strip()
        certificate.save(update_fields=["withdrawn_at", "reason"])


@transaction.atomic
def answer_survey(
    programme: ExternalProgramme, *, by: Member, content: int, teaching: int, again: int
) -> None:
    """A participant says how it was: once, and in a way that nobody can trace back."""
    mine = Participant.objects.visible_to(by).filter(programme=programme, is_active=True)
    mine = mine.select_for_update(of=("self",)).first()
    if mine is None:
        raise PermissionDenied(_("The survey is for those who took part."))
    if programme.state != ProgrammeStage.FINISHED:
        raise StateConflict(programme, _("The survey opens when the programme has ended."))
    if mine.has_answered:
        raise StateConflict(programme, _("You have answered already. Thank you."))
    answer = SurveyAnswer(
        programme=programme,
        consortium_id=programme.consortium_id,
        school_id=programme.school_id,
        provider_id=programme.provider_id,
        content=content,
        teaching=teaching,
        again=again,
    )
    answer.clean_fields(exclude=["programme", "consortium", "school", "provider"])
    # A row that nobody may read back cannot be asked for its id either. PostgreSQL notes that it was given.
    SurveyAnswer.objects.bulk_create([answer])
    count_answers(programme)


def _mark(
    session: ProgrammeSession, present: dict[int, Participant], marks: dict[int, str], by: Member
) -> None:
    """Write what is new or different; what stands as it stood keeps its author.

    PostgreSQL says of which student a mark is: the provider's lecturer knows participants only.
    """
    stood = {
        one.participant_id: one for one in SessionAttendance.objects.visible_to(by).filter(session=session)
    }
    now = timezone.now()
    for pk, presence in marks.items():
        known = stood.get(pk)
        if known is None:
            SessionAttendance.objects.create(
                session=session,
                participant=present[pk],
                school_id=session.school_id,
                provider_id=session.provider_id,
                presence=presence,
                recorded_by=by,
                recorded_at=now,
            )
        elif known.presence != presence:
            known.presence, known.recorded_by, known.recorded_at = presence, by, now
            known.save(update_fields=["presence", "recorded_by", "recorded_at"])


def _count_hours(programme: ExternalProgramme, by: Member) -> None:
    """How many hours each was there; late counts as there."""
    there = (
        SessionAttendance.objects.visible_to(by)
        .filter(participant=OuterRef("pk"), presence__in=THERE)
        .order_by()
        .values("participant")
        .annotate(all=Sum("session__hours"))
        .values("all")
    )
    counted = Coalesce(Subquery(there, output_field=HOURS), 0, output_field=HOURS)
    Participant.objects.visible_to(by).filter(programme=programme).update(attended_hours=counted)


def _end(participant: Participant, programme: ExternalProgramme, by: Member, *, completed: bool) -> None:
    application: ProgrammeApplication = participant.application
    application.state = (COMPLETE if completed else FAIL).target
    application.save(update_fields=["state"])
    participant.has_completed = completed
    participant.credits = programme.credits if completed else 0
    # The programme is over: what the name was passed on for has ended.
    participant.name = participant.department = ""
    participant.save(update_fields=["has_completed", "credits", "name", "department"])
    if completed:
        student = participant.student
        ProgrammeCertificate.objects.create(
            participant=participant,
            student=student,
            school_id=participant.school_id,
            consortium_id=participant.consortium_id,
            programme_name=programme.name,
            programme_name_en=programme.name_en,
            provider_name=programme.provider.name,
            provider_name_en=programme.provider.name_en,
            masked_name=masked(student.name),
            starts_on=programme.starts_on,
            ends_on=programme.ends_on,
            hours=participant.attended_hours,
        )
    application.programme = programme
    letters.tell_students("programme_completed" if completed else "programme_not_completed", [application])


def masked(name: str) -> str:
    """A name of which only the first letter is readable: 한*연 → 한**."""
    return name[:1] + "*" * max(len(name) - 1, 1)
