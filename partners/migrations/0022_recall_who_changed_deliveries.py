from django.db import migrations

# Until now a correction made its author the reporter; the history knows who was it before.
RECALL = """
UPDATE partners_delivery d SET handled_by = h.ids
FROM (
    SELECT pgh_obj_id, array_agg(DISTINCT reported_by_id) AS ids
    FROM partners_deliveryevent WHERE reported_by_id IS NOT NULL GROUP BY pgh_obj_id
) h
WHERE h.pgh_obj_id = d.id AND d.state <> 'VERIFIED' AND cardinality(h.ids) > 1
"""


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0021_refuse_forged_reports'),
    ]

    operations = [
        migrations.RunSQL(RECALL, migrations.RunSQL.noop),
    ]
