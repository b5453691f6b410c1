"""Writes about programme tables: editing drafts, copying, and the way through the committees."""

from curriculum.programme.services.deciding import approve, send_back, submit, take_back
from curriculum.programme.services.drafting import copy_table, create_table, discard
from curriculum.programme.services.editing import (
    CellConflict,
    add_row,
    change_row,
    move_row,
    remove_row,
    undo,
)

__all__ = (
    "CellConflict",
    "add_row",
    "approve",
    "change_row",
    "copy_table",
    "create_table",
    "discard",
    "move_row",
    "remove_row",
    "send_back",
    "submit",
    "take_back",
    "undo",
)
