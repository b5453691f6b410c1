"""The organisations of a consortium."""

from datetime import date
from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.validators import can_be_dialled, refuse_resident_number
from partners.models.consortium import Bilingual
from partners.querysets import (
    ApartQuerySet,
    MergerQuerySet,
    OfConsortiumQuerySet,
    OfPartnerQuerySet,
    PartnerQuerySet,
)
from partners.registry.numbers import check_number, in_groups
from partners.states import PartnerKind, PledgeKind, Province, SizeClass


@pghistory.track(exclude=["search_name", "consortia"])
class Partner(Bilingual):
    """An organisation that takes part in one or more consortia (협약기관).

    An empty fact means not known; nothing is guessed. `consortia` counts in how many it takes part:
    PostgreSQL keeps it, because nobody in one consortium may look into another.
    """

    code = models.CharField(_("code"), max_length=30, unique=True)
    kind = models.CharField(_("kind"), max_length=30, choices=PartnerKind.choices)
    registration_number = models.CharField(
        _("business registration number"),
        max_length=10,
        blank=True,
        default="",
        db_default="",
        db_collation="C",
        validators=[check_number],
        help_text=_("Ten digits; hyphens are added. Branches may share the number of their head office."),
    )
    head_office = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="branches",
        verbose_name=_("head office"),
    )
    industry = models.ForeignKey(
        "partners.Industry",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="partners",
        verbose_name=_("industry"),
    )
    province = models.CharField(
        _("province or metropolitan city"),
        max_length=20,
        choices=Province.choices,
        blank=True,
        default="",
        db_default="",
    )
    district = models.CharField(
        _("city, county or district"), max_length=40, blank=True, default="", db_default=""
    )
    size = models.CharField(
        _("size"), max_length=20, choices=SizeClass.choices, blank=True, default="", db_default=""
    )
    hifive_id = models.CharField(
        _("HIFIVE number"), max_length=30, blank=True, default="", db_default="", db_collation="C"
    )
    homepage = models.CharField(
        _("homepage"),
        max_length=200,
        blank=True,
        default="",
        db_default="",
        validators=[URLValidator(schemes=["http", "https"])],
    )
    address = models.CharField(
        _("address"),
        max_length=200,
        blank=True,
        default="",
        db_default="",
        validators=[refuse_resident_number],
    )
    phone = models.CharField(
        _("main telephone number"),
        max_length=30,
        blank=True,
        default="",
        db_default="",
        validators=[refuse_resident_number],
        help_text=_("Of the organisation, not of a person."),
    )
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    could_contribute = ArrayField(
        models.CharField(max_length=20, choices=PledgeKind.choices),
        verbose_name=_("could contribute"),
        default=list,
        blank=True,
        help_text=_("What such a body can realistically give; it is not a pledge."),
    )
    note = models.TextField(_("note"), blank=True, validators=[refuse_resident_number])
    is_demo = models.BooleanField(_("invented for the demo"), default=False, db_default=False)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="absorbed",
        verbose_name=_("merged into"),
    )
    consortia = models.PositiveIntegerField(
        _("takes part in so many consortia"), default=0, db_default=0, editable=False
    )
    search_name = models.GeneratedField(
        expression=Func(F("name"), function="partner_search_name"),
        output_field=models.CharField(max_length=400, db_collation="C"),
        db_persist=True,
        verbose_name=_("name as it is compared"),
    )

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner organisation")
        verbose_name_plural = _("partner organisations")
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(head_office=None) | ~Q(head_office=F("id")),
                name="branch_is_not_its_own_head",
                violation_error_message=_("An organisation cannot be its own head office."),
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="merged_into_another"
            ),
            models.CheckConstraint(
                condition=Q(registration_number="") | Q(registration_number__regex=r"^[0-9]{10}$"),
                name="registration_number_of_ten_digits",
                violation_error_message=_("A business registration number has ten digits."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["name", "id"], name="partner_by_name"),
            models.Index(fields=["kind", "name", "id"], name="partner_by_kind"),
            models.Index(fields=["search_name"], name="partner_by_search_name"),
            models.Index(fields=["registration_number"], name="partner_by_number"),
        ]

    def clean(self) -> None:
        refused: dict[str, object] = {}
        if not can_be_dialled(self.phone):
            refused["phone"] = _("This is not a telephone number.")
        if isinstance(self.founded_on, date) and self.founded_on > timezone.localdate():
            refused["founded_on"] = _("This day is still to come.")
        if refused:
            raise ValidationError(refused)

    @property
    def number_in_groups(self) -> str:
        return in_groups(self.registration_number)

    @property
    def region(self) -> str:
        """Where it is, as far as known: 경기 파주시."""
        return " ".join(filter(None, [str(self.get_province_display()), self.district]))


class SearchKey(models.Model):
    """One place of a name or number at which a search finds the partner (kept by PostgreSQL's triggers).

    `tail` is the normalised name from one letter on, `initials` its initial consonants. Prefixes of
    tails find letters anywhere in a name, and prefix comparison is the one that an index may serve
    ahead of a row policy.
    """

    consortium = models.ForeignKey("partners.Consortium", models.CASCADE, related_name="+")
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="+")
    at_start = models.BooleanField(_("begins the name"))
    tail = models.CharField(_("from here on"), max_length=40, db_collation="C")
    initials = models.CharField(_("initial consonants from here on"), max_length=40, db_collation="C")

    objects = OfConsortiumQuerySet.as_manager()

    class Meta:
        verbose_name = _("search key")
        verbose_name_plural = _("search keys")
        indexes: ClassVar = [
            models.Index(fields=["consortium", "tail", "partner"], name="search_by_tail"),
            models.Index(fields=["consortium", "initials", "partner"], name="search_by_initials"),
            models.Index(fields=["partner"], name="search_of_partner"),
        ]


class Logo(models.Model):
    """The picture of an organisation, taken apart and put together anew when it was uploaded."""

    partner = models.OneToOneField(Partner, models.CASCADE, related_name="logo")
    content = models.BinaryField(_("picture"))
    content_type = models.CharField(_("format"), max_length=20)
    width = models.PositiveSmallIntegerField(_("width"))
    height = models.PositiveSmallIntegerField(_("height"))
    sha256 = models.CharField(_("checksum"), max_length=64)
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now=True)

    objects = OfPartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("logo")
        verbose_name_plural = _("logos")


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent())
class Apart(models.Model):
    """That two entries which look alike are two organisations; the pair is not suggested again here.

    It is an answer of this consortium; another one that knows both entries gives its own.
    """

    consortium = models.ForeignKey("partners.Consortium", models.CASCADE, related_name="+")
    first = models.ForeignKey(Partner, models.CASCADE, related_name="+")
    second = models.ForeignKey(Partner, models.CASCADE, related_name="+")
    by = models.ForeignKey("partners.Member", models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"), auto_now_add=True)

    objects = ApartQuerySet.as_manager()

    class Meta:
        verbose_name = _("pair of different organisations")
        verbose_name_plural = _("pairs of different organisations")
        ordering: ClassVar = ["-at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["consortium", "first", "second"], name="told_apart_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="pair_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} ≠ {self.second}"


class Merger(models.Model):
    """That two entries turned out to be one organisation: who put them together, when, what went over."""

    absorbed = models.OneToOneField(Partner, models.PROTECT, related_name="merger")
    survivor = models.ForeignKey(Partner, models.PROTECT, related_name="mergers")
    at = models.DateTimeField(_("when"), auto_now_add=True)
    by = models.ForeignKey("partners.Member", models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=200, validators=[refuse_resident_number])
    moved = models.JSONField(_("rows that went over"), default=dict)

    objects = MergerQuerySet.as_manager()

    class Meta:
        verbose_name = _("merger of two entries")
        verbose_name_plural = _("mergers of entries")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(absorbed=F("survivor")), name="merger_of_two_entries")
        ]
