from typing import ClassVar

from django.db import migrations

from curriculum.external.triggers import SEATS_GO_WITH_THE_STUDENT, SEATS_STAY, WHEN_A_STUDENT_LEAVES


class Migration(migrations.Migration):
    dependencies: ClassVar = [("curriculum", "0031_close_ways_around_the_rules")]

    operations: ClassVar = [
        migrations.RunSQL(SEATS_GO_WITH_THE_STUDENT + WHEN_A_STUDENT_LEAVES, SEATS_STAY)
    ]
