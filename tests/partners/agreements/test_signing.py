"""What the signing engine and agreements tell each other: who binds a party, what a withdrawal means."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from consortium.notifications.models import Notification
from consortium.rowlevel import acting_as
from consortium.signing import services as engine
from consortium.signing.models import Document, Party
from consortium.signing.states import PartyState
from consortium.workflow import StateConflict
from partners.agreements import services
from partners.agreements.terms import effective_terms
from partners.models import Agreement, Amendment, Signatory
from partners.states import AgreementState, AmendmentState
from tests.authorization import as_owner
from tests.partners.agreements.test_journey import DAY, amend_term, draft_with, read, send, sign, two

pytestmark = pytest.mark.django_db
BINDS = {"principal", "hr", "official", "lecturer"}
OWN_PEOPLE = BINDS | {"coordinator", "teacher", "accountant", "trainer", "council_secretary"}


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def out(cast):
    """Out for signing by school, company, city and university."""
    return send(
        cast, draft_with(cast, [cast.partners[key] for key in ("school", "company", "city", "university")])
    )


def party_for(document, member):
    with as_owner():
        return Party.objects.select_related("document__consortium").get(
            document=document, partner=member.partner_id
        )


# --- who binds an organisation ------------------------------------------------------------------------
def test_only_those_who_bind_an_organisation_sign_for_it_on_screen(cast, out):
    for who in OWN_PEOPLE:
        member, party = cast[who], party_for(out, cast[who])
        with acting_as(member.actor):
            if who in BINDS:
                engine.member_page(party, by=member)
            else:
                for write in (
                    lambda: engine.member_page(party, by=member),  # noqa: B023 - called at once
                    lambda: engine.decline_on_screen(party, by=member, reason="아니오"),  # noqa: B023
                ):
                    with pytest.raises(PermissionDenied, match="서명"):
                        write()
    with as_owner():
        assert not Party.objects.exclude(state=PartyState.INVITED).exists()


def test_the_page_and_the_api_say_why_somebody_does_not_sign(client, cast, out):
    for who in ("trainer", "teacher", "hr"):
        client.force_login(cast[who].user)
        party = party_for(out, cast[who])
        page = client.get(reverse("partners:agreement", args=["paju", out.subject_id])).content.decode()
        answer = client.get(f"/api/v1/paju/signing/parties/{party.pk}/").json()
        refused = client.get(reverse("signing:sign", args=["paju", party.pk]))
        if who == "hr":
            assert (answer["may_sign"], answer["why_not"], refused.status_code) == (True, "", 200)
            continue
        assert (who, refused.status_code, answer["may_sign"]) == (who, 403, False)
        assert answer["why_not"]
        assert answer["why_not"] in page
        assert answer["why_not"] in refused.content.decode()


def test_those_who_bind_an_organisation_are_told_that_it_is_asked(cast, out):
    with as_owner():
        told = Notification.objects.filter(event="signing/asked_to_sign")
        assert set(told.values_list("recipient", flat=True)) == {cast[who].user_id for who in BINDS}


# --- withdrawn by the engine's own page ---------------------------------------------------------------
def test_an_agreement_whose_text_is_withdrawn_is_a_draft_again(client, cast, out):
    sign(cast, out, [cast.partners["city"].pk])
    client.force_login(cast["coordinator"].user)
    page = client.post(
        reverse("signing:void", args=["paju", out.pk]), {"reason": "조항을 고칩니다"}, follow=True
    )
    assert page.context["agreement"].state == AgreementState.DRAFT
    with as_owner():
        assert not Signatory.objects.exclude(signed_on=None).exists()
        step = Agreement.pgh_event_model.objects.filter(pgh_obj=out.subject_id).latest("pgh_id")
        assert step.pgh_context["member"] == cast["coordinator"].pk
    agreement = read(page.context["agreement"])
    again = send(cast, agreement)
    sign(cast, again, again.parties.values("partner"))
    assert read(agreement).state == AgreementState.IN_FORCE


def test_an_amendment_whose_text_is_withdrawn_is_a_draft_again(cast, today):
    agreement = two(cast, today, valid_until=today + 60 * DAY)
    amend_term(cast, agreement, today + 400 * DAY, signed=False)
    with as_owner():
        document = Document.objects.get(kind="partners.amendment")
    with acting_as(cast["principal"].actor):
        engine.void(document, by=cast["principal"], reason="날짜를 고칩니다")
    with as_owner():
        assert Amendment.objects.get().state == AmendmentState.DRAFT
    assert effective_terms(read(agreement)).last_day == today + 60 * DAY


def test_what_everybody_has_signed_is_not_taken_back_by_either_door(cast, today):
    agreement = two(cast, today, starts_on=today + 9 * DAY)
    with as_owner():
        document = Document.objects.get()
    with acting_as(cast["coordinator"].actor):
        with pytest.raises(StateConflict):
            engine.void(document, by=cast["coordinator"], reason="늦었다")
        with pytest.raises(StateConflict):
            services.take_back(agreement, by=cast["coordinator"], reason="늦었다")
    assert read(agreement).state == AgreementState.SIGNING


# --- the home page ------------------------------------------------------------------------------------
def home(client, cast, who):
    client.force_login(cast[who].user)
    return client.get("/paju/").content.decode()


def test_the_home_page_says_whose_signature_is_missing(client, cast, out, today):
    sign(cast, out, [cast.partners["city"].pk])
    mine = {
        who
        for who in OWN_PEOPLE
        if f"/signing/parties/{party_for(out, cast[who]).pk}/sign/" in home(client, cast, who)
    }
    assert mine == BINDS - {"official"}
    waits = "4곳 중 1곳"  # for whoever sent it out, once their own signature is not missing
    assert {who for who in ("coordinator", "principal", "hr") if waits in home(client, cast, who)} == {
        "coordinator"
    }
    sign(cast, out, [cast.partners["school"].pk])
    assert "4곳 중 2곳" in home(client, cast, "principal")


def test_a_refusal_and_a_day_that_is_over_are_at_risk(client, cast, out, today):
    with acting_as(cast["hr"].actor):
        engine.decline_on_screen(party_for(out, cast["hr"]), by=cast["hr"], reason="예산이 없습니다")
    assert "1곳이 서명을 거절" in home(client, cast, "coordinator")
    page = client.get(reverse("partners:agreement", args=["paju", out.subject_id]))
    assert cast.partners["company"].name in page.context["step"].text
    with as_owner():
        Document.objects.update(due_on=today - DAY)
    assert "서명이 기다립니다" in home(client, cast, "lecturer")
