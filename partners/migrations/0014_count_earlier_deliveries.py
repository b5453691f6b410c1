from django.db import migrations

# What was recorded before there was a second person counts as it did: the school entered it by its evidence.
COUNT = """
    WITH known AS (
        INSERT INTO partners_deliverypart (delivery_id, pledge_id, amount)
        SELECT d.id, d.pledge_id, d.amount FROM partners_delivery d
        WHERE NOT EXISTS (SELECT FROM partners_deliverypart p WHERE p.delivery_id = d.id)
        RETURNING delivery_id
    )
    SELECT count(*) FROM known
"""
VERIFY = "UPDATE partners_delivery SET state = 'VERIFIED', verified_at = recorded_at"


def count_earlier_deliveries(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM partners_delivery")
        (deliveries,) = cursor.fetchone()
        cursor.execute(COUNT)
        assert cursor.fetchone() == (deliveries,), "every delivery has one part"
        cursor.execute(VERIFY)
        assert cursor.rowcount == deliveries, "every delivery counts"


def uncount(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("UPDATE partners_delivery SET state = 'REPORTED', verified_at = NULL")
        cursor.execute("DELETE FROM partners_deliverypart")


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0013_verify_deliveries'),
    ]

    operations = [
        migrations.RunPython(count_earlier_deliveries, uncount),
    ]
