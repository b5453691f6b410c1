"""Writes about pledges, deliveries and prices: one function per verb."""

from partners.pledges.services.deliveries import (
    correct_delivery,
    divide_delivery,
    report_delivery,
    send_back_delivery,
    verify_delivery,
)
from partners.pledges.services.prices import end_price, enter_price
from partners.pledges.services.promises import (
    accept_pledge,
    answer_pledge,
    ask_for_pledge,
    correct_pledge,
    decline_pledge,
    end_pledge,
    enter_pledge,
)
from partners.pledges.services.settling import close_periods, settle
from partners.pledges.services.sources import promised_by, record_delivery_from

__all__ = (
    "accept_pledge",
    "answer_pledge",
    "ask_for_pledge",
    "close_periods",
    "correct_delivery",
    "correct_pledge",
    "decline_pledge",
    "divide_delivery",
    "end_pledge",
    "end_price",
    "enter_pledge",
    "enter_price",
    "promised_by",
    "record_delivery_from",
    "report_delivery",
    "send_back_delivery",
    "settle",
    "verify_delivery",
)
