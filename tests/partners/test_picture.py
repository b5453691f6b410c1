"""The picture of the consortium: what ties each partner to the school, by kind and year, beside its table."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partners.registry import picture
from partners.registry.picture import Tie, draw
from partners.states import AgreementState, PartnerKind
from tests import factories


def _page(client, cast, query=""):
    client.force_login(cast["official"].user)
    return client.get(reverse("partners:picture", args=["paju"]) + query)


def _ties(page):
    return {tie.name: tie for tie in page.context["ties"]}


@pytest.fixture
def tied(cast):
    """The company promised in two school years, delivered in one of them, and signed an agreement."""
    company = cast.partners["company"]
    for year, delivered in ((2025, 5), (2026, 0)):
        pledge = factories.PledgeFactory(
            consortium=cast.consortium,
            partner=company,
            starts_on=datetime.date(year, 4, 1),
            ends_on=datetime.date(year, 12, 31),
        )
        if delivered:
            factories.DeliveryFactory(pledge=pledge, on=datetime.date(year, 5, 1), amount=delivered)
    agreement = factories.AgreementFactory(consortium=cast.consortium, state=AgreementState.IN_FORCE)
    factories.SignatoryFactory(agreement=agreement, partner=company, signed_on=datetime.date(2025, 3, 19))
    return cast


def test_the_table_says_what_the_picture_draws(client, tied):
    page = _page(client, tied)
    drawn = {node.tie.name: node for node in page.context["picture"].nodes}
    company = drawn[tied.partners["company"].name]
    assert (company.line, company.tie.pledged, company.tie.agreements) == ("delivered", 2, 1)
    assert drawn.keys() == _ties(page).keys()
    assert tied.partners["school"].name not in drawn


def test_a_school_year_narrows_the_pledges_and_not_the_partners(client, tied):
    name = tied.partners["company"].name
    everything, one_year = _ties(_page(client, tied)), _ties(_page(client, tied, "?year=2026"))
    assert (one_year[name].pledged, one_year[name].share) == (1, Decimal(0))
    assert one_year.keys() == everything.keys()


def test_kinds_can_be_taken_out(client, tied):
    page = _page(client, tied, "?kind=COMPANY&kind=UNIVERSITY")
    assert {tie.kind for tie in page.context["ties"]} == {PartnerKind.COMPANY, PartnerKind.UNIVERSITY}


def test_many_partners_are_drawn_as_one_node_for_each_kind(cast):
    ties = [Tie(f"기업{n}", "COMPANY", "/", 2, Decimal("0.5"), 1) for n in range(picture.MOST + 1)]
    ties += [Tie("대학", "UNIVERSITY", "/", 1, Decimal(1), 0)]
    nodes = draw(ties, cast["official"]).nodes
    assert [(node.tie.kind, node.tie.pledged, node.tie.share) for node in nodes] == [
        ("COMPANY", 82, Decimal("0.5")),
        ("UNIVERSITY", 1, Decimal(1)),
    ]


def test_the_page_costs_the_same_with_more_partners(client, tied):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert _page(client, tied).status_code == 200
        return len(queries)

    cost()  # what is asked once per process is no part of the page
    before = cost()
    for _each in range(3):
        factories.ParticipationFactory(consortium=tied.consortium)
    assert cost() == before
