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
