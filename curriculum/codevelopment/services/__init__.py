"""What people do with courses: one function per verb."""

from curriculum.codevelopment.services.contributing import (
    accept_contribution,
    contribute,
    decline_contribution,
    say_nothing_to_add,
    withdraw_contribution,
)
from curriculum.codevelopment.services.deciding import (
    approve_version,
    ask_partners,
    decline_version,
    pass_version,
    send_version_back,
    submit_version,
)
from curriculum.codevelopment.services.writing import (
    add_section,
    edit_section,
    edit_version,
    propose_course,
    remove_section,
    start_next_version,
)

__all__ = (
    "accept_contribution",
    "add_section",
    "approve_version",
    "ask_partners",
    "contribute",
    "decline_contribution",
    "decline_version",
    "edit_section",
    "edit_version",
    "pass_version",
    "propose_course",
    "remove_section",
    "say_nothing_to_add",
    "send_version_back",
    "start_next_version",
    "submit_version",
    "withdraw_contribution",
)
