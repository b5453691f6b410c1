"""Which table is held against which demand: what stands in the address of the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.rules.calendar import school_year
from curriculum.demand.picture import BOTH, GAPS, TAUGHT_ONLY, Picture, picture_of
from curriculum.demand.sources import sources
from curriculum.models import ProgrammeTable
from curriculum.states import TableState
from partners.models import Partner

if TYPE_CHECKING:
    from collections.abc import Mapping

    from partners.models import Member


class ChoosingForm(forms.Form):
    """A department's table of one entry year and version, and what part of the demand."""

    table = forms.ChoiceField(label=_("Programme table"), required=False)
    source = forms.ChoiceField(label=_("Demand from"), required=False)
    company = forms.ModelChoiceField(
        label=_("Company"), queryset=Partner.objects.none(), required=False, empty_label=_("Every company")
    )
    show = forms.ChoiceField(
        label=_("Units"),
        required=False,
        choices=[
            ("", _("All")),
            (GAPS, _("Demanded and not taught")),
            (BOTH, _("Demanded and taught")),
            (TAUGHT_ONLY, _("Taught and not demanded")),
        ],
    )

    def __init__(self, *args: Any, member: Member, tables: list[ProgrammeTable], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["table"].choices = [(str(table.pk), _in_words(table)) for table in tables]
        self.fields["source"].choices = [("", _("Everything")), *((one.key, one.label) for one in sources())]
        self.fields["company"].queryset = Partner.objects.companies_of(member)


@dataclass(frozen=True)
class Chosen:
    """The picture as the address asks for it, with the form that asked (for chips and selects)."""

    form: ChoosingForm
    picture: Picture

    @property
    def in_words(self) -> str:
        """The filters that are on, for the head of a file."""
        found = []
        for name, value in self.form.cleaned_data.items() if self.form.is_valid() else ():
            if value and name != "table":
                choices = dict(getattr(self.form.fields[name], "choices", ()))
                found.append(f"{self.form.fields[name].label}: {choices.get(value, value)}")
        return " · ".join(found)


def choose(member: Member, query: Mapping[str, str]) -> Chosen:
    """The picture for what stands in the address; what cannot be chosen is as if it did not stand there."""
    tables = known_tables(member)
    table = next((one for one in tables if str(one.pk) == query.get("table")), None) or usual_table(tables)
    shown = {name: query.get(name, "") for name in ChoosingForm.base_fields}
    form = ChoosingForm(shown | {"table": str(table.pk) if table else ""}, member=member, tables=tables)
    form.is_valid()
    wanted = {name: form.cleaned_data.get(name) for name in form.fields}
    picture = picture_of(
        member,
        table,
        only=wanted["source"] or "",
        company=wanted["company"].pk if wanted["company"] else None,
        standing=wanted["show"] or "",
    )
    return Chosen(form, picture)


def known_tables(member: Member) -> list[ProgrammeTable]:
    """The tables that the member may know, by department, the newest entry year first."""
    found = ProgrammeTable.objects.visible_to(member).select_related("department", "consortium")
    return list(found.order_by("department__name", "-entry_year", "-version"))


def usual_table(tables: list[ProgrammeTable]) -> ProgrammeTable | None:
    """What somebody means who names no table: the approved one of those who entered last."""
    approved = [one for one in tables if one.state == TableState.APPROVED]
    entered = [one for one in approved if one.entry_year <= school_year(timezone.localdate())]
    candidates = entered or approved or tables
    return max(candidates, key=lambda one: (one.entry_year, -one.department_id, one.version), default=None)


def _in_words(table: ProgrammeTable) -> str:
    return f"{table.department} · {table.entry_year} · v{table.version} ({table.get_state_display()})"
