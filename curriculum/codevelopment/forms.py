"""Forms about courses, their sections and contributions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from curriculum.competencies.choosing import ChoosesUnits
from curriculum.competencies.codes import typed
from curriculum.models import (
    CompetencyUnit,
    CourseContribution,
    CoursePartner,
    CourseSection,
    CourseVersion,
    Subject,
)
from curriculum.models.course import MOST_HOURS
from curriculum.states import ContributionKind
from partners.models import Approval, Member, Partner
from partners.states import PartnerKind

DAYS_TO_COMMENT = 14
MOST_UNITS = 30
TOO_MANY = _("These are more units than one section can teach.")
COMMENTING = (
    PartnerKind.COMPANY,
    PartnerKind.UNIVERSITY,
    PartnerKind.TRAINING_INSTITUTE,
    PartnerKind.BUSINESS_ASSOCIATION,
)


class UnitCodes(forms.CharField):
    """Competency units by their codes, as they stand in the standards; of those that the member may know."""

    known = CompetencyUnit.objects.none()
    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: object) -> list[CompetencyUnit]:
        text = str(value or "")
        super().run_validators(text)
        codes = [typed(code.strip(" ,;")) for code in text.split()]
        codes = list(dict.fromkeys(filter(None, codes)))
        if len(codes) > MOST_UNITS:
            raise forms.ValidationError(TOO_MANY)
        found = {unit.code: unit for unit in self.known.filter(code__in=codes)}
        if unknown := [code for code in codes if code not in found]:
            message = _("There is no competency unit with this code: %(codes)s.")
            raise forms.ValidationError(message % {"codes": ", ".join(unknown)})
        return [found[code] for code in codes]

    def validate(self, value: object) -> None:
        if self.required and not value:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: object) -> None:
        """Those of the text are asked before it is read; units have none."""

    def prepare_value(self, value: object) -> object:
        return value if isinstance(value, str) or value is None else "\n".join(unit.code for unit in value)


def _units() -> forms.ModelMultipleChoiceField:
    return forms.ModelMultipleChoiceField(
        CompetencyUnit.objects.none(),
        label=_("Competency units"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


def _codes() -> UnitCodes:
    return UnitCodes(
        label=_("Codes of further units"),
        required=False,
        help_text=_("Only if you know them: one in a line, such as 2001020231_23v5."),
    )


class TeachesUnits(ChoosesUnits):
    """Units that are found by name or code and ticked; whoever knows their codes may write these as well."""

    def offer_units(self, member: Member) -> None:
        known = CompetencyUnit.objects.visible_to(member)
        self.fields["units"].queryset = self.fields["codes"].known = known

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        units = [*(found.get("units") or ()), *found.pop("codes", ())]
        found["units"] = list(dict.fromkeys(units))
        if len(found["units"]) > MOST_UNITS:
            self.add_error("units", TOO_MANY)
        return found


class ProposalForm(TeachesUnits, forms.ModelForm):
    """A new course: what it is for and which units it is to teach."""

    subject = forms.ModelChoiceField(
        Subject.objects.none(),
        label=_("Subject of the course"),
        required=False,
        empty_label=_("A subject still to be created by the school"),
        help_text=_("The subject in which the course is to be taught, where there is one."),
    )
    hours = forms.IntegerField(label=_("Hours of teaching"), min_value=0, max_value=MOST_HOURS, initial=0)
    units = _units()
    codes = _codes()

    class Meta:
        model = CourseVersion
        fields = ("name", "name_en", "aims", "purpose")
        widgets = {"aims": forms.Textarea(attrs={"rows": 4}), "purpose": forms.Textarea(attrs={"rows": 3})}

    field_order = ("name", "name_en", "purpose", "aims", "subject", "hours", "units", "codes")

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = Subject.objects.visible_to(member)
        self.fields["subject"].queryset = known.order_by("-generation", "subject_group", "name", "pk")
        self.fields["subject"].label_from_instance = lambda one: one.in_words
        self.offer_units(member)


class VersionForm(forms.ModelForm):
    """Title, aims and purpose of a version."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = CourseVersion
        fields = ("name", "name_en", "aims", "purpose")
        widgets = {"aims": forms.Textarea(attrs={"rows": 4}), "purpose": forms.Textarea(attrs={"rows": 3})}


class SectionForm(TeachesUnits, forms.ModelForm):
    """A unit or week: title, hours, content, competency units, and its place."""

    units = _units()
    codes = _codes()
    position = forms.IntegerField(label=_("Place in the course"), min_value=1, max_value=200)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = CourseSection
        fields = ("title", "hours", "content", "position")
        widgets = {"content": forms.Textarea(attrs={"rows": 8})}

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_units(member)


class AskForm(forms.Form):
    """Whom to ask for comments, and until when."""

    partners = forms.ModelMultipleChoiceField(
        Partner.objects.none(),
        label=_("Companies and universities"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Each is told by a notice. Whoever is asked later is added to those asked before."),
    )
    until = forms.DateField(label=_("Comments until"))

    def __init__(self, *args: Any, member: Member, version: CourseVersion, **kwargs: Any) -> None:
        initial = {"until": version.comments_until or timezone.localdate() + timedelta(days=DAYS_TO_COMMENT)}
        super().__init__(*args, initial=initial, **kwargs)
        asked = CoursePartner.objects.visible_to(member).filter(version=version).values("partner")
        here = Partner.objects.visible_to(member).taking_part(member.consortium_id, now=True)
        self.fields["partners"].queryset = (
            here.filter(kind__in=COMMENTING).exclude(pk__in=asked).order_by("kind", "name")
        )
        self.nobody_asked = not asked.exists()

    def clean_partners(self) -> list[Partner]:
        chosen = list(self.cleaned_data["partners"])
        if not chosen and self.nobody_asked:
            raise forms.ValidationError(_("Choose at least one organisation to ask."))
        return chosen


class ContributionForm(forms.ModelForm):
    """A comment, another wording of a section, or a new section."""

    partner = forms.ModelChoiceField(Partner.objects.none(), label=_("Partner"))
    section = forms.ModelChoiceField(
        CourseSection.objects.none(), label=_("Section"), required=False, widget=forms.HiddenInput
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("Title of the section"), max_length=200, required=False)
    teaching_hours = forms.IntegerField(
        label=_("Hours of teaching"), min_value=0, max_value=MOST_HOURS, required=False
    )
    content = forms.CharField(
        label=_("Content as you would have it"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Change the text itself. What you changed is marked for the school."),
    )

    class Meta:
        model = CourseContribution
        fields = ("comment", "person", "hours")
        widgets = {"comment": forms.Textarea(attrs={"rows": 3})}

    field_order = ("title", "teaching_hours", "content", "comment", "partner", "person", "hours")

    def __init__(
        self, *args: Any, member: Member, version: CourseVersion, kind: str, own: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = version.sections.all()
        if own:
            self.fields.pop("partner")
        else:
            asked = CoursePartner.objects.visible_to(member).filter(version=version).values("partner")
            self.fields["partner"].queryset = Partner.objects.visible_to(member).filter(pk__in=asked)
        if kind == ContributionKind.COMMENT:
            for name in ("title", "teaching_hours", "content"):
                self.fields.pop(name)
            self.fields["comment"].required = True


class AcceptForm(forms.Form):
    """The words in which a contribution goes into the course."""

    title = forms.CharField(label=_("Title of the section"), max_length=200)
    teaching_hours = forms.IntegerField(label=_("Hours of teaching"), min_value=0, max_value=MOST_HOURS)
    content = forms.CharField(
        label=_("Content"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 10})
    )
    answer = forms.CharField(label=_("Answer to the partner"), max_length=500, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, words: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not words:
            for name in ("title", "teaching_hours", "content"):
                self.fields.pop(name)


class AnswerForm(forms.Form):
    """Why a contribution is not taken over."""

    answer = forms.CharField(label=_("Reason for the partner"), max_length=500)


class ReasonForm(forms.Form):
    """Why a version goes back, or is not taken up."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class DecisionForm(forms.ModelForm):
    """A committee's decision: which body, when, under which number, in which paper."""

    class Meta:
        model = Approval
        fields = ("body", "on", "number", "document")
        labels = {"on": _("Date of the decision")}
        help_texts = {"document": _("Where it can be looked up: the minutes, their number.")}


class CompareForm(forms.Form):
    """Two versions of the same course."""

    older = forms.ModelChoiceField(CourseVersion.objects.none(), label=_("Earlier version"))
    newer = forms.ModelChoiceField(CourseVersion.objects.none(), label=_("Later version"))

    def __init__(self, *args: Any, versions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("older", "newer"):
            self.fields[name].queryset = versions
            self.fields[name].label_from_instance = lambda version: f"v{version.number} {version}"
