"""Two things at once: nothing is lost, nothing happens twice, nobody waits for ever."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from consortium.rowlevel import acting_as
from consortium.signing import services as engine
from consortium.signing.models import Document
from consortium.workflow import StateConflict
from partners.agreements import services
from partners.agreements.terms import effective_terms
from partners.models import Agreement
from partners.states import AgreementState
from tests.authorization import as_owner, step_down
from tests.cast import assemble
from tests.partners.agreements.test_journey import DAY, amend_term, draft_with, read, send, sign, two

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(member, *writes):
    """Each write on a connection of its own, all begun together; what they raised, in their order."""
    start = threading.Barrier(len(writes), timeout=20)
    raised = [None] * len(writes)

    def run(place, write):
        step_down()
        try:
            start.wait()
            with acting_as(member.actor):
                write()
        except Exception as error:
            raised[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(writes)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return raised


def on_paper(party, by):
    return lambda: engine.record_paper_signature(party, by=by, signed_on=timezone.localdate(), signer="대표")


def test_the_last_two_sign_at_once_and_it_comes_into_force_once():
    cast = assemble()
    by = cast["coordinator"]
    agreement = draft_with(cast, [cast.partners["school"], cast.partners["city"]])
    send(cast, agreement)
    with as_owner():
        parties = list(Document.objects.get().parties.order_by("position"))
    assert at_once(by, *(on_paper(party, by) for party in parties)) == [None, None]
    now = read(agreement)
    assert (now.state, len(effective_terms(now).parties)) == (AgreementState.IN_FORCE, 2)
    with as_owner():
        steps = Agreement.pgh_event_model.objects.filter(pgh_obj=agreement.pk, state="IN_FORCE")
        assert steps.count() == 1


def test_a_clause_written_while_it_is_sent_out_is_in_the_text_or_refused():
    cast = assemble()
    by = cast["coordinator"]
    agreement = draft_with(cast, [cast.partners["school"], cast.partners["city"]])
    written, sent = at_once(
        by,
        lambda: services.add_clause(agreement, by=by, text="마지막 조항"),
        lambda: services.send_out(agreement, by=by),
    )
    assert sent is None
    with as_owner():
        frozen = Document.objects.get()
        in_text = any("마지막 조항" in section["text"] for section in frozen.body)
        in_rows = agreement.clauses.filter(text="마지막 조항").exists()
    assert in_text == in_rows == (written is None)
    assert written is None or isinstance(written, StateConflict)


def test_an_amendment_is_signed_while_the_agreement_is_terminated():
    cast = assemble()
    by, today = cast["coordinator"], timezone.localdate()
    agreement = two(cast, today, valid_until=today + 60 * DAY)
    amend_term(cast, agreement, today + 400 * DAY, signed=False)
    with as_owner():
        document = Document.objects.get(kind="partners.amendment")
        first, last = document.parties.order_by("position")
    sign(cast, document, [first.partner_id])
    raised = at_once(
        by,
        on_paper(last, by),
        lambda: services.terminate_agreement(agreement, by=by, on=today, reason="사업 종료"),
    )
    assert raised == [None, None]
    assert effective_terms(read(agreement)).last_day == today


def test_it_is_taken_back_while_the_last_one_signs():
    """Either it is in force with every signature, or a draft without any; never between."""
    cast = assemble()
    by = cast["coordinator"]
    agreement = draft_with(cast, [cast.partners["school"], cast.partners["city"]])
    document = send(cast, agreement)
    with as_owner():
        first, last = document.parties.order_by("position")
    sign(cast, document, [first.partner_id])
    signed, taken_back = at_once(
        by, on_paper(last, by), lambda: services.take_back(agreement, by=by, reason="고침")
    )
    now = read(agreement)
    bound = len(effective_terms(now).parties)
    if taken_back is None:
        assert (now.state, bound) == (AgreementState.DRAFT, 0)
        assert isinstance(signed, StateConflict)
    else:
        assert (now.state, bound) == (AgreementState.IN_FORCE, 2)
        assert isinstance(taken_back, StateConflict)


def test_two_press_renew_and_get_one_draft():
    cast = assemble()
    by = cast["coordinator"]
    agreement = two(cast, timezone.localdate())
    assert at_once(by, *[lambda: services.renew_agreement(agreement, by=by)] * 2) == [None, None]
    with as_owner():
        assert Agreement.objects.filter(predecessor=agreement).count() == 1
