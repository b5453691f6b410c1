"""Filters of the list of members, for page and API alike."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from partners.models import Member, Partner
from partners.people.policies import NEVER_INVITED
from partners.states import Role

ROLES = [(role.value, role.label) for role in Role if role not in NEVER_INVITED]


def organisations(request: object) -> QuerySet[Partner]:
    return Partner.objects.visible_to(request.member) if request else Partner.objects.none()


class MemberFilter(django_filters.FilterSet):
    """By organisation and role."""

    partner = django_filters.ModelChoiceFilter(
        queryset=organisations, label=_("Organisation"), empty_label=_("All")
    )
    role = django_filters.ChoiceFilter(choices=ROLES, label=_("Role"), empty_label=_("All"))

    class Meta:
        model = Member
        fields = ()
