"""Two things at once: nothing is lost, nothing happens twice, nobody waits for ever."""

import pytest
from django.utils import timezone

from consortium.reports.numbering import official_date
from consortium.rowlevel import acting_as
from consortium.signing import services as engine
from consortium.signing.models import Document
from consortium.workflow import StateConflict
from partners.agreements import services
from partners.agreements.terms import effective_terms
from partners.models import Agreement
from partners.states import AgreementState
from tests.authorization import as_owner
from tests.cast import assemble
from tests.partners.agreements.test_journey import DAY, amend_term, draft_with, read, send, sign, two
from tests.racing import raised_at_once
from tests.samples import signed_page

pytestmark = pytest.mark.django_db(transaction=True)


def on_paper(party, by):
    words = {"signed_on": timezone.localdate(), "signer": "대표", "scan": signed_page()}
    return lambda: engine.record_paper_signature(party, by=by, **words)


def test_the_last_two_sign_at_once_and_it_comes_into_force_once():
    cast = assemble()
    by = cast["coordinator"]
    agreement = draft_with(cast, [cast.partners["school"], cast.partners["city"]])
    send(cast, agreement)
    with as_owner():
        parties = list(Document.objects.get().parties.order_by("position"))
    assert raised_at_once(by, *(on_paper(party, by) for party in parties)) == [None, None]
    now = read(agreement)
    assert (now.state, len(effective_terms(now).parties)) == (AgreementState.IN_FORCE, 2)
    with as_owner():
        steps = Agreement.pgh_event_model.objects.filter(pgh_obj=agreement.pk, state="IN_FORCE")
        assert steps.count() == 1


def test_a_clause_written_while_it_is_sent_out_is_in_the_text_or_refused():
    cast = assemble()
    by = cast["coordinator"]
    agreement = draft_with(cast, [cast.partners["school"], cast.partners["city"]])
    written, sent = raised_at_once(
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
    raised = raised_at_once(
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
    signed, taken_back = raised_at_once(
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
    assert raised_at_once(by, *[lambda: services.renew_agreement(agreement, by=by)] * 2) == [None, None]
    with as_owner():
        assert Agreement.objects.filter(predecessor=agreement).count() == 1


def test_an_amendment_changed_while_it_is_sent_out_is_in_the_text_or_refused():
    cast = assemble()
    by, today = cast["coordinator"], timezone.localdate()
    agreement = two(cast, today, valid_until=today + 60 * DAY)
    first, other = today + 400 * DAY, today + 500 * DAY
    facts = {"agreement": agreement, "by": by, "kind": "TERM", "title": "연장", "effective_from": today}
    with acting_as(by.actor):
        amendment = services.save_amendment(None, new_end=first, **facts)
    changed, sent = raised_at_once(
        by,
        lambda: services.save_amendment(amendment, new_end=other, **facts),
        lambda: services.send_amendment(amendment, by=by),
    )
    assert sent is None
    assert changed is None or isinstance(changed, StateConflict)
    with as_owner():
        document = Document.objects.get(kind="partners.amendment")
        frozen = " ".join(section["text"] for section in document.body)
    kept = other if changed is None else first
    assert official_date(kept) in frozen
    sign(cast, document, document.parties.values("partner"))
    assert effective_terms(read(agreement)).last_day == kept


def test_an_agreement_is_amended_while_a_late_party_signs():
    """Both count, and the amendment asks whoever was a party when it went out."""
    cast = assemble()
    by, today = cast["coordinator"], timezone.localdate()
    agreement = two(cast, today, valid_until=today + 60 * DAY)
    late = cast.partners["company"]
    with acting_as(by.actor):
        services.add_late_party(agreement, by=by, partner=late)
        amendment = services.save_amendment(
            None,
            agreement=agreement,
            by=by,
            kind="TERM",
            title="연장",
            effective_from=today,
            new_end=today + 400 * DAY,
        )
    with as_owner():
        party = Document.objects.get(kind="partners.agreement").parties.get(partner=late)
    assert raised_at_once(by, on_paper(party, by), lambda: services.send_amendment(amendment, by=by)) == [
        None,
        None,
    ]
    with as_owner():
        document = Document.objects.get(kind="partners.amendment")
        asked = document.parties.count()
    assert asked in (2, 3)
    assert {one.partner for one in effective_terms(read(agreement)).parties} >= {late.pk}
    sign(cast, document, document.parties.values("partner"))
    assert effective_terms(read(agreement)).last_day == today + 400 * DAY
