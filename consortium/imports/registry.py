"""What can be imported: each app registers its own targets in an `importing.py` that its apps load.

    register(
        Target(
            key="partners",
            label=_("Partners"),
            purpose=_("…"),
            fields=(Field("name", _("Name"), synonyms=("기관명",), required=True), …),
            policy=policies.keeps_the_register,
            identify=lambda values: values.get("name", ""),
            find_existing=find_existing,
            apply=apply,
        )
    )

The values of a row are plain JSON (text, whole number, true/false, list of texts): a field's `parse` turns
the text of a cell into one, or raises ValidationError with what to do. `find_existing` gives the values
that stand in the portal now, in the same form; what differs is a change. An empty cell means "leave it".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

from consortium.imports.parsers import shown, text
from consortium.verdict import Verdict

if TYPE_CHECKING:
    from consortium.shell.people import Member

Words = str | Promise
Values = dict[str, Any]
PLAIN = text()


@dataclass(frozen=True)
class Field:
    """One column that a target understands; `synonyms` are the names that it has in people's files."""

    name: str
    label: Words
    synonyms: tuple[str, ...] = ()
    required: bool = False
    parse: Callable[[str], Any] = PLAIN
    show: Callable[[Any], str] = shown
    help: Words = ""
    identity: bool = False  # says which one it is; never changes what is there
    examples: tuple[str, ...] = ()


@dataclass
class Existing:
    """What the portal holds already of the thing that a row is about."""

    subject: Any  # as the target knows it again when it applies the row
    values: Values
    frozen: Words = ""  # why it may not be changed from here


@dataclass(slots=True)
class Candidate:
    """A row of the file as a target meets it.

    `find_existing` may say in `refused` why it cannot be taken, in `passed_over` why nothing is to be done
    with it, and in `filled` what a new row gets that its cells do not say.
    """

    number: int
    values: Values
    existing: Existing | None = None
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    refused: Words = ""
    passed_over: Words = ""
    filled: Values = field(default_factory=dict)


FindExisting = Callable[[list[Candidate], "Member"], dict[int, Existing]]
Apply = Callable[[list[Candidate], "Member"], None]


@dataclass(frozen=True)
class Target:
    """One kind of list: its columns, who may bring it, and how its rows come into the portal.

    `identify` gives the words by which two rows of one file are the same thing. `find_existing` and
    `apply` get a few thousand rows at once, as the member: one query each, not one per row. `apply` adds
    rows without `existing` and changes the others by their `changes`, all or none, at most `at_once` of
    them; where one is refused (ValidationError, IntegrityError) they are offered again in halves, down to
    that row. `personal` lists are about persons: giving them out is recorded. Of two different rows about
    the same thing the first counts, unless a target wants neither before somebody has chosen.
    """

    key: str
    label: Words
    purpose: Words
    fields: tuple[Field, ...]
    policy: Callable[[Member], Verdict]
    identify: Callable[[Values], str]
    find_existing: FindExisting
    apply: Apply
    after_url: str = ""  # name of the page where the result is seen
    absent_url: str = ""  # name of the page that says, for an import's id, what is not in its file
    absent_label: Words = ""
    personal: bool = False
    first_counts: bool = True
    at_once: int = 500
    order: int = 100

    def field(self, name: str) -> Field | None:
        return next((one for one in self.fields if one.name == name), None)

    def plan(self, candidate: Candidate) -> dict[str, tuple[Any, Any]]:
        """What the row would change, or a new one gets beside its cells: field → (now, then)."""
        if candidate.existing is None:
            return {name: (None, value) for name, value in candidate.filled.items()}
        now = candidate.existing.values
        return {
            one.name: (now.get(one.name), candidate.values[one.name])
            for one in self.fields
            if not one.identity
            and one.name in candidate.values
            and candidate.values[one.name] != now.get(one.name)
        }


_targets: dict[str, Target] = {}


def register(target: Target) -> None:
    """Offer a kind of import to those whom its policy allows."""
    _targets[target.key] = target


def find(key: str) -> Target | None:
    return _targets.get(key)


def targets() -> Iterable[Target]:
    return sorted(_targets.values(), key=lambda target: (target.order, target.key))


def targets_for(member: Member) -> list[Target]:
    """The kinds of list that this member may bring."""
    return [target for target in targets() if target.policy(member)]
