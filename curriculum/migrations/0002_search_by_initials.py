import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from consortium.hangul import INITIALS_FUNCTION


class Migration(migrations.Migration):

    dependencies = [
        ('curriculum', '0001_initial'),
    ]

    operations = [
        migrations.RunSQL(INITIALS_FUNCTION, migrations.RunSQL.noop),
        pgtrigger.migrations.RemoveTrigger(
            model_name='student',
            name='update_update',
        ),
        migrations.AddField(
            model_name='student',
            name='name_initials',
            field=models.GeneratedField(db_persist=True, expression=models.Func(models.F('name'), function='korean_initials'), output_field=models.CharField(db_collation='C', max_length=50), verbose_name='initial consonants of the name'),
        ),
        migrations.AddIndex(
            model_name='student',
            index=models.Index(fields=['school', 'name_initials', 'id'], name='roster_by_initials'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='student',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."attendance_rate" IS DISTINCT FROM (NEW."attendance_rate") OR OLD."birth_date" IS DISTINCT FROM (NEW."birth_date") OR OLD."class_no" IS DISTINCT FROM (NEW."class_no") OR OLD."consortium_id" IS DISTINCT FROM (NEW."consortium_id") OR OLD."department_id" IS DISTINCT FROM (NEW."department_id") OR OLD."entry_year" IS DISTINCT FROM (NEW."entry_year") OR OLD."grade" IS DISTINCT FROM (NEW."grade") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."school_id" IS DISTINCT FROM (NEW."school_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id"))', func='INSERT INTO "curriculum_studentevent" ("attendance_rate", "birth_date", "class_no", "consortium_id", "department_id", "entry_year", "grade", "id", "name", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "state", "updated_at", "user_id") VALUES (NEW."attendance_rate", NEW."birth_date", NEW."class_no", NEW."consortium_id", NEW."department_id", NEW."entry_year", NEW."grade", NEW."id", NEW."name", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."school_id", NEW."state", NEW."updated_at", NEW."user_id"); RETURN NULL;', hash='bb7f1a61b520586e6e511ce793b4c4649b18ec6e', operation='UPDATE', pgid='pgtrigger_update_update_945f1', table='curriculum_student', when='AFTER')),
        ),
    ]
