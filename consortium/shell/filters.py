"""Filters as chips: what is on, in words, with the address that takes it off."""

from __future__ import annotations

from dataclasses import dataclass

import django_filters
from django.http import QueryDict
from django.utils.formats import localize

from consortium.shell.lists import PLACE_PARAMETERS


@dataclass(frozen=True)
class Chip:
    """One filter that is on: its name, its value in words, and the address without it."""

    label: str
    value: str
    url: str


def chips(filterset: django_filters.FilterSet, query: QueryDict) -> list[Chip]:
    """The filters that narrow this list now; a filter of several values has one chip for each."""
    found = []
    form = filterset.form
    if not form.is_bound or not form.is_valid():
        return found
    for name, bound in form.fields.items():
        value = form.cleaned_data.get(name)
        if value in (None, "", [], ()) or (hasattr(value, "exists") and not value):
            continue
        label = str(bound.label or name)
        if name not in query:
            continue
        for raw in query.getlist(name):
            if raw:
                found.append(Chip(label, _in_words(bound, raw, value), _without(query, name, raw)))
    return found


def in_words(filterset: django_filters.FilterSet) -> str:
    """The filters that are on, for the head of a file: 'Grade: Grade 3 · State: Enrolled'."""
    form, found = filterset.form, []
    for name, value in form.cleaned_data.items() if form.is_valid() else ():
        if value in (None, ""):
            continue
        words = dict(getattr(form.fields[name], "choices", ())).get(value, value)
        found.append(f"{form.fields[name].label}: {words}")
    return " · ".join(found)


def _in_words(bound: object, raw: str, value: object) -> str:
    """The label of a choice, the name of an object, or the value itself."""
    for key, words in _flat(getattr(bound, "choices", ())):
        if str(key) == raw:
            return str(words)
    return str(value) if hasattr(value, "pk") or isinstance(value, str) else str(localize(raw))


def _flat(choices: object) -> list[tuple[object, object]]:
    flat = []
    for key, words in choices:
        flat += list(words) if isinstance(words, (list, tuple)) else [(key, words)]
    return flat


def _without(query: QueryDict, name: str, raw: str) -> str:
    rest = query.copy()
    rest.setlist(name, [value for value in rest.getlist(name) if value != raw])
    for place in PLACE_PARAMETERS:
        rest.pop(place, None)
    return f"?{rest.urlencode()}"
