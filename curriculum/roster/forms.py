"""What school staff type about students; checked here for form, decided in the services."""

import re
from datetime import UTC, datetime

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium import hangul
from consortium.audit.reasons import SHORTEST
from consortium.rules.calendar import school_year
from consortium.validators import refuse_resident_number
from consortium.workflow import Transition
from curriculum.models import (
    Attainment,
    Certificate,
    CompetencyUnit,
    Contact,
    Department,
    SchoolClass,
    Student,
)
from curriculum.roster.filters import GRADES
from curriculum.roster.services import homeroom_teachers_of
from curriculum.roster.workflow import STUDENT
from partners.models import Member

STEP_LABELS = {
    "student.on_leave": _("Leave of absence"),
    "student.returned": _("Return to school, or correction of a mistake"),
    "student.transferred": _("Transfer to another school"),
    "student.graduated": _("Graduation"),
    "student.left": _("Leaving the school before graduation"),
}


class ReasonForm(forms.Form):
    """Why something is done; kept with what was done."""

    reason = forms.CharField(
        label=_("Reason"),
        min_length=SHORTEST,
        max_length=200,
        validators=[refuse_resident_number],
        strip=True,
    )

    def __init__(self, *args: object, hint: str = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = hint


class DepartmentForm(forms.ModelForm):
    """A department by its names."""

    class Meta:
        model = Department
        fields = ("name", "name_en")
        labels = {"name": _("Name of the department")}
        help_texts = {
            "name": _("As the school register writes it."),
            "name_en": _("Shown to those who read the portal in English. May stay empty."),
        }


class ClosingForm(forms.Form):
    """The last day on which a department took students."""

    on = forms.DateField(label=_("Closed on"))


class LeadForm(forms.ModelForm):
    """The department of a class and who leads it."""

    class Meta:
        model = SchoolClass
        fields = ("department", "homeroom")
        help_texts = {"homeroom": _("People with access as homeroom teachers can be chosen.")}

    def __init__(self, *args: object, member: Member, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        ours = Department.objects.visible_to(member).filter(school=member.partner_id)
        self.fields["department"].queryset = ours
        self.fields["homeroom"].queryset = homeroom_teachers_of(member)


class ClassForm(LeadForm):
    """A class that a school year has."""

    class Meta(LeadForm.Meta):
        fields = ("grade", "class_no", "department", "homeroom")
        labels = {"grade": _("Grade"), "class_no": _("Class")}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grade"].widget = forms.Select(choices=[("", "---------"), *GRADES])


class PromotionForm(forms.Form):
    """Who stays in their grade, when the oldest graduated, and the plan that was seen."""

    repeating = forms.CharField(
        label=_("Students who repeat their grade"),
        required=False,
        max_length=2000,
        help_text=_("Their student numbers, separated by commas: 10203, 20115. Most years nobody does."),
    )
    graduated_on = forms.DateField(label=_("Day of graduation"))
    seal = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_repeating(self) -> list[str]:
        return re.findall(r"\w+", self.cleaned_data["repeating"])


class StudentForm(forms.ModelForm):
    """A student as the roster names them."""

    class Meta:
        model = Student
        fields = (
            "name",
            "department",
            "entry_year",
            "grade",
            "class_no",
            "number",
            "birth_date",
            "attendance_rate",
        )
        labels = {
            "grade": _("Grade"),
            "class_no": _("Class"),
            "number": _("Number in class"),
            "attendance_rate": _("Attendance (%)"),
        }
        help_texts = {"attendance_rate": _("Days attended out of school days, as NEIS shows it.")}

    def __init__(self, *args: object, member: Member, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = self.departments_of(member)
        self.fields["grade"].widget = forms.Select(choices=[("", "---------"), *GRADES])
        year = school_year(timezone.localdate())
        self.fields["entry_year"].validators.append(forms.fields.validators.MinValueValidator(year - 10))
        self.fields["entry_year"].validators.append(forms.fields.validators.MaxValueValidator(year + 1))

    def departments_of(self, member: Member) -> QuerySet:
        """Whoever joins the school joins a department that takes students."""
        return Department.objects.visible_to(member).filter(school=member.partner_id).taking_students()

    def clean_name(self) -> str:
        return hangul.composed(self.cleaned_data["name"])


class CorrectionForm(StudentForm):
    """The same, with the moment at which the person saw what they correct."""

    seen_at = forms.CharField(widget=forms.HiddenInput)

    def departments_of(self, member: Member) -> QuerySet:
        """A student may still be in a department that is closed."""
        return Department.objects.visible_to(member).filter(school=member.partner_id)

    def clean_seen_at(self) -> datetime:
        try:
            return datetime.fromisoformat(self.cleaned_data["seen_at"]).astimezone(UTC)
        except (ValueError, OverflowError):
            raise forms.ValidationError(_("Open this page again before you save.")) from None


class StateForm(ReasonForm):
    """Leave, return, transfer, graduation; only the steps that are possible now are offered."""

    field_order = ("step", "on", "reason")

    step = forms.ChoiceField(label=_("Change of the school register"), widget=forms.RadioSelect)
    on = forms.DateField(
        label=_("From which day"), help_text=_("The day on which it takes effect in the school register.")
    )

    def __init__(self, *args: object, student: Student, member: Member, **kwargs: object) -> None:
        super().__init__(*args, **{"initial": {"on": timezone.localdate()}} | kwargs)
        self.fields["step"].choices = [
            (step.name, STEP_LABELS[step.name]) for step in STUDENT if step.verdict(student, by=member)
        ]

    def clean_step(self) -> Transition:
        return next(step for step in STUDENT if step.name == self.cleaned_data["step"])


class AttainmentForm(forms.ModelForm):
    """Several competency units at once: shown on one day, on one piece of evidence."""

    units = forms.ModelMultipleChoiceField(
        CompetencyUnit.objects.none(),
        label=_("Competency units"),
        error_messages={"required": _("Choose at least one competency unit.")},
    )

    class Meta:
        model = Attainment
        fields = ("judged_on", "evidence")
        help_texts = {"evidence": _("For example: practical test on 15 October, project report.")}

    def __init__(self, *args: object, member: Member, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = CompetencyUnit.objects.visible_to(member)


class CertificateForm(forms.ModelForm):
    """A qualification that a student holds."""

    class Meta:
        model = Certificate
        fields = ("name", "issuer", "on")


class ContactForm(forms.ModelForm):
    """How to reach a student and their guardian."""

    class Meta:
        model = Contact
        fields = ("phone", "address", "guardian_name", "guardian_relation", "guardian_phone")
