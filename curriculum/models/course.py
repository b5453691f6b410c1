"""Courses that school and partners develop together: versions, sections, who takes part, contributions."""

import uuid
from typing import ClassVar

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.validators import refuse_resident_number
from consortium.workflow import state_triggers, steps_of
from curriculum import querysets
from curriculum.codevelopment import triggers
from curriculum.codevelopment.workflow import CONTRIBUTION, COURSE
from curriculum.models.competency import CompetencyUnit
from curriculum.models.subject import Subject
from curriculum.refusals import rests_on_own_decisions
from curriculum.states import (
    PUBLISHED_COURSES,
    TONE_OF_CONTRIBUTION,
    TONE_OF_COURSE,
    UNDER_WAY_COURSES,
    ContributionKind,
    ContributionState,
    CourseState,
)
from partners.models import Bilingual

MOST_HOURS = 500  # of one section; what lies above is a slip
MOST_WORK = 200  # hours of one contribution
TRACKED = (pghistory.InsertEvent, pghistory.UpdateEvent, pghistory.DeleteEvent)


class Course(Bilingual):
    """A course that school and partners develop together, for a subject or for one still to be created."""

    consortium = models.ForeignKey("partners.Consortium", models.PROTECT, related_name="courses")
    school = models.ForeignKey("partners.Partner", models.PROTECT, related_name="courses")
    subject = models.ForeignKey(
        Subject,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="courses",
        verbose_name=_("subject"),
        help_text=_("Empty: the school is to create a subject of its own for it."),
    )
    proposer = models.ForeignKey(
        "partners.Partner",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proposed_courses",
        verbose_name=_("proposed by"),
    )
    is_demo = models.BooleanField(_("invented for the demo"), default=False)

    objects = querysets.CourseQuerySet.as_manager()

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering: ClassVar = ["name", "pk"]
        triggers: ClassVar = [triggers.course_is_named_as_approved()]

    def get_absolute_url(self) -> str:
        return reverse("curriculum:course", args=[self.consortium.slug, self.pk])


def _approval(label: str) -> models.ForeignKey:
    return models.ForeignKey(
        "partners.Approval", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label
    )


@pghistory.track()
class CourseVersion(Bilingual):
    """One version of a course, from its proposal to the committees' approval; then it never changes."""

    consortium = models.ForeignKey("partners.Consortium", models.PROTECT, related_name="+")
    school = models.ForeignKey("partners.Partner", models.PROTECT, related_name="+")
    course = models.ForeignKey(Course, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    state = models.CharField(
        _("state"), max_length=20, choices=CourseState.choices, default=CourseState.PROPOSED
    )
    aims = models.TextField(
        _("aims"),
        max_length=2000,
        validators=[refuse_resident_number],
        help_text=_("What students can do afterwards."),
    )
    purpose = models.TextField(
        _("why this course"),
        max_length=1000,
        blank=True,
        validators=[refuse_resident_number],
        help_text=_("Which work needs it, and what is missing today."),
    )
    based_on = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="successors", verbose_name=_("based on")
    )
    proposer = models.ForeignKey("partners.Partner", models.PROTECT, null=True, blank=True, related_name="+")
    proposed_by = models.ForeignKey(
        "partners.Member", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    comments_until = models.DateField(_("comments until"), null=True, blank=True)
    curriculum_approval = _approval(_("decision of the curriculum committee"))
    steering_approval = _approval(_("deliberation of the steering committee"))
    reason = models.CharField(
        _("reason"), max_length=300, blank=True, default="", validators=[refuse_resident_number]
    )
    revision = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)

    objects = querysets.CourseVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a course")
        verbose_name_plural = _("versions of courses")
        ordering: ClassVar = ["course", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["course", "number"], name="course_version_once"),
            models.UniqueConstraint(
                fields=["course"],
                condition=Q(state__in=UNDER_WAY_COURSES),
                name="one_course_version_under_way",
                violation_error_message=_("Another version of this course is under way already."),
            ),
            models.UniqueConstraint(
                fields=["course"],
                condition=Q(state=CourseState.APPROVED),
                name="one_course_version_approved",
                violation_error_message=_("Another version of this course is approved already."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=PUBLISHED_COURSES)
                | Q(curriculum_approval__isnull=False, steering_approval__isnull=False),
                name="course_approved_by_both",
                violation_error_message=_("Name the decisions of both committees."),
            ),
            models.CheckConstraint(
                condition=~Q(state=CourseState.DECLINED) | ~Q(reason=""),
                name="course_declined_for_a_reason",
                violation_error_message=_("Say why."),
            ),
        ]
        triggers: ClassVar = [
            *state_triggers(steps_of(COURSE), born=[CourseState.PROPOSED]),
            *triggers.approved_stays(),
            triggers.state_waits_for_writers(),
            triggers.version_of_the_course(),
            rests_on_own_decisions("curriculum_approval_id", "steering_approval_id"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("curriculum:course_version", args=[self.consortium.slug, self.pk])

    @property
    def state_tone(self) -> str:
        return TONE_OF_COURSE[self.state]

    @property
    def title(self) -> str:
        """The name with the number of the version."""
        return f"{self} v{self.number}"


@pghistory.track(*(event() for event in TRACKED))
class CourseSection(models.Model):
    """A unit or week of a course: what is taught, in how many hours, for which competency units.

    `key` stays the same from version to version, so that two of them can be compared section by section.
    """

    version = models.ForeignKey(CourseVersion, models.CASCADE, related_name="sections")
    school = models.ForeignKey("partners.Partner", models.PROTECT, related_name="+")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    title = models.CharField(_("title"), max_length=200, validators=[refuse_resident_number])
    content = models.TextField(
        _("content"),
        max_length=5000,
        blank=True,
        validators=[refuse_resident_number],
        help_text=_("One line for each thing that is taught or done."),
    )
    hours = models.PositiveSmallIntegerField(
        _("hours"), default=0, validators=[MaxValueValidator(MOST_HOURS)]
    )
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = querysets.OfVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("section of a course")
        verbose_name_plural = _("sections of courses")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "key"], name="section_once_per_version")
        ]
        triggers: ClassVar = [triggers.text_of_open_versions()]

    def __str__(self) -> str:
        return self.title


class CourseSectionUnit(models.Model):
    """That a section of a course teaches a competency unit."""

    version = models.ForeignKey(CourseVersion, models.CASCADE, related_name="units")
    section = models.ForeignKey(CourseSection, models.CASCADE, related_name="units")
    school = models.ForeignKey("partners.Partner", models.PROTECT, related_name="+")
    unit = models.ForeignKey(
        CompetencyUnit, models.PROTECT, related_name="course_sections", verbose_name=_("unit")
    )

    objects = querysets.OfVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit of a section")
        verbose_name_plural = _("units of sections")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["section", "unit"], name="unit_once_per_section")
        ]
        triggers: ClassVar = [triggers.text_of_open_versions(), triggers.unit_of_the_section()]

    def __str__(self) -> str:
        return str(self.unit)


class CoursePartner(models.Model):
    """A partner that takes part in a version: asked for comments until when, with how much accepted.

    Who signed the memorandum is another matter. Everybody may know the partners of a published version.
    """

    version = models.ForeignKey(CourseVersion, models.CASCADE, related_name="partners")
    consortium = models.ForeignKey("partners.Consortium", models.PROTECT, related_name="+")
    school = models.ForeignKey("partners.Partner", models.PROTECT, related_name="+")
    partner = models.ForeignKey("partners.Partner", models.PROTECT, related_name="course_versions")
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now, editable=False)
    nothing_to_add_at = models.DateTimeField(_("nothing to add"), null=True, blank=True)
    accepted_count = models.PositiveSmallIntegerField(_("accepted contributions"), default=0)
    accepted_hours = models.DecimalField(
        _("hours of accepted contributions"), max_digits=6, decimal_places=1, default=0
    )
    is_published = models.BooleanField(default=False, editable=False)

    objects = querysets.CoursePartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner of a course version")
        verbose_name_plural = _("partners of course versions")
        ordering: ClassVar = ["partner__name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "partner"], name="partner_asked_once_per_version")
        ]
        triggers: ClassVar = [triggers.partners_of_approved_stay()]

    def __str__(self) -> str:
        return str(self.partner)


@pghistory.track()
class CourseContribution(models.Model):
    """What a partner contributed to a version: who, in how many hours, which words before and after.

    `before_…` is the section as the contributor saw it, `after_…` as they would have it.
    """

    version = models.ForeignKey(CourseVersion, models.CASCADE, related_name="contributions")
    consortium = models.ForeignKey("partners.Consortium", models.PROTECT, related_name="+")
    school = models.ForeignKey("partners.Partner", models.PROTECT, related_name="+")
    partner = models.ForeignKey(
        "partners.Partner", models.PROTECT, related_name="course_contributions", verbose_name=_("partner")
    )
    author = models.ForeignKey(
        "partners.Member", models.PROTECT, related_name="+", editable=False, verbose_name=_("entered by")
    )
    person = models.CharField(_("who contributed"), max_length=100, validators=[refuse_resident_number])
    kind = models.CharField(_("kind"), max_length=20, choices=ContributionKind.choices)
    section = models.ForeignKey(
        CourseSection,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("section"),
    )
    on = models.DateField(_("date"), default=timezone.localdate)
    hours = models.DecimalField(
        _("hours of work"),
        max_digits=4,
        decimal_places=1,
        default=0,
        validators=[MinValueValidator(0), MaxValueValidator(MOST_WORK)],
        help_text=_("How long you worked on it; counts as a delivery of your pledge once it is accepted."),
    )
    comment = models.TextField(
        _("comment"),
        max_length=2000,
        blank=True,
        validators=[refuse_resident_number],
    )
    before_title = models.CharField(max_length=200, blank=True, editable=False)
    before_content = models.TextField(blank=True, editable=False)
    before_hours = models.PositiveSmallIntegerField(null=True, editable=False)
    after_title = models.CharField(
        _("title"), max_length=200, blank=True, validators=[refuse_resident_number]
    )
    after_content = models.TextField(
        _("content"), max_length=5000, blank=True, validators=[refuse_resident_number]
    )
    after_hours = models.PositiveSmallIntegerField(
        _("hours of teaching"), null=True, blank=True, validators=[MaxValueValidator(MOST_HOURS)]
    )
    state = models.CharField(
        _("state"), max_length=20, choices=ContributionState.choices, default=ContributionState.OFFERED
    )
    answer = models.CharField(
        _("answer"), max_length=500, blank=True, default="", validators=[refuse_resident_number]
    )
    answered_by = models.ForeignKey(
        "partners.Member", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)

    objects = querysets.ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution to a course")
        verbose_name_plural = _("contributions to courses")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state=ContributionState.DECLINED) | ~Q(answer=""),
                name="contribution_declined_for_a_reason",
                violation_error_message=_("Say why."),
            ),
            models.CheckConstraint(
                condition=Q(hours__gte=0),
                name="contribution_hours_not_negative",
                violation_error_message=_("Hours cannot be below 0."),
            ),
        ]
        triggers: ClassVar = [
            *state_triggers(steps_of(CONTRIBUTION), born=[ContributionState.OFFERED]),
            *triggers.contributions_stay(),
        ]

    def __str__(self) -> str:
        return self.after_title or self.before_title or self.comment[:80]

    @property
    def state_tone(self) -> str:
        return TONE_OF_CONTRIBUTION[self.state]
