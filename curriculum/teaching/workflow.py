"""The transition tables of offerings, enrolments and recoveries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from consortium.verdict import Verdict
from consortium.workflow import transition
from curriculum.states import EnrolmentState, OfferingState, RecoveryState
from curriculum.teaching import policies

if TYPE_CHECKING:
    from curriculum.models import Enrolment
    from partners.models import Member


def _enrols(member: Member, enrolment: Enrolment) -> Verdict:
    return policies.enrols(member, enrolment.offering)


def _settles(member: Member, enrolment: Enrolment) -> Verdict:
    return policies.settles(member, enrolment.offering)


def _reopens(member: Member, enrolment: Enrolment) -> Verdict:
    return policies.reopens(member, enrolment.offering)


CLOSE = transition("offering.closed", {OfferingState.RUNNING}, OfferingState.CLOSED, policies.settles)
REOPEN = transition("offering.reopened", {OfferingState.CLOSED}, OfferingState.RUNNING, policies.reopens)
OFFERING = (CLOSE, REOPEN)

WITHDRAW = transition("enrolment.withdrawn", {EnrolmentState.ENROLLED}, EnrolmentState.WITHDRAWN, _enrols)
READMIT = transition("enrolment.readmitted", {EnrolmentState.WITHDRAWN}, EnrolmentState.ENROLLED, _enrols)
COMPLETE = transition("enrolment.completed", {EnrolmentState.ENROLLED}, EnrolmentState.COMPLETED, _settles)
NOT_COMPLETE = transition(
    "enrolment.not_completed", {EnrolmentState.ENROLLED}, EnrolmentState.NOT_COMPLETED, _settles
)
UNSETTLE = transition(
    "enrolment.unsettled",
    {EnrolmentState.COMPLETED, EnrolmentState.NOT_COMPLETED},
    EnrolmentState.ENROLLED,
    _reopens,
)
RECOVER = transition(
    "enrolment.recovered", {EnrolmentState.NOT_COMPLETED}, EnrolmentState.RECOVERED, policies.recovers
)
ENROLMENT = (WITHDRAW, READMIT, COMPLETE, NOT_COMPLETE, UNSETTLE, RECOVER)

PASS = transition("recovery.passed", {RecoveryState.AGREED}, RecoveryState.PASSED, policies.decides_recovery)
FAIL = transition("recovery.failed", {RecoveryState.AGREED}, RecoveryState.FAILED, policies.decides_recovery)
RECOVERY = (PASS, FAIL)
