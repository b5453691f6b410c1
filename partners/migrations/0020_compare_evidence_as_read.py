from django.db import migrations

from partners.migrations._functions import AS_READ, HAS_PEOPLE


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0019_say_what_is_refused'),
    ]

    operations = [
        migrations.RunSQL(AS_READ, "DROP FUNCTION evidence_as_read(text)"),
        migrations.RunSQL(HAS_PEOPLE, "DROP FUNCTION partner_has_people(bigint)"),
    ]
