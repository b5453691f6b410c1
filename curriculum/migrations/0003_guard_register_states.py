import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('curriculum', '0002_search_by_initials'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='student',
            trigger=pgtrigger.compiler.Trigger(name='state_steps', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{ENROLLED:GRADUATED,ENROLLED:ON_LEAVE,ENROLLED:TRANSFERRED,GRADUATED:ENROLLED,ON_LEAVE:ENROLLED,ON_LEAVE:TRANSFERRED,TRANSFERRED:ENROLLED}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='34f16bb0e87bf7a69d3c91597eadab44796aa1f1', operation='UPDATE', pgid='pgtrigger_state_steps_91ec7', table='curriculum_student', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='student',
            trigger=pgtrigger.compiler.Trigger(name='state_of_birth', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF NEW.state NOT IN ('ENROLLED', 'ON_LEAVE', 'TRANSFERRED', 'GRADUATED') THEN RAISE EXCEPTION 'A row cannot be born in state %', NEW.state; END IF; RETURN NEW;", hash='b4ca94fea14b94b8ff2445c40695f3141e730d3f', operation='INSERT', pgid='pgtrigger_state_of_birth_ffff3', table='curriculum_student', when='BEFORE')),
        ),
    ]
