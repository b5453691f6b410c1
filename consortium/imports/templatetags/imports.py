"""The way into an import, for the page of the list that it fills.

{% load imports %}{% import_button "partners" %}    a button for those who may, nothing for others
"""

from django import template

from consortium.imports.registry import find

register = template.Library()


@register.inclusion_tag("imports/_button.html", takes_context=True)
def import_button(context: template.Context, key: str) -> dict[str, object]:
    """Leads to the upload of this kind of list."""
    member, target = context["member"], find(key)
    return {"member": member, "target": target if target and target.policy(member) else None}
