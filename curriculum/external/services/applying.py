"""Applications, places given back, and consent to be named to the provider."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.rowlevel import SYSTEM, acting_as
from consortium.workflow import StateConflict
from curriculum.external import policies
from curriculum.external.consent import is_adult, text_of
from curriculum.external.services import letters, seats
from curriculum.external.workflow import WITHDRAW
from curriculum.models import ExternalProgramme, Participant, ProgrammeApplication, Student
from curriculum.states import ProgrammeStage, SeatState

if TYPE_CHECKING:
    from partners.models import Member

OVER = (ProgrammeStage.FINISHED, ProgrammeStage.CANCELLED)


@transaction.atomic
def apply_for(
    programme: ExternalProgramme,
    *,
    by: Member,
    agrees: bool,
    motive: str = "",
    student: Student | None = None,
) -> ProgrammeApplication:
    """A student applies, or a teacher for a student who asked; sent twice it is one application."""
    programme = (
        ExternalProgramme.objects.visible_to(by).select_related("provider", "consortium").get(pk=programme.pk)
    )
    if student is None:
        (policies.applies(by) & policies.is_enrolled(by)).require()
        student = Student.objects.visible_to(by).enrolled().first()
        if student is None:
            raise ValidationError(_("The school has not linked your log-in to its roster yet."))
    else:
        policies.enrols_students(by, programme).require()
        student = Student.objects.visible_to(by).enrolled().get(pk=student.pk)
    if not programme.takes_applications:
        raise StateConflict(programme, _("Applications are not taken today."))
    mine = ProgrammeApplication.objects.visible_to(by).filter(programme=programme, student=student)
    application = ProgrammeApplication(
        programme=programme,
        consortium_id=programme.consortium_id,
        school_id=student.school_id,
        provider_id=programme.provider_id,
        student=student,
        motive=motive,
        guardian_needed=not is_adult(student, programme.starts_on),
    )
    if agrees:
        application.student_agreed_at, application.consent_text = (
            timezone.now(),
            "\n".join(text_of(programme)),
        )
    application.full_clean(
        exclude=["programme", "consortium", "school", "provider", "student"], validate_unique=False
    )
    try:
        with transaction.atomic():
            application.save()
    except IntegrityError:
        if found := mine.exclude(state=SeatState.WITHDRAWN).first():
            return found
        raise
    return application


@transaction.atomic
def withdraw_application(application: ProgrammeApplication, *, by: Member) -> ProgrammeApplication:
    """The place is given back; the first on the waiting list moves up in the same moment."""
    application = ProgrammeApplication.objects.visible_to(by).get(pk=application.pk)
    WITHDRAW.policy(by, application).require()
    # Who follows is nobody's business but the school's: the system moves the next one up. It takes the
    # programme before the application, as the selection does.
    with acting_as(SYSTEM):
        held = ExternalProgramme.objects.select_related("provider", "consortium")
        programme = held.select_for_update(of=("self",)).get(pk=application.programme_id)
    application = _locked(application, by)
    WITHDRAW.enforce(application, by=by)
    application.state = WITHDRAW.target
    application.save(update_fields=["state"])
    mine = Participant.objects.visible_to(by).filter(application=application)
    mine.update(is_active=False, name="", department="")
    with acting_as(SYSTEM):
        seats.move_up(programme)
    return application


@transaction.atomic
def give_points(application: ProgrammeApplication, *, by: Member, points: Decimal) -> ProgrammeApplication:
    """How far somebody meets the criteria that were shown, in points of 100."""
    policies.keeps_programmes(by, application.programme).require()
    application = _locked(application, by)
    if application.state != SeatState.APPLIED or application.programme.state != ProgrammeStage.OPEN:
        raise StateConflict(application, _("The participants are selected already."))
    application.points = points
    application.full_clean(
        exclude=["programme", "student"], validate_unique=False, validate_constraints=False
    )
    application.save(update_fields=["points"])
    return application


@transaction.atomic
def record_guardian(application: ProgrammeApplication, *, by: Member, on: date) -> ProgrammeApplication:
    """A guardian has agreed on paper that the provider learns the name; the school keeps the paper."""
    policies.enrols_students(by, application.programme).require()
    application = _locked(application, by)
    if on > timezone.localdate():
        raise ValidationError({"on": _("This date lies in the future.")})
    if application.programme.state in OVER:
        raise StateConflict(application, _("The programme is over."))
    _require_standing(application)
    if application.student_agreed_at is None or application.consent_withdrawn_at is not None:
        raise StateConflict(application, _("The student does not agree, so the name is not passed on."))
    if on < timezone.localdate(application.student_agreed_at):
        raise ValidationError({"on": _("This date lies before the day on which the student agreed.")})
    application.guardian_agreed_on, application.guardian_recorded_by = on, by
    application.save(update_fields=["guardian_agreed_on", "guardian_recorded_by"])
    participant = Participant.objects.visible_to(by).filter(application=application, is_active=True).first()
    if participant is not None:
        seats.name(participant, application)
        participant.save(update_fields=["name", "department"])
    return application


@transaction.atomic
def agree_to_naming(application: ProgrammeApplication, *, by: Member) -> ProgrammeApplication:
    """A student who had not agreed does so later; the guardian's consent is asked for anew."""
    policies.agrees(by, application).require()
    application = ProgrammeApplication.objects.visible_to(by).get(pk=application.pk)
    with acting_as(SYSTEM):
        held = ProgrammeApplication.objects.select_for_update(of=("self",)).select_related(
            "programme__provider"
        )
        found = held.get(pk=application.pk)
        _require_standing(found)
        found.student_agreed_at, found.consent_withdrawn_at = timezone.now(), None
        found.consent_text = "\n".join(text_of(found.programme))
        found.guardian_agreed_on, found.guardian_recorded_by = None, None
        found.save()
    return found


@transaction.atomic
def withdraw_consent(application: ProgrammeApplication, *, by: Member) -> ProgrammeApplication:
    """From this moment the provider sees a number instead of the name; the seat stays."""
    policies.agrees(by, application).require()
    application = _locked(application, by)
    if application.consent_withdrawn_at is None:
        application.consent_withdrawn_at = timezone.now()
        application.save(update_fields=["consent_withdrawn_at"])
        Participant.objects.visible_to(by).filter(application=application).update(name="", department="")
        letters.tell_keepers("naming_withdrawn", application.programme, by=by, key=f"{application.pk}")
    return application


def _require_standing(application: ProgrammeApplication) -> None:
    if application.state == SeatState.WITHDRAWN:
        raise StateConflict(application, _("This application was withdrawn."))


def _locked(application: ProgrammeApplication, by: Member) -> ProgrammeApplication:
    """Ask the policy first: PostgreSQL lets nobody lock a row that they may not change."""
    known = ProgrammeApplication.objects.visible_to(by).select_related(
        "programme__provider", "programme__consortium", "student__department"
    )
    return known.select_for_update(of=("self",)).get(pk=application.pk)
