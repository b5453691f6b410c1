"""Promises: asked for, proposed, agreed, corrected, ended, and what follows by itself."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone, translation

from consortium.notifications.models import Notification
from consortium.rowlevel import acting_as
from consortium.workflow import StateConflict
from partners.models import Participation, Pledge
from partners.pledges import reminders, services
from partners.pledges.forms import PledgeForm
from partners.pledges.workflow import PLEDGE
from partners.states import AgreementState, PledgeState
from tests import factories
from tests.authorization import as_owner

TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)


@pytest.fixture
def agreement(cast):
    found = factories.AgreementFactory(
        consortium=cast.consortium,
        title="업무협약",
        state=AgreementState.IN_FORCE,
        signed_on=TODAY - 300 * DAY,
    )
    with as_owner():
        Participation.objects.filter(consortium=cast.consortium).update(named_in_agreement=True)
    return found


@pytest.fixture
def terms(agreement):
    return {
        "agreement": agreement,
        "clause": None,
        "kind": "INSTRUCTOR",
        "description": "강사 지원",
        "amount": Decimal(10),
        "unit": "HOURS",
        "starts_on": TODAY - 30 * DAY,
        "ends_on": TODAY + 30 * DAY,
        "valued_as": "",
    }


def act(service, *args, by, **words):
    with acting_as(by.actor):
        return service(*args, by=by, **words)


def state_of(pledge):
    with as_owner():
        return Pledge.objects.get(pk=pledge.pk).state


def binding(cast, **changed):
    ours = {"consortium": cast.consortium, "partner": cast.partners["company"]}
    period = {"starts_on": TODAY - 30 * DAY, "ends_on": TODAY + 30 * DAY}
    return factories.PledgeFactory(**ours | period | changed)


def test_the_coordinator_enters_a_pledge_and_the_partner_is_told(cast, terms):
    pledge = act(services.enter_pledge, by=cast["coordinator"], partner=cast.partners["company"], **terms)
    assert (pledge.state, pledge.entered_by) == (PledgeState.AGREED, cast["coordinator"])
    with as_owner():
        told = Notification.objects.filter(event="partners/pledge_agreed")
        assert set(told.values_list("recipient", flat=True)) == {
            cast[who].user_id for who in ("hr", "trainer")
        }


def test_a_partner_proposes_and_the_coordinator_accepts(cast, terms):
    company = cast.partners["company"]
    pledge = act(services.enter_pledge, by=cast["hr"], partner=company, **terms)
    assert pledge.state == PledgeState.PROPOSED
    with as_owner():
        assert not Pledge.objects.binding().exists()
    with pytest.raises(PermissionDenied):
        act(services.accept_pledge, pledge, by=cast["hr"])
    act(services.accept_pledge, pledge, by=cast["coordinator"])
    assert state_of(pledge) == PledgeState.AGREED
    with pytest.raises(StateConflict):
        act(services.accept_pledge, pledge, by=cast["coordinator"])


def test_nobody_promises_for_another_partner(cast, terms):
    for who in ("hr", "lecturer"):
        with pytest.raises((PermissionDenied, DatabaseError)), transaction.atomic():
            act(services.enter_pledge, by=cast[who], partner=cast.partners["city"], **terms)
    for who in ("trainer", "accountant", "principal", "student", "council_secretary"):
        with pytest.raises(PermissionDenied):
            act(services.enter_pledge, by=cast[who], partner=cast[who].partner, **terms)


def test_a_question_becomes_a_pledge_by_an_answer_and_a_yes(cast, terms):
    company = cast.partners["company"]
    asked = terms | {"agreement": None, "amount": Decimal(50)}
    pledge = act(services.ask_for_pledge, by=cast["coordinator"], partner=company, **asked)
    assert pledge.state == PledgeState.ASKED
    with pytest.raises(ValidationError):
        act(services.answer_pledge, pledge, by=cast["hr"], **asked)
    act(services.answer_pledge, pledge, by=cast["hr"], **terms)
    act(services.accept_pledge, pledge, by=cast["coordinator"])
    with as_owner():
        pledge.refresh_from_db()
    assert (pledge.state, pledge.amount) == (PledgeState.AGREED, 10)


def test_each_side_turns_down_what_the_other_wants_and_says_why(cast, terms):
    company = cast.partners["company"]
    asked = act(services.ask_for_pledge, by=cast["coordinator"], partner=company, **terms)
    proposed = act(services.enter_pledge, by=cast["hr"], partner=company, **terms)
    for pledge, wrong, right in ((asked, "coordinator", "hr"), (proposed, "hr", "coordinator")):
        with pytest.raises(PermissionDenied):
            act(services.decline_pledge, pledge, by=cast[wrong], reason="어렵습니다.")
        with pytest.raises(ValidationError):
            act(services.decline_pledge, pledge, by=cast[right], reason=" ")
        act(services.decline_pledge, pledge, by=cast[right], reason="어렵습니다.")
        assert state_of(pledge) == PledgeState.DECLINED


@pytest.mark.parametrize("who", ["hr", "rival_hr", "official", "student", "teacher"])
def test_what_is_only_asked_or_proposed_is_between_the_two(cast, who):
    pledge = binding(cast, state=PledgeState.ASKED)
    member = cast[who]
    with acting_as(member.actor):
        for known in (Pledge.objects.visible_to(member), Pledge.objects.all()):
            assert known.filter(pk=pledge.pk).exists() == (who in {"hr", "teacher"})


def test_the_basis_is_an_agreement_that_the_partner_is_in(cast, terms):
    enter = {"by": cast["coordinator"], "partner": cast.partners["company"]}
    other = factories.ClauseFactory(agreement=factories.AgreementFactory(consortium=cast.consortium))
    foreign = factories.AgreementFactory(consortium=cast.other_consortium)
    for basis in ({"agreement": None}, {"clause": other}, {"agreement": foreign}):
        with pytest.raises(ValidationError) as refused:
            act(services.enter_pledge, **enter, **terms | basis)
        assert set(refused.value.message_dict) == {"basis"}
    with as_owner():
        Participation.objects.update(named_in_agreement=False)
    with pytest.raises(ValidationError):
        act(services.enter_pledge, **enter, **terms)
    for wrong in ({"agreement": foreign}, {"agreement": terms["agreement"], "clause": other}):
        with pytest.raises(DatabaseError), transaction.atomic(), as_owner():
            Pledge.objects.create(
                consortium=cast.consortium,
                partner=cast.partners["company"],
                **{name: terms[name] for name in terms if name not in ("agreement", "clause")} | wrong,
            )


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        ({"state": AgreementState.DRAFT, "signed_on": None}, "아직 체결되지 않은"),
        ({"state": AgreementState.SIGNING, "signed_on": None}, "아직 체결되지 않은"),
        ({"valid_until": TODAY + 10 * DAY}, "끝납니다"),
        ({"terminated_on": TODAY - DAY, "state": AgreementState.TERMINATED}, "끝납니다"),
        ({"starts_on": TODAY + 40 * DAY, "state": AgreementState.SIGNING}, "시작됩니다"),
        ({"state": AgreementState.SUCCEEDED}, "나중 협약"),
    ],
)
def test_nothing_is_promised_under_an_agreement_that_does_not_hold(cast, terms, standing, said):
    facts = {"state": AgreementState.IN_FORCE, "signed_on": TODAY - 90 * DAY} | standing
    terms |= {"agreement": factories.AgreementFactory(consortium=cast.consortium, **facts)}
    with translation.override("ko"), pytest.raises(ValidationError) as refused:
        act(services.enter_pledge, by=cast["coordinator"], partner=cast.partners["company"], **terms)
    assert said in refused.value.message_dict["basis"][0]


@pytest.mark.parametrize(
    ("kind", "unit", "amount", "field"),
    [
        ("SURVEY", "PERSONS", "2", "unit"),
        ("CASH", "HOURS", "2", "unit"),
        ("PLACEMENT", "PERSONS", "2.5", "amount"),
        ("COMMITTEE", "TIMES", "0.5", "amount"),
    ],
)
def test_a_promise_is_counted_as_its_kind_is(cast, terms, kind, unit, amount, field):
    strange = terms | {"kind": kind, "unit": unit, "amount": Decimal(amount)}
    with pytest.raises(ValidationError) as refused:
        act(services.enter_pledge, by=cast["coordinator"], partner=cast.partners["company"], **strange)
    assert set(refused.value.message_dict) == {field}


def test_half_a_person_is_no_delivery(cast):
    pledge = binding(cast, kind="PLACEMENT", unit="PERSONS")
    report = {"on": TODAY, "evidence": "실습 명단", "amount": Decimal("2.5")}
    with pytest.raises(ValidationError) as refused:
        act(services.report_delivery, pledge, by=cast["hr"], **report)
    assert set(refused.value.message_dict) == {"amount"}


def test_a_party_that_left_by_an_amendment_promises_nothing_more_under_it(cast, terms):
    company, agreement = cast.partners["company"], terms["agreement"]
    with as_owner():
        Participation.objects.update(named_in_agreement=False)
    factories.SignatoryFactory(agreement=agreement, partner=company, signed_on=agreement.signed_on)
    act(services.enter_pledge, by=cast["coordinator"], partner=company, **terms)
    factories.AmendmentFactory(
        agreement=agreement,
        kind="PARTY",
        action="LEAVE",
        partner=company,
        state="SIGNED",
        signed_on=TODAY - DAY,
        takes_effect_on=TODAY - DAY,
    )
    with pytest.raises(ValidationError) as refused:
        act(services.enter_pledge, by=cast["coordinator"], partner=company, **terms)
    assert set(refused.value.message_dict) == {"basis"}


def test_the_form_offers_agreements_that_bind_with_their_term(cast, terms):
    for state in (AgreementState.DRAFT, AgreementState.SIGNING, AgreementState.EXPIRED):
        factories.AgreementFactory(consortium=cast.consortium, title=f"안 되는 협약 {state}", state=state)
    for who, own in (("coordinator", False), ("hr", True)):
        with acting_as(cast[who].actor):
            groups = [
                str(label) for label, _ in PledgeForm(member=cast[who], own=own).fields["basis"].choices
            ]
        assert len(groups) == 2
        assert groups[1].startswith(f"업무협약 ({terms['agreement'].get_state_display()}, ")


def test_a_promise_is_made_smaller_for_a_reason_only(cast, terms):
    pledge = binding(cast, agreement=terms["agreement"])
    less = terms | {"amount": Decimal(4)}
    with pytest.raises(ValidationError) as refused:
        act(services.correct_pledge, pledge, by=cast["coordinator"], **less)
    assert set(refused.value.message_dict) == {"reason"}
    with pytest.raises(DatabaseError), transaction.atomic(), acting_as(cast["coordinator"].actor):
        Pledge.objects.filter(pk=pledge.pk).update(amount=4)
    act(services.correct_pledge, pledge, by=cast["coordinator"], **less, reason="강사가 줄었습니다.")
    act(services.correct_pledge, pledge, by=cast["coordinator"], **terms | {"amount": Decimal(20)})
    with as_owner():
        events = (
            Pledge.pgh_event_models["update"]
            .objects.filter(pgh_obj=pledge.pk, pgh_label="update")
            .order_by("pgh_id")
        )
        assert [(one.amount, one.reason) for one in events] == [(4, "강사가 줄었습니다."), (20, "")]


def test_only_the_coordinator_corrects_and_ends_what_is_agreed(cast, terms):
    pledge = binding(cast, agreement=terms["agreement"])
    for who in ("hr", "accountant", "principal", "official"):
        with pytest.raises(PermissionDenied):
            act(services.correct_pledge, pledge, by=cast[who], **terms)
        with pytest.raises(PermissionDenied):
            act(services.end_pledge, pledge, by=cast[who], reason="x")


def test_ended_early_it_still_counts_as_promised(cast):
    pledge = binding(cast)
    act(services.end_pledge, pledge, by=cast["coordinator"], reason="강사가 떠났습니다.")
    with as_owner():
        assert Pledge.objects.binding().filter(pk=pledge.pk, state=PledgeState.ENDED).exists()
    with pytest.raises(PermissionDenied):
        act(
            services.report_delivery,
            pledge,
            by=cast["hr"],
            on=TODAY,
            amount=Decimal(1),
            evidence="일지",
        )


@pytest.mark.parametrize(
    ("ends_on", "amount", "state"),
    [
        (TODAY + DAY, 9, PledgeState.AGREED),
        (TODAY, 9, PledgeState.AGREED),
        (TODAY - DAY, 9, PledgeState.EXPIRED),
        (TODAY - DAY, 10, PledgeState.FULFILLED),
        (TODAY + DAY, 11, PledgeState.FULFILLED),
    ],
)
def test_a_pledge_stands_where_the_facts_put_it(cast, ends_on, amount, state):
    pledge = binding(cast, ends_on=ends_on)
    factories.DeliveryFactory(pledge=pledge, on=TODAY - 5 * DAY, amount=amount)
    services.close_periods()
    with as_owner():
        services.settle([pledge.pk])
    assert state_of(pledge) == state


def test_every_other_step_is_refused_by_the_database(cast):
    allowed = {(str(source), str(row.target)) for row in PLEDGE for source in row.sources}
    for source in PledgeState:
        for target in PledgeState:
            if (source, target) in allowed or source == target:
                continue
            pledge = binding(cast, state=_birth(source))
            with as_owner():
                _walk(pledge, source)
                with pytest.raises(DatabaseError), transaction.atomic():
                    Pledge.objects.filter(pk=pledge.pk).update(state=target, reason="x")


def _birth(state):
    return state if state in (PledgeState.ASKED, PledgeState.PROPOSED) else PledgeState.AGREED


def _walk(pledge, state):
    steps = {PledgeState.DECLINED: [PledgeState.DECLINED]}.get(state, [state])
    if state == PledgeState.DECLINED:
        Pledge.objects.filter(pk=pledge.pk).delete()
        pledge.pk, pledge.state = None, PledgeState.ASKED
        pledge.save(force_insert=True)
    for step in steps:
        if pledge.state != step:
            Pledge.objects.filter(pk=pledge.pk).update(state=step, reason="x")


def test_a_partner_hears_once_a_week_and_not_of_what_waits_for_the_school(cast):
    binding(cast, description="지난 약정", starts_on=TODAY - 60 * DAY, ends_on=TODAY - DAY)
    waiting = binding(cast, description="확인 대기", starts_on=TODAY - 60 * DAY, ends_on=TODAY - DAY)
    factories.DeliveryFactory(pledge=waiting, on=TODAY - 5 * DAY, amount=10, state="REPORTED")
    binding(cast, description="오래된 약정", starts_on=TODAY - 400 * DAY, ends_on=TODAY - 300 * DAY)
    binding(cast, description="새 약정", starts_on=TODAY, ends_on=TODAY + 99 * DAY)
    binding(cast, description="늦은 약정")
    assert reminders.remind_partners() == 1
    assert reminders.remind_partners() == 0
    with as_owner():
        (told,) = Notification.objects.filter(event=reminders.EVENT)
        assert told.recipient_id == cast["hr"].user_id
        assert told.context == {"overdue": 1, "at_risk": 1}
