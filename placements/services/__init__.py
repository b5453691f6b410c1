"""Writes of the placements app: vacancies, consents, candidates."""

from placements.services.candidates import decline, put_forward, shortlist
from placements.services.consents import complete_consent, record_consent, withdraw_consent
from placements.services.vacancies import close_vacancy, open_vacancy, save_vacancy

__all__ = (
    "close_vacancy",
    "complete_consent",
    "decline",
    "open_vacancy",
    "put_forward",
    "record_consent",
    "save_vacancy",
    "shortlist",
    "withdraw_consent",
)
