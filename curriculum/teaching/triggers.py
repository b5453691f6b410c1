"""What PostgreSQL itself keeps of enrolments and judgements."""

NAMED_AS_IN_THE_ROSTER = """
SELECT s.name, s.grade || lpad(s.class_no::text, 2, '0') || lpad(s.number::text, 2, '0')
  INTO NEW.name, NEW.student_number FROM curriculum_student s WHERE s.id = NEW.student_id;
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
