"""What PostgreSQL refuses whoever asks: an agreed job analysis never changes, nor does a closed answer."""

import pgtrigger

from consortium.rowlevel.policies import TODAY
from consortium.rowlevel.refusals import NOT_ALLOWED, beside, changes, refuse_people
from curriculum.states import AnalysisState, SurveyState

ANSWER = ("state", "answered_at", "answered_by_id", "jobs", "comment")
# Not the company: when two entries of the register are merged, its analyses go over to the one that stays.
WORDS = ("consortium_id", "school_id", "department_id", "title", "description")
WORDS += ("analysed_on", "participants", "jobs", "agreed_on", "agreed_how", "based_on_id", "made_by_id")


def agreed_words_stay() -> pgtrigger.Trigger:
    """What the company agreed to, and the days of it, are never rewritten."""
    changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in WORDS)
    return pgtrigger.Trigger(
        name="agreed_words_stay",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"IF OLD.state <> 'DRAFT' AND ({changed}) THEN"
        " RAISE EXCEPTION 'A job analysis that was agreed never changes'; END IF; RETURN NEW;",
    )


def agreed_is_kept() -> pgtrigger.Trigger:
    """Only a draft is thrown away, and an analysis stays with the company that agreed to it."""
    return refuse_people(
        "agreed_is_kept",
        pgtrigger.Update | pgtrigger.Delete,
        f"IF OLD.state = '{AnalysisState.DRAFT}' THEN"
        " IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END IF;"
        f" IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'What was agreed is kept' {NOT_ALLOWED}; END IF;"
        f" IF {changes('company_id')} THEN"
        f" RAISE EXCEPTION 'What was agreed stays with its company' {NOT_ALLOWED}; END IF; RETURN NEW;",
    )


def in_drafts_only(found: str) -> pgtrigger.Trigger:
    """Parts of an agreed analysis stay; `found` leads from a row `one` of the table to its analysis."""
    return pgtrigger.Trigger(
        name="in_drafts_only",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("one", "record")],
        func=(
            "IF TG_OP = 'DELETE' THEN one := OLD; ELSE one := NEW; END IF;"
            f" IF EXISTS (SELECT FROM curriculum_jobanalysis a {found} AND a.state <> 'DRAFT') THEN"
            " RAISE EXCEPTION 'A job analysis that was agreed never changes'; END IF; RETURN one;"
        ),
    )


def of_this_analysis() -> pgtrigger.Trigger:
    """A rating answers a task of the analysis that the survey is about, while the survey is open."""
    return pgtrigger.Trigger(
        name="of_this_analysis",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=(
            "IF NOT EXISTS (SELECT FROM curriculum_survey s JOIN curriculum_duty d"
            " ON d.analysis_id = s.analysis_id JOIN curriculum_task t ON t.duty_id = d.id"
            " WHERE s.id = NEW.survey_id AND t.id = NEW.task_id AND s.state <> 'CLOSED'"
            f" AND (s.closes_on >= {TODAY} OR NOT starts_with(current_user, 'r_'))) THEN"
            " RAISE EXCEPTION 'A rating answers a task of its open survey'; END IF; RETURN NEW;"
        ),
    )


def answer_of_the_company() -> pgtrigger.Trigger:
    """A company answers until the last day, and when it does is noted; the school only closes.

    A survey goes with its draft as long as nobody has answered it.
    """
    return refuse_people(
        "answer_of_the_company",
        pgtrigger.Update | pgtrigger.Delete,
        "IF TG_OP = 'DELETE' THEN IF OLD.answered_at IS NOT NULL"
        " OR NOT EXISTS (SELECT FROM curriculum_jobanalysis a"
        f" WHERE a.id = OLD.analysis_id AND a.state = '{AnalysisState.DRAFT}') THEN"
        f" RAISE EXCEPTION 'What was asked is kept' {NOT_ALLOWED}; END IF; RETURN OLD; END IF;"
        f" IF {beside(*ANSWER)} THEN"
        f" RAISE EXCEPTION 'A survey stays as it was sent' {NOT_ALLOWED}; END IF;"
        " IF current_user = 'r_school' THEN"
        f" IF {beside('state')} OR NEW.state NOT IN (OLD.state, '{SurveyState.CLOSED}') THEN"
        f" RAISE EXCEPTION 'The company answers' {NOT_ALLOWED}; END IF; RETURN NEW; END IF;"
        f" IF OLD.state = '{SurveyState.CLOSED}' OR OLD.closes_on < {TODAY} THEN"
        f" RAISE EXCEPTION 'This survey is over' {NOT_ALLOWED}; END IF;"
        " NEW.answered_at := clock_timestamp(); RETURN NEW;",
    )


def goes_with_its_draft() -> pgtrigger.Trigger:
    """A rating goes with the draft or task that it is about, and not by itself."""
    return refuse_people(
        "goes_with_its_draft",
        pgtrigger.Delete,
        "IF NOT EXISTS (SELECT FROM curriculum_survey s JOIN curriculum_jobanalysis a ON a.id = s.analysis_id"
        f" WHERE s.id = OLD.survey_id AND a.state = '{AnalysisState.DRAFT}') THEN"
        f" RAISE EXCEPTION 'What was answered is kept' {NOT_ALLOWED}; END IF; RETURN OLD;",
    )
