"""What pledges put on people's home pages."""

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
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
from partners.pledges.policies import KEEPERS, LEDGER_KEEPERS, PROMISERS, VERIFIERS
from partners.pledges.risk import watch
from partners.states import OFFICIALS, SCHOOL_STAFF, DeliveryState, PledgeState, Role

SOON = timedelta(days=120)  # a partner is reminded of what is still open this long before the period ends
OVERSEERS = LEDGER_KEEPERS | {Role.PRINCIPAL} | OFFICIALS
WATCHERS = frozenset({Role.COORDINATOR, Role.COUNCIL_SECRETARY})
MONTHS = 6  # of the trend line


def _known(member: Member) -> QuerySet:
    return Pledge.objects.visible_to(member).select_related("partner")


def _running(member: Member) -> QuerySet:
    return _known(member).with_delivered().running(timezone.localdate())


def _item(pledge: Pledge, member: Member, detail: str, action: str = "") -> WorkItem:
    return WorkItem(
        title=pledge.description,
        url=reverse("partners:pledge", args=[member.consortium.slug, pledge.pk]),
        action=action or _("See the pledge"),
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
    if pledge.reported:
        reported = in_words(pledge.reported, pledge.unit)
        return _("%(promised)s promised, %(reported)s not verified yet") % {
            "promised": promised,
            "reported": reported,
        }
    if not pledge.delivered:
        return _("%(promised)s promised, nothing delivered yet") % {"promised": promised}
    delivered = in_words(pledge.delivered, pledge.unit)
    return _("%(delivered)s of %(promised)s delivered") % {"delivered": delivered, "promised": promised}


def unanswered(member: Member) -> list[WorkItem]:
    """Proposals that wait for the coordinator, and questions that wait for a partner's administrator."""
    if member.role in KEEPERS:
        waiting = _known(member).filter(state=PledgeState.PROPOSED)
    elif member.role in PROMISERS:
        waiting = _known(member).filter(state=PledgeState.ASKED, partner=member.partner_id)
    else:
        return []
    words = _("Proposed by %(partner)s") if member.role in KEEPERS else _("The school asks %(partner)s")
    return [
        _item(pledge, member, words % {"partner": pledge.partner}, _("Answer"))
        for pledge in waiting.order_by("pk")[:MOST]
    ]


def to_verify(member: Member) -> list[WorkItem]:
    """Deliveries that somebody else reported and that this person may verify, the oldest first."""
    if member.role not in VERIFIERS:
        return []
    waiting = Delivery.objects.visible_to(member).waiting().not_reported_by(member).for_pages()
    return [_delivery(one, member, _("Verify")) for one in waiting.order_by("recorded_at", "pk")[:MOST]]


def sent_back(member: Member) -> list[WorkItem]:
    """What this person reported and the school could not verify."""
    if member.role not in PROMISERS | LEDGER_KEEPERS:
        return []
    mine = Delivery.objects.visible_to(member).filter(state=DeliveryState.SENT_BACK, reported_by=member.pk)
    return [
        _delivery(one, member, _("Correct"), one.reason) for one in mine.for_pages().order_by("pk")[:MOST]
    ]


def _delivery(one: Delivery, member: Member, action: str, detail: str = "") -> WorkItem:
    return WorkItem(
        title=_("%(partner)s: %(amount)s reported")
        % {"partner": one.pledge.partner, "amount": in_words(one.amount, one.pledge.unit)},
        url=reverse("partners:delivery", args=[member.consortium.slug, one.pk]),
        action=action,
        detail=f"{date_format(one.on)} · {detail or f'{one.pledge.description} · {one.evidence_words}'}",
    )


def late_pledges(member: Member) -> list[WorkItem]:
    """Overdue and at risk by the one rule: of all partners for those who watch, else of one's own."""
    if member.role not in WATCHERS | PROMISERS:
        return []
    known = _known(member)
    if member.role not in WATCHERS:
        known = known.filter(partner=member.partner_id)
    rule = watch()
    overdue = list(rule.overdue(known).order_by("ends_on", "pk")[:MOST])
    at_risk = list(rule.at_risk(known).order_by("ends_on", "pk")[:MOST])
    return [
        *(_item(one, member, _late(one, _("overdue"))) for one in overdue),
        *(_item(one, member, _late(one, _("at risk"))) for one in at_risk),
    ]


def _late(pledge: Pledge, words: str) -> str:
    arrived = _("%(share)s verified") % {"share": share_in_words(pledge.share)}
    return f"{pledge.partner}: {words}, {arrived if pledge.share else _('nothing verified yet')}"


def arrived(member: Member) -> list[WorkItem]:
    """Verified parts of pledges, lately; a partner sees its own, the school and officials all."""
    if member.role not in OVERSEERS | PROMISERS:
        return []
    found = Delivery.objects.visible_to(member).verified().select_related("pledge__partner")
    if member.role not in OVERSEERS:
        found = found.filter(pledge__partner=member.partner_id)
    return [
        WorkItem(
            title=_("%(partner)s delivered %(amount)s")
            % {"partner": one.pledge.partner, "amount": in_words(one.amount, one.pledge.unit)},
            url=reverse("partners:pledge", args=[member.consortium.slug, one.pledge_id]),
            action=_("See the pledge"),
            at=one.verified_at or one.recorded_at,
            detail=one.evidence_words,
        )
        for one in found.order_by("-recorded_at", "-pk")[:MOST]
    ]


def delivery_figures(member: Member) -> list[Figure]:
    """How much of what is promised now is verified: of all partners, or of one's own."""
    if member.role not in SCHOOL_STAFF | OFFICIALS | PROMISERS:
        return []
    all_of_them = member.role in SCHOOL_STAFF | OFFICIALS
    pledges = _running(member).with_verified_parts()
    if not all_of_them:
        pledges = pledges.filter(partner=member.partner_id)
    pledges = list(pledges)
    if not pledges:
        return []
    trend = [mean_share(pledges, day) for day in _ends_of_months(timezone.localdate())]
    return [
        Figure(
            label=_("Mean pledge delivery") if all_of_them else _("Our pledges delivered"),
            value=share_in_words(trend[-1]),
            definition=_(
                "Mean of verified ÷ promised over the %(count)s pledges that run today; "
                "more than promised counts as 100%%. The line shows the last %(months)s months."
            )
            % {"count": len(pledges), "months": MONTHS},
            url=reverse("partners:ledger", args=[member.consortium.slug]),
            points=[float(share) for share in trend],
        )
    ]


def mean_share(pledges: list[Pledge], day: date) -> Decimal:
    """The mean share of these pledges that was verified of what happened by a day."""
    return sum((_share_by(pledge, day) for pledge in pledges), Decimal(0)) / len(pledges)


def _share_by(pledge: Pledge, day: date) -> Decimal:
    """Needs `with_verified_parts()`."""
    delivered = sum((part.amount for part in pledge.verified_parts if part.delivery.on <= day), Decimal(0))
    return min(delivered / pledge.amount, Decimal(1))


def _ends_of_months(today: date) -> list[date]:
    """The last days of the months before this one, and today."""
    days = [today]
    first = today.replace(day=1)
    for _month in range(MONTHS - 1):
        days.append(first - timedelta(days=1))
        first = days[-1].replace(day=1)
    return days[::-1]


for find in (our_open_pledges, unanswered, to_verify, sent_back):
    register(Source("waits", find))
register(Source("late", late_pledges))
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
