"""From the proposal through the partners' comments and two committees to an approved version."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from curriculum.codevelopment import policies
from curriculum.codevelopment.deliveries import deliver_course
from curriculum.codevelopment.services import letters
from curriculum.codevelopment.services.writing import locked
from curriculum.codevelopment.workflow import APPROVE, DECLINE, OPEN, PASS_ON, REPLACE, SEND_BACK, SUBMIT
from curriculum.models import Course, CourseContribution, CoursePartner, CourseVersion
from curriculum.states import CourseState
from partners.models import Approval, Partner

if TYPE_CHECKING:
    from partners.models import Member


@transaction.atomic
def ask_partners(
    version: CourseVersion, *, by: Member, partners: Iterable[Partner], until: date
) -> CourseVersion:
    """Open a proposal for comments, or ask further partners; each is asked once."""
    version = locked(version, by)
    policies.keeps_courses(by, version).require()
    if until < timezone.localdate():
        raise ValidationError({"until": _("Give the partners a day that is still to come.")})
    if version.state != CourseState.OPEN:
        OPEN.enforce(version, by=by)
    version.state, version.comments_until, version.reason = OPEN.target, until, ""
    version.save(update_fields=["state", "comments_until", "reason"])
    known = set(
        CoursePartner.objects.visible_to(by).filter(version=version).values_list("partner", flat=True)
    )
    new = [partner for partner in partners if partner.pk not in known]
    CoursePartner.objects.bulk_create(
        CoursePartner(
            version=version, consortium_id=version.consortium_id, school_id=version.school_id, partner=partner
        )
        for partner in new
    )
    letters.tell_partners(
        "course_comments_asked",
        version,
        [partner.pk for partner in new],
        by=by,
        key=str(version.pk),
        until=f"{until:%Y. %-m. %-d.}",
    )
    return version


@transaction.atomic
def submit_version(version: CourseVersion, *, by: Member) -> CourseVersion:
    """To the curriculum committee; every contribution has its answer by then."""
    version = locked(version, by)
    SUBMIT.enforce(version, by=by)
    version.state, version.reason = SUBMIT.target, ""
    # Written first: it waits for those who write in the version, and counts what they wrote.
    version.save(update_fields=["state", "reason"])
    waiting = CourseContribution.objects.visible_to(by).filter(version=version).waiting().count()
    if waiting:
        text = ngettext(
            "%(count)d contribution has no answer yet.",
            "%(count)d contributions have no answer yet.",
            waiting,
        )
        raise ValidationError(text % {"count": waiting})
    if not version.sections.exists():
        raise ValidationError(_("A course without sections cannot be judged. Write at least one."))
    return version


@transaction.atomic
def send_version_back(version: CourseVersion, *, by: Member, reason: str) -> CourseVersion:
    """A committee wants something changed; the version is open again, with the reason."""
    version = locked(version, by)
    SEND_BACK.enforce(version, by=by)
    version.state, version.reason = SEND_BACK.target, _needed(reason)
    version.curriculum_approval = None
    version.save(update_fields=["state", "reason", "curriculum_approval"])
    return version


@transaction.atomic
def pass_version(
    version: CourseVersion, *, by: Member, body: str, on: date, number: str, document: str = ""
) -> CourseVersion:
    """The school's curriculum committee has agreed; the steering committee deliberates next."""
    version = locked(version, by)
    PASS_ON.enforce(version, by=by)
    version.curriculum_approval = _decision(by, body, on, number, document)
    version.state = PASS_ON.target
    version.save(update_fields=["state", "curriculum_approval"])
    return version


@transaction.atomic
def approve_version(
    version: CourseVersion, *, by: Member, body: str, on: date, number: str, document: str = ""
) -> CourseVersion:
    """The steering committee has deliberated: the version is approved, never changes, replaces the last."""
    version = locked(version, by)
    APPROVE.enforce(version, by=by)
    if on < version.curriculum_approval.on:
        raise ValidationError({"on": _("This is before the curriculum committee agreed.")})
    _replace_the_last(version, by)
    version.steering_approval = _decision(by, body, on, number, document)
    version.state = APPROVE.target
    version.save(update_fields=["state", "steering_approval"])
    Course.objects.filter(pk=version.course_id).update(name=version.name, name_en=version.name_en)
    taking = CoursePartner.objects.visible_to(by).filter(version=version)
    taking.update(is_published=True)
    for partner_id in taking.contributing().values_list("partner", flat=True):
        deliver_course(version, partner_id, by=by)
    told = {*taking.values_list("partner", flat=True), version.proposer_id} - {None}
    letters.tell_partners("course_approved", version, told, by=by, key=str(version.pk))
    return version


@transaction.atomic
def decline_version(version: CourseVersion, *, by: Member, reason: str) -> CourseVersion:
    """The school does not take the course up, or gives this version up; whoever proposed it reads why."""
    version = locked(version, by)
    DECLINE.enforce(version, by=by)
    version.state, version.reason = DECLINE.target, _needed(reason)
    version.save(update_fields=["state", "reason"])
    if version.proposer_id:
        letters.tell_partners(
            "course_declined",
            version,
            [version.proposer_id],
            by=by,
            key=str(version.pk),
            reason=version.reason,
        )
    return version


def _replace_the_last(version: CourseVersion, by: Member) -> None:
    held = CourseVersion.objects.visible_to(by).select_for_update(of=("self",))
    for last in held.filter(course=version.course_id, state=CourseState.APPROVED):
        REPLACE.enforce(last, by=by)
        last.state = REPLACE.target
        last.save(update_fields=["state"])


def _decision(by: Member, body: str, on: date, number: str, document: str) -> Approval:
    """The committee's decision as `partners` keeps it; the same one is kept once."""
    if on > timezone.localdate():
        raise ValidationError({"on": _("A decision is recorded once it has been taken.")})
    approval, _made = Approval.objects.get_or_create(
        consortium_id=by.consortium_id, body=body, on=on, number=number, defaults={"document": document}
    )
    return approval


def _needed(reason: str) -> str:
    if not reason.strip():
        raise ValidationError({"reason": _("Say why, in one or two sentences.")})
    return reason.strip()
