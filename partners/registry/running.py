"""What still runs with a partner: read before its participation is ended, and nothing is closed by that."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partners.models import Agreement, Interaction, Member, Partner, Pledge


@dataclass(frozen=True)
class Running:
    """One kind of what is under way, how many there are, what becomes of it, and where it stands."""

    label: str | Promise
    count: int
    then: str | Promise
    url: str = ""


def running_with(partner: Partner, member: Member) -> list[Running]:
    """As far as this member may know; kinds of which there is nothing are left out."""
    slug = member.consortium.slug
    pledges = Pledge.objects.visible_to(member).filter(partner=partner).running(timezone.localdate())
    agreements = Agreement.objects.visible_to(member).signed_by_all().of_party(partner.pk)
    steps = Interaction.objects.visible_to(member).filter(partner=partner).open()
    people = Member.objects.visible_to(member).active().filter(partner=partner)
    found = [
        Running(
            _("Agreements that are in force"),
            agreements.count(),
            _("They stay in force. An amendment takes the party out."),
            f"{reverse('partners:agreements', args=[slug])}?party={partner.pk}",
        ),
        Running(
            _("Pledges that are running"),
            pledges.count(),
            _("They go on being counted. End those of which nothing more will come."),
            f"{reverse('partners:pledges', args=[slug])}?partner={partner.pk}",
        ),
        Running(
            _("Next steps that are open"),
            steps.count(),
            _("They stay with whoever does them until they are marked as done."),
            reverse("partners:partner_interactions", args=[slug, partner.pk]),
        ),
        Running(_("People with access"), people.count(), _("Their access ends at once.")),
    ]
    return [one for one in found if one.count]
