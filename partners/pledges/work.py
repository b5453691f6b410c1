"""What pledges put on people's home pages."""

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consortium.shell.work import (
    MOST,
    Figure,
    Source,
    Suggestion,
    WorkItem,
    register,
    register_figures,
    register_suggestion,
)
from partners.amounts import in_words, share_in_words
from partners.models import Delivery, Member, Pledge
from partners.pledges.policies import LEDGER_KEEPERS
from partners.states import OFFICIALS, SCHOOL_STAFF, Role

SOON = timedelta(days=120)  # a partner is reminded of what is still open this long before the period ends
OVERSEERS = LEDGER_KEEPERS | {Role.PRINCIPAL} | OFFICIALS
PROMISERS = frozenset(
    {Role.HR, Role.LECTURER, Role.ASSOCIATION_SECRETARY, Role.CITY_OFFICIAL, Role.EDUCATION_OFFICIAL}
)
MONTHS = 6  # of the trend line


def _running(member: Member) -> QuerySet:
    return (
        Pledge.objects.visible_to(member)
        .with_delivered()
        .running(timezone.localdate())
        .select_related("partner")
    )


def _item(pledge: Pledge, member: Member, detail: str) -> WorkItem:
    return WorkItem(
        title=pledge.description,
        url=reverse("partners:pledge", args=[member.consortium.slug, pledge.pk]),
        action=_("See the pledge"),
        due=pledge.ends_on,
        detail=detail,
    )


def our_open_pledges(member: Member) -> list[WorkItem]:
    """What our organisation promised and has not wholly delivered, the first to end first."""
    if member.role not in PROMISERS:
        return []
    ours = _running(member).unfinished().filter(partner=member.partner_id)
    ours = ours.filter(ends_on__lte=timezone.localdate() + SOON).order_by("ends_on", "pk")[:MOST]
    return [_item(pledge, member, _how_far(pledge)) for pledge in ours]


def _how_far(pledge: Pledge) -> str:
    promised = in_words(pledge.amount, pledge.unit)
    if not pledge.delivered:
        return _("%(promised)s promised, nothing delivered yet") % {"promised": promised}
    delivered = in_words(pledge.delivered, pledge.unit)
    return _("%(delivered)s of %(promised)s delivered") % {"delivered": delivered, "promised": promised}


def pledges_at_risk(member: Member) -> list[WorkItem]:
    """Pledges of which nothing has arrived although more than half of their time has passed."""
    if member.role not in LEDGER_KEEPERS | {Role.COUNCIL_SECRETARY}:
        return []
    today = timezone.localdate()
    untouched = _running(member).filter(delivered=0, starts_on__lt=today - (F("ends_on") - today))
    return [
        _item(pledge, member, _("%(partner)s: nothing has arrived yet") % {"partner": pledge.partner})
        for pledge in untouched.order_by("ends_on", "pk")[:MOST]
    ]


def arrived(member: Member) -> list[WorkItem]:
    """Parts of pledges that happened lately; a partner sees its own, the school and officials all."""
    if member.role not in OVERSEERS | PROMISERS:
        return []
    found = Delivery.objects.visible_to(member).select_related("pledge__partner")
    if member.role not in OVERSEERS:
        found = found.filter(pledge__partner=member.partner_id)
    return [
        WorkItem(
            title=_("%(partner)s delivered %(amount)s")
            % {"partner": one.pledge.partner, "amount": in_words(one.amount, one.pledge.unit)},
            url=reverse("partners:pledge", args=[member.consortium.slug, one.pledge_id]),
            action=_("See the pledge"),
            at=one.recorded_at,
            detail=one.evidence,
        )
        for one in found.order_by("-recorded_at", "-pk")[:MOST]
    ]


def delivery_figures(member: Member) -> list[Figure]:
    """How much of what is promised now has arrived: of all partners, or of one's own."""
    if member.role not in SCHOOL_STAFF | OFFICIALS | PROMISERS:
        return []
    all_of_them = member.role in SCHOOL_STAFF | OFFICIALS
    pledges = _running(member).prefetch_related("deliveries")
    if not all_of_them:
        pledges = pledges.filter(partner=member.partner_id)
    pledges = list(pledges)
    if not pledges:
        return []
    trend = [mean_share(pledges, day) for day in _ends_of_months(timezone.localdate())]
    return [
        Figure(
            label=_("Pledges delivered") if all_of_them else _("Our pledges delivered"),
            value=share_in_words(trend[-1]),
            definition=_(
                "Mean of delivered ÷ promised over the %(count)s pledges that run today; "
                "more than promised counts as 100%%. The line shows the last %(months)s months."
            )
            % {"count": len(pledges), "months": MONTHS},
            url=reverse("partners:pledges", args=[member.consortium.slug]),
            points=[float(share) for share in trend],
        )
    ]


def mean_share(pledges: list[Pledge], day: date) -> Decimal:
    """The mean share of these pledges that had arrived by a day; needs their deliveries prefetched."""
    return sum((_share_by(pledge, day) for pledge in pledges), Decimal(0)) / len(pledges)


def _share_by(pledge: Pledge, day: date) -> Decimal:
    delivered = sum((part.amount for part in pledge.deliveries.all() if part.on <= day), Decimal(0))
    return min(delivered / pledge.amount, Decimal(1))


def _ends_of_months(today: date) -> list[date]:
    """The last days of the months before this one, and today."""
    days = [today]
    first = today.replace(day=1)
    for _month in range(MONTHS - 1):
        days.append(first - timedelta(days=1))
        first = days[-1].replace(day=1)
    return days[::-1]


register(Source("waits", our_open_pledges))
register(Source("late", pledges_at_risk))
register(Source("changed", arrived))
register_figures(delivery_figures)
register_suggestion(
    Suggestion(
        gettext_lazy("Look at the consortium"),
        gettext_lazy("Who takes part, what was promised, what has arrived."),
        "partners:partners",
        None,
        90,
    )
)
