"""Consents rest while their student is on leave or has left the school."""

from django.db import migrations

from placements.triggers import REST_NO_MORE, REST_WITH_THE_STUDENT


class Migration(migrations.Migration):
    dependencies = [
        ("curriculum", "0007_refuse_impossible_births"),
        ("placements", "0004_rest_consents_and_count_names"),
    ]
    operations = [
        migrations.RunSQL(REST_WITH_THE_STUDENT, REST_NO_MORE),
    ]
