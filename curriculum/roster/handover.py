"""Classes of somebody who leaves: another homeroom teacher takes them, or nobody until one is chosen."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from curriculum.models import SchoolClass
from curriculum.models.student import present_school_year
from partners.models import Member
from partners.people.handover import Source, register
from partners.states import Role


def led_classes(member: Member) -> QuerySet:
    """Classes of this school year and later that this person leads."""
    return (
        SchoolClass.objects.visible_to(member).led_by(member).filter(school_year__gte=present_school_year())
    )


def pass_on(classes: Sequence[SchoolClass], to: Member | None, by: Member) -> None:
    """Only a homeroom teacher leads a class."""
    successor = to if to is not None and to.role == Role.HOMEROOM_TEACHER else None
    SchoolClass.objects.filter(pk__in=[one.pk for one in classes]).update(homeroom=successor)


register(Source("classes", _("Classes as homeroom teacher"), led_classes, pass_on))
