"""What courses developed together show for the criteria of a call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from curriculum.models import CoursePartner, CourseVersion
from partners.programme.evidence import SHOWN, Found, Line, Source, register

if TYPE_CHECKING:
    from partners.models import Member


def courses(member: Member) -> Found:
    """Approved courses to which a partner contributed."""
    contributed = CoursePartner.objects.visible_to(member).contributing().values("version")
    found = (
        CourseVersion.objects.visible_to(member)
        .published()
        .newest()
        .filter(pk__in=contributed)
        .select_related("consortium")
        .order_by("-created_at")
    )
    lines = [Line(one.title, one.get_absolute_url()) for one in found[:SHOWN]]
    under_way = CourseVersion.objects.visible_to(member).under_way().count()
    rest = _("under way: %(count)d") % {"count": under_way} if under_way else ""
    return Found(found.count(), tuple(lines), rest)


register(Source("courses", gettext_lazy("Courses developed together"), courses))
