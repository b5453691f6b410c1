"""What teachers and instructors type; sheets have one field for each student."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.audit.reasons import SHORTEST
from consortium.rules.calendar import school_year
from consortium.validators import refuse_resident_number
from curriculum.models import (
    CompetencyUnit,
    Enrolment,
    Instructor,
    Judgement,
    Offering,
    Qualification,
    QualificationUnit,
    Recovery,
    Session,
    Student,
    Subject,
)
from curriculum.roster.filters import GRADES
from curriculum.states import Outcome, Presence
from curriculum.teaching.levels import levels_of
from curriculum.teaching.services.judging import Finding
from curriculum.teaching.services.results import Grade
from partners.models import Member, Partner
from partners.states import SCHOOL_STAFF, Role

FINDINGS = [
    (Outcome.ACHIEVED.value, Outcome.ACHIEVED.label),
    (Outcome.NOT_YET.value, Outcome.NOT_YET.label),
    ("5", _("Level 5")),
    ("4", _("Level 4")),
    ("3", _("Level 3")),
    ("2", _("Level 2")),
    ("1", _("Level 1")),
]

SELECT = {"class": "krds-form-select"}  # of a sheet's cells, which stand without their labels


def found(value: str) -> tuple[str, int | None]:
    """Outcome and level of what was chosen; a level says the outcome by itself."""
    return (Outcome.ACHIEVED, int(value)) if value.isdigit() else (value, None)


class OfferingForm(forms.ModelForm):
    """A subject as it is offered in a semester."""

    enrol_class = forms.BooleanField(
        label=_("Enter the students of this grade and class at once"), required=False, initial=True
    )

    class Meta:
        model = Offering
        fields = ("subject", "year", "semester", "grade", "class_no", "section", "credits")
        labels = {"subject": _("School subject")}

    def __init__(self, *args: object, member: Member, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        known = Subject.objects.visible_to(member).filter(school=member.partner_id)
        self.fields["subject"].queryset = known.order_by("-generation", "subject_group", "name", "pk")
        self.fields["subject"].label_from_instance = lambda one: one.in_words
        self.fields["grade"].widget = forms.Select(choices=[("", "---------"), *GRADES])
        if not self.is_bound:
            self.initial.setdefault("year", school_year(timezone.localdate()))

    def validate_unique(self) -> None:
        """The service answers with what to do; here the school is not known yet."""


class InstructorForm(forms.Form):
    """A member who teaches, or a guest by name."""

    member = forms.ModelChoiceField(
        Member.objects.none(),
        label=_("Member who teaches"),
        required=False,
        help_text=_("Somebody with a log-in keeps the class sheet; leave it empty for a guest."),
    )
    name = forms.CharField(
        label=_("Name of the guest"), max_length=100, required=False, validators=[refuse_resident_number]
    )
    partner = forms.ModelChoiceField(
        Partner.objects.none(), label=_("Organisation of the guest"), required=False
    )

    def __init__(self, *args: object, member: Member, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        teachers = SCHOOL_STAFF | {Role.LECTURER, Role.TRAINER}
        self.fields["member"].queryset = (
            Member.objects.visible_to(member)
            .active()
            .filter(role__in=teachers)
            .select_related("user", "partner")
            .order_by("partner__name", "user__name", "pk")
        )
        self.fields["member"].label_from_instance = lambda one: f"{one.user.name} · {one.partner}"
        self.fields["partner"].queryset = Partner.objects.visible_to(member).order_by("name")

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        guest = cleaned.get("name") and cleaned.get("partner")
        if bool(cleaned.get("member")) == bool(guest) and not self.errors:
            raise forms.ValidationError(_("Choose a member, or name a guest and the organisation."))
        return cleaned


class EnrolForm(forms.Form):
    """Which students of the grade take part."""

    students = forms.ModelMultipleChoiceField(
        Student.objects.none(),
        label=_("Students"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one student.")},
    )

    def __init__(self, *args: object, students: Iterable[Student], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["students"].queryset = students
        self.fields["students"].label_from_instance = lambda one: f"{one.student_number} {one.name}"


class SheetForm(forms.Form):
    """A form with fields for each student of a class roster."""

    columns: tuple[str, ...] = ()

    def __init__(self, *args: object, enrolments: Iterable[Enrolment], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.enrolments = list(enrolments)
        for one in self.enrolments:
            for column in self.columns:
                self.fields[f"{column}-{one.pk}"] = self.field_for(column, one)

    def field_for(self, column: str, enrolment: Enrolment) -> forms.Field:
        raise NotImplementedError

    def rows(self) -> Iterator[tuple[Enrolment, list[BoundField]]]:
        """Each student with their fields, for the sheet on the page."""
        for one in self.enrolments:
            yield one, [self[f"{column}-{one.pk}"] for column in self.columns]

    def entered(self, column: str) -> dict[int, object]:
        """What was entered in one column: enrolment id → value."""
        return {one.pk: self.cleaned_data.get(f"{column}-{one.pk}") for one in self.enrolments}

    def own_fields(self) -> list[BoundField]:
        """The fields that stand above the sheet."""
        return [self[name] for name in self.base_fields]


class SessionForm(SheetForm):
    """The class sheet of one session."""

    columns = ("presence",)

    on = forms.DateField(label=_("Date"))
    period = forms.IntegerField(label=_("First period"), min_value=1, max_value=12, initial=1)
    hours = forms.IntegerField(
        label=_("Hours"), min_value=1, max_value=8, initial=1, help_text=_("Lessons of 50 minutes.")
    )
    instructor = forms.ModelChoiceField(Instructor.objects.none(), label=_("Taught by"), required=False)
    topic = forms.CharField(
        label=_("Topic"), max_length=200, required=False, validators=[refuse_resident_number]
    )

    def __init__(
        self,
        *args: object,
        instructors: object,
        known: dict[int, str] | None = None,
        session: Session | None = None,
        **kwargs: object,
    ) -> None:
        self.known = known or {}
        super().__init__(*args, **kwargs)
        self.fields["instructor"].queryset = instructors
        self.initial.setdefault("on", timezone.localdate())
        if session is not None:
            for name in ("on", "period", "hours", "topic", "instructor"):
                self.initial[name] = getattr(session, name)

    def field_for(self, column: str, enrolment: Enrolment) -> forms.Field:
        return forms.ChoiceField(
            label=f"{enrolment.student_number} {enrolment.name}",
            choices=Presence.choices,
            widget=forms.RadioSelect,
            required=False,
            initial=self.known.get(enrolment.pk, Presence.PRESENT),
        )

    def session_facts(self) -> dict[str, object]:
        facts = {name: self.cleaned_data[name] for name in self.base_fields}
        return facts | {"presences": {pk: value for pk, value in self.entered("presence").items() if value}}


class GradeForm(SheetForm):
    """Achievement levels and scores of a class."""

    columns = ("achievement", "score")

    def __init__(self, *args: object, subject: Subject, **kwargs: object) -> None:
        self.levels = levels_of(subject)
        super().__init__(*args, **kwargs)

    def field_for(self, column: str, enrolment: Enrolment) -> forms.Field:
        name = f"{enrolment.student_number} {enrolment.name}"
        if column == "achievement":
            return forms.ChoiceField(
                label=name,
                choices=[("", "-"), *((one.value, one.label) for one in self.levels)],
                required=False,
                initial=enrolment.achievement,
                widget=forms.Select(attrs=SELECT),
            )
        return forms.DecimalField(
            label=name,
            min_value=0,
            max_value=100,
            max_digits=5,
            decimal_places=2,
            required=False,
            initial=None if enrolment.score is None else f"{enrolment.score:g}",
            widget=forms.NumberInput(attrs={"class": "krds-input", "step": "any"}),
        )

    def grades(self) -> dict[int, Grade]:
        levels, scores = self.entered("achievement"), self.entered("score")
        return {pk: Grade(levels[pk] or "", scores[pk]) for pk in levels}


class ClassJudgementForm(SheetForm):
    """One unit judged for a whole class; whoever is left empty is not judged."""

    columns = ("finding",)

    unit = forms.ModelChoiceField(CompetencyUnit.objects.none(), label=_("Competency unit"))
    judged_on = forms.DateField(label=_("Judged on"))
    evidence = forms.CharField(
        label=_("Evidence"),
        max_length=200,
        validators=[refuse_resident_number],
        help_text=_("For example: practical test on 15 October, project report."),
    )

    def __init__(self, *args: object, units: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.fields["unit"].label_from_instance = lambda one: one.in_words
        self.initial.setdefault("judged_on", timezone.localdate())

    def field_for(self, column: str, enrolment: Enrolment) -> forms.Field:
        return forms.ChoiceField(
            label=f"{enrolment.student_number} {enrolment.name}",
            choices=[("", _("not judged now")), *FINDINGS],
            required=False,
            widget=forms.Select(attrs=SELECT),
        )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if not self.errors and not any(self.entered("finding").values()):
            raise forms.ValidationError(_("Judge at least one student."))
        return cleaned

    def findings(self) -> dict[int, tuple[str, int | None]]:
        return {pk: found(value) for pk, value in self.entered("finding").items() if value}


class JudgementForm(forms.ModelForm):
    """One judgement of one student in one unit."""

    finding = forms.ChoiceField(label=_("Result"), choices=[("", "---------"), *FINDINGS])
    field_order = ("finding", "judged_on", "evidence")

    class Meta:
        model = Judgement
        fields = ("judged_on", "evidence")
        help_texts = {"evidence": _("For example: practical test on 15 October, project report.")}

    def finding_made(self) -> Finding:
        outcome, level = found(self.cleaned_data["finding"])
        return Finding(self.cleaned_data["judged_on"], self.cleaned_data["evidence"], outcome, level)


class CorrectJudgementForm(JudgementForm):
    """What stands in the place of a judgement, or that it is taken back; and why."""

    finding = forms.ChoiceField(
        label=_("Result"),
        choices=[("", "---------"), *FINDINGS, (Outcome.TAKEN_BACK.value, _("Take the judgement back"))],
    )
    reason = forms.CharField(
        label=_("Reason"), min_length=SHORTEST, max_length=200, validators=[refuse_resident_number]
    )
    field_order = ("finding", "judged_on", "evidence", "reason")

    def finding_made(self) -> Finding | None:
        if self.cleaned_data["finding"] == Outcome.TAKEN_BACK:
            return None
        return super().finding_made()


class RecoveryForm(forms.ModelForm):
    """How a course that was not completed is made up for."""

    class Meta:
        model = Recovery
        fields = ("way", "where", "hours", "agreed_on", "until")
        labels = {"until": _("To be done by")}
        help_texts = {"where": _("The school or organisation that holds it; empty for our own.")}


class RecoveryResultForm(forms.Form):
    """The result of a recovery."""

    result = forms.ChoiceField(
        label=_("Result"),
        choices=[("PASS", _("Passed")), ("FAIL", _("Not passed"))],
        widget=forms.RadioSelect,
    )
    on = forms.DateField(label=_("Result on"), initial=timezone.localdate)
    evidence = forms.CharField(label=_("Evidence"), max_length=200, validators=[refuse_resident_number])


class QualificationForm(forms.ModelForm):
    """A course-based qualification."""

    class Meta:
        model = Qualification
        fields = ("name", "name_en", "hours", "is_open")


class QualificationUnitForm(forms.ModelForm):
    """A unit that the qualification asks for."""

    class Meta:
        model = QualificationUnit
        fields = ("unit", "hours", "is_required")
        labels = {"unit": _("Competency unit")}

    def __init__(self, *args: object, units: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.fields["unit"].label_from_instance = lambda one: f"{one.in_words} · {one.code}"
