"""Draws published figures once, when they are published; whatever is withheld is not in the picture."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from consortium.governance.models import Figure, Picture, Snapshot
from consortium.governance.presentation import in_words
from consortium.reports import charts

STUDENTS, PLEDGES = "students", "pledges"


def pictures(snapshot: Snapshot, figures: Iterable[Figure]) -> list[Picture]:
    """Each chart in each language."""
    by_code: dict[str, list[Figure]] = {}
    for figure in figures:
        by_code.setdefault(figure.indicator.code, []).append(figure)
    drawn = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            drawn += [
                _picture(snapshot, language, STUDENTS, *_students(by_code.get(STUDENTS, []))),
                _picture(snapshot, language, PLEDGES, *_pledges(by_code.get(PLEDGES, []))),
            ]
    return drawn


def _picture(
    snapshot: Snapshot, language: str, name: str, caption: str, alt: str, spec: dict[str, Any]
) -> Picture:
    return Picture(
        consortium_id=snapshot.consortium_id,
        snapshot=snapshot,
        name=name,
        language=language,
        caption=caption,
        alt=alt,
        svg=charts.svg(spec),
    )


def _students(figures: list[Figure]) -> tuple[str, str, dict[str, Any]]:
    """Grouped bars: departments, in each the grades; a withheld cell keeps its place and shows its mark."""
    cells = [figure for figure in figures if figure.row and figure.column]
    values = [
        {
            "row": figure.row_label,
            "column": figure.column_label,
            "value": 0 if figure.is_withheld else float(figure.value),
            "shown": in_words(figure),
        }
        for figure in cells
    ]
    axis = {"title": _("Students (persons)"), "tickMinStep": 5, "format": ",d"}
    spec = _bars(values, axis, _distinct(figure.row_label for figure in cells))
    columns = _distinct(figure.column_label for figure in cells)
    spec["encoding"] |= {
        "yOffset": {"field": "column", "type": "nominal", "sort": columns},
    }
    spec["layer"][0]["encoding"] = {
        "color": {
            "field": "column",
            "type": "nominal",
            "sort": columns,
            "title": None,
            "legend": {"orient": "top"},
        }
    }
    return _("Enrolled students by department and grade"), _told(values), spec


def _pledges(figures: list[Figure]) -> tuple[str, str, dict[str, Any]]:
    values = [
        {
            "row": figure.column_label,
            "column": "",
            "value": float(figure.value),
            "shown": f"{in_words(figure)}%" if figure.value else in_words(figure),
        }
        for figure in figures
    ]
    axis = {"title": _("Delivered (%)")}
    spec = _bars(values, axis, [value["row"] for value in values])
    spec["encoding"]["x"]["scale"] = {"domain": [0, 100]}
    return _("Delivered share of the pledges by kind"), _told(values), spec


def _bars(values: list[dict[str, Any]], axis: dict[str, Any], order: list[str]) -> dict[str, Any]:
    return {
        "width": 470,
        "height": {"step": 18 if any(value["column"] for value in values) else 26},
        "data": {"values": values},
        "encoding": {
            "y": {"field": "row", "type": "nominal", "sort": order, "title": None},
            "x": {"field": "value", "type": "quantitative", "axis": axis},
        },
        "layer": [
            {"mark": {"type": "bar", "cornerRadiusEnd": 2, "color": charts.COLOURS[0]}},
            {
                "mark": {"type": "text", "align": "left", "dx": 4, "fontSize": 12},
                "encoding": {"text": {"field": "shown", "type": "nominal"}},
            },
        ],
    }


def _told(values: list[dict[str, Any]]) -> str:
    """The picture in words, for those who cannot see it."""
    return "; ".join(
        f"{value['row']} {value['column']} {value['shown']}".replace("  ", " ") for value in values
    )


def _distinct(labels: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(labels))
