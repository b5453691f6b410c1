"""Transition tables of job analyses and of the surveys that companies answer."""

from consortium.workflow import transition
from curriculum.demand import policies
from curriculum.states import AnalysisState, SurveyState

AGREE = transition(
    "job_analysis.agreed", {AnalysisState.DRAFT}, AnalysisState.AGREED, policies.agrees_analysis
)
RETIRE = transition(
    "job_analysis.retired", {AnalysisState.AGREED}, AnalysisState.RETIRED, policies.analyses_jobs
)
ANALYSIS = (AGREE, RETIRE)

ANSWER = transition("survey.answered", {SurveyState.OPEN}, SurveyState.ANSWERED, policies.anybody)
CLOSE = transition(
    "survey.closed", {SurveyState.OPEN, SurveyState.ANSWERED}, SurveyState.CLOSED, policies.asks_company
)
SURVEY = (ANSWER, CLOSE)
