"""Forms about external programmes, applications, attendance and the survey."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from curriculum.decisions import prior_approvals
from curriculum.external.services.offering import FACTS
from curriculum.models import (
    ExternalProgramme,
    Participant,
    ProgrammeApplication,
    ProgrammeSession,
    Student,
    SurveyAnswer,
)
from curriculum.states import Presence, SeatState
from partners.models import Member, Partner
from partners.states import PartnerKind

PROVIDERS = (PartnerKind.UNIVERSITY, PartnerKind.TRAINING_INSTITUTE, PartnerKind.COMPANY)
MARKS = [(number, str(number)) for number in range(5, 0, -1)]


class ProgrammeForm(forms.ModelForm):
    """What a programme offers, for whom, and by which rules seats and completion go."""

    class Meta:
        model = ExternalProgramme
        fields = ("provider", *FACTS)
        widgets = {
            "description": forms.Textarea(attrs={"rows": 4}),
            "criteria": forms.Textarea(attrs={"rows": 3}),
            "selection": forms.RadioSelect,
        }
        help_texts = {
            "needed_share": _(
                "Who was present in this share of the hours has completed it; 67 means two thirds exactly."
            ),
            "credits": _("0: an activity without credit."),
            "approval": _("The decision, from before the first day, by which it gives credit."),
        }

    def __init__(self, *args: Any, member: Member, ours: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["approval"].queryset = prior_approvals(by=member)
        self.fields["approval"].label_from_instance = attrgetter("in_words")
        if ours:
            here = Partner.objects.visible_to(member).taking_part(member.consortium_id, now=True)
            self.fields["provider"].queryset = here.filter(kind__in=PROVIDERS).order_by("kind", "name")
        else:
            self.fields.pop("provider")

    def _post_clean(self) -> None:
        """The service checks the whole programme; a form holds only a part of it."""


class SessionForm(forms.ModelForm):
    """One meeting of a programme."""

    starts_at = forms.TimeField(
        label=_("Begins at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    class Meta:
        model = ProgrammeSession
        fields = ("on", "starts_at", "hours", "topic")

    def _post_clean(self) -> None:
        """The service checks the whole session; a form holds only a part of it."""


class ApplyForm(forms.Form):
    """Why a student applies, and whether the provider may learn the name."""

    motive = forms.CharField(
        label=_("Why I apply"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    agrees = forms.BooleanField(
        label=_("I agree that the provider learns who I am, as described above"), required=False
    )


class EnrolForm(forms.Form):
    """A teacher applies for a student who asked for it."""

    student = forms.ModelChoiceField(Student.objects.none(), label=_("Student"))
    motive = forms.CharField(label=_("Why the student applies"), max_length=500, required=False)
    agrees = forms.BooleanField(
        label=_("The student agrees in writing that the provider learns the name"), required=False
    )

    def __init__(self, *args: Any, member: Member, programme: ExternalProgramme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        applied = ProgrammeApplication.objects.visible_to(member).filter(programme=programme)
        known = Student.objects.visible_to(member).enrolled()
        known = known.exclude(pk__in=applied.exclude(state=SeatState.WITHDRAWN).values("student"))
        self.fields["student"].queryset = known.order_by("grade", "class_no", "number")
        self.fields["student"].label_from_instance = lambda one: f"{one.student_number} {one.name}"


class PointsForm(forms.Form):
    """Points of 100 for one application."""

    points = forms.DecimalField(
        label=_("Points (0–100)"), min_value=0, max_value=100, max_digits=4, decimal_places=1
    )


class GuardianForm(forms.Form):
    """When a guardian agreed on paper."""

    on = forms.DateField(label=_("Date on the consent form"))


class ReasonForm(forms.Form):
    """Why a programme is cancelled, or a certificate withdrawn."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class AttendanceForm(forms.Form):
    """One group of large buttons for each participant."""

    def __init__(
        self, *args: Any, participants: list[Participant], stood: dict[int, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.participants = participants
        for one in participants:
            self.fields[self._name(one)] = forms.ChoiceField(
                label=f"{one.number}. {one}",
                choices=Presence.choices,
                widget=forms.RadioSelect,
                initial=stood.get(one.pk, Presence.PRESENT),
                error_messages={"required": _("Mark everybody.")},
            )

    def marks(self) -> dict[int, str]:
        """What was marked, as the service takes it."""
        return {one.pk: self.cleaned_data[self._name(one)] for one in self.participants}

    @property
    def rows(self) -> list[tuple[Participant, forms.BoundField]]:
        return [(one, self[self._name(one)]) for one in self.participants]

    def _name(self, participant: Participant) -> str:
        return f"participant_{participant.pk}"


def _marks(name: str) -> forms.TypedChoiceField:
    label = SurveyAnswer._meta.get_field(name).verbose_name
    return forms.TypedChoiceField(label=label, choices=MARKS, coerce=int, widget=forms.RadioSelect)


class SurveyForm(forms.Form):
    """Three questions, five marks each."""

    content = _marks("content")
    teaching = _marks("teaching")
    again = _marks("again")
