"""Letters to signers when the worker that mails them is killed: nobody is left without a link that works."""

import re
from collections import defaultdict

import pytest

from consortium.rowlevel import acting_as
from consortium.signing.entrance import open_token
from consortium.signing.models import Letter
from partners.agreements import services
from tests import factories
from tests.authorization import as_owner
from tests.cast import Cast, assemble
from tests.faults.machine import Machine, wait_for
from tests.partners.agreements.test_journey import draft_with

pytestmark = [pytest.mark.live, pytest.mark.django_db(transaction=True)]
PATIENCE = 60  # seconds; only a failing test waits so long
PARTIES = 8


def send_out(cast: Cast) -> set[str]:
    """An agreement goes out to eight parties; the addresses that must get a link."""
    partners = [factories.PartnerFactory(name=f"기관 {number}") for number in range(PARTIES)]
    for partner in partners:
        factories.ParticipationFactory(consortium=cast.consortium, partner=partner)
    draft = draft_with(cast, partners)
    by = cast["coordinator"]
    with acting_as(by.actor):
        for number, partner in enumerate(partners):
            services.save_party(draft, by=by, partner=partner, contact_email=f"signer{number}@p.example")
        services.send_out(draft, by=by)
    return {f"signer{number}@p.example" for number in range(PARTIES)}


def all_mailed() -> bool:
    with as_owner():
        return not Letter.objects.filter(sent_at=None).exists()


def tokens_by_address(machine: Machine) -> dict[str, list[str]]:
    """Every link that left, by the address that it went to, in the order in which they left."""
    found = defaultdict(list)
    for source in machine.sink.sources:
        mail = source.replace(b"=\r\n", b"").replace(b"=3D", b"=")
        if link := re.search(rb"/sign/(\d+-[\w-]+)/", mail):
            found[re.search(rb"^To: *(\S+)", mail, re.MULTILINE)[1].decode()].append(link[1].decode())
    return found


@pytest.mark.parametrize(
    ("fault", "doubled"), [("dies_after_taking_a_letter", 0), ("dies_after_mailing_a_letter", 1)]
)
def test_a_worker_killed_while_letters_go_out_leaves_nobody_without_a_link(
    machine: Machine, fault: str, doubled: int
) -> None:
    with as_owner():
        cast = assemble()
    machine.allow_deaths(1)
    machine.start_worker(fault)
    addresses = send_out(cast)
    assert wait_for(all_mailed, PATIENCE), machine.log()[-4000:]
    assert machine.deaths == 1
    mailed = tokens_by_address(machine)
    assert set(mailed) == addresses
    assert sum(map(len, mailed.values())) == PARTIES + doubled
    for tokens in mailed.values():
        assert open_token(tokens[-1]) is not None, "the newest link opens the document"
        assert [token for token in tokens[:-1] if open_token(token)] == [], "one that was replaced does not"
