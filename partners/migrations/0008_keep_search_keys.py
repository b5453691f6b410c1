from django.db import migrations

from partners.migrations._functions import (
    PARTICIPATION_CHANGED,
    PARTNER_CHANGED,
    REFRESH,
    TAILS,
    TRIGGERS,
    UNDO_TRIGGERS,
)

FIRST_NUMBER = 10**12

FILL = """
UPDATE partners_partner SET consortia =
    (SELECT count(*) FROM partners_participation p WHERE p.partner_id = partners_partner.id);
SELECT partners_refresh_search(id) FROM partners_partner;
"""
NUMBERED_APART = f"""
ALTER TABLE partners_contact ALTER COLUMN id SET START WITH {FIRST_NUMBER};
ALTER TABLE partners_contact ALTER COLUMN id RESTART;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0007_keep_a_register'),
    ]

    operations = [
        migrations.RunSQL(TAILS, "DROP FUNCTION partner_search_tails(text, text, text, text)"),
        migrations.RunSQL(REFRESH, "DROP FUNCTION partners_refresh_search(bigint)"),
        migrations.RunSQL(PARTNER_CHANGED, "DROP FUNCTION partners_search_changed()"),
        migrations.RunSQL(PARTICIPATION_CHANGED, "DROP FUNCTION partners_participation_changed()"),
        migrations.RunSQL(TRIGGERS, UNDO_TRIGGERS),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(NUMBERED_APART, migrations.RunSQL.noop),
    ]
