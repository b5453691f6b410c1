"""Every attainment of today rests on one judgement; class rosters follow the student roster."""

from django.db import migrations

from curriculum.teaching.triggers import NAMES_FOLLOW_NO_MORE, NAMES_FOLLOW_THE_ROSTER

BENEATH = """
INSERT INTO curriculum_judgement
       (student_id, school_id, unit_id, outcome, judged_on, judged_by_id, judged_as, evidence, reason, recorded_at)
SELECT a.student_id, a.school_id, a.unit_id, 'ACHIEVED', a.judged_on, a.judged_by_id, m.role, a.evidence, '', now()
  FROM curriculum_attainment a JOIN partners_member m ON m.id = a.judged_by_id
 WHERE a.judgement_id IS NULL;
UPDATE curriculum_attainment a SET judgement_id = j.id
  FROM curriculum_judgement j
 WHERE j.student_id = a.student_id AND j.unit_id = a.unit_id AND a.judgement_id IS NULL;
DO $$ BEGIN
    IF EXISTS (SELECT FROM curriculum_attainment WHERE judgement_id IS NULL) THEN
        RAISE EXCEPTION 'An attainment was left without its judgement';
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("curriculum", "0015_teach_and_judge")]
    operations = [
        migrations.RunSQL(BENEATH, migrations.RunSQL.noop),
        migrations.RunSQL(NAMES_FOLLOW_THE_ROSTER, NAMES_FOLLOW_NO_MORE),
    ]
