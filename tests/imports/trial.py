"""A small kind of list for tests: it writes to nothing but a dictionary, and may fail where a test says."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from consortium.imports import parsers
from consortium.imports.registry import Candidate, Existing, Field, Target
from consortium.verdict import only_if


class Shelf:
    """What the list fills: name → number; counts how often it was asked and written."""

    def __init__(self) -> None:
        self.holds: dict[str, int] = {}
        self.writes: list[list[int]] = []
        self.refuses: set[str] = set()

    def find_existing(self, rows: list[Candidate], by: object) -> dict[int, Existing]:
        return {
            row.number: Existing(
                row.values["name"], {"name": row.values["name"], "count": self.holds[row.values["name"]]}
            )
            for row in rows
            if row.values["name"] in self.holds
        }

    def apply(self, rows: list[Candidate], by: object) -> None:
        self.writes.append([row.number for row in rows])
        if any(row.values["name"] in self.refuses for row in rows):
            raise ValidationError("이 행은 안 됩니다.")
        for row in rows:
            self.holds[row.values["name"]] = row.values.get("count", 0)

    def target(self) -> Target:
        return Target(
            key="trial",
            label="시험 목록",
            purpose="시험",
            fields=(
                Field("name", "이름", required=True),
                Field("count", "수", parse=parsers.whole_number(0, 1_000_000)),
            ),
            policy=lambda member: only_if(member.role in ("COORDINATOR", "HR")),
            identify=lambda values: values["name"],
            find_existing=self.find_existing,
            apply=self.apply,
            at_once=10,
        )
