"""What is typed about subjects."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from curriculum.models import CompetencyUnit, Subject
from curriculum.programme.services.deciding import Decision
from curriculum.subjects.services import FACTS
from partners.models import Approval, Member

if TYPE_CHECKING:
    from django.db.models import QuerySet

MOST_HOURS = 600
DECISION = ("approval", "body", "on", "number", "document")


class SubjectForm(forms.ModelForm):
    """A subject of one curriculum generation; the service says which kinds that one knows."""

    class Meta:
        model = Subject
        fields = FACTS
        labels = {"generation": _("Curriculum generation"), "kind": _("Kind")}
        help_texts = {
            "subject_group": _(
                "As the official table heads it, such as Korean or Electricity and Electronics."
            ),
            "is_school_created": _("The education office has to approve it before it is taught."),
        }

    def _post_clean(self) -> None:
        """The service writes; the instance stays as it is stored."""


class UnitForm(forms.Form):
    """One competency unit that the subject teaches."""

    unit = forms.ModelChoiceField(queryset=CompetencyUnit.objects.none(), label=_("Competency unit"))
    hours = forms.IntegerField(
        label=_("Hours"),
        required=False,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_HOURS)],
        help_text=_("Lessons of 50 minutes; leave it empty if it is not decided."),
    )

    def __init__(self, *args: Any, member: Member, subject: Subject, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = CompetencyUnit.objects.visible_to(member).prefetch_related("elements")
        self.fields["unit"].queryset = units
        self.fields["unit"].label_from_instance = lambda unit: f"{unit.in_words} ({unit.code})"


class DecisionFields(forms.Form):
    """A committee's or an office's decision: one that is recorded, or a new one."""

    def add_decision(self, prefix: str, title: str, known: QuerySet[Approval], body: str) -> None:
        def named(label: str | Promise) -> str | Promise:
            """Two decisions on one form are told apart by their titles."""
            return format_lazy("{title}: {label}", title=title, label=label) if prefix else label

        self.fields[f"{prefix}approval"] = forms.ModelChoiceField(
            known,
            required=False,
            label=title,
            empty_label=_("Enter a new one below"),
            help_text=_("Choose one that is recorded, or fill in the next fields; not both."),
        )
        self.fields[f"{prefix}approval"].label_from_instance = attrgetter("in_words")
        self.fields[f"{prefix}body"] = forms.CharField(
            max_length=100, required=False, label=named(_("Body")), initial=body
        )
        self.fields[f"{prefix}on"] = forms.DateField(required=False, label=named(_("Date of the decision")))
        self.fields[f"{prefix}number"] = forms.CharField(
            max_length=50, required=False, label=named(_("Number of the decision"))
        )
        self.fields[f"{prefix}document"] = forms.CharField(
            max_length=200,
            required=False,
            label=named(_("Document")),
            help_text=_("Title or number of the paper."),
        )

    def clean(self) -> dict[str, Any]:
        """One decision or the other: a chosen one says its date and number already."""
        cleaned = super().clean()
        for name in [name for name in self.fields if name.endswith("approval") and cleaned.get(name)]:
            prefix = name.removesuffix("approval")
            if any(cleaned.get(f"{prefix}{one}") for one in ("on", "number", "document")):
                self.add_error(
                    name,
                    _("You chose a recorded decision and entered a new one. Empty one of the two."),
                )
        return cleaned

    def decision(self, prefix: str = "") -> Decision:
        sent = {name: self.cleaned_data.get(f"{prefix}{name}") for name in DECISION}
        return Decision(**{name: value for name, value in sent.items() if value})


class OfficeForm(DecisionFields):
    """The education office's approval of a school-created subject."""

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = Approval.objects.visible_to(member).filter(
            Q(body__contains="교육청") | Q(body__contains="교육지원청")
        )
        self.add_decision("", _("Approval of the education office"), known.order_by("-on", "-pk"), "")
