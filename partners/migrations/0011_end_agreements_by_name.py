"""Agreements that had simply ended are now expired, or terminated on the day that is known last."""

import pgtrigger
from django.db import migrations, models
from django.db.models.functions import Coalesce, Now, TruncDate


def name_the_end(apps, schema_editor):
    agreements = apps.get_model("partners", "Agreement").objects.filter(state="ENDED")
    before = agreements.count()
    with pgtrigger.ignore("partners.Agreement:state_steps", "partners.Agreement:terms_stand_still"):
        expired = agreements.filter(valid_until__isnull=False).update(state="EXPIRED")
        terminated = agreements.update(
            state="TERMINATED", terminated_on=Coalesce(models.F("signed_on"), TruncDate(Now()))
        )
    assert before == expired + terminated, "row policies hid agreements from their owner"


def only_ended(apps, schema_editor):
    agreements = apps.get_model("partners", "Agreement").objects
    with pgtrigger.ignore("partners.Agreement:state_steps"):
        agreements.filter(state__in=("EXPIRED", "TERMINATED", "SUCCEEDED")).update(state="ENDED")


class Migration(migrations.Migration):
    dependencies = [("partners", "0010_agreements_of_every_kind")]

    operations = [migrations.RunPython(name_the_end, only_ended)]
