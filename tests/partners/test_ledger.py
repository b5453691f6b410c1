"""The ledger: promised → reported → verified, and what contributions in kind are worth."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consortium.rowlevel import acting_as
from partners.models import PriceItem
from partners.pledges import periods, presentation, services
from partners.pledges.ledger import Ledger
from partners.pledges.reports import build
from partners.pledges.risk import Watch
from partners.states import PledgeKind, PledgeState, Unit
from tests import factories
from tests.authorization import as_owner

FIRST = datetime.date(2026, 3, 1)
YEAR = periods.period_of("school-2026")
HOURS = {"kind": PledgeKind.INSTRUCTOR, "unit": Unit.HOURS}


def pledge_of(cast, whose="company", **changed):
    period = {"starts_on": FIRST, "ends_on": datetime.date(2027, 2, 28)}
    return factories.PledgeFactory(
        consortium=cast.consortium, partner=cast.partners[whose], **period | changed
    )


def read(cast, period=YEAR, who="official", **asked):
    member = cast[who]
    with acting_as(member.actor):
        ledger = Ledger(member, period, **asked)
        return ledger, ledger.lines, ledger.total


@pytest.fixture
def prices(cast):
    """50,000 won an hour until 30 June, 60,000 from 1 July on."""
    ours = {"consortium": cast.consortium, "name": "강사료", **HOURS}
    factories.PriceItemFactory(**ours, value=50_000, valid_from=FIRST, valid_until=datetime.date(2026, 6, 30))
    factories.PriceItemFactory(**ours, value=60_000, valid_from=datetime.date(2026, 7, 1))


def test_a_delivery_is_valued_by_the_price_of_its_day(cast, prices):
    pledge = pledge_of(cast, amount=20, valued_as="강사료")
    before, first = datetime.date(2026, 6, 30), datetime.date(2026, 7, 1)
    for on, amount in ((before, 2), (first, 3)):
        factories.DeliveryFactory(pledge=pledge, on=on, amount=amount)
    _ledger, (line,), total = read(cast)
    assert (line.worth, line.unvalued, total.worth) == (2 * 50_000 + 3 * 60_000, 0, 280_000)


def test_without_a_price_on_its_day_nothing_is_guessed(cast, prices):
    named = pledge_of(cast, valued_as="강사료", starts_on=datetime.date(2026, 1, 1))
    factories.DeliveryFactory(pledge=named, on=datetime.date(2026, 2, 28))
    factories.DeliveryFactory(pledge=pledge_of(cast), on=FIRST)
    _ledger, (line,), _total = read(cast, periods.period_of("fiscal-2026"))
    assert (line.verified, line.worth, line.unvalued) == (2, 0, 2)


def test_another_consortiums_price_values_nothing(cast):
    factories.PriceItemFactory(consortium=cast.other_consortium, name="강사료", valid_from=FIRST)
    factories.DeliveryFactory(pledge=pledge_of(cast, valued_as="강사료"), on=FIRST)
    assert read(cast)[1][0].unvalued == 1


def test_only_what_is_verified_counts_and_what_is_reported_stands_apart(cast):
    pledge = pledge_of(cast, amount=10)
    factories.DeliveryFactory(pledge=pledge, on=FIRST, amount=4)
    factories.DeliveryFactory(pledge=pledge, on=FIRST, amount=3, state="REPORTED")
    factories.DeliveryFactory(pledge=pledge, on=FIRST, amount=2, state="SENT_BACK")
    for state in (PledgeState.ASKED, PledgeState.PROPOSED):
        pledge_of(cast, amount=90, state=state)
    _ledger, (line,), _total = read(cast, who="coordinator")
    assert (line.pledges, line.promised, line.reported, line.verified) == (1, 10, 3, 4)
    assert line.share == Decimal("0.4")


def test_cash_and_value_stand_side_by_side(cast, prices):
    cash = pledge_of(cast, "city", kind=PledgeKind.CASH, unit=Unit.WON, amount=1_000_000)
    factories.DeliveryFactory(pledge=cash, on=FIRST, amount=400_000)
    factories.DeliveryFactory(pledge=pledge_of(cast, valued_as="강사료"), on=FIRST, amount=2)
    ledger, _lines, total = read(cast)
    assert (total.cash_promised, total.cash, total.worth, total.unvalued) == (
        1_000_000,
        400_000,
        100_000,
        0,
    )
    table = presentation.money_table(ledger)
    city, company, together = (row[1:] for row in table.rows)
    assert (city, company) == ((1_000_000, 400_000, 0, 0), (0, 0, 100_000, 0))
    assert together == (1_000_000, 400_000, 100_000, 0)


def test_more_than_promised_does_not_make_up_for_others(cast):
    factories.DeliveryFactory(pledge=pledge_of(cast, amount=10), on=FIRST, amount=20)
    pledge_of(cast, amount=10)
    ledger, _lines, _total = read(cast)
    with acting_as(cast["official"].actor):
        assert [line.share for line in ledger.by_kind] == [Decimal("0.5")]


def test_a_period_takes_what_happened_in_it_and_shares_up_to_its_end(cast):
    pledge = pledge_of(cast, amount=10)
    for month, amount in ((3, 1), (5, 2), (8, 4)):
        factories.DeliveryFactory(pledge=pledge, on=datetime.date(2026, month, 1), amount=amount)
    _ledger, (line,), _total = read(cast, periods.period_of("quarter-2026-2"))
    assert (line.promised, line.verified, line.share) == (10, 2, Decimal("0.3"))
    assert read(cast, periods.period_of("school-2025"))[1] == []


def test_a_late_delivery_shows_in_the_period_in_which_it_happened(cast):
    old = pledge_of(cast, starts_on=datetime.date(2025, 3, 1), ends_on=datetime.date(2026, 2, 28), amount=10)
    factories.DeliveryFactory(pledge=old, on=FIRST, amount=1)
    _ledger, (line,), _total = read(cast)
    assert (line.promised, line.verified, line.share) == (0, 1, None)


def test_it_is_narrowed_by_partner_and_kind(cast):
    pledge_of(cast), pledge_of(cast, "university", kind=PledgeKind.MENTORING)
    lines = read(cast, partner=cast.partners["university"])[1]
    assert [line.kind for line in lines] == [PledgeKind.MENTORING]
    lines = read(cast, kind=PledgeKind.INSTRUCTOR)[1]
    assert [line.partner for line in lines] == [cast.partners["company"].pk]


def test_the_number_of_queries_does_not_grow(cast, prices):
    def queries():
        with CaptureQueriesContext(connection) as found:
            read(cast)
        return len(found)

    factories.DeliveryFactory(pledge=pledge_of(cast), on=FIRST)
    few = queries()
    for whose in ("company", "university", "city"):
        factories.DeliveryFactory(pledge=pledge_of(cast, whose), on=FIRST)
    assert queries() == few


def test_nothing_of_another_consortium_is_in_it(cast):
    theirs = factories.PledgeFactory(
        consortium=cast.other_consortium, partner=cast.other_partners["company"], starts_on=FIRST
    )
    factories.DeliveryFactory(pledge=theirs, on=FIRST)
    assert read(cast)[1] == []


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("school-2025", "2025-03-01", "2026-02-28"),
        ("school-2027", "2027-03-01", "2028-02-29"),
        ("fiscal-2026", "2026-01-01", "2026-12-31"),
        ("quarter-2026-1", "2026-01-01", "2026-03-31"),
        ("quarter-2026-4", "2026-10-01", "2026-12-31"),
    ],
)
def test_periods_begin_and_end_where_the_calendars_say(code, first, last):
    period = periods.period_of(code)
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)


@pytest.mark.parametrize("code", ["", "quarter-2026-5", "school-26", "fiscal-2026-1", "x"])
def test_what_is_no_period_is_none(code):
    assert periods.period_of(code) is None


def test_the_choice_begins_with_the_present_and_crosses_years():
    codes = [code for code, _label in periods.choices(datetime.date(2026, 1, 15))]
    assert codes == [
        *("school-2025", "school-2024", "school-2023"),
        *("fiscal-2026", "fiscal-2025", "fiscal-2024"),
        *("quarter-2026-1", "quarter-2025-4", "quarter-2025-3", "quarter-2025-2"),
        "all",
    ]


class _Asked:
    def __init__(self, member, **parameters):
        self.member, self.parameters, self.snapshot_at = member, parameters, timezone.now()

    def part(self, name, make):
        return make()

    def as_member(self, look):
        return look()


def test_the_report_prints_its_filters(cast):
    pledge_of(cast)
    asked = {"period": "school-2026", "partner": cast.partners["company"].pk, "kind": "INSTRUCTOR"}
    with acting_as(cast["official"].actor):
        document = build(_Asked(cast["official"], **asked))
    printed = dict(document.basis)
    assert printed["협약기관"] == cast.partners["company"].name
    assert "2026" in printed["기간"]
    assert len(document.blocks) == 3


# --- the price table ---------------------------------------------------------------------------------
PRICE = HOURS | {
    "name": "강사료",
    "value": Decimal(50_000),
    "valid_from": FIRST,
    "valid_until": None,
    "source": "고시",
    "confirmed": False,
}


def test_those_who_answer_for_the_figures_keep_the_prices(cast):
    for who in ("coordinator", "accountant"):
        with acting_as(cast[who].actor):
            services.enter_price(by=cast[who], **PRICE | {"name": who})
    for who in ("principal", "hr", "official"):
        with pytest.raises(PermissionDenied), acting_as(cast[who].actor):
            services.enter_price(by=cast[who], **PRICE)


def test_a_price_ends_before_the_next_begins(cast):
    member = cast["accountant"]
    with acting_as(member.actor):
        price = services.enter_price(by=member, **PRICE)
        later = PRICE | {"valid_from": datetime.date(2026, 7, 1), "value": Decimal(60_000)}
        with pytest.raises(ValidationError) as refused:
            services.enter_price(by=member, **later)
        assert set(refused.value.message_dict) == {"valid_from"}
        services.end_price(price, by=member, valid_until=datetime.date(2026, 6, 30))
        services.enter_price(by=member, **later)
        with pytest.raises(ValidationError):
            services.end_price(price, by=member, valid_until=datetime.date(2026, 7, 1))


def test_money_has_no_price(cast):
    with pytest.raises(DatabaseError), transaction.atomic(), as_owner():
        PriceItem.objects.create(
            consortium=cast.consortium, **PRICE | {"kind": PledgeKind.CASH, "unit": Unit.WON}
        )


# --- overdue and at risk -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("today", "amount", "standing"),
    [
        (datetime.date(2026, 3, 24), 0, ""),  # 24 of 100 days
        (datetime.date(2026, 3, 25), 0, "at risk"),
        (datetime.date(2026, 4, 20), 26, "at risk"),
        (datetime.date(2026, 4, 20), 27, ""),
        (datetime.date(2026, 6, 8), 99, ""),
        (datetime.date(2026, 6, 9), 99, "overdue"),
        (datetime.date(2026, 6, 9), 100, ""),
    ],
)
def test_the_rule_decides_what_is_overdue_and_what_is_at_risk(cast, today, amount, standing):
    pledge = pledge_of(cast, amount=100, ends_on=FIRST + datetime.timedelta(days=99))
    if amount:
        factories.DeliveryFactory(pledge=pledge, on=FIRST, amount=amount)
    with as_owner():
        known = type(pledge).objects.all()
        rule = Watch(today)
        found = [
            name
            for name, late in (("overdue", rule.overdue(known)), ("at risk", rule.at_risk(known)))
            if late.exists()
        ]
    assert found == ([standing] if standing else [])
