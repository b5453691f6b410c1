"""The components of the Korean government design system (KRDS), as template tags.

    {% load krds %}
    {% error_summary form %}                  what is wrong, linked to the fields; takes the focus
    {% field form.name %}                     label, hint, error and input of one field
    {% fields form %}                         every visible field of a form, and the hidden ones
    {% badge text tone %}                     tone: primary success warning danger information gray
    {% empty_state title text url action %}   nothing here yet, and what to do about it
    {% sort_header page "name" label %}       a <th> that orders the list of a `KeysetPage`
    {% paging page %}                         next and previous of a `KeysetPage`
    {% filter_chips filterset %}              the filters that are on, each with a way to take it off
    {% progress value maximum label %}        a bar with its words
    {% figure_card figure %}                  a `work.Figure` with its trend line
    {% trend points label %}                  the trend line alone
    {% tabs entries %}                        entries: (label, url, is_current), as links
    {% breadcrumbs label url label url … %}   the way here from home; the page itself has no url
    {% dialog "id" title %}…{% enddialog %}   opened by any link with data-opens="id"
    {% confirm_button label tone %}           the button that does what the page says
    {% task_on object task %}                 the heading of a page on which something is done to an object
    {{ entries|current }}                     the label of the tab that is open

Tables are plain HTML in <div class="table-wrap"><table class="list">: give each <td> a
`data-label="…"` and it turns into cards on a telephone; `class="number"` aligns figures.
The rest is a few classes: `card`, `columns` (equal ones), `with-side` (content and a narrow side),
`note` with `warning`, `danger` or `success`, `facts` (a definition list), `button-group`,
`filter-form` (a GET form above a list), `form-narrow`, `lead`, `subtle`, `sr-only`.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from django import forms, template
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from consortium.shell.devices import device_name
from consortium.shell.lists import KeysetPage
from consortium.shell.trend import trend_line
from consortium.shell.work import Figure

register = template.Library()

TONES = {
    "primary": "bg-light-primary",
    "success": "bg-light-success",
    "warning": "bg-light-warning",
    "danger": "bg-light-danger",
    "information": "bg-light-information",
    "gray": "bg-light-gray",
}
NO_CHOICE = BLANK_CHOICE_DASH[0][1]
CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple)


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, label: str = "") -> dict[str, object]:
    """One form field with everything a screen reader needs to know of it; `label` in place of its own."""
    widget = bound.field.widget
    hint_id, error_id = f"{bound.auto_id}_hint", f"{bound.auto_id}_error"
    described = [name for name, shown in ((hint_id, bound.help_text), (error_id, bound.errors)) if shown]
    attrs = {"class": css_class(widget)}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    grouped = isinstance(widget, CHOICES)
    return {
        "field": bound,
        "label": label or bound.label,
        "input": "" if grouped else bound.as_widget(widget=_for_browsers(widget), attrs=attrs),
        "grouped": grouped,
        "single_check": isinstance(widget, forms.CheckboxInput),
        "hint_id": hint_id,
        "error_id": error_id,
        "described": " ".join(described),
    }


def css_class(widget: forms.Widget) -> str:
    """The KRDS class of a widget, after the widget's own."""
    if isinstance(widget, (forms.CheckboxInput, *CHOICES)):
        ours = ""
    elif isinstance(widget, forms.SelectMultiple):
        ours = "krds-input multiple"
    elif isinstance(widget, forms.Select):
        ours = "krds-form-select"
    elif isinstance(widget, forms.FileInput):
        ours = "file-input"
    else:
        ours = "krds-input"
    return " ".join(filter(None, (ours, widget.attrs.get("class", ""))))


def _for_browsers(widget: forms.Widget) -> forms.Widget | None:
    """Dates are asked with the browser's own calendar; an empty choice says what to do, not `---------`."""
    if type(widget) is forms.DateInput:
        calendar = copy.copy(widget)
        calendar.input_type, calendar.format = "date", "%Y-%m-%d"
        return calendar
    if type(widget) is forms.Select:
        menu = copy.copy(widget)
        menu.choices = [
            (value, gettext("Choose…") if label == NO_CHOICE else label) for value, label in widget.choices
        ]
        return menu
    return None


@register.inclusion_tag("components/fields.html")
def fields(form: forms.BaseForm) -> dict[str, object]:
    """Every field of a form, in its order."""
    return {"form": form}


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: forms.BaseForm) -> dict[str, object]:
    """What is wrong with a form, each line a link to its field."""
    wrong = [(bound, bound.errors) for bound in form if bound.errors]
    return {"general": form.non_field_errors(), "wrong": wrong, "has_errors": bool(form.errors)}


@register.simple_tag
def badge(text: Any, tone: str = "gray") -> SafeString:
    """A state in one or two words; the tone repeats it and never replaces it."""
    return format_html('<span class="krds-badge {}">{}</span>', TONES[tone or "gray"], text)


@register.filter
def device(user_agent: str) -> str:
    """A browser and its system by name, from what the browser says of itself."""
    return device_name(user_agent)


@register.inclusion_tag("components/empty_state.html")
def empty_state(title: str, text: str = "", url: str = "", action: str = "") -> dict[str, str]:
    """Nothing here: says so, says why, and offers what to do."""
    return {"title": title, "text": text, "url": url, "action": action}


@register.inclusion_tag("components/sort_header.html")
def sort_header(page: KeysetPage, key: str, label: str, css: str = "") -> dict[str, object]:
    """A column head that orders the list."""
    return {
        "url": page.sort_address(key),
        "aria_sort": page.aria_sort(key),
        "label": label,
        "css": css,
    }


@register.inclusion_tag("components/paging.html")
def paging(page: KeysetPage) -> dict[str, object]:
    """The way to the neighbouring pages of a list."""
    return {"page": page}


@register.inclusion_tag("components/filter_chips.html", takes_context=True)
def filter_chips(context: template.Context, filterset: Any) -> dict[str, object]:
    """The filters that are on, as chips that take themselves off; the address carries them all."""
    from consortium.shell.filters import chips  # noqa: PLC0415 - django-filter needs the apps loaded

    query = context["request"].GET
    return {"chips": chips(filterset, query), "all_off": context["request"].path}


@register.inclusion_tag("components/progress.html")
def progress(value: float, maximum: float, label: str) -> dict[str, object]:
    """How far something is, as a bar and in words."""
    share = round(100 * value / maximum) if maximum else 0
    return {"value": value, "maximum": maximum or 1, "label": label, "share": share}


@register.inclusion_tag("components/figure_card.html")
def figure_card(figure: Figure) -> dict[str, object]:
    """One number with its definition and trend."""
    return {"figure": figure}


@register.simple_tag
def trend(points: Iterable[float], label: str) -> SafeString:
    """A small line of the last values; its words say first, last and direction."""
    return trend_line(list(points), str(label))


@register.inclusion_tag("components/tabs.html")
def tabs(entries: Iterable[tuple[str, str, bool]], label: str = "") -> dict[str, object]:
    """Tabs that are addresses."""
    return {"entries": entries, "label": label}


@register.filter
def current(entries: Iterable[tuple[str, str, bool]]) -> str:
    """The label of the tab that is open, nothing where the page is none of them."""
    return next((str(label) for label, _url, is_current in entries if is_current), "")


@register.simple_tag
def task_on(thing: Any, task: str) -> str:
    """What a page does to what, in the order of the reader's language."""
    return gettext("%(task)s: %(object)s") % {"task": task, "object": thing}


@register.inclusion_tag("components/breadcrumbs.html", takes_context=True)
def breadcrumbs(context: template.Context, *way: str) -> dict[str, object]:
    """The way here: home, then label and address in turns; the last label is this page."""
    steps = [(way[index], way[index + 1] if index + 1 < len(way) else "") for index in range(0, len(way), 2)]
    return {"steps": steps, "member": context.get("member")}


@register.inclusion_tag("components/confirm_button.html")
def confirm_button(label: str, tone: str = "primary", cancel_url: str = "") -> dict[str, str]:
    """The button that does what the page says, beside the way back."""
    return {"label": label, "tone": tone, "cancel_url": cancel_url}


@register.simple_block_tag
def dialog(content: str, dialog_id: str, title: str) -> SafeString:
    """A dialog that a link with `data-opens="<id>"` opens; without script the link leads to a page."""
    return render_to_string("components/dialog.html", {"id": dialog_id, "title": title, "content": content})
