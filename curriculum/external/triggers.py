"""What PostgreSQL refuses about external programmes, whoever asks."""
# ruff: noqa: S608 - SQL of our own constants; nothing here comes from a request

import pgtrigger

from consortium.rowlevel.policies import PLACEHOLDERS, TODAY, as_one_of
from consortium.rowlevel.refusals import NOT_ALLOWED, beside, changes, refuse, refuse_people
from curriculum.external.policies import KEEPERS
from curriculum.states import HOLDING, THERE, TWO_THIRDS, ProgrammeStage, SeatState

ADULT = 19  # 민법 4
ENDED = f"('{SeatState.COMPLETED}', '{SeatState.INCOMPLETE}')"
TAKEN = "('{}')".format("', '".join(HOLDING))
PRESENT = "('{}')".format("', '".join(THERE))
# What students read before they apply, and who stands behind it.
TERMS = (
    *("name", "name_en", "description", "place", "starts_on", "ends_on", "seats", "applies_from"),
    *("applies_until", "selection", "criteria", "needed_share", "credits", "approval_id"),
    *("provider_id", "school_id", "consortium_id"),
)
MEMBER = PLACEHOLDERS["member"]
CONSENT = ("guardian_agreed_on", "guardian_recorded_by_id")
CHANGING = ("name", "department", "is_active", "attended_hours", "has_completed", "credits", "has_answered")

# Migrations put it on the students' table: who has left takes part in nothing that goes on, and is named to
# nobody. What is over still ends with its result, and who graduates ends what has begun.
SEATS_GO_WITH_THE_STUDENT = f"""
CREATE OR REPLACE FUNCTION curriculum_seats_go_with_the_student() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE given_back bigint[];
BEGIN
    given_back := ARRAY(
        SELECT a.id FROM curriculum_programmeapplication a
          JOIN curriculum_externalprogramme p ON p.id = a.programme_id
         WHERE a.student_id = NEW.id AND a.state IN ('APPLIED', 'WAITING', 'SELECTED')
           AND p.state IN ('OPEN', 'SELECTED') AND p.ends_on >= {TODAY}
           AND (NEW.state <> 'GRADUATED' OR p.starts_on > {TODAY}));
    UPDATE curriculum_participant SET name = '', department = '', is_active = false
     WHERE application_id = ANY (given_back) AND is_active;
    UPDATE curriculum_programmeapplication SET state = 'WITHDRAWN' WHERE id = ANY (given_back);
    RETURN NULL;
END $$;
"""
WHEN_A_STUDENT_LEAVES = """
CREATE TRIGGER curriculum_seats_go_with_the_student AFTER UPDATE OF state ON curriculum_student
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state AND NEW.state NOT IN ('ENROLLED', 'ON_LEAVE'))
    EXECUTE FUNCTION curriculum_seats_go_with_the_student();
"""
SEATS_STAY = """
DROP TRIGGER curriculum_seats_go_with_the_student ON curriculum_student;
DROP FUNCTION curriculum_seats_go_with_the_student();
"""


def approval_comes_first() -> pgtrigger.Trigger:
    """A programme gives credit only by an approval that was given before it began."""
    return refuse(
        "approval_comes_first",
        pgtrigger.Insert | pgtrigger.UpdateOf("credits", "approval_id", "starts_on"),
        "IF NEW.credits > 0 AND NOT EXISTS (SELECT FROM partners_approval a"
        ' WHERE a.id = NEW.approval_id AND a.consortium_id = NEW.consortium_id AND a."on" < NEW.starts_on)'
        " THEN RAISE EXCEPTION 'Credit needs an approval from before the first day'"
        " USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
    )


def seats_are_not_overbooked() -> pgtrigger.Trigger:
    """No more hold a seat than there are; those who take the last seat wait for each other."""
    return refuse(
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
    return refuse(
        "students_only_give_back",
        pgtrigger.UpdateOf("state", "consent_withdrawn_at"),
        "IF current_user = 'r_student' AND ("
        f"(NEW.state <> OLD.state AND NEW.state <> '{SeatState.WITHDRAWN}')"
        " OR (OLD.consent_withdrawn_at IS NOT NULL"
        " AND NEW.consent_withdrawn_at IS DISTINCT FROM OLD.consent_withdrawn_at)) THEN"
        " RAISE EXCEPTION 'Seats are given by the school' USING ERRCODE = 'insufficient_privilege'; END IF;"
        " RETURN NEW;",
    )


def application_stands_still() -> pgtrigger.Trigger:
    """An application stays its student's; the school gives points before the draw, and what the draw gives.

    What a student agrees to is the student's own to say.
    """
    keepers = as_one_of(KEEPERS).format(**PLACEHOLDERS)
    return refuse_people(
        "application_stands_still",
        pgtrigger.Insert | pgtrigger.Update,
        "SELECT state INTO stage FROM curriculum_externalprogramme WHERE id = NEW.programme_id;"
        f" IF TG_OP = 'INSERT' THEN IF stage IS DISTINCT FROM '{ProgrammeStage.OPEN}'"
        " OR NEW.points IS NOT NULL OR NEW.place IS NOT NULL OR NEW.guardian_agreed_on IS NOT NULL"
        f" OR NEW.state <> '{SeatState.APPLIED}' THEN"
        f" RAISE EXCEPTION 'An application begins with applying' {NOT_ALLOWED}; END IF; RETURN NEW; END IF;"
        f" IF {beside('state', 'points', 'place', *CONSENT, 'consent_withdrawn_at')}"
        " OR (current_user <> 'r_student' AND"
        f" {changes('consent_withdrawn_at')}) THEN"
        f" RAISE EXCEPTION 'An application stays its student''s' {NOT_ALLOWED}; END IF;"
        f" IF {changes(*CONSENT)} AND NEW.guardian_recorded_by_id IS DISTINCT FROM {MEMBER} THEN"
        f" RAISE EXCEPTION 'Whoever records a consent signs it' {NOT_ALLOWED}; END IF;"
        f" IF {changes('points')} AND (stage <> '{ProgrammeStage.OPEN}' OR NOT {keepers}) THEN"
        f" RAISE EXCEPTION 'Points are given before the draw' {NOT_ALLOWED}; END IF;"
        f" IF ({changes('place')} OR ({changes('state')} AND NEW.state <> '{SeatState.WITHDRAWN}'))"
        f" AND (NOT {keepers} OR NOT (CASE WHEN NEW.state IN {ENDED}"
        f" THEN NOT {changes('place')} AND stage = '{ProgrammeStage.SELECTED}'"
        f" ELSE NEW.place > 0 AND stage = '{ProgrammeStage.OPEN}' END)) THEN"
        f" RAISE EXCEPTION 'Seats are given by the draw' {NOT_ALLOWED}; END IF; RETURN NEW;",
        declare=[("stage", "text")],
    )


def age_decides_on_guardian() -> pgtrigger.Trigger:
    """A guardian must agree unless the roster says that the student is of age on the first day."""
    return refuse(
        "age_decides_on_guardian",
        pgtrigger.Insert | pgtrigger.UpdateOf("guardian_needed", "student_id", "programme_id"),
        "NEW.guardian_needed := NOT coalesce((SELECT"
        f" extract(year FROM age(p.starts_on, s.birth_date)) >= {ADULT}"
        " FROM curriculum_student s, curriculum_externalprogramme p"
        " WHERE s.id = NEW.student_id AND p.id = NEW.programme_id), false); RETURN NEW;",
    )


def sessions_take_their_time() -> pgtrigger.Trigger:
    """Sessions of a programme follow each other within a day; beyond eight hours the school enters them."""
    return refuse(
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


def programme_stands_still() -> pgtrigger.Trigger:
    """The terms stand once students can apply, the draw once it is made; it ends with a result for all."""
    return refuse_people(
        "programme_stands_still",
        pgtrigger.Update,
        f"IF OLD.state <> '{ProgrammeStage.DRAFT}' AND {changes(*TERMS)} THEN"
        f" RAISE EXCEPTION 'Once students can apply, the terms stand' {NOT_ALLOWED}; END IF;"
        f" IF {changes('seed', 'selected_at')} AND NOT (OLD.state = '{ProgrammeStage.OPEN}'"
        f" AND NEW.state = '{ProgrammeStage.SELECTED}') THEN"
        f" RAISE EXCEPTION 'A draw is made once' {NOT_ALLOWED}; END IF;"
        f" IF OLD.state = '{ProgrammeStage.OPEN}' AND NEW.state = '{ProgrammeStage.SELECTED}' THEN"
        f" IF NEW.seed IS NULL OR NEW.applies_until >= {TODAY} THEN"
        f" RAISE EXCEPTION 'Seats are drawn once nobody can apply any more' {NOT_ALLOWED}; END IF;"
        " NEW.selected_at := clock_timestamp(); END IF;"
        f" IF NEW.state = '{ProgrammeStage.FINISHED}' AND NEW.state <> OLD.state"
        f" AND (NEW.ends_on > {TODAY} OR EXISTS (SELECT FROM curriculum_participant q"
        " WHERE q.programme_id = NEW.id AND q.is_active AND q.has_completed IS NULL)) THEN"
        f" RAISE EXCEPTION 'A programme ends with a result for everybody' {NOT_ALLOWED}; END IF; RETURN NEW;",
    )


def session_stands_still() -> pgtrigger.Trigger:
    """Sessions belong to their programme and its days; what was held stays, and so does what is over."""
    return refuse_people(
        "session_stands_still",
        pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        "IF TG_OP = 'DELETE' THEN one := OLD; ELSE one := NEW; END IF;"
        " SELECT * INTO whole FROM curriculum_externalprogramme WHERE id = one.programme_id;"
        f" IF whole.id IS NULL OR whole.state IN ('{ProgrammeStage.FINISHED}', '{ProgrammeStage.CANCELLED}')"
        " OR (one.school_id, one.provider_id, one.consortium_id)"
        " <> (whole.school_id, whole.provider_id, whole.consortium_id)"
        " OR (TG_OP <> 'DELETE' AND one.\"on\" NOT BETWEEN whole.starts_on AND whole.ends_on) THEN"
        f" RAISE EXCEPTION 'This session is none of a programme that goes on' {NOT_ALLOWED}; END IF;"
        f" IF TG_OP = 'INSERT' THEN was_held := false; ELSE was_held := OLD.closed_at IS NOT NULL; END IF;"
        f" IF was_held AND (TG_OP = 'DELETE' OR {beside('topic')}) THEN"
        f" RAISE EXCEPTION 'A session that was held stays' {NOT_ALLOWED}; END IF;"
        " IF TG_OP <> 'DELETE' AND one.closed_at IS NOT NULL"
        f" AND (whole.state <> '{ProgrammeStage.SELECTED}' OR one.\"on\" > {TODAY}) THEN"
        f" RAISE EXCEPTION 'This session was not held yet' {NOT_ALLOWED}; END IF;"
        " IF one.closed_at IS NOT NULL AND NOT was_held THEN one.closed_at := clock_timestamp(); END IF;"
        " RETURN one;",
        declare=[("one", "record"), ("whole", "record"), ("was_held", "boolean")],
    )


def attendance_of_the_programme() -> pgtrigger.Trigger:
    """Session and participant belong to one programme that goes on; nothing is said of days to come.

    The student is the participant's; that is written by a trigger of the tables' owner.
    """
    return refuse(
        "attendance_of_the_programme",
        pgtrigger.Insert | pgtrigger.Update,
        "IF NOT EXISTS (SELECT FROM curriculum_programmesession s"
        " JOIN curriculum_participant q ON q.programme_id = s.programme_id"
        " JOIN curriculum_externalprogramme p ON p.id = s.programme_id"
        " WHERE s.id = NEW.session_id AND q.id = NEW.participant_id AND q.is_active"
        " AND (q.school_id, q.provider_id) = (NEW.school_id, NEW.provider_id)"
        f" AND p.state = '{ProgrammeStage.SELECTED}' AND s.\"on\" <= {TODAY}) THEN"
        f" RAISE EXCEPTION 'This is no attendance of a programme that goes on' {NOT_ALLOWED}; END IF;"
        " NEW.recorded_at := clock_timestamp(); RETURN NEW;",
        condition=pgtrigger.Condition("starts_with(current_user, 'r_')"),
    )


def participant_stands_still() -> pgtrigger.Trigger:
    """A seat follows from its application, the hours from the attendance, completion from the hours.

    Who has left does not come back, and whoever has answered the survey has answered.
    """
    return refuse_people(
        "participant_stands_still",
        pgtrigger.Insert | pgtrigger.Update,
        "IF TG_OP = 'INSERT' THEN"
        " IF (NEW.is_active, NEW.attended_hours, NEW.credits, NEW.has_answered) <> (true, 0, 0, false)"
        " OR NEW.has_completed IS NOT NULL OR NOT EXISTS (SELECT FROM curriculum_programmeapplication a"
        f" WHERE a.id = NEW.application_id AND a.state = '{SeatState.SELECTED}' AND (a.programme_id,"
        " a.student_id, a.school_id, a.provider_id, a.consortium_id) = (NEW.programme_id, NEW.student_id,"
        " NEW.school_id, NEW.provider_id, NEW.consortium_id)) THEN"
        f" RAISE EXCEPTION 'A seat follows from its application' {NOT_ALLOWED}; END IF; RETURN NEW; END IF;"
        f" IF {beside(*CHANGING)} OR (NEW.is_active AND NOT OLD.is_active)"
        " OR (OLD.has_answered AND NOT NEW.has_answered) THEN"
        f" RAISE EXCEPTION 'This does not change, or not back' {NOT_ALLOWED}; END IF;"
        f" IF {changes('attended_hours')} THEN NEW.attended_hours := (SELECT coalesce(sum(s.hours), 0)"
        " FROM curriculum_sessionattendance a JOIN curriculum_programmesession s ON s.id = a.session_id"
        f" WHERE a.participant_id = NEW.id AND a.presence IN {PRESENT}); END IF;"
        f" IF NOT ({changes('has_completed', 'credits', 'has_answered')}) THEN RETURN NEW; END IF;"
        " SELECT p.*, (SELECT coalesce(sum(s.hours), 0) FROM curriculum_programmesession s"
        " WHERE s.programme_id = p.id) AS hours INTO whole"
        " FROM curriculum_externalprogramme p WHERE p.id = NEW.programme_id;"
        " IF NEW.has_answered AND NOT OLD.has_answered"
        f" AND NOT (NEW.is_active AND whole.state = '{ProgrammeStage.FINISHED}') THEN"
        f" RAISE EXCEPTION 'The survey opens when the programme has ended' {NOT_ALLOWED}; END IF;"
        f" IF {changes('has_completed', 'credits')} AND (OLD.has_completed IS NOT NULL"
        f" OR NOT NEW.is_active OR whole.state <> '{ProgrammeStage.SELECTED}' OR whole.hours = 0"
        f" OR whole.ends_on > {TODAY}"
        " OR NEW.has_completed IS DISTINCT FROM"
        f" (CASE WHEN whole.needed_share = {TWO_THIRDS} THEN NEW.attended_hours * 3 >= whole.hours * 2"
        " ELSE NEW.attended_hours * 100 >= whole.hours * whole.needed_share END)"
        " OR NEW.credits <> CASE WHEN NEW.has_completed THEN whole.credits ELSE 0 END) THEN"
        f" RAISE EXCEPTION 'Who has completed follows from the attendance' {NOT_ALLOWED}; END IF;"
        " RETURN NEW;",
        declare=[("whole", "record")],
    )


def answered_once() -> pgtrigger.Trigger:
    """With the answer it is noted, on the seat that nobody can take from the answer, that it was given."""
    return refuse(
        "answered_once",
        pgtrigger.Insert,
        "UPDATE curriculum_participant SET has_answered = true"
        " WHERE programme_id = NEW.programme_id AND is_active AND NOT has_answered;"
        f" IF NOT FOUND THEN RAISE EXCEPTION 'A seat has one answer' {NOT_ALLOWED}; END IF; RETURN NEW;",
        # The student's own rows are all that this role can update.
        condition=pgtrigger.Condition("current_user = 'r_student'"),
    )


def name_needs_consent() -> pgtrigger.Trigger:
    """The provider's row holds a name only while all have agreed whose consent is needed.

    It is the roster's name, and its department and grade, the latter with a word beside them.
    """
    return refuse(
        "name_needs_consent",
        pgtrigger.Insert | pgtrigger.UpdateOf("name", "department"),
        "IF NEW.name || NEW.department <> '' AND NOT EXISTS (SELECT FROM curriculum_programmeapplication a"
        " WHERE a.id = NEW.application_id AND a.student_id = NEW.student_id"
        " AND a.student_agreed_at IS NOT NULL AND a.consent_withdrawn_at IS NULL"
        " AND (a.guardian_agreed_on IS NOT NULL OR NOT a.guardian_needed)) THEN"
        " RAISE EXCEPTION 'The name is passed on only by consent' USING ERRCODE = 'check_violation';"
        " END IF;"
        " IF NEW.name || NEW.department <> '' THEN"
        " SELECT s.name, d.name AS department, s.grade::text INTO known FROM curriculum_student s"
        " JOIN curriculum_department d ON d.id = s.department_id WHERE s.id = NEW.student_id;"
        " NEW.name := known.name; rest := substr(NEW.department, length(known.department) + 1);"
        " IF NOT starts_with(NEW.department, known.department) OR length(rest) > 12"
        r" OR regexp_replace(rest, '\D', '', 'g') <> known.grade THEN"
        " NEW.department := known.department || ' ' || known.grade; END IF; END IF; RETURN NEW;",
        declare=[("known", "record"), ("rest", "text")],
    )


def certificates_stay() -> list[pgtrigger.Trigger]:
    """A certificate stays as it was issued; it can be withdrawn, and never comes back."""
    return [
        refuse_people(
            "certificate_of_the_course",
            pgtrigger.Insert,
            "IF NOT EXISTS (SELECT FROM curriculum_participant q"
            " JOIN curriculum_externalprogramme p ON p.id = q.programme_id"
            " JOIN partners_partner o ON o.id = p.provider_id"
            " JOIN curriculum_student s ON s.id = q.student_id"
            " WHERE q.id = NEW.participant_id AND q.has_completed AND q.is_active"
            " AND (q.student_id, q.school_id, q.consortium_id, q.attended_hours)"
            " = (NEW.student_id, NEW.school_id, NEW.consortium_id, NEW.hours)"
            " AND (p.name, p.name_en, o.name, p.starts_on, p.ends_on) = (NEW.programme_name,"
            " NEW.programme_name_en, NEW.provider_name, NEW.starts_on, NEW.ends_on)"
            " AND NEW.provider_name_en IN ('', o.name_en)"
            " AND NEW.masked_name = left(s.name, 1) || repeat('*', greatest(length(s.name) - 1, 1)))"
            f" OR NEW.issued_on <> {TODAY} OR NEW.withdrawn_at IS NOT NULL OR length(NEW.code) < 22 THEN"
            f" RAISE EXCEPTION 'A certificate says what was completed' {NOT_ALLOWED}; END IF; RETURN NEW;",
        ),
        refuse(
            "certificate_stays",
            pgtrigger.Update,
            f"IF {beside('withdrawn_at', 'reason')} OR OLD.withdrawn_at IS NOT NULL THEN"
            " RAISE EXCEPTION 'A certificate does not change'; END IF; RETURN NEW;",
        ),
    ]
