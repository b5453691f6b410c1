"""Competency units that are ticked in a form while one searches for more; it works without scripts too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.forms.utils import ErrorDict
from django.shortcuts import redirect, render

from consortium import hangul
from consortium.shell.ids import ids_in
from curriculum.models import CompetencyUnit

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from partners.models import Member

SHOWN = 20


class ChoosesUnits:
    """A form with a field `units`, whose choices stand in a searchable list beside it."""

    @property
    def errors(self) -> ErrorDict:
        """Whoever sends the form to find more units has not filled it in yet: nothing is at fault."""
        return ErrorDict() if "search" in self.data else super().errors

    @property
    def chosen_units(self) -> list[int]:
        """The units ticked at this moment, saved or not."""
        return ids_in(self["units"].value() or [])


def choices(member: Member, text: str, chosen: list[int]) -> dict[str, object]:
    """What the list shows: the chosen units, and after them those that match the words."""
    known = CompetencyUnit.objects.visible_to(member).prefetch_related("elements").order_by("code")
    words = hangul.searched(text)
    found = known.exclude(pk__in=chosen).matching(words)[:SHOWN]
    return {"units": [*known.filter(pk__in=chosen), *found], "chosen": set(chosen), "unit_search": words}


def choices_of(request: HttpRequest, form: ChoosesUnits) -> dict[str, object]:
    """The list beside a form that was sent; `searching`, where it was sent to find more units."""
    found = choices(request.member, request.POST.get("unit_search", ""), form.chosen_units)
    return found | {"searching": is_searching(request)}


def is_searching(request: HttpRequest) -> bool:
    """Whether the form was sent by its search button, and saves nothing yet."""
    return "search" in request.POST


def choices_page(request: HttpRequest, home: str) -> HttpResponse:
    """The list alone, while one types; what is ticked stays in it.

    It is a part of a form. Whoever types its address is sent to `home`, where such forms begin.
    """
    if not request.htmx:
        return redirect(home, request.member.consortium.slug)
    chosen = ids_in(request.GET.getlist("units"))
    found = choices(request.member, request.GET.get("unit_search", ""), chosen)
    return render(request, "curriculum/_unit_choices.html", found)
