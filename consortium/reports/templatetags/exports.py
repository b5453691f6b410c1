"""{% export_link "pledges" %}: this list as XLSX with its filters; nothing for whom the file is not."""

from django import template
from django.urls import reverse

from consortium.reports import exports
from consortium.shell.lists import PLACE_PARAMETERS

register = template.Library()


@register.inclusion_tag("components/export_link.html", takes_context=True)
def export_link(context: template.Context, key: str) -> dict[str, str]:
    """The way to the file, with the filters that are on now."""
    member, export = context["member"], exports.find(key)
    if export is None or not export.is_for(member):
        return {}
    query = context["request"].GET.copy()
    for place in (*PLACE_PARAMETERS, "sort"):
        query.pop(place, None)
    address = reverse("reports:export", args=[member.consortium.slug, key])
    return {"url": f"{address}?{query.urlencode()}" if query else address}
