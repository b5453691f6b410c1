"""What people do with job analyses and surveys."""

from curriculum.demand.services.analyses import (
    add_duty,
    agree_analysis,
    analyse_again,
    discard_analysis,
    draft_analysis,
    edit_analysis,
    remove_duty,
    remove_task,
    rename_duty,
    retire_analysis,
    save_task,
)
from curriculum.demand.services.surveys import (
    answer_by_link,
    answer_survey,
    ask_company,
    close_survey,
    send_again,
    take_over,
)

__all__ = (
    "add_duty",
    "agree_analysis",
    "analyse_again",
    "answer_by_link",
    "answer_survey",
    "ask_company",
    "close_survey",
    "discard_analysis",
    "draft_analysis",
    "edit_analysis",
    "remove_duty",
    "remove_task",
    "rename_duty",
    "retire_analysis",
    "save_task",
    "send_again",
    "take_over",
)
