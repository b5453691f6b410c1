"""What people do with external programmes: one function per verb."""

from curriculum.external.services.applying import (
    agree_to_naming,
    apply_for,
    give_points,
    record_guardian,
    withdraw_application,
    withdraw_consent,
)
from curriculum.external.services.offering import (
    add_session,
    cancel_programme,
    correct_programme,
    enter_programme,
    open_programme,
    remove_session,
    select_participants,
)
from curriculum.external.services.teaching import (
    answer_survey,
    finish_programme,
    take_attendance,
    withdraw_certificate,
)

__all__ = (
    "add_session",
    "agree_to_naming",
    "answer_survey",
    "apply_for",
    "cancel_programme",
    "correct_programme",
    "enter_programme",
    "finish_programme",
    "give_points",
    "open_programme",
    "record_guardian",
    "remove_session",
    "select_participants",
    "take_attendance",
    "withdraw_application",
    "withdraw_certificate",
    "withdraw_consent",
)
