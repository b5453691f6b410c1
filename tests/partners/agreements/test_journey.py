"""An agreement's whole life as its parties live it, over the services and the pages."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from consortium.governance.reports import _agreement_table
from consortium.notifications.models import Notification
from consortium.rowlevel import acting_as
from consortium.signing import services as engine
from consortium.signing.models import Document
from consortium.workflow import StateConflict
from partners.agreements import services
from partners.agreements.services.sending import KIND, latest_document
from partners.agreements.terms import effective_terms
from partners.models import Agreement, Amendment, Pledge
from partners.states import AgreementState, AmendmentState
from tests import factories
from tests.authorization import as_owner
from tests.samples import signed_page

DAY = datetime.timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


def draft_with(cast, partners, **facts):
    """A draft with two clauses and these parties, written by the coordinator."""
    coordinator = cast["coordinator"]
    with acting_as(coordinator.actor):
        agreement = services.save_agreement(
            None, by=coordinator, kind="MEMORANDUM", title="공동 양해각서", purpose="함께 기른다", **facts
        )
        for text in ("교육과정 개발", "현장실습"):
            services.add_clause(agreement, by=coordinator, text=text)
        for partner in partners:
            services.save_party(
                agreement, by=coordinator, partner=partner, signer="대표", contact_email="sign@p.example"
            )
    return agreement


def send(cast, agreement):
    with acting_as(cast["coordinator"].actor):
        return services.send_out(agreement, by=cast["coordinator"])


def sign(cast, document, partners, on=None):
    """Recorded on paper by the coordinator; the way does not matter for what follows."""
    by = cast["coordinator"]
    with acting_as(by.actor):
        for party in document.parties.filter(partner__in=partners).order_by("position"):
            engine.record_paper_signature(
                party,
                by=by,
                signed_on=on or timezone.localdate(),
                signer="대표",
                title="대표이사",
                scan=signed_page(),
            )


def read(agreement):
    with as_owner():
        return Agreement.objects.with_facts().select_related("consortium").get(pk=agreement.pk)


def test_twelve_sign_one_comes_late_the_term_is_extended_and_it_is_renewed(cast, today):
    partners = [cast.partners["school"], cast.partners["city"]]
    for number in range(9):
        partner = factories.PartnerFactory(name=f"기관 {number}")
        factories.ParticipationFactory(consortium=cast.consortium, partner=partner)
        partners.append(partner)
    end = today + 60 * DAY
    agreement = draft_with(cast, partners, valid_until=end)
    document = send(cast, agreement)
    assert read(agreement).state == AgreementState.SIGNING

    sign(cast, document, partners[:10])
    assert read(agreement).state == AgreementState.SIGNING
    sign(cast, document, partners[10:])
    signed = read(agreement)
    assert (signed.state, signed.signed_on) == (AgreementState.IN_FORCE, today)

    late = cast.partners["company"]
    with acting_as(cast["coordinator"].actor):
        services.add_late_party(signed, by=cast["coordinator"], partner=late, contact_email="l@p.example")
    assert late.pk in {party.partner for party in effective_terms(read(agreement)).awaited}
    sign(cast, document, [late])
    terms = effective_terms(read(agreement))
    assert len(terms.parties) == 12
    assert not terms.awaited

    extended = end + 365 * DAY
    amend_term(cast, agreement, extended)
    assert effective_terms(read(agreement)).last_day == extended
    with as_owner():
        (row,) = _agreement_table([(read(agreement), effective_terms(read(agreement)))], today).rows
    assert str(extended.year) in row[2]

    pledge = factories.PledgeFactory(
        consortium=cast.consortium,
        partner=late,
        agreement=signed,
        clause=first_clause(signed),
        ends_on=extended + 30 * DAY,
    )
    with acting_as(cast["coordinator"].actor):
        renewed = services.renew_agreement(agreement, by=cast["coordinator"])
        assert services.renew_agreement(agreement, by=cast["coordinator"]) == renewed
        assert renewed.signatories.count() == 12
        services.save_agreement(renewed, by=cast["coordinator"], starts_on=today, valid_until=None)
    next_document = send(cast, renewed)
    sign(cast, next_document, [*partners, late])
    assert read(renewed).state == AgreementState.IN_FORCE
    assert read(agreement).state == AgreementState.SUCCEEDED
    with as_owner():
        carried = Pledge.objects.get(pk=pledge.pk)
        assert (carried.agreement, carried.clause) == (renewed, first_clause(renewed))


def first_clause(agreement):
    with as_owner():
        return agreement.clauses.get(number=1)


def amend_term(cast, agreement, new_end, *, signed=True):
    coordinator = cast["coordinator"]
    with acting_as(coordinator.actor):
        amendment = services.save_amendment(
            None,
            agreement=agreement,
            by=coordinator,
            kind="TERM",
            title="기간 연장",
            effective_from=timezone.localdate(),
            new_end=new_end,
        )
        document = services.send_amendment(amendment, by=coordinator)
    if signed:
        sign(cast, document, document.parties.values("partner"))
    return amendment


def two(cast, today, **facts):
    """An agreement of school and city in force."""
    partners = [cast.partners["school"], cast.partners["city"]]
    agreement = draft_with(cast, partners, **facts)
    sign(cast, send(cast, agreement), partners)
    return agreement


def test_an_unsigned_amendment_changes_nothing_and_its_frozen_text_cannot_change(cast, today):
    agreement = two(cast, today, valid_until=today + 60 * DAY)
    amendment = amend_term(cast, agreement, today + 400 * DAY, signed=False)
    assert effective_terms(read(agreement)).last_day == today + 60 * DAY
    with acting_as(cast["coordinator"].actor), pytest.raises(StateConflict):
        services.save_amendment(
            amendment, agreement=agreement, by=cast["coordinator"], kind="TERM", new_end=None
        )


def test_what_is_out_goes_back_to_the_draft_and_out_again_as_the_next_version(cast, today):
    partners = [cast.partners["school"], cast.partners["city"]]
    agreement = draft_with(cast, partners)
    first = send(cast, agreement)
    sign(cast, first, partners[:1])
    with acting_as(cast["coordinator"].actor):
        with pytest.raises(StateConflict):
            services.add_clause(agreement, by=cast["coordinator"], text="더")
        services.take_back(agreement, by=cast["coordinator"], reason="조항을 고칩니다")
        services.add_clause(agreement, by=cast["coordinator"], text="더")
    second = send(cast, agreement)
    assert second.sha256 != first.sha256
    with as_owner():
        assert list(Document.objects.order_by("pk").values_list("state", flat=True)) == ["VOID", "OPEN"]
    assert not effective_terms(read(agreement)).parties


def test_it_begins_on_its_day_and_ends_after_its_last_day(cast, today):
    partners = [cast.partners["school"], cast.partners["city"]]
    agreement = draft_with(cast, partners, starts_on=today + 2 * DAY, valid_until=today + 9 * DAY)
    sign(cast, send(cast, agreement), partners)
    assert read(agreement).state == AgreementState.SIGNING
    for passed, state in {1: "SIGNING", 2: "IN_FORCE", 9: "IN_FORCE", 10: "EXPIRED"}.items():
        services.live_one_day(today + passed * DAY)
        services.live_one_day(today + passed * DAY)
        assert (passed, read(agreement).state) == (passed, state)


def test_each_threshold_is_announced_once_and_an_extension_stops_it(cast, today):
    end = today + 100 * DAY
    agreement = two(cast, today, valid_until=end)
    told = []
    for days in (95, 90, 89, 60, 59):
        services.live_one_day(end - days * DAY)
        with as_owner():
            told.append(
                Notification.objects.filter(
                    event="partners/agreement_ends", recipient=cast["coordinator"].user
                ).count()
            )
    assert told == [0, 1, 1, 2, 2]
    with as_owner():
        reached = set(
            Notification.objects.filter(event="partners/agreement_ends").values_list("recipient", flat=True)
        )
    assert reached == {cast[who].user_id for who in ("coordinator", "principal", "official")}
    amend_term(cast, agreement, end + 365 * DAY)
    services.live_one_day(end - 29 * DAY)
    with as_owner():
        mine = Notification.objects.filter(
            event="partners/agreement_ends", recipient=cast["coordinator"].user
        )
        assert mine.count() == 2


def test_termination_holds_until_its_day(cast, today):
    agreement = two(cast, today)
    with acting_as(cast["principal"].actor):
        services.terminate_agreement(agreement, by=cast["principal"], on=today, reason="사업 종료")
    assert read(agreement).state == AgreementState.IN_FORCE
    services.live_one_day(today + DAY)
    ended = read(agreement)
    assert (ended.state, effective_terms(ended).last_day) == (AgreementState.TERMINATED, today)


def test_an_amendment_signed_after_the_end_does_not_count(cast, today):
    agreement = two(cast, today, valid_until=today + 5 * DAY)
    amendment = amend_term(cast, agreement, today + 400 * DAY, signed=False)
    services.live_one_day(today + 6 * DAY)
    with as_owner():
        document = latest_document("partners.amendment", amendment.pk)
    sign(cast, document, [cast.partners["school"], cast.partners["city"]])
    with as_owner():
        assert Amendment.objects.get(pk=amendment.pk).state == AmendmentState.DROPPED
    assert read(agreement).state == AgreementState.EXPIRED


@pytest.mark.parametrize("who", ["teacher", "official", "hr", "student"])
def test_others_write_nothing(cast, who):
    agreement = draft_with(cast, [cast.partners["school"], cast.partners["city"]])
    member = cast[who]
    with acting_as(member.actor):
        for write in (
            lambda: services.save_agreement(agreement, by=member, title="바꿈"),
            lambda: services.add_clause(agreement, by=member, text="바꿈"),
            lambda: services.send_out(agreement, by=member),
            lambda: services.renew_agreement(agreement, by=member),
        ):
            with pytest.raises(PermissionDenied):
                write()


def test_an_unfinished_draft_does_not_go_out(cast, today):
    coordinator = cast["coordinator"]
    with acting_as(coordinator.actor):
        empty = services.save_agreement(None, by=coordinator, title="빈 협약")
        with pytest.raises(ValidationError):
            services.send_out(empty, by=coordinator)
        services.add_clause(empty, by=coordinator, text="하나")
        with pytest.raises(ValidationError):
            services.send_out(empty, by=coordinator)
    with as_owner():
        assert not Document.objects.filter(kind=KIND).exists()
