"""What PostgreSQL refuses whoever asks: an agreed job analysis never changes, nor does a closed answer."""

import pgtrigger

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
            " WHERE s.id = NEW.survey_id AND t.id = NEW.task_id AND s.state <> 'CLOSED') THEN"
            " RAISE EXCEPTION 'A rating answers a task of its open survey'; END IF; RETURN NEW;"
        ),
    )
