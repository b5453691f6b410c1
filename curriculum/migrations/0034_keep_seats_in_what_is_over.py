from typing import ClassVar

from django.db import migrations

from curriculum.external.triggers import SEATS_GO_WITH_THE_STUDENT


class Migration(migrations.Migration):
    dependencies: ClassVar = [("curriculum", "0033_bound_the_hours_of_a_contribution")]

    # Where 0032 was applied before it said so; a new database has this function already.
    operations: ClassVar = [migrations.RunSQL(SEATS_GO_WITH_THE_STUDENT, migrations.RunSQL.noop)]
