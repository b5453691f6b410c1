"""Transition tables of a course version and of the contributions to it."""

from consortium.workflow import transition
from curriculum.codevelopment import policies
from curriculum.states import UNDER_WAY_COURSES, ContributionState, CourseState

OPEN = transition("course.opened", {CourseState.PROPOSED}, CourseState.OPEN, policies.keeps_courses)
SUBMIT = transition("course.submitted", {CourseState.OPEN}, CourseState.IN_COMMITTEE, policies.keeps_courses)
SEND_BACK = transition(
    "course.sent_back",
    {CourseState.IN_COMMITTEE, CourseState.IN_DELIBERATION},
    CourseState.OPEN,
    policies.records_decisions,
)
PASS_ON = transition(
    "course.passed", {CourseState.IN_COMMITTEE}, CourseState.IN_DELIBERATION, policies.records_decisions
)
APPROVE = transition(
    "course.approved", {CourseState.IN_DELIBERATION}, CourseState.APPROVED, policies.records_decisions
)
DECLINE = transition(
    "course.declined", set(UNDER_WAY_COURSES), CourseState.DECLINED, policies.records_decisions
)
# Follows by itself when a later version is approved.
REPLACE = transition("course.replaced", {CourseState.APPROVED}, CourseState.REPLACED)
COURSE = (OPEN, SUBMIT, SEND_BACK, PASS_ON, APPROVE, DECLINE, REPLACE)

ACCEPT = transition(
    "contribution.accepted", {ContributionState.OFFERED}, ContributionState.ACCEPTED, policies.answers
)
REFUSE = transition(
    "contribution.declined", {ContributionState.OFFERED}, ContributionState.DECLINED, policies.answers
)
WITHDRAW = transition(
    "contribution.withdrawn", {ContributionState.OFFERED}, ContributionState.WITHDRAWN, policies.withdraws
)
CONTRIBUTION = (ACCEPT, REFUSE, WITHDRAW)
