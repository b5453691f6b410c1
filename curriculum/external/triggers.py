"""What PostgreSQL refuses about external programmes, whoever asks."""
# ruff: noqa: S608 - SQL of our own constants; nothing here comes from a request

import pgtrigger

from curriculum.states import HOLDING

TAKEN = "('{}')".format("', '".join(HOLDING))


def _refuse(name: str, operation: pgtrigger.Operation, func: str, **more: object) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(name=name, when=pgtrigger.Before, operation=operation, func=func, **more)


def approval_comes_first() -> pgtrigger.Trigger:
    """A programme gives credit only by an approval that was given before it began."""
    return _refuse(
        "approval_comes_first",
        pgtrigger.Insert | pgtrigger.UpdateOf("credits", "approval_id", "starts_on"),
        "IF NEW.credits > 0 AND NOT EXISTS (SELECT FROM partners_approval a"
        ' WHERE a.id = NEW.approval_id AND a.consortium_id = NEW.consortium_id AND a."on" < NEW.starts_on)'
        " THEN RAISE EXCEPTION 'Credit needs an approval from before the first day'"
        " USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
    )


def seats_are_not_overbooked() -> pgtrigger.Trigger:
    """No more hold a seat than there are; those who take the last seat wait for each other."""
    return _refuse(
        "seats_are_not_overbooked",
        pgtrigger.Insert | pgtrigger.UpdateOf("state", "programme_id"),
        f"IF NEW.state IN {TAKEN} THEN"
        " PERFORM pg_advisory_xact_lock(hashtext('curriculum_externalprogramme'), NEW.programme_id::int);"
        " IF (SELECT count(*) FROM curriculum_programmeapplication a WHERE a.programme_id = NEW.programme_id"
        f" AND a.state IN {TAKEN} AND a.id IS DISTINCT FROM NEW.id) >= (SELECT seats FROM"
        " curriculum_externalprogramme WHERE id = NEW.programme_id) THEN"
        " RAISE EXCEPTION 'All seats are taken' USING ERRCODE = 'check_violation'; END IF; END IF;"
        " RETURN NEW;",
    )


def name_needs_consent() -> pgtrigger.Trigger:
    """The provider's row holds a name only while all have agreed whose consent is needed."""
    return _refuse(
        "name_needs_consent",
        pgtrigger.Insert | pgtrigger.UpdateOf("name", "department"),
        "IF NEW.name || NEW.department <> '' AND NOT EXISTS (SELECT FROM curriculum_programmeapplication a"
        " WHERE a.id = NEW.application_id AND a.student_id = NEW.student_id"
        " AND a.student_agreed_at IS NOT NULL AND a.consent_withdrawn_at IS NULL"
        " AND (a.guardian_agreed_on IS NOT NULL OR NOT a.guardian_needed)) THEN"
        " RAISE EXCEPTION 'The name is passed on only by consent' USING ERRCODE = 'check_violation';"
        " END IF; RETURN NEW;",
    )


def certificates_stay() -> list[pgtrigger.Trigger]:
    """A certificate stays as it was issued; it can be withdrawn, and never comes back."""
    kept = "'{withdrawn_at,reason}'::text[]"
    return [
        _refuse(
            "certificate_stays",
            pgtrigger.Update,
            f"IF to_jsonb(NEW) - {kept} <> to_jsonb(OLD) - {kept}"
            " OR (OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS NULL) THEN"
            " RAISE EXCEPTION 'A certificate does not change'; END IF; RETURN NEW;",
        ),
    ]
