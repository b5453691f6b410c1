"""Consents and names of today, as the new columns count them from now on."""

from django.db import migrations

IN_LINE = """
UPDATE placements_consent c SET paused_at = now() FROM curriculum_student s
 WHERE s.id = c.student_id AND s.state <> 'ENROLLED' AND c.withdrawn_at IS NULL AND c.replaced_at IS NULL;
UPDATE placements_candidate SET decided_at = decided_at WHERE state = 'SHORTLISTED';
"""


class Migration(migrations.Migration):
    dependencies = [("placements", "0005_rest_consents_with_the_student")]
    operations = [migrations.RunSQL(IN_LINE, migrations.RunSQL.noop)]
