"""Who may do what with external programmes; each answer carries its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from consortium.rowlevel import Kind
from consortium.verdict import Verdict, only_if
from curriculum.states import ProgrammeStage
from partners.states import STUDENT_STAFF, Role

if TYPE_CHECKING:
    from curriculum.models import ExternalProgramme, ProgrammeApplication
    from partners.models import Member

KEEPERS = frozenset({Role.CURRICULUM_HEAD, Role.COORDINATOR})
FIGURE_READERS = frozenset({Kind.SCHOOL, Kind.OFFICIAL, Kind.EDUCATION, Kind.UNIVERSITY})
ENROLLERS = KEEPERS | {Role.HOMEROOM_TEACHER, Role.TRAINING_TEACHER}


def _of_our_school(member: Member, programme: ExternalProgramme | None) -> bool:
    return programme is None or programme.school_id == member.partner_id


def _of_our_house(member: Member, programme: ExternalProgramme | None) -> bool:
    return programme is None or programme.provider_id == member.partner_id


def keeps_programmes(member: Member, programme: ExternalProgramme | None = None) -> Verdict:
    """The curriculum head and the coordinator offer programmes to the school's students."""
    return only_if(
        member.role in KEEPERS and _of_our_school(member, programme),
        _("Only the school's curriculum head and coordinator run external programmes."),
    )


def offers_programmes(member: Member, programme: ExternalProgramme | None = None) -> Verdict:
    """The school enters programmes, and the provider its own."""
    own = member.role == Role.LECTURER and _of_our_house(member, programme)
    return only_if(
        own or bool(keeps_programmes(member, programme)),
        _("Programmes are entered by the curriculum head, the coordinator and the provider itself."),
    )


def edits_programme(member: Member, programme: ExternalProgramme) -> Verdict:
    """What is promised to students stands once they apply."""
    return offers_programmes(member, programme) & only_if(
        programme.state == ProgrammeStage.DRAFT, _("Once students apply, the terms stand.")
    )


def plans_sessions(member: Member, programme: ExternalProgramme) -> Verdict:
    """School and provider plan the sessions until the programme is over."""
    over = (ProgrammeStage.FINISHED, ProgrammeStage.CANCELLED)
    return offers_programmes(member, programme) & only_if(
        programme.state not in over, _("The programme is over.")
    )


def takes_attendance(member: Member, programme: ExternalProgramme) -> Verdict:
    """Whoever teaches says who was there; the school may too."""
    over = programme.state in (ProgrammeStage.FINISHED, ProgrammeStage.CANCELLED)
    return offers_programmes(member, programme) & only_if(
        programme.state == ProgrammeStage.SELECTED,
        _("The programme is over.") if over else _("Attendance is taken once the participants are selected."),
    )


def reads_applications(member: Member, programme: ExternalProgramme | None = None) -> Verdict:
    """Who applied is known to the school; the provider sees those who take part."""
    return only_if(
        member.role in STUDENT_STAFF and _of_our_school(member, programme),
        _("Only staff of the school who work with students see who applied."),
    )


def reads_participants(member: Member, programme: ExternalProgramme) -> Verdict:
    """The school and the provider see who takes part."""
    return only_if(
        (member.role in STUDENT_STAFF and _of_our_school(member, programme))
        or (member.role == Role.LECTURER and _of_our_house(member, programme)),
        _("Only the school and the provider see who takes part."),
    )


def enrols_students(member: Member, programme: ExternalProgramme | None = None) -> Verdict:
    """Teachers apply for a student who asked them to, and record a guardian's consent."""
    return only_if(
        member.role in ENROLLERS and _of_our_school(member, programme),
        _("Only teachers of the school apply for students and record consent."),
    )


def applies(member: Member, programme: ExternalProgramme | None = None) -> Verdict:
    """Students apply for themselves, while applications are taken."""
    verdict = only_if(member.role == Role.STUDENT, _("Students apply for themselves."))
    return verdict & only_if(
        programme is None or programme.takes_applications, _("Applications are not taken today.")
    )


def is_enrolled(member: Member) -> Verdict:
    """Who has left or is on leave applies for nothing; a log-in without a student behind it is not meant."""
    from curriculum.models import Student  # noqa: PLC0415 - models import the workflow

    mine = Student.objects.visible_to(member)
    return only_if(
        mine.enrolled().exists() or not mine.exists(),
        _("Only students who are enrolled apply. Ask your homeroom teacher."),
    )


def withdraws(member: Member, application: ProgrammeApplication) -> Verdict:
    """A student gives a place back, or the school does so for them."""
    own = member.role == Role.STUDENT
    return only_if(
        own or (member.role in ENROLLERS and application.school_id == member.partner_id),
        _("Only the student and teachers of the school give a place back."),
    )


def agrees(member: Member, application: ProgrammeApplication) -> Verdict:
    """Consent is the student's own to take back."""
    return only_if(member.role == Role.STUDENT, _("Only the student in person decides this."))


def reads_figures(member: Member, programme: ExternalProgramme) -> Verdict:
    """Numbers without names are for those who run, provide and oversee programmes."""
    return only_if(Role(member.role).kind in FIGURE_READERS, _("Figures are for staff."))


def withdraws_certificates(member: Member, programme: ExternalProgramme | None = None) -> Verdict:
    """A certificate that should not have been issued is withdrawn by those who run programmes."""
    return keeps_programmes(member, programme)


def answers_surveys(member: Member) -> Verdict:
    """Those who took part say how it was."""
    return only_if(member.role == Role.STUDENT, _("The survey is for those who took part."))


def has_an_own_place(member: Member) -> Verdict:
    """What became of one's own application is shown to students."""
    return only_if(member.role == Role.STUDENT, _("Students apply for themselves."))
