"""What PostgreSQL refuses about external programmes, whoever asks."""
# ruff: noqa: S608 - SQL of our own constants; nothing here comes from a request

import pgtrigger

from curriculum.states import HOLDING, SeatState

ADULT = 19  # 민법 4
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


def students_only_give_back() -> pgtrigger.Trigger:
    """A student gives a place back and takes a consent back; a seat is given by the school's draw alone."""
    return _refuse(
        "students_only_give_back",
        pgtrigger.UpdateOf("state", "consent_withdrawn_at"),
        "IF current_user = 'r_student' AND ("
        f"(NEW.state <> OLD.state AND NEW.state <> '{SeatState.WITHDRAWN}')"
        " OR (OLD.consent_withdrawn_at IS NOT NULL"
        " AND NEW.consent_withdrawn_at IS DISTINCT FROM OLD.consent_withdrawn_at)) THEN"
        " RAISE EXCEPTION 'Seats are given by the school' USING ERRCODE = 'insufficient_privilege'; END IF;"
        " RETURN NEW;",
    )


def age_decides_on_guardian() -> pgtrigger.Trigger:
    """A guardian must agree unless the roster says that the student is of age on the first day."""
    return _refuse(
        "age_decides_on_guardian",
        pgtrigger.Insert | pgtrigger.UpdateOf("guardian_needed", "student_id", "programme_id"),
        "NEW.guardian_needed := NOT coalesce((SELECT"
        f" extract(year FROM age(p.starts_on, s.birth_date)) >= {ADULT}"
        " FROM curriculum_student s, curriculum_externalprogramme p"
        " WHERE s.id = NEW.student_id AND p.id = NEW.programme_id), false); RETURN NEW;",
    )


def sessions_take_their_time() -> pgtrigger.Trigger:
    """Sessions of a programme follow each other within a day; beyond eight hours the school enters them."""
    return _refuse(
        "sessions_take_their_time",
        pgtrigger.Insert | pgtrigger.UpdateOf("on", "starts_at", "hours", "programme_id"),
        "PERFORM pg_advisory_xact_lock(hashtext('curriculum_programmesession'), NEW.programme_id::int);"
        " until := extract(epoch FROM NEW.starts_at) + NEW.hours * 3600;"
        " IF until > 86400 THEN RAISE EXCEPTION 'A session ends on its day'"
        " USING ERRCODE = 'check_violation', CONSTRAINT = 'session_within_the_day'; END IF;"
        " SELECT coalesce(sum(s.hours), 0), coalesce(bool_or(extract(epoch FROM s.starts_at) < until"
        " AND extract(epoch FROM NEW.starts_at) < extract(epoch FROM s.starts_at) + s.hours * 3600), false)"
        " INTO others, at_once FROM curriculum_programmesession s"
        ' WHERE s.programme_id = NEW.programme_id AND s."on" = NEW."on" AND s.id IS DISTINCT FROM NEW.id;'
        " IF at_once THEN RAISE EXCEPTION 'This time overlaps with another session'"
        " USING ERRCODE = 'check_violation', CONSTRAINT = 'session_overlaps'; END IF;"
        " IF others + NEW.hours > 8 AND current_user NOT IN ('r_school', 'r_system') THEN"
        " RAISE EXCEPTION 'More than eight hours of a day are entered by the school'"
        " USING ERRCODE = 'check_violation', CONSTRAINT = 'session_hours_of_one_day'; END IF; RETURN NEW;",
        declare=[("until", "numeric"), ("others", "numeric"), ("at_once", "boolean")],
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
