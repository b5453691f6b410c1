"""Who belongs to a consortium, what they agreed and what they promised."""

from decimal import Decimal
from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from consortium.rowlevel import Actor
from consortium.workflow import state_triggers
from partners import querysets
from partners.states import (
    AgreementState,
    PartnerKind,
    PledgeKind,
    ProgrammeState,
    Role,
    Unit,
)


class Bilingual(models.Model):
    """A name in Korean with an English one beside it; `str()` follows the reader's language."""

    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return (self.name_en or self.name) if get_language() == "en" else self.name


class Consortium(Bilingual):
    """One school, city, education office, companies and universities bound by an agreement (연합체)."""

    slug = models.SlugField(_("address"), unique=True, help_text=_("Stands in every address: /paju/…"))
    region = models.CharField(_("region"), max_length=100)
    fields = ArrayField(models.CharField(max_length=50), verbose_name=_("fields"), default=list, blank=True)
    school = models.ForeignKey(
        "partners.Partner", models.PROTECT, related_name="led_consortia", verbose_name=_("school")
    )
    is_demo = models.BooleanField(_("holds invented demo data"), default=False)

    objects = querysets.ConsortiumQuerySet.as_manager()

    class Meta:
        verbose_name = _("consortium")
        verbose_name_plural = _("consortia")

    def get_absolute_url(self) -> str:
        return reverse("home", args=[self.slug])


@pghistory.track()
class Partner(Bilingual):
    """An organisation that takes part in one or more consortia (협약기관)."""

    code = models.CharField(_("code"), max_length=30, unique=True)
    kind = models.CharField(_("kind"), max_length=30, choices=PartnerKind.choices)
    could_contribute = ArrayField(
        models.CharField(max_length=20, choices=PledgeKind.choices),
        verbose_name=_("could contribute"),
        default=list,
        blank=True,
        help_text=_("What such a body can realistically give; it is not a pledge."),
    )
    note = models.TextField(_("note"), blank=True)

    objects = querysets.PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner organisation")
        verbose_name_plural = _("partner organisations")
        ordering: ClassVar = ["name"]


class Participation(models.Model):
    """That a partner takes part in a consortium, since when and until when."""

    consortium = models.ForeignKey(Consortium, models.CASCADE, related_name="participations")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="participations")
    joined_on = models.DateField(_("joined on"))
    left_on = models.DateField(_("left on"), null=True, blank=True)
    named_in_agreement = models.BooleanField(_("named in the agreement"), default=False)

    objects = querysets.OfConsortiumQuerySet.as_manager()

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["consortium", "partner"], name="partner_once_per_consortium")
        ]

    def __str__(self) -> str:
        return str(self.partner)


@pghistory.track()
class Member(models.Model):
    """A person's place in a consortium: which partner they act for, in which role, from when to when."""

    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="memberships")
    consortium = models.ForeignKey(Consortium, models.PROTECT, null=True, blank=True, related_name="members")
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="members")
    role = models.CharField(_("role"), max_length=30, choices=Role.choices)
    valid_from = models.DateField(_("from"), default=timezone.localdate)
    valid_until = models.DateField(_("until"), null=True, blank=True)
    ended_at = models.DateTimeField(
        _("ended at"), null=True, blank=True, help_text=_("From this moment on there is no access.")
    )

    objects = querysets.MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "consortium", "partner", "role"],
                condition=Q(valid_until=None, ended_at=None),
                name="one_open_membership_per_role",
            ),
            models.CheckConstraint(
                condition=Q(role=Role.OPERATOR, consortium=None, partner=None)
                | Q(~Q(role=Role.OPERATOR), consortium__isnull=False, partner__isnull=False),
                name="only_operators_stand_outside_consortia",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="membership_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"

    @cached_property
    def actor(self) -> Actor:
        """This membership as PostgreSQL's row policies know it."""
        return Actor(
            kind=Role(self.role).kind,
            user=self.user_id,
            member=self.pk,
            consortium=self.consortium_id,
            partner=self.partner_id,
        )


@pghistory.track()
class Agreement(models.Model):
    """What the parties signed (협약서): memorandum, business agreement or course agreement."""

    consortium = models.ForeignKey(Consortium, models.PROTECT, related_name="agreements")
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("English title"), max_length=200, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    place = models.CharField(_("place of signing"), max_length=100, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    state = models.CharField(
        _("state"), max_length=20, choices=AgreementState.choices, default=AgreementState.DRAFT
    )

    objects = querysets.OfConsortiumQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering: ClassVar = ["-signed_on", "pk"]
        triggers: ClassVar = state_triggers(
            [
                (AgreementState.DRAFT, AgreementState.IN_FORCE),
                (AgreementState.IN_FORCE, AgreementState.ENDED),
            ],
            born=[AgreementState.DRAFT, AgreementState.IN_FORCE],
        )

    def __str__(self) -> str:
        return (self.title_en or self.title) if get_language() == "en" else self.title

    def get_absolute_url(self) -> str:
        return reverse("partners:agreement", args=[self.consortium.slug, self.pk])


class Clause(models.Model):
    """One numbered promise in an agreement's text."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="clauses")
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.TextField(_("text"))
    text_en = models.TextField(_("English text"), blank=True)

    objects = querysets.OfAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "number"], name="clause_number_once")
        ]

    def __str__(self) -> str:
        return (self.text_en or self.text) if get_language() == "en" else self.text


class Signatory(models.Model):
    """A party of an agreement and who signed for it."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="signatories")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="signatures")
    signer = models.CharField(_("signed by"), max_length=100, blank=True)
    signer_title = models.CharField(_("title of the signer"), max_length=100, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)

    objects = querysets.OfAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "partner"], name="party_once_per_agreement")
        ]

    def __str__(self) -> str:
        return str(self.partner)


@pghistory.track()
class Pledge(models.Model):
    """What one partner promised under an agreement (약정): how much of what, in which period."""

    consortium = models.ForeignKey(Consortium, models.PROTECT, related_name="pledges")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="pledges")
    agreement = models.ForeignKey(Agreement, models.PROTECT, null=True, blank=True, related_name="pledges")
    kind = models.CharField(_("kind"), max_length=20, choices=PledgeKind.choices)
    description = models.CharField(_("description"), max_length=200)
    amount = models.DecimalField(_("promised amount"), max_digits=14, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=10, choices=Unit.choices)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    is_demo = models.BooleanField(_("invented for the demo"), default=False)

    objects = querysets.PledgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("pledge")
        verbose_name_plural = _("pledges")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="pledge_promises_something"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="pledge_period_in_order"),
        ]

    def __str__(self) -> str:
        return self.description


@pghistory.track()
class Delivery(models.Model):
    """One part of a pledge that happened, with its evidence."""

    pledge = models.ForeignKey(Pledge, models.PROTECT, related_name="deliveries")
    on = models.DateField(_("date"))
    amount = models.DecimalField(
        _("delivered amount"),
        max_digits=14,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    evidence = models.CharField(_("evidence"), max_length=200)
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)

    objects = querysets.OfPledgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering: ClassVar = ["-on"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="delivery_brings_something")
        ]

    def __str__(self) -> str:
        return f"{self.on:%Y. %-m. %-d.} {self.evidence}"


class ProgrammeStatus(models.Model):
    """Where the consortium's bid or programme stood from a date on."""

    consortium = models.ForeignKey(Consortium, models.CASCADE, related_name="programme_statuses")
    on = models.DateField(_("since"))
    state = models.CharField(_("state"), max_length=20, choices=ProgrammeState.choices)
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = querysets.OfConsortiumQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme status")
        verbose_name_plural = _("programme statuses")
        ordering: ClassVar = ["on", "pk"]

    def __str__(self) -> str:
        return self.get_state_display()


class Approval(models.Model):
    """A committee's decision as curriculum and placements need it: body, date, number, document."""

    consortium = models.ForeignKey(Consortium, models.PROTECT, related_name="approvals")
    body = models.CharField(_("body"), max_length=100)
    on = models.DateField(_("date"))
    number = models.CharField(_("number"), max_length=50)
    document = models.CharField(_("document"), max_length=200, blank=True)

    objects = querysets.OfConsortiumQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")

    def __str__(self) -> str:
        return f"{self.body} {self.number}"
