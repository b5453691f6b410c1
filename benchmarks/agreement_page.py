"""The page of an agreement with 136 parties against the same page with two.

    .venv/bin/python -m benchmarks.agreement_page

Both were signed in the portal, every party with its state. Every round asks each page in turn; printed are
medians over the rounds, their ratio, and the queries of each. One process, one connection, no network: the
ratio and the equal number of queries count, not the milliseconds.
"""

import statistics
import time

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks import stage  # first: it prepares the environment
from consortium.signing import services as engine
from partners.agreements import services
from partners.models import Agreement, Member, Partner
from partners.states import PartnerKind
from tests import factories
from tests.authorization import step_down, step_up

ROUNDS = 15
REQUESTS = 10  # in each round, for each page
FEW, MANY = 2, 136  # parties


def main() -> None:
    """Measure, print, and say whether the goals are met."""
    settings.ALLOWED_HOSTS = ["*"]
    size = stage.build("bench_agreements", schools=1, archive=0)
    stage.look_at(size.database)
    step_up()
    member = Member.objects.select_related("consortium", "user", "partner").get(user__email=size.coordinator)
    Partner.objects.filter(pk=member.partner_id).update(kind=PartnerKind.SCHOOL)
    pages = {number: _signed(member, number) for number in (FEW, MANY)}
    step_down()
    client = Client()
    client.force_login(member.user)
    seconds: dict[int, list[float]] = {number: [] for number in pages}
    for _ in range(ROUNDS):
        for number, address in pages.items():
            seconds[number].append(timed(client, address))
    counts = {number: queries(client, address) for number, address in pages.items()}
    median = {number: statistics.median(found) for number, found in seconds.items()}
    print(f"medians of {ROUNDS} interleaved rounds of {REQUESTS} requests\n")
    for number in pages:
        print(f"{number:>4} parties {median[number] * 1000:8.2f} ms   {counts[number]:3d} queries")
    ratio = median[MANY] / median[FEW]
    same = counts[MANY] == counts[FEW]
    print(f"\ntime, {MANY} parties : {FEW} parties   {ratio:5.2f}   goal ≤ 3    {met(ratio <= 3)}")
    print(f"the same number of queries                  {same!s:>5}             {met(same)}")


def _signed(member: Member, number: int) -> str:
    """The address of an agreement that so many partners signed."""
    partners = [member.partner]
    for place in range(number - 1):
        partner = factories.PartnerFactory(name=f"서명 기관 {number}-{place:03d}")
        partners.append(partner)
    for partner in partners:
        if not partner.participations.filter(consortium=member.consortium_id).exists():
            factories.ParticipationFactory(consortium=member.consortium, partner=partner)
    draft = services.save_agreement(None, by=member, title=f"양해각서 {number}", kind="MEMORANDUM")
    for text in ("교육과정을 함께 개발한다.", "현장실습을 함께 운영한다.", "성과를 함께 공개한다."):
        services.add_clause(draft, by=member, text=text)
    for partner in partners:
        services.save_party(draft, by=member, partner=partner, signer="대표", signer_title="대표이사")
    document = services.send_out(draft, by=member)
    for party in document.parties.order_by("position"):
        engine.record_paper_signature(party, by=member, signed_on=timezone.localdate(), signer="대표")
    agreement = Agreement.objects.select_related("consortium").get(pk=draft.pk)
    return agreement.get_absolute_url()


def timed(client: Client, address: str) -> float:
    """Seconds per request, after two that warm the connection."""
    for _ in range(2):
        _ask(client, address)
    begin = time.perf_counter()
    for _ in range(REQUESTS):
        _ask(client, address)
    return (time.perf_counter() - begin) / REQUESTS


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        _ask(client, address)
    return len(captured)


def _ask(client: Client, address: str) -> None:
    response = client.get(address)
    if response.status_code != 200:
        raise SystemExit(f"{response.status_code} at {address}")


def met(reached: bool) -> str:
    return "met" if reached else "NOT MET"


if __name__ == "__main__":
    main()
