"""What happened counts once, and only after a second person of the school has looked at it."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousFileOperation, ValidationError
from django.db import DatabaseError, IntegrityError, ProgrammingError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consortium.notifications.models import Notification
from consortium.rowlevel import acting_as
from consortium.workflow import StateConflict
from partners.models import Delivery, DeliveryPart, DeliverySource, EvidenceFile, Pledge
from partners.pledges import services
from partners.pledges.services.deliveries import fingerprint
from partners.states import DeliveryState, PledgeState, Role, SourceKind
from tests import factories
from tests.authorization import as_owner
from tests.cast import PLAYERS

MARCH = datetime.date(2026, 3, 2)
REPORTERS = {"coordinator", "accountant", "hr", "trainer"}
VERIFIERS = {"coordinator", "accountant", "principal"}


@pytest.fixture
def pledge(cast):
    return factories.PledgeFactory(
        consortium=cast.consortium,
        partner=cast.partners["company"],
        description="강사 지원",
        starts_on=datetime.date(2026, 1, 1),
        ends_on=timezone.localdate() + datetime.timedelta(days=30),
    )


def report(pledge, member, **changed):
    sent = {"on": MARCH, "amount": Decimal(4), "evidence": "수업 일지"} | changed
    with acting_as(member.actor):
        return services.report_delivery(pledge, by=member, **sent)


def verify(delivery, member, **seen):
    with acting_as(member.actor):
        return services.verify_delivery(delivery, by=member, **seen)


def delivered(pledge):
    with as_owner():
        found = Pledge.objects.with_delivered().get(pk=pledge.pk)
    return found.delivered, found.reported, found.state


@pytest.mark.parametrize("who", sorted(PLAYERS))
def test_the_school_and_the_partners_own_people_report(cast, pledge, who):
    if who in REPORTERS:
        assert report(pledge, cast[who]).state == DeliveryState.REPORTED
    else:
        with pytest.raises(PermissionDenied) as refused:
            report(pledge, cast[who])
        assert str(refused.value)
    with as_owner():
        assert Delivery.objects.count() == (who in REPORTERS)


@pytest.mark.parametrize("who", sorted(PLAYERS))
def test_only_the_school_verifies(cast, pledge, who):
    delivery = report(pledge, cast["hr"])
    if who in VERIFIERS:
        verify(delivery, cast[who])
        assert delivered(pledge) == (4, 0, PledgeState.AGREED)
    else:
        with pytest.raises((PermissionDenied, StateConflict)):
            verify(delivery, cast[who])
        assert delivered(pledge) == (0, 4, PledgeState.AGREED)


@pytest.mark.parametrize("who", sorted(VERIFIERS & REPORTERS))
def test_who_reported_does_not_verify(cast, pledge, who):
    delivery = report(pledge, cast[who])
    with pytest.raises(PermissionDenied) as refused:
        verify(delivery, cast[who])
    assert str(refused.value)
    assert delivered(pledge) == (0, 4, PledgeState.AGREED)


def test_a_second_role_does_not_make_a_second_person(cast, pledge):
    delivery = report(pledge, cast["accountant"])
    same = factories.MemberFactory(
        consortium=cast.consortium,
        partner=cast.partners["school"],
        user=cast["accountant"].user,
        role=Role.PRINCIPAL,
    )
    with pytest.raises(PermissionDenied):
        verify(delivery, same)
    with pytest.raises(DatabaseError, match="somebody else"), transaction.atomic(), acting_as(same.actor):
        Delivery.objects.filter(pk=delivery.pk).update(
            state=DeliveryState.VERIFIED, verified_by=same, verified_as=same.role
        )


def test_the_database_refuses_a_verifier_who_reported(cast, pledge):
    delivery = report(pledge, cast["coordinator"])
    verified = {"state": DeliveryState.VERIFIED}
    for changes in (verified, verified | {"verified_by": cast["coordinator"]}):
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            acting_as(cast["coordinator"].actor),
        ):
            Delivery.objects.filter(pk=delivery.pk).update(**changes)


def test_no_delivery_is_born_verified(cast, pledge):
    with pytest.raises(DatabaseError), transaction.atomic(), acting_as(cast["coordinator"].actor):
        Delivery.objects.create(
            pledge=pledge,
            on=MARCH,
            amount=1,
            evidence="x",
            state=DeliveryState.VERIFIED,
            reported_by=cast["hr"],
            verified_by=cast["coordinator"],
        )


@pytest.mark.parametrize("who", sorted(set(PLAYERS) - {"hr", "trainer"}))
def test_the_database_lets_a_partner_write_its_own_deliveries_only(cast, pledge, who):
    member = cast[who]
    if member.partner == cast.partners["school"] and who != "student":
        return
    with pytest.raises(ProgrammingError), transaction.atomic(), acting_as(member.actor):
        Delivery.objects.create(pledge=pledge, on=MARCH, amount=1, evidence="x", reported_by=member)


def test_a_partner_cannot_verify_past_the_portal(cast, pledge):
    delivery = report(pledge, cast["hr"])
    with pytest.raises(ProgrammingError), transaction.atomic(), acting_as(cast["hr"].actor):
        Delivery.objects.filter(pk=delivery.pk).update(
            state=DeliveryState.VERIFIED, verified_by=cast["trainer"]
        )


def test_what_counts_does_not_change_until_it_is_sent_back(cast, pledge):
    delivery = verify(report(pledge, cast["hr"]), cast["coordinator"])
    with pytest.raises(PermissionDenied), acting_as(cast["hr"].actor):
        services.correct_delivery(delivery, by=cast["hr"], on=MARCH, amount=Decimal(9), evidence="수업 일지")
    for changes in ({"amount": 9}, {"on": MARCH.replace(day=3)}, {"evidence": "y"}):
        with pytest.raises(DatabaseError), transaction.atomic(), acting_as(cast["coordinator"].actor):
            Delivery.objects.filter(pk=delivery.pk).update(**changes)


def test_sent_back_it_stops_counting_and_comes_again(cast, pledge):
    delivery = verify(report(pledge, cast["hr"], amount=Decimal(10)), cast["coordinator"])
    assert delivered(pledge) == (10, 0, PledgeState.FULFILLED)
    with acting_as(cast["principal"].actor):
        delivery = services.send_back_delivery(delivery, by=cast["principal"], reason="명단이 없습니다.")
    assert delivered(pledge) == (0, 0, PledgeState.AGREED)
    with as_owner():
        told = Notification.objects.filter(event="partners/delivery_sent_back")
        assert list(told.values_list("recipient", flat=True)) == [cast["hr"].user_id]
    with acting_as(cast["trainer"].actor):
        delivery = services.correct_delivery(
            delivery, by=cast["trainer"], on=MARCH, amount=Decimal(8), evidence="명단을 붙인 일지"
        )
    assert delivered(pledge) == (0, 8, PledgeState.AGREED)
    verify(delivery, cast["accountant"])
    assert delivered(pledge) == (8, 0, PledgeState.AGREED)
    with as_owner():
        events = Delivery.pgh_event_models["update"].objects.filter(pgh_obj=delivery.pk, pgh_label="update")
        states = events.order_by("pgh_id").values_list("state", "amount")
        assert list(states) == [("VERIFIED", 10), ("SENT_BACK", 10), ("REPORTED", 8), ("VERIFIED", 8)]


def test_sending_back_says_what_is_missing(cast, pledge):
    delivery = report(pledge, cast["hr"])
    with pytest.raises(ValidationError), acting_as(cast["principal"].actor):
        services.send_back_delivery(delivery, by=cast["principal"], reason="  ")


def test_whoever_corrected_it_does_not_verify_it(cast, pledge):
    delivery = report(pledge, cast["hr"])
    with acting_as(cast["accountant"].actor):
        services.correct_delivery(
            delivery, by=cast["accountant"], on=MARCH, amount=Decimal(3), evidence="수업 일지 정정"
        )
    with pytest.raises(PermissionDenied):
        verify(delivery, cast["accountant"])
    verify(delivery, cast["coordinator"])
    assert delivered(pledge)[0] == 3


def test_what_was_corrected_meanwhile_is_looked_at_again(cast, pledge):
    delivery = report(pledge, cast["hr"])
    with as_owner():
        seen = fingerprint(delivery)
    with acting_as(cast["hr"].actor):
        services.correct_delivery(delivery, by=cast["hr"], on=MARCH, amount=Decimal(40), evidence="수업 일지")
    with pytest.raises(StateConflict):
        verify(delivery, cast["coordinator"], seen=seen)
    assert delivered(pledge)[0] == 0


def test_the_same_delivery_counts_once_whoever_reports_it_and_for_whichever_pledge(cast, pledge):
    report(pledge, cast["coordinator"])
    other = factories.PledgeFactory(consortium=cast.consortium, partner=pledge.partner)
    for where in (pledge, other):
        with pytest.raises(StateConflict):
            report(where, cast["hr"])
    report(other, cast["hr"], evidence="수업 일지 2")
    with as_owner():
        assert Delivery.objects.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic(), acting_as(cast["coordinator"].actor):
        Delivery.objects.create(pledge=other, on=MARCH, amount=4, evidence="수업 일지")


def test_a_delivery_lies_between_the_beginning_of_the_pledge_and_today(cast, pledge):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    for day in (datetime.date(2025, 12, 31), tomorrow):
        with pytest.raises(ValidationError) as refused:
            report(pledge, cast["coordinator"], on=day)
        assert set(refused.value.message_dict) == {"on"}


def test_nothing_cannot_be_delivered(cast, pledge):
    with pytest.raises(ValidationError):
        report(pledge, cast["coordinator"], amount=Decimal(0))


def test_verifiers_are_told_of_a_report_and_the_partner_once_it_counts(cast, pledge):
    delivery = report(pledge, cast["hr"])
    verify(delivery, cast["accountant"])
    with as_owner():
        told = Notification.objects.filter(event__startswith="partners/delivery")
        assert set(told.values_list("event", "recipient")) == {
            *(("partners/delivery_reported", cast[who].user_id) for who in VERIFIERS),
            *(("partners/delivery_verified", cast[who].user_id) for who in ("hr", "trainer")),
        }


def test_a_source_delivers_once(cast, pledge):
    words = {"pledge": pledge, "on": MARCH, "amount": Decimal(2), "evidence": "강의 3호"}
    for who in ("coordinator", "hr"):
        with acting_as(cast[who].actor):
            made = services.record_delivery_from(source=(SourceKind.LECTURE, 3), by=cast[who], **words)
        assert (made.amount, made.state) == (2, DeliveryState.REPORTED)
    with as_owner():
        assert (Delivery.objects.count(), DeliverySource.objects.count()) == (1, 1)
        assert DeliveryPart.objects.get().amount == 2


def test_a_source_of_another_consortium_is_another_source(cast, pledge):
    theirs = factories.PledgeFactory(consortium=cast.other_consortium, partner=cast.other_partners["company"])
    for member, where in ((cast["coordinator"], pledge), (cast["stranger"], theirs)):
        with acting_as(member.actor):
            services.record_delivery_from(
                source=(SourceKind.LECTURE, 3),
                by=member,
                pledge=where,
                on=MARCH,
                amount=Decimal(2),
                evidence="강의",
            )
    with as_owner():
        assert Delivery.objects.count() == 2


# --- one delivery over several pledges ---------------------------------------------------------------
def test_divided_it_counts_for_each_pledge_and_never_more_than_once(cast, pledge):
    other = factories.PledgeFactory(consortium=cast.consortium, partner=pledge.partner)
    delivery = report(pledge, cast["hr"])
    with acting_as(cast["hr"].actor):
        services.divide_delivery(delivery, by=cast["hr"], parts={pledge.pk: Decimal(1), other.pk: Decimal(3)})
    verify(delivery, cast["principal"])
    assert (delivered(pledge)[0], delivered(other)[0]) == (1, 3)


def test_parts_go_to_the_same_partner_and_unit_only(cast, pledge):
    delivery = report(pledge, cast["hr"])
    strange = [
        factories.PledgeFactory(consortium=cast.consortium, partner=cast.partners["city"]),
        factories.PledgeFactory(consortium=cast.consortium, partner=pledge.partner, unit="TIMES"),
        factories.PledgeFactory(consortium=cast.consortium, partner=pledge.partner, state="PROPOSED"),
    ]
    for other in strange:
        with pytest.raises(ValidationError), acting_as(cast["hr"].actor):
            services.divide_delivery(delivery, by=cast["hr"], parts={other.pk: Decimal(1)})
    with pytest.raises(DatabaseError), transaction.atomic(), acting_as(cast["coordinator"].actor):
        DeliveryPart.objects.create(delivery=delivery, pledge=strange[0], amount=1)


def test_half_a_meeting_counts_for_no_pledge(cast):
    times = {"consortium": cast.consortium, "partner": cast.partners["company"], "unit": "TIMES"}
    pledge, other = (factories.PledgeFactory(**times) for _ in range(2))
    delivery = report(pledge, cast["hr"], amount=Decimal(2))
    with pytest.raises(ValidationError, match="소수점"), acting_as(cast["hr"].actor):
        services.divide_delivery(
            delivery, by=cast["hr"], parts={pledge.pk: Decimal("1.5"), other.pk: Decimal("0.5")}
        )


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    whole=st.decimals("0.01", "99.99", places=2),
    parts=st.lists(st.decimals("0", "99.99", places=2), min_size=1, max_size=3),
)
def test_whatever_is_asked_the_parts_never_exceed_the_whole(cast, pledge, whole, parts):
    with transaction.atomic():
        pledges = [factories.PledgeFactory(consortium=cast.consortium, partner=pledge.partner) for _ in parts]
        delivery = report(pledge, cast["hr"], amount=whole, evidence="나눈 수업")
        wanted = {one.pk: part for one, part in zip(pledges, parts, strict=True)}
        try:
            with acting_as(cast["hr"].actor):
                services.divide_delivery(delivery, by=cast["hr"], parts=wanted)
        except ValidationError:
            assert not any(parts) or sum(parts) > whole
            expected = [whole]
        else:
            expected = sorted(part for part in parts if part)
        with as_owner():
            assert sorted(DeliveryPart.objects.values_list("amount", flat=True)) == expected
        with as_owner():
            part = delivery.parts.earliest("pk")
        rest = whole - sum(expected)
        with pytest.raises(DatabaseError), transaction.atomic(), acting_as(cast["hr"].actor):
            DeliveryPart.objects.filter(pk=part.pk).update(amount=part.amount + rest + Decimal("0.01"))
        transaction.set_rollback(True)


# --- who touched it, and what the verifier saw --------------------------------------------------------
def divide(delivery, member, parts):
    with acting_as(member.actor):
        return services.divide_delivery(delivery, by=member, parts=parts)


def test_dividing_hides_no_reporter_and_makes_no_verifier(cast, pledge):
    other = factories.PledgeFactory(consortium=cast.consortium, partner=pledge.partner)
    delivery = report(pledge, cast["coordinator"])
    delivery = divide(delivery, cast["accountant"], {pledge.pk: Decimal(1), other.pk: Decimal(3)})
    assert delivery.reported_by == cast["coordinator"]
    for who in ("coordinator", "accountant"):
        with pytest.raises(PermissionDenied):
            verify(delivery, cast[who])
        with as_owner():
            waiting = Delivery.objects.waiting()
            assert not waiting.not_reported_by(cast[who]).exists()
        taken = {"state": DeliveryState.VERIFIED, "verified_by": cast[who]}
        with pytest.raises(DatabaseError), transaction.atomic(), acting_as(cast[who].actor):
            Delivery.objects.filter(pk=delivery.pk).update(**taken)
    verify(delivery, cast["principal"])


def test_a_division_that_changes_nothing_does_nothing(cast, pledge):
    delivery = report(pledge, cast["hr"])
    divide(delivery, cast["accountant"], {pledge.pk: Decimal(4)})
    with as_owner():
        assert Delivery.objects.get().handled_by == []
    verify(delivery, cast["accountant"])


@pytest.mark.parametrize(
    "forged",
    [
        lambda cast: {"reported_by": cast["hr"]},
        lambda cast: {"handled_by": []},
        lambda cast: {"amount": 400},
        lambda cast: {"state": DeliveryState.VERIFIED, "verified_by": cast["accountant"]},
    ],
)
def test_the_database_refuses_forged_reporters_and_verifiers(cast, pledge, forged):
    delivery = report(pledge, cast["coordinator"])
    with acting_as(cast["hr"].actor):
        services.correct_delivery(delivery, by=cast["hr"], on=MARCH, amount=Decimal(3), evidence="정정")
    with pytest.raises(DatabaseError), transaction.atomic(), acting_as(cast["principal"].actor):
        Delivery.objects.filter(pk=delivery.pk).update(**forged(cast))


def test_nobody_reports_in_the_name_of_another(cast, pledge):
    with pytest.raises(ProgrammingError), transaction.atomic(), acting_as(cast["coordinator"].actor):
        Delivery.objects.create(pledge=pledge, on=MARCH, amount=1, evidence="x", reported_by=cast["hr"])


def evidence(delivery, member, **changed):
    pk = uuid.uuid4()
    facts = {
        "id": pk,
        "consortium": delivery.pledge.consortium,
        "partner": delivery.pledge.partner,
        "name": "a.pdf",
        "content_type": "application/pdf",
        "path": f"evidence/{delivery.pledge.consortium_id}/{pk}.pdf",
        "sha256": "a" * 64,
        "size": 1,
        "added_by": member,
    } | changed
    with acting_as(member.actor), transaction.atomic():
        return EvidenceFile.objects.create(delivery=delivery, **facts)


def test_the_path_of_evidence_leads_to_itself_alone(cast, pledge):
    delivery = report(pledge, cast["hr"])
    here = f"evidence/{cast.consortium.pk}"
    mine, pk = uuid.uuid4(), uuid.uuid4()
    wrong = ("../../../etc/hostname", "/etc/hostname", f"{here}/{mine}.pdf", f"{here}/{pk}./../../../x.pdf")
    for path in wrong:
        with pytest.raises(IntegrityError):
            evidence(delivery, cast["hr"], id=pk, path=path)
    with pytest.raises(SuspiciousFileOperation):
        _ = EvidenceFile(path=wrong[0]).location
    assert evidence(delivery, cast["hr"]).location.name.endswith(".pdf")


def test_evidence_is_added_in_ones_own_name_and_not_to_what_was_verified(cast, pledge):
    delivery = report(pledge, cast["hr"])
    with pytest.raises(ProgrammingError):
        evidence(delivery, cast["coordinator"], added_by=cast["hr"])
    with pytest.raises(DatabaseError):
        evidence(delivery, cast["coordinator"], partner=cast.partners["rival"])
    verify(delivery, cast["coordinator"])
    for who in ("hr", "coordinator"):
        with pytest.raises(DatabaseError, match="not verified yet"):
            evidence(delivery, cast[who])


def test_a_file_that_came_after_the_look_is_looked_at_first(cast, pledge):
    delivery = report(pledge, cast["hr"])
    with as_owner():
        seen = fingerprint(Delivery.objects.get(pk=delivery.pk))  # as a page reads it
    evidence(delivery, cast["hr"])
    with pytest.raises(StateConflict):
        verify(delivery, cast["coordinator"], seen=seen)


@pytest.mark.parametrize(
    "words", ["수업  일지 a", "수업일지A.", "수업\u200b 일지 ａ", "수업·일지-A", "\ufeff수업\u3000일지(A)"]
)
def test_the_same_evidence_is_the_same_however_it_is_written(cast, pledge, words):
    report(pledge, cast["coordinator"], evidence="수업 일지 A")
    with pytest.raises(StateConflict):
        report(pledge, cast["hr"], evidence=words)
    report(pledge, cast["hr"], evidence="수업 일지 B")
