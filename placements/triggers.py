"""What the database itself refuses about consent, whoever asks."""

import pgtrigger

TERMS = ("student_id", "school_id", "consortium_id", "recipient_id", "purpose", "items", "valid_until")


def terms_stay() -> pgtrigger.Trigger:
    """A recorded consent never changes whom it names, what it gives or until when (PIPA 17②)."""
    changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in TERMS)
    return pgtrigger.Trigger(
        name="terms_stay",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"IF {changed} THEN RAISE EXCEPTION 'The terms of a consent never change'; END IF; RETURN NEW;",
    )


def withdrawal_stays() -> pgtrigger.Trigger:
    """Withdrawn is withdrawn: coming back takes a new consent; dates of agreement are never rewritten."""
    return pgtrigger.Trigger(
        name="withdrawal_stays",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=(
            "IF (OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at)"
            " OR (OLD.student_agreed_on IS NOT NULL"
            " AND NEW.student_agreed_on IS DISTINCT FROM OLD.student_agreed_on)"
            " OR (OLD.guardian_agreed_on IS NOT NULL"
            " AND NEW.guardian_agreed_on IS DISTINCT FROM OLD.guardian_agreed_on)"
            " THEN RAISE EXCEPTION 'A given or withdrawn consent is never rewritten'; END IF; RETURN NEW;"
        ),
    )


def rests_from_birth() -> pgtrigger.Trigger:
    """A consent of somebody who is not enrolled opens nothing from the start; whoever may not know, rests.

    The lock makes it see a change of the student's state that is on its way.
    """
    return pgtrigger.Trigger(
        name="rests_from_birth",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("known", "text")],
        func=(
            "SELECT s.state INTO known FROM curriculum_student s WHERE s.id = NEW.student_id FOR SHARE;"
            " NEW.paused_at := CASE WHEN known = 'ENROLLED' THEN NULL ELSE now() END; RETURN NEW;"
        ),
    )


# Migrations put it on the students' table: leaving, leave and return rest and wake open consents.
REST_WITH_THE_STUDENT = """
CREATE FUNCTION rest_consents_with_the_student() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE placements_consent
       SET paused_at = CASE WHEN NEW.state = 'ENROLLED' THEN NULL ELSE now() END
     WHERE student_id = NEW.id AND withdrawn_at IS NULL AND replaced_at IS NULL
       AND (paused_at IS NULL) = (NEW.state <> 'ENROLLED');
    RETURN NULL;
END $$;
CREATE TRIGGER rest_consents AFTER UPDATE OF state ON curriculum_student
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state)
    EXECUTE FUNCTION rest_consents_with_the_student();
"""
REST_NO_MORE = """
DROP TRIGGER rest_consents ON curriculum_student;
DROP FUNCTION rest_consents_with_the_student();
"""


def opened_name_is_noted() -> pgtrigger.Trigger:
    """When a name was opened first stays noted through decline and new consent, for the limit of names."""
    return pgtrigger.Trigger(
        name="opened_name_is_noted",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=(
            "NEW.name_opened_at := coalesce(OLD.name_opened_at,"
            " CASE WHEN NEW.state = 'SHORTLISTED' THEN now() END); RETURN NEW;"
        ),
    )
