from django.db import migrations

from consortium.hangul import INITIALS_FUNCTION
from partners.migrations._functions import COMPARED, SQUEEZED


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0005_keep_bids_and_their_evidence'),
    ]

    operations = [
        # Curriculum uses the function too; whichever migration runs first makes it.
        migrations.RunSQL(INITIALS_FUNCTION, migrations.RunSQL.noop),
        migrations.RunSQL(SQUEEZED, "DROP FUNCTION partner_squeezed_name(text)"),
        migrations.RunSQL(COMPARED, "DROP FUNCTION partner_search_name(text)"),
    ]
