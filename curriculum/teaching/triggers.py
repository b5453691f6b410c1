"""What PostgreSQL itself keeps of offerings, enrolments and judgements."""
# ruff: noqa: S608 - SQL of our own constants; nothing here comes from a request

import pgtrigger

from consortium.rowlevel.policies import PLACEHOLDERS, TODAY, as_one_of
from consortium.rowlevel.refusals import NOT_ALLOWED, beside, changes, refuse, refuse_people
from curriculum.roster.policies import REGISTRARS
from curriculum.states import EnrolmentState, OfferingState, RecoveryState
from partners.states import SourceKind

NAMED_AS_IN_THE_ROSTER = """
SELECT s.name, s.grade || lpad(s.class_no::text, 2, '0') || lpad(s.number::text, 2, '0')
  INTO NEW.name, NEW.student_number FROM curriculum_student s WHERE s.id = NEW.student_id;
RETURN NEW;
"""
# Two people of one name without a log-in are told apart by their organisation, if at all.
ONE_PLACE_AT_A_TIME = """
PERFORM pg_advisory_xact_lock(hashtext('curriculum_session'), NEW."on" - date '2000-01-01');
IF NEW.period + NEW.hours > 13 THEN
    RAISE EXCEPTION 'The lessons of a day end with the twelfth period'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'session_within_the_day';
END IF;
SELECT coalesce(sum(s.hours), 0),
       coalesce(bool_or(NEW.period < s.period + s.hours AND s.period < NEW.period + NEW.hours), false)
  INTO others, at_once
  FROM curriculum_session s
  LEFT JOIN curriculum_instructor i ON i.id = s.instructor_id
  LEFT JOIN curriculum_instructor me ON me.id = NEW.instructor_id
 WHERE s."on" = NEW."on" AND s.id IS DISTINCT FROM NEW.id
   AND (s.offering_id = NEW.offering_id OR i.id = me.id OR i.member_id = me.member_id
        OR (i.name = me.name AND i.partner_id = me.partner_id AND i.partner_id <> i.school_id));
IF at_once THEN
    RAISE EXCEPTION 'This time overlaps with another session'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'session_overlaps';
END IF;
IF NEW."on" > (now() AT TIME ZONE 'Asia/Seoul')::date AND starts_with(current_user, 'r_') THEN
    RAISE EXCEPTION 'A session is entered once it was held' USING ERRCODE = 'insufficient_privilege';
END IF;
IF others + NEW.hours > 8 AND current_user NOT IN ('r_school', 'r_system') THEN
    RAISE EXCEPTION 'More than eight hours of a day are entered by the school'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'session_hours_of_one_day';
END IF;
RETURN NEW;
"""
CORRECTS_ITS_LIKE = """
IF NOT EXISTS (SELECT 1 FROM curriculum_judgement j WHERE j.id = NEW.corrects_id
               AND j.student_id = NEW.student_id AND j.unit_id = NEW.unit_id
               AND j.offering_id IS NOT DISTINCT FROM NEW.offering_id
               AND j.outcome <> 'TAKEN_BACK'
               AND (j.judged_by_id = NEW.judged_by_id
                    OR current_user NOT IN ('r_university', 'r_company'))) THEN
    RAISE EXCEPTION 'A correction stands for a judgement of the same student in the same unit and course';
END IF;
RETURN NEW;
"""
# Whoever corrects the roster corrects the class rosters with it.
NAMES_FOLLOW_THE_ROSTER = """
CREATE FUNCTION curriculum_names_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE curriculum_enrolment SET name = NEW.name,
           student_number = NEW.grade || lpad(NEW.class_no::text, 2, '0') || lpad(NEW.number::text, 2, '0')
     WHERE student_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER curriculum_names_follow AFTER UPDATE OF name, grade, class_no, number ON curriculum_student
    FOR EACH ROW WHEN ((OLD.name, OLD.grade, OLD.class_no, OLD.number)
                       IS DISTINCT FROM (NEW.name, NEW.grade, NEW.class_no, NEW.number))
    EXECUTE FUNCTION curriculum_names_follow();
"""
NAMES_FOLLOW_NO_MORE = """
DROP TRIGGER curriculum_names_follow ON curriculum_student;
DROP FUNCTION curriculum_names_follow();
"""


def offering_stands_still() -> pgtrigger.Trigger:
    """Results stand once they are decided for all; then the course can be opened again, and nothing else.

    The row of a programme table may go from under it.
    """
    planners = as_one_of(REGISTRARS).format(**PLACEHOLDERS)
    return refuse_people(
        "offering_stands_still",
        pgtrigger.Update | pgtrigger.Delete,
        f"IF OLD.state = '{OfferingState.CLOSED}'"
        f" AND (TG_OP = 'DELETE' OR {beside('state', 'programme_row_id')}) THEN"
        f" RAISE EXCEPTION 'The results of this course stand' {NOT_ALLOWED}; END IF;"
        " IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;"
        f" IF OLD.state = '{OfferingState.CLOSED}' AND {changes('state')} AND NOT {planners} THEN"
        f" RAISE EXCEPTION 'Results are opened again by those who plan the courses' {NOT_ALLOWED}; END IF;"
        f" IF NEW.state = '{OfferingState.CLOSED}' AND EXISTS (SELECT FROM curriculum_enrolment e"
        f" WHERE e.offering_id = NEW.id AND e.state = '{EnrolmentState.ENROLLED}') THEN"
        f" RAISE EXCEPTION 'Nobody is left without a result' {NOT_ALLOWED}; END IF; RETURN NEW;",
    )


def enrolment_stands_still() -> pgtrigger.Trigger:
    """Once the results stand, only what was made up for changes one of them; names follow the roster."""
    recovered = (
        f"NEW.state = '{EnrolmentState.RECOVERED}' AND NOT {beside('state', 'decided_on')}"
        " AND EXISTS (SELECT FROM curriculum_recovery r WHERE r.enrolment_id = NEW.id"
        f" AND r.state = '{RecoveryState.PASSED}' AND r.result_on = NEW.decided_on)"
    )
    refused = f"RAISE EXCEPTION 'The results of this course stand' {NOT_ALLOWED}"
    return refuse_people(
        "enrolment_stands_still",
        pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        "IF TG_OP = 'DELETE' THEN one := OLD; ELSE one := NEW; END IF;"
        " SELECT state INTO stands FROM curriculum_offering WHERE id = one.offering_id;"
        " IF TG_OP = 'UPDATE' THEN"
        " IF (NEW.offering_id, NEW.student_id, NEW.school_id)"
        " <> (OLD.offering_id, OLD.student_id, OLD.school_id) THEN"
        f" RAISE EXCEPTION 'An enrolment stays with its student and course' {NOT_ALLOWED}; END IF;"
        f" IF NOT {beside('name', 'student_number')} THEN RETURN NEW; END IF; END IF;"
        f" IF stands IS DISTINCT FROM '{OfferingState.RUNNING}' THEN"
        f" IF TG_OP <> 'UPDATE' THEN {refused}; END IF;"
        f" IF NOT ({recovered}) THEN {refused}; END IF;"
        " END IF; RETURN one;",
        declare=[("one", "record"), ("stands", "text")],
    )


def recovery_stands_still() -> pgtrigger.Trigger:
    """What was agreed stays as agreed, and a result says when and on what it rests, and stays."""
    return refuse_people(
        "recovery_stands_still",
        pgtrigger.Insert | pgtrigger.Update,
        "IF NOT EXISTS (SELECT FROM curriculum_enrolment e WHERE e.id = NEW.enrolment_id"
        f" AND e.state = '{EnrolmentState.NOT_COMPLETED}') THEN"
        f" RAISE EXCEPTION 'Only a course that was not completed is made up for' {NOT_ALLOWED}; END IF;"
        f" IF TG_OP = 'INSERT' THEN IF NEW.state <> '{RecoveryState.AGREED}' THEN"
        f" RAISE EXCEPTION 'A recovery begins with what is agreed' {NOT_ALLOWED}; END IF; RETURN NEW; END IF;"
        f" IF OLD.state <> '{RecoveryState.AGREED}' OR {beside('state', 'result_on', 'evidence')}"
        " OR NEW.result_on IS NULL OR NEW.result_on < OLD.agreed_on"
        f" OR NEW.result_on > {TODAY} OR btrim(NEW.evidence) = '' THEN"
        f" RAISE EXCEPTION 'A result rests on evidence, and stays' {NOT_ALLOWED}; END IF; RETURN NEW;",
    )


def while_the_course_runs(found: str, *stays: str) -> pgtrigger.Trigger:
    """Once the results stand, what they rest on does too, and nothing of it goes over to another course.

    `found` leads from a row `one` to its course; the columns that `stays` names never change.
    """
    look = (
        f" IF NOT EXISTS (SELECT FROM curriculum_offering o {found} AND o.state = '{OfferingState.RUNNING}')"
        f" THEN RAISE EXCEPTION 'The results of this course stand' {NOT_ALLOWED}; END IF;"
    )
    return refuse_people(
        "while_the_course_runs",
        pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        f"IF TG_OP = 'UPDATE' THEN IF {changes(*stays)} THEN"
        f" RAISE EXCEPTION 'This stays with its course and who entered it' {NOT_ALLOWED}; END IF; END IF;"
        f" IF TG_OP = 'DELETE' THEN one := OLD; ELSE one := NEW; END IF;{look} RETURN one;",
        declare=[("one", "record")],
    )


def taught_by_an_instructor() -> pgtrigger.Trigger:
    """Who taught a lesson is one of those who teach its course."""
    return refuse(
        "taught_by_an_instructor",
        pgtrigger.Insert | pgtrigger.UpdateOf("instructor_id", "offering_id"),
        "IF NEW.instructor_id IS NOT NULL AND (TG_OP = 'INSERT' OR"
        " (NEW.instructor_id, NEW.offering_id) IS DISTINCT FROM (OLD.instructor_id, OLD.offering_id))"
        " AND NOT EXISTS (SELECT FROM curriculum_instructor i"
        " WHERE i.id = NEW.instructor_id AND i.offering_id = NEW.offering_id) THEN"
        f" RAISE EXCEPTION 'This person does not teach this course' {NOT_ALLOWED}; END IF; RETURN NEW;",
    )


def delivery_of_the_instructor() -> pgtrigger.Trigger:
    """The delivery beside an instructor is the one that was recorded for the lessons of this person."""
    return refuse_people(
        "delivery_of_the_instructor",
        pgtrigger.UpdateOf("delivery_id"),
        "IF NEW.delivery_id IS DISTINCT FROM OLD.delivery_id AND NEW.delivery_id IS NOT NULL AND NOT EXISTS"
        " (SELECT FROM partners_deliverysource s WHERE s.delivery_id = NEW.delivery_id"
        f" AND s.kind = '{SourceKind.LECTURE}' AND s.object_id = 'instructor-' || NEW.id) THEN"
        f" RAISE EXCEPTION 'This delivery is another one''s' {NOT_ALLOWED}; END IF; RETURN NEW;",
    )


def judged_in_ones_own_name() -> pgtrigger.Trigger:
    """Role and time are those of whoever judges; a course judges, in its term, what its subject teaches."""
    return refuse_people(
        "judged_in_ones_own_name",
        pgtrigger.Insert,
        "SELECT m.role INTO NEW.judged_as FROM partners_member m WHERE m.id = NEW.judged_by_id;"
        " NEW.recorded_at := clock_timestamp();"
        f" IF NEW.judged_on > {TODAY} OR (NEW.offering_id IS NOT NULL AND NEW.corrects_id IS NULL"
        " AND NOT EXISTS (SELECT FROM curriculum_offering o"
        " JOIN curriculum_subjectunit u ON u.subject_id = o.subject_id WHERE o.id = NEW.offering_id"
        f" AND u.unit_id = NEW.unit_id AND o.state = '{OfferingState.RUNNING}' AND NEW.judged_on"
        " BETWEEN make_date(o.year, CASE o.semester WHEN 1 THEN 3 ELSE 8 END, 1) AND CASE o.semester"
        " WHEN 1 THEN make_date(o.year, 8, 31) ELSE make_date(o.year + 1, 3, 1) - 1 END)) THEN"
        f" RAISE EXCEPTION 'This course does not judge that' {NOT_ALLOWED}; END IF; RETURN NEW;",
    )
