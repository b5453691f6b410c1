"""How vacancies and candidates are written on pages.

{% compare_address card.pk %}   this page's address with the candidate put into the comparison, or out
"""

from __future__ import annotations

from django import template
from django.http import QueryDict

register = template.Library()


@register.simple_tag(takes_context=True)
def compare_address(context: template.Context, pk: int) -> str:
    """Take the candidate into the comparison or out of it; the place in the list stays."""
    path, _mark, text = str(context["here"]).partition("?")
    query = QueryDict(text.partition("#")[0], mutable=True)
    chosen = query.getlist("compare")
    rest = [value for value in chosen if value != str(pk)]
    query.setlist("compare", rest if str(pk) in chosen else [*rest, str(pk)])
    return f"{path}?{query.urlencode()}#card-{pk}"
