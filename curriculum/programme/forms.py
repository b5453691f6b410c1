"""What is typed about programme tables and their rows."""

from __future__ import annotations

import json
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from curriculum.decisions import CURRICULUM, STEERING, usable
from curriculum.models import (
    FIRST_YEAR,
    LAST_YEAR,
    MOST_CREDITS,
    Department,
    ProgrammeRow,
    ProgrammeTable,
    Subject,
)
from curriculum.programme.rows import CELLS, CREDITS, cells_of
from curriculum.states import Generation
from curriculum.subjects.forms import DecisionFields
from curriculum.terms import semester_in_words
from partners.models import Member

LONGEST_REASON = 300
YEAR = [MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
REASON = forms.Textarea(attrs={"rows": 3})


class TableForm(forms.Form):
    """For whom a new table is."""

    department = forms.ModelChoiceField(queryset=Department.objects.none(), label=_("Department"))
    entry_year = forms.IntegerField(label=_("Entry year"), validators=YEAR)
    generation = forms.ChoiceField(
        label=_("Curriculum generation"),
        required=False,
        choices=[("", _("As the rules of the entry year say")), *Generation.choices],
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ours = Department.objects.visible_to(member).filter(school=member.partner_id)
        self.fields["department"].queryset = ours

    def clean_generation(self) -> Generation | None:
        found = self.cleaned_data["generation"]
        return Generation(found) if found else None


class CopyForm(forms.Form):
    """For which entry year a copy is; the same one makes the next version."""

    entry_year = forms.IntegerField(
        label=_("Entry year"),
        validators=YEAR,
        help_text=_("The same entry year makes the next version of this table."),
    )


class ReasonForm(forms.Form):
    """Why a table is sent back."""

    reason = forms.CharField(label=_("What is to be changed"), max_length=LONGEST_REASON, widget=REASON)


class RemarkForm(forms.Form):
    """Why a table goes before the committees although rules are broken."""

    remark = forms.CharField(
        label=_("Why it goes on with broken rules"),
        max_length=LONGEST_REASON,
        required=False,
        widget=REASON,
        help_text=_("The committees read it. Needed only where a rule is broken."),
    )


class ApproveForm(DecisionFields):
    """The decisions of both committees on which an approved table rests."""

    def __init__(self, *args: Any, member: Member, table: ProgrammeTable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = {
            CURRICULUM: _("Deliberation of the curriculum committee"),
            STEERING: _("Deliberation of the steering committee"),
        }
        for one, title in titles.items():
            self.add_decision(one.prefix, title, usable(table, one, by=member), one.name)


class WholeCredits(forms.IntegerField):
    """Credits of a semester; “1.” is no 1 but half of a “1.5”."""

    re_decimal = re.compile("(?!)")


class RowForm(forms.ModelForm):
    """Cells of a row, all of them or only those named; `seen` is what their editor saw in them."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = ProgrammeRow
        fields = CELLS
        field_classes = dict.fromkeys(CREDITS, WholeCredits)

    def __init__(self, *args: Any, only: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for semester, name in enumerate(CREDITS, start=1):
            self.fields[name].label = semester_in_words(semester)
            self.fields[name].required = False
            self.fields[name].validators.append(MaxValueValidator(MOST_CREDITS))
            self.fields[name].widget.attrs["inputmode"] = "numeric"
        if only:
            for name in set(CELLS) - {only}:
                del self.fields[name]
        if self.instance.pk:
            self.initial["seen"] = json.dumps(cells_of(self.instance), ensure_ascii=False)

    def clean(self) -> dict[str, Any]:
        """An emptied cell of credits means none."""
        cleaned = super().clean()
        for name in CREDITS:
            if name in self.fields and name not in self.errors and cleaned.get(name) is None:
                cleaned[name] = 0
        return cleaned

    def clean_seen(self) -> dict[str, Any]:
        if not self.instance.pk:
            return {}
        try:
            seen = json.loads(self.cleaned_data["seen"])
        except ValueError:
            seen = None
        if not isinstance(seen, dict):
            raise ValidationError(_("Load the page again: it does not say what you saw in the cells."))
        return seen

    @property
    def cells(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in CELLS if name in self.cleaned_data}

    def _post_clean(self) -> None:
        """The service writes; the instance stays as it is stored."""


class NewRowForm(RowForm):
    """One more subject of the table's curriculum."""

    subject = forms.ModelChoiceField(queryset=Subject.objects.none(), label=_("School subject"))

    field_order = ("subject", *CELLS)

    def __init__(self, *args: Any, member: Member, table: ProgrammeTable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = Subject.objects.visible_to(member).filter(school=member.partner_id)
        free = known.filter(generation=table.generation).exclude(programme_rows__table=table)
        self.fields["subject"].queryset = free
        self.fields["subject"].label_from_instance = _named
        self.fields["is_required"].initial = True


def _named(subject: Subject) -> str:
    return f"{subject} · {subject.group_in_words}, {subject.kind_in_words}"
