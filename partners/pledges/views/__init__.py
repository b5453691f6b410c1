"""Pages about pledges: lists, promises, deliveries, the ledger and the price table."""

from partners.pledges.views.deliveries import (
    add_delivery,
    correct_delivery,
    deliveries,
    delivery,
    divide_delivery,
    evidence_file,
    send_back_delivery,
    verify_delivery,
)
from partners.pledges.views.ledger import ledger, ledger_report
from partners.pledges.views.lists import late, pledge, pledges
from partners.pledges.views.prices import add_price, end_price, prices
from partners.pledges.views.promises import (
    accept_pledge,
    add_pledge,
    answer_pledge,
    ask_for_pledge,
    correct_pledge,
    decline_pledge,
    end_pledge,
)

__all__ = (
    "accept_pledge",
    "add_delivery",
    "add_pledge",
    "add_price",
    "answer_pledge",
    "ask_for_pledge",
    "correct_delivery",
    "correct_pledge",
    "decline_pledge",
    "deliveries",
    "delivery",
    "divide_delivery",
    "end_pledge",
    "end_price",
    "evidence_file",
    "late",
    "ledger",
    "ledger_report",
    "pledge",
    "pledges",
    "prices",
    "send_back_delivery",
    "verify_delivery",
)
