"""A run of rows with the same fate is one entry; what stands in them is read from the file."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("imports", "0002_drop_key_index")]

    operations = [
        # What was staged in the old form is checked anew by whoever still needs it.
        migrations.RunSQL("DELETE FROM imports_row", migrations.RunSQL.noop),
        migrations.RemoveField("row", "key"),
        migrations.RemoveField("row", "label"),
        migrations.RemoveField("row", "values"),
        migrations.AlterField("row", "cells", models.JSONField(default=list, verbose_name="cells")),
        migrations.AddField(
            "row",
            "until",
            models.PositiveIntegerField(default=0, verbose_name="last row of the run"),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            "row",
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("number")), name="run_of_rows_in_order"
            ),
        ),
    ]
