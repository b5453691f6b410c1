import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partners.states import AgreementState
from tests import factories
from tests.cast import PLAYERS


@pytest.fixture
def stage(cast):
    """An agreement with one clause, a signatory and a pledge, here and (as canary) elsewhere."""
    made = {}
    for consortium, partners, word in (
        (cast.consortium, cast.partners, "ours"),
        (cast.other_consortium, cast.other_partners, "canary"),
    ):
        agreement = factories.AgreementFactory(
            consortium=consortium, title=f"{word} 협약", state=AgreementState.IN_FORCE
        )
        pledge = factories.PledgeFactory(
            consortium=consortium,
            partner=partners["company"],
            agreement=agreement,
            description=f"{word} 약정",
            ends_on=timezone.localdate() + datetime.timedelta(days=30),
        )
        factories.ClauseFactory(agreement=agreement, text=f"{word} 조항", text_en="Clause")
        factories.SignatoryFactory(agreement=agreement, partner=partners["city"], signer="홍길동")
        delivery = factories.DeliveryFactory(
            pledge=pledge, on=datetime.date(2026, 3, 2), amount=5, evidence=f"{word} 증빙"
        )
        made[word] = {
            "agreement": agreement,
            "pledge": pledge,
            "delivery": delivery,
            "partner": partners["company"],
        }
    cast.made = made
    return cast


PAGES = {
    "partners": None,
    "agreements": None,
    "pledges": None,
    "partner": "partner",
    "agreement": "agreement",
    "pledge": "pledge",
}
FORMS = {"delivery_add": "pledge", "delivery": "delivery"}


def _url(stage, name, word="ours", slug="paju"):
    subject = (PAGES | FORMS)[name]
    return reverse(f"partners:{name}", args=[slug, *([stage.made[word][subject].pk] if subject else [])])


@pytest.mark.parametrize("who", sorted(PLAYERS))
def test_every_member_reads_every_page_and_no_other_consortium(client, stage, who):
    client.force_login(stage[who].user)
    for name in PAGES:
        page = client.get(_url(stage, name))
        assert (name, page.status_code) == (name, 200)
        assert "canary" not in page.content.decode()


def test_foreign_and_missing_rows_are_the_same_404(client, stage):
    client.force_login(stage["coordinator"].user)
    for name in (name for name, subject in (PAGES | FORMS).items() if subject):
        foreign = client.get(_url(stage, name, "canary"))
        missing = client.get(reverse(f"partners:{name}", args=["paju", 0]))
        assert (name, foreign.status_code, missing.status_code) == (name, 404, 404)


@pytest.mark.parametrize("name", ["partners", "agreements", "pledges", "partner", "agreement", "pledge"])
def test_the_number_of_queries_does_not_grow_with_the_rows(client, stage, name, django_assert_num_queries):
    client.force_login(stage["coordinator"].user)
    client.get(_url(stage, name))
    with CaptureQueriesContext(connection) as few:
        client.get(_url(stage, name))
    ours = stage.made["ours"]
    for _number in range(3):
        partner = factories.PartnerFactory()
        factories.ParticipationFactory(consortium=stage.consortium, partner=partner)
        for whose in (partner, ours["partner"]):
            pledge = factories.PledgeFactory(
                consortium=stage.consortium, partner=whose, agreement=ours["agreement"]
            )
            factories.DeliveryFactory(pledge=pledge, on=pledge.starts_on)
        factories.DeliveryFactory(pledge=ours["pledge"], on=ours["pledge"].starts_on)
        factories.AgreementFactory(consortium=stage.consortium)
    with CaptureQueriesContext(connection) as many:
        client.get(_url(stage, name))
    assert len(many) == len(few)


def test_filters_narrow_the_ledger(client, stage):
    client.force_login(stage["official"].user)
    url = _url(stage, "pledges")
    assert len(client.get(url, {"kind": "INSTRUCTOR"}).context["page"].rows) == 1
    assert client.get(url, {"kind": "CASH"}).context["page"].rows == []
    foreign = stage.made["canary"]["partner"].pk
    assert "partner" in client.get(url, {"partner": foreign}).context["filterset"].form.errors


def test_the_picture_draws_promised_apart_from_delivered(client, stage):
    factories.PledgeFactory(consortium=stage.consortium, partner=stage.partners["university"])
    client.force_login(stage["official"].user)
    picture = client.get(_url(stage, "partners")).context["picture"]
    lines = {node.tie.name: node.line for node in picture.nodes}
    expected = dict.fromkeys((partner.name for partner in stage.partners.values()), "none")
    expected |= {
        stage.partners["company"].name: "delivered",
        stage.partners["university"].name: "promised",
    }
    del expected[stage.partners["school"].name]
    assert lines == expected
