"""Transition tables: the rulebook that services enforce in Python and triggers enforce in PostgreSQL."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pgtrigger
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consortium.verdict import ALLOWED, Verdict, denied

Policy = Callable[[Any, Any], Verdict]


class StateConflict(Exception):
    """The subject has moved on since the page was opened (page 409); says what changed."""

    def __init__(self, subject: models.Model, message: str | Promise = "") -> None:
        self.subject = subject
        self.message = message or _("This has changed since you opened the page.")
        super().__init__(str(self.message))


@dataclass(frozen=True)
class Transition:
    """One row of a transition table: from these states to that one, for whom the policy allows."""

    name: str
    sources: frozenset[str]
    target: str
    policy: Policy
    field: str = "state"

    def verdict(self, subject: models.Model, *, by: Any) -> Verdict:
        """May `by` make this transition now? For pages that ask before they offer a button."""
        if getattr(subject, self.field) not in self.sources:
            return denied(_("This step is not possible in the present state."))
        return self.policy(by, subject)

    def enforce(self, subject: models.Model, *, by: Any) -> None:
        """Raise `PermissionDenied` (403) or `StateConflict` (409) unless the transition may happen.

        Call it on a row that is locked; the policy comes first, so a stranger learns no state.
        """
        self.policy(by, subject).require()
        if getattr(subject, self.field) not in self.sources:
            label = getattr(subject, f"get_{self.field}_display")()
            raise StateConflict(subject, _("It is now “%(state)s”.") % {"state": label})


def transition(
    name: str, sources: Iterable[str], target: str, policy: Policy = lambda by, subject: ALLOWED
) -> Transition:
    return Transition(name, frozenset(sources), target, policy)


def state_triggers(
    steps: Iterable[tuple[str, str]], *, born: Iterable[str], field: str = "state"
) -> list[pgtrigger.Trigger]:
    """Triggers that refuse any other step, and any other state of birth, whoever asks.

    `steps` are (source, target) pairs as `steps_of()` gives them from a transition table.
    """
    allowed = ", ".join(f"'{state}'" for state in born)
    return [
        pgtrigger.FSM(name=f"{field}_steps", field=field, transitions=list(steps)),
        pgtrigger.Trigger(
            name=f"{field}_of_birth",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            func=f"IF NEW.{field} NOT IN ({allowed}) THEN "
            f"RAISE EXCEPTION 'A row cannot be born in state %', NEW.{field}; END IF; RETURN NEW;",
        ),
    ]


def steps_of(table: Iterable[Transition]) -> list[tuple[str, str]]:
    """The (source, target) pairs of a transition table, sorted so that migrations are stable."""
    return sorted({(str(source), str(row.target)) for row in table for source in row.sources})
