"""The ledger of 136 partners with 2,000 pledges against the ledger of two partners with ten.

    .venv/bin/python -m benchmarks.pledge_ledger

Every pledge has two deliveries, one of them verified and valued by a price. Every round asks each page in
turn; printed are medians over the rounds, their ratio, and the queries of each. One process, one connection,
no network: the ratio and the equal number of queries count, not the milliseconds.
"""

import statistics
from datetime import timedelta

from django.conf import settings
from django.test import Client
from django.utils import timezone

from benchmarks import stage  # first: it prepares the environment
from benchmarks.agreement_page import met, queries, timed
from partners.models import Delivery, DeliveryPart, Member, Partner, Pledge
from partners.states import DeliveryState, PartnerKind, PledgeKind, Role, Unit
from tests import factories
from tests.authorization import step_down, step_up

ROUNDS = 15
SIZES = ((2, 10), (136, 2_000))  # partners, pledges
KINDS = (PledgeKind.INSTRUCTOR, PledgeKind.MENTORING, PledgeKind.FACILITY, PledgeKind.EQUIPMENT)
PRICE = "강사료"


def main() -> None:
    """Measure, print, and say whether the goals are met."""
    settings.ALLOWED_HOSTS = ["*"]
    size = stage.build("bench_ledger", schools=len(SIZES), archive=0)
    stage.look_at(size.database)
    step_up()
    schools = Member.objects.select_related("consortium", "user", "partner").order_by("pk")
    pages = [_fill(member, *size) for member, size in zip(schools, SIZES, strict=True)]
    step_down()
    seconds: list[list[float]] = [[] for _ in pages]
    for _ in range(ROUNDS):
        for place, (client, address) in enumerate(pages):
            seconds[place].append(timed(client, address))
    counted = [queries(client, address) for client, address in pages]
    medians = [statistics.median(found) for found in seconds]
    print(f"medians of {ROUNDS} interleaved rounds\n")
    for (partners, pledges), median, count in zip(SIZES, medians, counted, strict=True):
        print(f"{partners:>4} partners, {pledges:>5,} pledges {median * 1000:8.2f} ms   {count:3d} queries")
    ratio, same = medians[1] / medians[0], counted[0] == counted[1]
    print(f"\ntime, large : small            {ratio:5.2f}   goal ≤ 20   {met(ratio <= 20)}")
    print(f"the same number of queries     {same!s:>5}             {met(same)}")


def _fill(member: Member, partners: int, pledges: int) -> tuple[Client, str]:
    """A consortium with so many pledges, and a browser in which its coordinator is logged in."""
    Partner.objects.filter(pk=member.partner_id).update(kind=PartnerKind.SCHOOL)
    accountant = factories.MemberFactory(
        consortium=member.consortium, partner=member.partner, role=Role.ACCOUNTANT
    )
    there = [factories.PartnerFactory(name=f"약정 기관 {partners}-{place:03d}") for place in range(partners)]
    for partner in there:
        factories.ParticipationFactory(consortium=member.consortium, partner=partner)
    factories.PriceItemFactory(
        consortium=member.consortium, name=PRICE, kind=PledgeKind.INSTRUCTOR, unit=Unit.HOURS
    )
    today = timezone.localdate()
    made = Pledge.objects.bulk_create(
        Pledge(
            consortium=member.consortium,
            partner=there[place % partners],
            kind=KINDS[place // partners % len(KINDS)],
            description=f"약정 {place}",
            amount=40,
            unit=Unit.HOURS,
            starts_on=today - timedelta(100),
            ends_on=today + timedelta(100),
            valued_as=PRICE,
        )
        for place in range(pledges)
    )
    _deliver(made, member, accountant)
    client = Client()
    client.force_login(member.user)
    return client, f"/{member.consortium.slug}/pledges/ledger/"


def _deliver(pledges: list[Pledge], member: Member, accountant: Member) -> None:
    today = timezone.localdate()
    deliveries = Delivery.objects.bulk_create(
        Delivery(
            pledge=pledge,
            on=today - timedelta(days),
            amount=8,
            evidence=f"일지 {pledge.pk}-{days}",
            reported_by=member,
            reported_as=member.role,
        )
        for pledge in pledges
        for days in (10, 20)
    )
    DeliveryPart.objects.bulk_create(
        DeliveryPart(delivery=one, pledge_id=one.pledge_id, amount=one.amount) for one in deliveries
    )
    Delivery.objects.filter(evidence__endswith="-20", pledge__in=pledges).update(
        state=DeliveryState.VERIFIED,
        verified_at=timezone.now(),
        verified_by=accountant,
        verified_as=accountant.role,
    )


if __name__ == "__main__":
    main()
