"""What PostgreSQL itself keeps of enrolments and judgements."""

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
IF others + NEW.hours > 8 AND current_user NOT IN ('r_school', 'r_system') THEN
    RAISE EXCEPTION 'More than eight hours of a day are entered by the school'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'session_hours_of_one_day';
END IF;
RETURN NEW;
"""
CORRECTS_ITS_LIKE = """
IF NOT EXISTS (SELECT 1 FROM curriculum_judgement j WHERE j.id = NEW.corrects_id
               AND j.student_id = NEW.student_id AND j.unit_id = NEW.unit_id
               AND j.outcome <> 'TAKEN_BACK') THEN
    RAISE EXCEPTION 'A correction stands for a judgement of the same student in the same unit';
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
