"""Contacts of signatories get numbers of their own, so that an access record means one person."""

from django.db import migrations

FIRST_NUMBER = 2 * 10**12
# Nothing refers to these rows. Rows written from here on are numbered apart by the column itself.
NUMBERED_APART = f"""
ALTER TABLE partners_signatorycontact ALTER COLUMN id SET START WITH {FIRST_NUMBER};
ALTER TABLE partners_signatorycontact ALTER COLUMN id RESTART;
UPDATE partners_signatorycontact SET id = id + {FIRST_NUMBER + 10**9} WHERE id < {FIRST_NUMBER};
"""


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0015_refuse_unverified_counting'),
    ]

    operations = [
        migrations.RunSQL(NUMBERED_APART, migrations.RunSQL.noop),
    ]
