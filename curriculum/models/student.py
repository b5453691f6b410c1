"""Students, and the records about each of them."""

import datetime
from typing import ClassVar

import pghistory
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, F, Func, Q, When
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consortium.audit.models import PersonalModel
from consortium.rules.calendar import school_year
from consortium.validators import refuse_resident_number
from consortium.workflow import state_triggers, steps_of
from curriculum import querysets
from curriculum.facts import fits_composed, student_number
from curriculum.models.competency import CompetencyUnit
from curriculum.models.department import Department
from curriculum.roster.workflow import STUDENT
from curriculum.states import TONE_OF_STATE, AttendanceBand, StudentState

FIRST_YEAR, LAST_YEAR = 1950, 2100  # of entry; what lies outside is a slip, and no calendar's year

FIRST_BIRTH = datetime.date(1920, 1, 1)
# A school year begins on 1 March, in Korea's time.
PRESENT_SCHOOL_YEAR = "EXTRACT(YEAR FROM (now() AT TIME ZONE 'Asia/Seoul') - interval '2 months')::smallint"
AGE_AT_ENTRY = 12  # nobody enters a high school in a year in which they turn less


def present_school_year() -> int:
    """The school year of this day."""
    return school_year(timezone.localdate())


def objection_to_birth(day: datetime.date, entry_year: int, today: datetime.date) -> str:
    """Why nobody who was born on this day entered the school in that year."""
    if day < FIRST_BIRTH or day.year > entry_year - AGE_AT_ENTRY:
        return gettext("Does not fit the entry year %(entry_year)s. Check the year of birth.") % {
            "entry_year": entry_year
        }
    return gettext("This date lies in the future.") if day > today else ""


@pghistory.track(exclude=["name_initials", "seat"])
class Student(PersonalModel):
    """A student of the school as the roster (NEIS) names them."""

    SUBJECT = "id"

    consortium = models.ForeignKey("partners.Consortium", models.PROTECT, related_name="students")
    school = models.ForeignKey("partners.Partner", models.PROTECT, related_name="students")
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="students", verbose_name=_("department")
    )
    user = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="student_records"
    )
    entry_year = models.PositiveSmallIntegerField(
        _("entry year"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    grade = models.PositiveSmallIntegerField(
        _("grade"), validators=[MinValueValidator(1), MaxValueValidator(3)]
    )
    class_no = models.PositiveSmallIntegerField(
        _("class"), validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    number = models.PositiveSmallIntegerField(
        _("number"), validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    school_year = models.PositiveSmallIntegerField(
        _("school year of the seat"),
        default=present_school_year,
        db_default=RawSQL(PRESENT_SCHOOL_YEAR, ()),  # noqa: S611 - a constant, for writes without the model
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)],
    )
    # Whoever is enrolled sits somewhere; the rest is empty. A constraint over it, unlike one with a
    # condition, can wait until the end of a transaction in which two students change places.
    seat = models.GeneratedField(
        expression=Case(
            When(
                state=StudentState.ENROLLED,
                then=((F("school_year") * 10 + F("grade")) * 100 + F("class_no")) * 100 + F("number"),
            )
        ),
        output_field=models.IntegerField(null=True),
        db_persist=True,
        verbose_name=_("seat"),
    )
    name = models.CharField(
        _("name"), max_length=50, db_collation="C", validators=[refuse_resident_number, fits_composed]
    )
    name_initials = models.GeneratedField(
        expression=Func(F("name"), function="korean_initials"),
        output_field=models.CharField(max_length=50, db_collation="C"),
        db_persist=True,
        verbose_name=_("initial consonants of the name"),
    )
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    attendance_rate = models.DecimalField(
        _("attendance"),
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_("Percent of school days attended."),
    )
    state = models.CharField(
        _("state"), max_length=20, choices=StudentState.choices, default=StudentState.ENROLLED
    )
    state_since = models.DateField(_("state since"), null=True, blank=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    objects = querysets.StudentQuerySet.as_manager()

    class Meta:
        verbose_name = _("student")
        verbose_name_plural = _("students")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school", "seat"], name="seat_held_once", deferrable=models.Deferrable.IMMEDIATE
            ),
            models.CheckConstraint(
                condition=Q(birth_date=None)
                | Q(birth_date__gte=FIRST_BIRTH, birth_date__year__lte=F("entry_year") - AGE_AT_ENTRY),
                name="born_before_entering_school",
                violation_error_message=_("The date of birth does not fit the year of entry."),
            ),
            models.CheckConstraint(
                condition=Q(entry_year__gte=FIRST_YEAR, entry_year__lte=LAST_YEAR),
                name="entry_year_of_this_age",
                violation_error_message=_("This cannot be the year of entry."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["school", "grade", "class_no", "number", "id"], name="roster_order"),
            models.Index(fields=["school", "name", "id"], name="roster_by_name"),
            models.Index(fields=["school", "name_initials", "id"], name="roster_by_initials"),
            models.Index(fields=["school", "-updated_at", "id"], name="roster_by_change"),
            models.Index(fields=["user"], name="student_by_login"),
        ]
        triggers: ClassVar = state_triggers(steps_of(STUDENT), born=StudentState.values)

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A birth that fits the entry into school: the age decides who must sign a consent."""
        if self.birth_date is None or self.entry_year is None:
            return
        if objection := objection_to_birth(self.birth_date, self.entry_year, timezone.localdate()):
            raise ValidationError({"birth_date": objection})

    def get_absolute_url(self) -> str:
        return reverse("curriculum:student", args=[self.consortium.slug, self.pk])

    @property
    def student_number(self) -> str:
        """학번 as schools write it (30115)."""
        return student_number(self.grade, self.class_no, self.number)

    @property
    def state_tone(self) -> str:
        """How a badge shows the state: `{% badge %}` knows these tones."""
        return TONE_OF_STATE[self.state]

    @property
    def attendance_band(self) -> AttendanceBand:
        if self.attendance_rate is None:
            return AttendanceBand.UNKNOWN
        if self.attendance_rate >= 95:
            return AttendanceBand.HIGH
        return AttendanceBand.MIDDLE if self.attendance_rate >= 85 else AttendanceBand.LOW


class OfStudent(PersonalModel):
    """A row about one student; the school is kept beside it so that a row policy needs no join."""

    student = models.ForeignKey(Student, models.CASCADE, related_name="%(class)ss")
    school = models.ForeignKey("partners.Partner", models.PROTECT, related_name="+")

    objects = querysets.OfStudentQuerySet.as_manager()

    class Meta:
        abstract = True


TRACKED = (pghistory.InsertEvent, pghistory.UpdateEvent, pghistory.DeleteEvent)


@pghistory.track(*(event() for event in TRACKED))
class Contact(OfStudent):
    """How to reach a student and their guardian; opened with a reason."""

    phone = models.CharField(_("telephone"), max_length=30, blank=True, validators=[refuse_resident_number])
    address = models.CharField(_("address"), max_length=200, blank=True, validators=[refuse_resident_number])
    guardian_name = models.CharField(
        _("guardian"), max_length=50, blank=True, validators=[refuse_resident_number]
    )
    guardian_relation = models.CharField(
        _("relation"), max_length=20, blank=True, validators=[refuse_resident_number]
    )
    guardian_phone = models.CharField(
        _("guardian's telephone"), max_length=30, blank=True, validators=[refuse_resident_number]
    )

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints: ClassVar = [models.UniqueConstraint(fields=["student"], name="one_contact_per_student")]


@pghistory.track(*(event() for event in TRACKED))
class Certificate(OfStudent):
    """A qualification that the student holds."""

    name = models.CharField(_("certificate"), max_length=100, validators=[refuse_resident_number])
    issuer = models.CharField(_("issued by"), max_length=100, blank=True, validators=[refuse_resident_number])
    on = models.DateField(_("date"), null=True, blank=True)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")

    def __str__(self) -> str:
        return self.name


@pghistory.track(*(event() for event in TRACKED))
class Attainment(OfStudent):
    """That a student has shown one competency unit: the result of all judgements that stand.

    The services of `curriculum.teaching` keep it in line with the judgements beneath; day, judge,
    evidence and level are those of the judgement that decides.
    """

    unit = models.ForeignKey(
        CompetencyUnit, models.PROTECT, related_name="attainments", verbose_name=_("unit")
    )
    judged_on = models.DateField(_("judged on"))
    judged_by = models.ForeignKey("partners.Member", models.PROTECT, related_name="+")
    evidence = models.CharField(_("evidence"), max_length=200, validators=[refuse_resident_number])
    level = models.PositiveSmallIntegerField(_("level"), null=True, blank=True)
    judgement = models.ForeignKey(
        "curriculum.Judgement",
        models.CASCADE,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("deciding judgement"),
    )

    class Meta:
        verbose_name = _("attainment")
        verbose_name_plural = _("attainments")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["student", "unit"], name="unit_attained_once")
        ]

    def __str__(self) -> str:
        return str(self.unit)
