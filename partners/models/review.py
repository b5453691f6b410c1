"""The regular question who still belongs."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.workflow import state_triggers, steps_of
from partners.models.consortium import Consortium
from partners.models.member import Member
from partners.models.partner import Partner
from partners.people.workflow import REVIEW_STEPS
from partners.querysets.people import AccessAnswerQuerySet, AccessReviewQuerySet
from partners.states import Belonging, ReviewState


class AccessReview(models.Model):
    """That one organisation's administrators are asked, person by person, who still belongs (접근권한 점검).

    Whoever was a member on the day it was opened is asked about; `basis` is the rule as it was read then.
    """

    consortium = models.ForeignKey(Consortium, models.PROTECT, related_name="access_reviews")
    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="access_reviews", verbose_name=_("organisation")
    )
    opened_on = models.DateField(_("opened on"), default=timezone.localdate)
    due_on = models.DateField(_("due on"))
    basis = models.CharField(_("basis"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=ReviewState.choices, default=ReviewState.OPEN)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    escalated_at = models.DateTimeField(_("coordinator told at"), null=True, blank=True)

    objects = AccessReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("access review")
        verbose_name_plural = _("access reviews")
        ordering: ClassVar = ["-opened_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["consortium", "partner"],
                condition=Q(state=ReviewState.OPEN),
                name="one_open_review_per_organisation",
                violation_error_message=_("A review of this organisation is open already."),
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("opened_on")),
                name="review_is_due_after_it_opens",
                violation_error_message=_("The end must come after the beginning."),
            ),
            models.CheckConstraint(
                condition=Q(state=ReviewState.FINISHED, finished_at__isnull=False)
                | Q(state=ReviewState.OPEN, finished_at=None),
                name="a_finished_review_says_when",
            ),
        ]
        triggers: ClassVar = state_triggers(steps_of(REVIEW_STEPS), born=[ReviewState.OPEN])

    def __str__(self) -> str:
        return f"{self.partner} {self.opened_on:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("people:review", args=[self.consortium.slug, self.pk])

    def is_late_on(self, day: date) -> bool:
        return self.state == ReviewState.OPEN and self.due_on < day


class AccessAnswer(models.Model):
    """What an administrator answered about one person, with what they were shown; added to, never changed.

    The newest answer about a person counts; “ask later” leaves the question open.
    """

    review = models.ForeignKey(AccessReview, models.PROTECT, related_name="answers")
    consortium = models.ForeignKey(Consortium, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, related_name="access_answers")
    answer = models.CharField(_("answer"), max_length=10, choices=Belonging.choices)
    answered_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(_("answered at"), default=timezone.now)
    last_login_at = models.DateTimeField(_("last log-in"), null=True, blank=True)
    last_seen_at = models.DateTimeField(_("last visit"), null=True, blank=True)

    objects = AccessAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer of an access review")
        verbose_name_plural = _("answers of access reviews")
        ordering: ClassVar = ["answered_at", "pk"]

    def __str__(self) -> str:
        return self.get_answer_display()
