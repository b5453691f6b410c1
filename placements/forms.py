"""Forms of vacancies, consents and answers to candidates."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.rules.checks import goes_forward, may_consent_alone
from curriculum.competencies.choosing import ChoosesUnits
from curriculum.models import CompetencyUnit, Student
from partners.models import Member, Partner
from placements.models import Consent, Vacancy
from placements.states import ConsentItem, ConsentWay, DeclineReason

USUAL_ITEMS = [ConsentItem.COMPETENCIES, ConsentItem.CERTIFICATES, ConsentItem.NAME]
PURPOSE = _("Review of candidates for field training and hiring")


class VacancyForm(ChoosesUnits, forms.ModelForm):
    """What a company offers; the competency units are chosen from a searchable list beside it."""

    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=999)
    units = forms.ModelMultipleChoiceField(
        label=_("Competency units that the work needs"),
        queryset=CompetencyUnit.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one competency unit.")},
    )

    class Meta:
        model = Vacancy
        fields = ("company", "title", "description", "places", "starts_on", "ends_on")
        widgets = {"description": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["company"].queryset = Partner.objects.companies_of(member)
        self.fields["units"].queryset = CompetencyUnit.objects.visible_to(member)
        if self.instance.pk:
            self.initial["units"] = list(self.instance.demanded_units.values_list("unit", flat=True))


class ConsentForm(forms.ModelForm):
    """What the signed paper says; the guardian's date may follow later."""

    items = forms.MultipleChoiceField(
        label=_("Data given"), choices=ConsentItem.choices, widget=forms.CheckboxSelectMultiple
    )
    way = forms.ChoiceField(label=_("How it was given"), choices=ConsentWay.choices, widget=forms.RadioSelect)
    refusal_explained = forms.BooleanField(
        label=_("Student and guardian were told that they may refuse, and what follows from it."),
        error_messages={"required": _("Without this explanation a consent is not valid.")},
    )

    class Meta:
        model = Consent
        fields = (
            "recipient",
            "purpose",
            "items",
            "valid_until",
            "way",
            "student_agreed_on",
            "guardian_agreed_on",
            "refusal_explained",
        )

    def __init__(
        self,
        *args: Any,
        member: Member,
        student: Student,
        initial: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        today = timezone.localdate()
        usual = {
            "purpose": PURPOSE,
            "items": USUAL_ITEMS,
            "valid_until": today + timedelta(days=180),
            "student_agreed_on": today,
            "way": ConsentWay.PAPER,
        }
        initial = usual | (initial or {})  # an instance of its own would put its empty fields before these
        super().__init__(*args, instance=Consent(student=student), initial=initial, **kwargs)
        self.goes_forward = goes_forward(student.grade, today)
        self.verdict = may_consent_alone(student.birth_date, today)
        self.fields["recipient"].queryset = Partner.objects.companies_of(member)
        self.fields["recipient"].help_text = _("A consent names one company. Another company needs its own.")
        self.fields["valid_until"].help_text = _("After this day the company sees nothing any more.")
        self.fields["student_agreed_on"].required = True
        self.fields["guardian_agreed_on"].help_text = self.verdict.reason


class GuardianForm(forms.Form):
    """The guardian's part of a consent that the student gave before."""

    guardian_agreed_on = forms.DateField(label=_("Guardian agreed on"), widget=forms.DateInput)


class DeclineForm(forms.Form):
    """Why the company does not go on; the reasons are the only ones that may be given."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=DeclineReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason."), "invalid_choice": _("Choose a reason.")},
    )
