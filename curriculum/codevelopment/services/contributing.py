"""What partners bring to a course, and the school's answer to each."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.workflow import StateConflict
from curriculum.codevelopment import policies
from curriculum.codevelopment.deliveries import deliver_contribution
from curriculum.codevelopment.merging import unified
from curriculum.codevelopment.services import letters
from curriculum.codevelopment.services.writing import CHANGED, add_section, locked, locked_section, save_text
from curriculum.codevelopment.workflow import ACCEPT, REFUSE, WITHDRAW
from curriculum.models import CourseContribution, CoursePartner, CourseSection, CourseVersion
from curriculum.states import ContributionKind, CourseState

if TYPE_CHECKING:
    from partners.models import Member, Partner

CLOSED = _("This version is no longer open for comments.")


@transaction.atomic
def contribute(
    version: CourseVersion,
    *,
    by: Member,
    kind: str,
    person: str,
    partner: Partner | None = None,
    section: CourseSection | None = None,
    seen: int | None = None,
    hours: Decimal = Decimal(0),
    comment: str = "",
    title: str = "",
    content: str = "",
    teaching_hours: int | None = None,
) -> CourseContribution:
    """A partner comments, words a section anew, or proposes a new one; the school may enter it for it."""
    version = CourseVersion.objects.visible_to(by).select_related("consortium").get(pk=version.pk)
    policies.contributes(by, version).require()
    partner_id = _contributing(version, by, partner)
    if section is not None:
        section = CourseSection.objects.visible_to(by).filter(version=version, pk=section.pk).first()
        if section is None or section.revision != seen:
            raise StateConflict(version, CHANGED)
    contribution = CourseContribution(
        version=version,
        consortium_id=version.consortium_id,
        school_id=version.school_id,
        partner_id=partner_id,
        author=by,
        person=person,
        kind=kind,
        section=section,
        hours=hours,
        comment=comment,
    )
    _word(contribution, section, title, content, teaching_hours)
    contribution.full_clean(exclude=["version", "consortium", "school", "partner", "author", "section"])
    try:
        with transaction.atomic():
            contribution.save()
    except IntegrityError as error:  # it went before the committee while this was being written
        raise StateConflict(version, CLOSED) from error
    if by.partner_id != version.school_id:
        letters.tell_keepers("contribution_offered", version, by=by, key=str(contribution.pk))
    return contribution


@transaction.atomic
def say_nothing_to_add(version: CourseVersion, *, by: Member) -> None:
    """The partner has read the version and has nothing to add; said twice it stays said."""
    version = CourseVersion.objects.visible_to(by).select_related("consortium").get(pk=version.pk)
    policies.takes_part(by, version).require()
    policies.contributes(by, version).require()
    mine = CoursePartner.objects.visible_to(by).filter(version=version, partner=by.partner_id)
    if not mine.exists():
        raise PermissionDenied(_not_asked())
    if mine.filter(nothing_to_add_at=None).update(nothing_to_add_at=timezone.now()):
        letters.tell_keepers("nothing_to_add", version, by=by, key=f"{version.pk}-{by.partner_id}")


@transaction.atomic
def withdraw_contribution(contribution: CourseContribution, *, by: Member) -> None:
    """Whoever entered it takes it back, as long as it has no answer."""
    held = CourseContribution.objects.visible_to(by).select_for_update(of=("self",))
    found = held.filter(pk=contribution.pk).first()
    if found is None:  # a partner's row policy lets it touch only what has no answer
        contribution = CourseContribution.objects.visible_to(by).get(pk=contribution.pk)
        policies.withdraws(by, contribution).require()
        raise StateConflict(contribution)
    WITHDRAW.enforce(found, by=by)
    found.state = WITHDRAW.target
    found.save(update_fields=["state"])


@transaction.atomic
def accept_contribution(
    contribution: CourseContribution,
    *,
    by: Member,
    seen: int | None = None,
    answer: str = "",
    title: str = "",
    content: str = "",
    teaching_hours: int = 0,
) -> CourseContribution:
    """Take it over in the words that the school decided on; it counts for the partner's pledge, once.

    `seen` is the section's revision that the words were decided on; what was written since is a 409.
    """
    contribution = _answered(contribution, by, ACCEPT.policy)
    ACCEPT.enforce(contribution, by=by)
    if contribution.kind == ContributionKind.CHANGE:
        if contribution.section is None:
            raise StateConflict(contribution, _("The section was taken out. Enter the words where they fit."))
        section = locked_section(contribution.section, by, seen or 0)
        section.title, section.content, section.hours = title, unified(content), teaching_hours
        save_text(section)
    elif contribution.kind == ContributionKind.NEW_SECTION:
        contribution.section = add_section(
            contribution.version, by=by, title=title, content=content, hours=teaching_hours
        )
    _answer(contribution, by, ACCEPT.target, answer)
    taking = CoursePartner.objects.visible_to(by).filter(
        version=contribution.version_id, partner=contribution.partner_id
    )
    taking.update(
        accepted_count=F("accepted_count") + 1, accepted_hours=F("accepted_hours") + contribution.hours
    )
    deliver_contribution(contribution, by=by)
    return contribution


@transaction.atomic
def decline_contribution(contribution: CourseContribution, *, by: Member, answer: str) -> CourseContribution:
    """Not taken over; the partner reads why."""
    contribution = _answered(contribution, by, REFUSE.policy)
    REFUSE.enforce(contribution, by=by)
    if not answer.strip():
        raise ValidationError({"answer": _("Say why, so that the partner knows for the next time.")})
    _answer(contribution, by, REFUSE.target, answer.strip())
    return contribution


def _contributing(version: CourseVersion, by: Member, partner: Partner | None) -> int:
    """The partner that contributes: one's own, or the one that the school enters it for."""
    if by.partner_id == version.school_id:
        if partner is None:
            raise ValidationError({"partner": _("Choose the partner that contributed.")})
        partner_id = partner.pk
    else:
        partner_id = by.partner_id
    asked = CoursePartner.objects.visible_to(by).filter(version=version, partner=partner_id)
    if not asked.exists():
        raise PermissionDenied(_not_asked())
    return partner_id


def _not_asked() -> str:
    return str(_("This organisation was not asked about this version."))


def _word(
    contribution: CourseContribution,
    section: CourseSection | None,
    title: str,
    content: str,
    teaching_hours: int | None,
) -> None:
    """What stood there, and how the contributor would have it; a change that changes nothing is none."""
    if contribution.kind == ContributionKind.COMMENT:
        if not contribution.comment.strip():
            raise ValidationError({"comment": _("Say what you have in mind.")})
        if section is not None:
            contribution.before_title = section.title
        return
    if not title.strip():
        raise ValidationError({"title": _("Give the section a title.")})
    content = unified(content)
    contribution.after_title, contribution.after_content = title, content
    contribution.after_hours = teaching_hours or 0
    if contribution.kind == ContributionKind.NEW_SECTION:
        contribution.section = None
        return
    if section is None:
        raise ValidationError({"section": _("Choose the section that you would word anew.")})
    contribution.before_title, contribution.before_content = section.title, section.content
    contribution.before_hours = section.hours
    if (title, content, contribution.after_hours) == (section.title, section.content, section.hours):
        raise ValidationError({"content": _("Nothing was changed. Write it as you would have it.")})


def _answered(contribution: CourseContribution, by: Member, policy: object) -> CourseContribution:
    """The contribution as it stands now, held, with its version held before it."""
    policy(by, contribution).require()
    version = locked(contribution.version, by)
    held = CourseContribution.objects.visible_to(by).select_for_update(of=("self",))
    found = held.select_related("section", "partner").get(pk=contribution.pk)
    found.version = version
    if found.section is not None:
        found.section.version = version
    if version.state != CourseState.OPEN:
        raise StateConflict(version, CLOSED)
    return found


def _answer(contribution: CourseContribution, by: Member, state: str, answer: str) -> None:
    contribution.state, contribution.answer = state, answer
    contribution.answered_by, contribution.answered_at = by, timezone.now()
    contribution.save(update_fields=["state", "answer", "answered_by", "answered_at", "section"])
    letters.tell_contributor(contribution, by=by)
