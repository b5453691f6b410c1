"""What PostgreSQL refuses whoever asks: what has gone before the committees never changes.

A partner's id is not among what stands still: it goes over when two entries of a school are merged.
"""

import pgtrigger

from curriculum.states import TableState

FACTS = ("consortium_id", "department_id", "entry_year", "version", "generation", "based_on_id", "is_demo")
DECIDED = ("approval_id", "committee_approval_id")
CONTENT = (
    "table_id",
    "subject_id",
    "position",
    *(f"semester_{one}" for one in range(1, 7)),
    "is_required",
    "choice_group",
    "is_joint",
    "note",
)
SUBJECT_FACTS = (
    "name",
    "name_en",
    "generation",
    "kind",
    "subject_group",
    "standard_credits",
    "is_school_created",
    "consortium_id",
)


def _changes(columns: tuple[str, ...]) -> str:
    return "(" + " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in columns) + ")"


def table_stands_still() -> list[pgtrigger.Trigger]:
    """Facts stand still once out of the draft, approvals once approved; only drafts are thrown away."""
    return [
        pgtrigger.Trigger(
            name="table_stands_still",
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            func=f"""
                IF OLD.state <> '{TableState.DRAFT}' AND {_changes(FACTS)} THEN
                    RAISE EXCEPTION 'A programme table that is no draft cannot change';
                END IF;
                IF OLD.state <> '{TableState.IN_REVIEW}' AND {_changes(DECIDED)} THEN
                    RAISE EXCEPTION 'Approvals are named when a programme table is approved';
                END IF;
                IF OLD.state = '{TableState.DRAFT}' AND NEW.state <> OLD.state THEN
                    -- Whoever is changing a subject of it finishes first.
                    PERFORM 1 FROM curriculum_subject s JOIN curriculum_programmerow r
                        ON r.subject_id = s.id WHERE r.table_id = OLD.id FOR SHARE OF s;
                END IF;
                RETURN NEW;
            """,
        ),
        pgtrigger.Trigger(
            name="only_drafts_go",
            when=pgtrigger.Before,
            operation=pgtrigger.Delete,
            func=f"IF OLD.state <> '{TableState.DRAFT}' THEN "
            "RAISE EXCEPTION 'Only a draft of a programme table is thrown away'; END IF; RETURN OLD;",
        ),
    ]


def _in_drafts(name: str, operation: pgtrigger.Operation, row: str, more: str = "") -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=operation,
        declare=[("stands", "text"), ("taught", "text")],
        func=f"""
            {more}
            -- Shared, so that a table cannot go before the committees while a row of it is written.
            SELECT state, generation INTO stands, taught FROM curriculum_programmetable
                WHERE id = {row}.table_id FOR SHARE;
            IF stands IS DISTINCT FROM '{TableState.DRAFT}' THEN
                RAISE EXCEPTION 'This belongs to a programme table that is no draft';
            END IF;
            {_OF_ITS_GENERATION if row == "NEW" else ""}
            RETURN {row};
        """,  # noqa: S608 - names of our own
    )


_OF_ITS_GENERATION = """
            IF NOT EXISTS (SELECT 1 FROM curriculum_subject WHERE id = NEW.subject_id AND generation = taught)
            THEN RAISE EXCEPTION 'This subject belongs to another curriculum'; END IF;
"""


def rows_of_drafts() -> list[pgtrigger.Trigger]:
    """Rows are written, changed and taken out only while their table is a draft."""
    unchanged = f"IF NOT {_changes(CONTENT)} THEN RETURN NEW; END IF;"
    moved = "IF NEW.table_id <> OLD.table_id THEN RAISE EXCEPTION 'A row stays in its table'; END IF;"
    return [
        _in_drafts("added_to_drafts", pgtrigger.Insert, "NEW"),
        _in_drafts("changed_in_drafts", pgtrigger.Update, "NEW", unchanged + moved),
        _in_drafts("taken_from_drafts", pgtrigger.Delete, "OLD"),
    ]


def subject_stands_still() -> pgtrigger.Trigger:
    """What an approved table says of a subject is said by the subject, so it stands still too."""
    return pgtrigger.Trigger(
        name="subject_stands_still",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"""
            IF ({_changes(SUBJECT_FACTS)} OR (OLD.approval_id IS NOT NULL AND {_changes(("approval_id",))})
                OR (OLD.general_kind <> '' AND {_changes(("general_kind",))}))
                AND EXISTS (
                    SELECT 1 FROM curriculum_programmerow r JOIN curriculum_programmetable t
                    ON t.id = r.table_id WHERE r.subject_id = OLD.id AND t.state <> '{TableState.DRAFT}')
            THEN RAISE EXCEPTION 'A programme table that is no draft names this subject'; END IF;
            RETURN NEW;
        """,  # noqa: S608 - names of our own
    )
