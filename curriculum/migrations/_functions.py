"""SQL functions that this app's migrations install; the first migrations and their squash share them."""

# As the owner of the tables: the provider's lecturer, who takes the attendance, knows participants and
# not which student of the roster each of them is. First of all triggers, by its name.
OF_THE_PARTICIPANT = """
CREATE FUNCTION curriculum_attendance_of_the_participant() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    SELECT q.student_id INTO NEW.student_id FROM curriculum_participant q WHERE q.id = NEW.participant_id;
    RETURN NEW;
END $$;
CREATE TRIGGER attendance_of_the_participant BEFORE INSERT OR UPDATE ON curriculum_sessionattendance
    FOR EACH ROW EXECUTE FUNCTION curriculum_attendance_of_the_participant();
"""
OF_WHOM_IT_SAYS = """
DROP TRIGGER attendance_of_the_participant ON curriculum_sessionattendance;
DROP FUNCTION curriculum_attendance_of_the_participant();
"""
