"""Forms of job analyses, their duties and tasks, and of surveys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.validators import refuse_resident_number
from curriculum.competencies.choosing import ChoosesUnits
from curriculum.demand.services.analyses import RATINGS
from curriculum.demand.services.surveys import Answer
from curriculum.models import CompetencyUnit, Department, Duty, JobAnalysis, Survey, Task
from curriculum.models.demand import HIGHEST, LOWEST, MOST_PEOPLE
from partners.models import Member, Partner

USUAL_TIME = timedelta(days=21)
SCALE = [(number, str(number)) for number in range(LOWEST, HIGHEST + 1)]
ASPECTS = {"importance": _("Importance"), "frequency": _("Frequency"), "difficulty": _("Difficulty")}


class AnalysisForm(forms.ModelForm):
    """Whose job it is, when it was analysed with how many people, and how many such jobs there are."""

    class Meta:
        model = JobAnalysis
        fields = ("company", "title", "description", "department", "analysed_on", "participants", "jobs")
        labels = {"title": _("Job"), "participants": _("People who took part")}
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["company"].queryset = Partner.objects.companies_of(member)
        departments = Department.objects.visible_to(member).filter(school=member.partner_id)
        self.fields["department"].queryset = departments
        self.fields["department"].empty_label = _("Every department")
        if not self.instance.pk:
            self.initial.setdefault("analysed_on", timezone.localdate())

    def clean_analysed_on(self) -> Any:
        day = self.cleaned_data["analysed_on"]
        if day > timezone.localdate():
            raise ValidationError(_("This date lies in the future."))
        return day


class DutyForm(forms.ModelForm):
    """A large part of the job, in a few words."""

    class Meta:
        model = Duty
        fields = ("title",)


class TaskForm(ChoosesUnits, forms.ModelForm):
    """One piece of work, how much it weighs, and the units that it needs."""

    units = forms.ModelMultipleChoiceField(
        label=_("Competency units that this task needs"),
        queryset=CompetencyUnit.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = Task
        fields = ("title", *RATINGS)
        widgets = {name: forms.Select(choices=[("", _("Not rated yet")), *SCALE]) for name in RATINGS}

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = CompetencyUnit.objects.visible_to(member)
        if self.instance.pk:
            self.initial["units"] = list(self.instance.task_units.values_list("unit", flat=True))


class AgreementForm(forms.Form):
    """The day on which the company agreed, and how, when it did not do so here."""

    agreed_on = forms.DateField(label=_("Agreed on"), widget=forms.DateInput)
    agreed_how = forms.CharField(
        label=_("How it was agreed"),
        max_length=200,
        validators=[refuse_resident_number],
        help_text=_("For instance: meeting at the company, e-mail of the head of personnel."),
    )
    open_to_consortium = forms.BooleanField(
        label=_("The company knows that the consortium then sees the job, its tasks and their ratings."),
        error_messages={"required": _("Without this the analysis stays a draft.")},
    )

    def __init__(self, *args: Any, on_screen: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("agreed_on", timezone.localdate())
        if on_screen:
            del self.fields["agreed_on"], self.fields["agreed_how"]

    def clean_agreed_on(self) -> Any:
        day = self.cleaned_data["agreed_on"]
        if day > timezone.localdate():
            raise ValidationError(_("This date lies in the future."))
        return day


class AskForm(forms.Form):
    """Who gets the link, and until when an answer is taken."""

    name = forms.CharField(
        label=_("Contact"),
        max_length=100,
        validators=[refuse_resident_number],
        help_text=_("The person who knows this work best."),
    )
    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("The link goes there; no account is needed.")
    )
    closes_on = forms.DateField(label=_("Answer until"), widget=forms.DateInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("closes_on", timezone.localdate() + USUAL_TIME)


@dataclass(frozen=True)
class Question:
    """One task as the answering form shows it: its three ratings."""

    task: Task
    ratings: list[tuple[str, BoundField]]


class AnswerForm(forms.Form):
    """Three ratings for every task, how many people the company needs, and what is missing."""

    jobs = forms.IntegerField(
        label=_("How many people will you need for this work within three years?"),
        min_value=0,
        max_value=MOST_PEOPLE,
        required=False,
        help_text=_("0 if you will need nobody; empty if you cannot say yet."),
    )
    comment = forms.CharField(
        label=_("Is anything missing or wrong?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        validators=[refuse_resident_number],
        help_text=_("Only the school reads this."),
    )

    def __init__(self, *args: Any, survey: Survey, duties: list[Duty], **kwargs: Any) -> None:
        given = {one.task_id: one for one in survey.ratings.all()}
        initial = {"jobs": survey.jobs, "comment": survey.comment}
        super().__init__(*args, initial=initial, **kwargs)
        self.duties = duties
        for task in (task for duty in duties for task in duty.tasks.all()):
            for aspect, label in ASPECTS.items():
                field = forms.TypedChoiceField(
                    label=f"{task.title} – {label}", choices=SCALE, coerce=int, widget=forms.RadioSelect
                )
                field.error_messages["required"] = _("Choose a number from 1 to 5.")
                if task.pk in given:
                    field.initial = getattr(given[task.pk], aspect)
                self.fields[f"{aspect}_{task.pk}"] = field

    def questions(self) -> Iterator[tuple[Duty, list[Question]]]:
        """The duties with their tasks, in the order of the analysis."""
        for duty in self.duties:
            yield duty, [self._question(task) for task in duty.tasks.all()]

    def answer(self) -> Answer:
        """What was chosen, as the service takes it."""
        tasks = [task.pk for duty in self.duties for task in duty.tasks.all()]
        ratings = {task: tuple(self.cleaned_data[f"{aspect}_{task}"] for aspect in RATINGS) for task in tasks}
        return Answer(ratings, self.cleaned_data["jobs"], self.cleaned_data["comment"])

    def _question(self, task: Task) -> Question:
        return Question(task, [(str(ASPECTS[aspect]), self[f"{aspect}_{task.pk}"]) for aspect in RATINGS])
