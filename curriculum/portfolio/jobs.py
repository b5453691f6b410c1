"""Jobs that a student may compare their competencies with; whoever knows of jobs registers a source.

    register(JobSource("vacancy", _("Vacancies"), find, read))

`find` names the jobs that a member may choose from, `read` gives one with the units that it asks for,
or None where this member may not know it. Higher apps register in their own `jobs.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.utils.functional import Promise

from partners.models import Member


@dataclass(frozen=True)
class Job:
    """A job by name, and the competency units that it asks for (id → importance, 1 to 5)."""

    key: str
    label: str
    units: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class JobSource:
    """One kind of job: a vacancy, or a job that was analysed with a company."""

    key: str
    label: str | Promise
    find: Callable[[Member], Iterable[Job]]
    read: Callable[[Member, str], Job | None]


_registered: dict[str, JobSource] = {}


def register(source: JobSource) -> None:
    _registered[source.key] = source


def sources() -> list[JobSource]:
    """All kinds of job, in the order of their keys."""
    return [_registered[key] for key in sorted(_registered)]


def job_of(member: Member, address: str) -> Job | None:
    """The job that `<source>:<key>` names, if this member may know it."""
    source, _separator, key = address.partition(":")
    found = _registered.get(source)
    return found.read(member, key) if found else None
