"""Two people at once: whoever signs, withdraws or clicks twice, the document ends in one true state."""

import contextlib
import threading

import pytest
from django.utils import timezone

from consortium.signing import registry, services
from consortium.signing.models import Document, Link, Signature
from consortium.signing.services import locks
from consortium.signing.services import signatures as signatures_module
from tests.authorization import as_owner
from tests.cast import assemble
from tests.racing import at_once
from tests.samples import signed_page
from tests.signing import trial
from tests.signing.conftest import act, deliver, party_of, prepare

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stage(monkeypatch):
    """A document out for signing, each party with its link and code."""
    reactions = trial.Reactions()
    monkeypatch.setitem(registry._kinds, trial.KEY, trial.kind(reactions))
    cast = assemble()
    document = act(cast, "coordinator", services.open_for_signing, prepare(cast))
    act(cast, "coordinator", services.invite_everybody, document)
    deliver()
    with as_owner():
        links = list(Link.objects.select_related("party__contact").order_by("pk"))
    for link in links:
        services.send_code(link)
    deliver()
    keys = [(link, trial.code_mailed(link.party.contact.email)) for link in links]
    return cast, document, keys, reactions


def met(monkeypatch, parties=2):
    """Everybody reaches the lock of the document before anybody gets it."""
    barrier = threading.Barrier(parties, timeout=20)
    lock = locks.lock_document

    def meeting(pk):
        if threading.current_thread() is not threading.main_thread():
            try:
                barrier.wait()
            except threading.BrokenBarrierError:
                pass
            else:
                barrier.abort()  # met once; later locks are taken without waiting
        return lock(pk)

    monkeypatch.setattr(locks, "lock_document", meeting)
    monkeypatch.setattr(services.documents, "lock_document", meeting)


def signing(link, code):
    return lambda: services.sign_by_link(link, code, "김서명", "대표", None)


def state_of(document):
    with as_owner():
        return Document.objects.get(pk=document.pk).state


def signatures():
    with as_owner():
        return Signature.objects.count()


def counted_together(monkeypatch):
    """If nothing keeps them apart, both count the missing signatures before either commits."""
    barrier = threading.Barrier(2, timeout=2)
    settle = signatures_module.settle

    def meeting(document):
        with contextlib.suppress(threading.BrokenBarrierError):  # the lock lets only one come this far
            barrier.wait()
        settle(document)

    monkeypatch.setattr(signatures_module, "settle", meeting)


def test_two_parties_sign_at_once_and_the_document_is_complete_once(stage, monkeypatch):
    _, document, keys, reactions = stage
    counted_together(monkeypatch)
    outcomes = at_once(*(signing(*key) for key in keys))
    assert [type(outcome) for outcome in outcomes] == [Signature, Signature], outcomes
    assert state_of(document) == "COMPLETE"
    assert len(reactions.complete) == 1


def test_a_double_click_signs_once(stage, monkeypatch):
    _, _, keys, reactions = stage
    met(monkeypatch)
    outcomes = at_once(signing(*keys[0]), signing(*keys[0]))
    assert [type(outcome) for outcome in outcomes] == [Signature, Signature], outcomes
    assert outcomes[0].pk == outcomes[1].pk
    assert (signatures(), len(reactions.signed)) == (1, 1)


def test_withdrawn_while_somebody_signs_it_is_one_or_the_other(stage, monkeypatch):
    cast, document, keys, _ = stage
    met(monkeypatch)
    outcomes = at_once(
        signing(*keys[0]), lambda: act(cast, "coordinator", services.void, document, reason="고칩니다")
    )
    assert state_of(document) == "VOID"
    assert isinstance(outcomes[1], Document), outcomes
    assert signatures() == isinstance(outcomes[0], Signature)


def test_paper_and_screen_at_once_leave_one_signature(stage, monkeypatch):
    cast, document, keys, _ = stage
    link, code = next(key for key in keys if key[0].party.name == cast.partners["company"].name)
    party = party_of(document, "company")
    met(monkeypatch)
    at_once(
        signing(link, code),
        lambda: act(
            cast,
            "coordinator",
            services.record_paper_signature,
            party,
            signed_on=timezone.localdate(),
            signer="이대표",
            scan=signed_page(),
        ),
    )
    assert signatures() == 1
