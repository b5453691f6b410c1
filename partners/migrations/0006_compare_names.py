from django.db import migrations

from consortium.hangul import INITIALS_FUNCTION

# The same as `partners.registry.names`: a test compares the two. The first keeps what stands in brackets.
SQUEEZED = r"""
CREATE FUNCTION partner_squeezed_name(name text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(
    replace(
        regexp_replace(
            regexp_replace(
                lower(normalize(name, NFC)),
                '\((주|유|사|재)\)|㈜|주식회사|유한책임회사|유한회사|사단법인|재단법인|사회복지법인|학교법인', '', 'g'),
            '\m(co|ltd|inc|corp|llc)\M', '', 'g'),
        '+', 'plus'),
    '[\s!-/:-@\[-`{-~·ㆍ・‧（）]', '', 'g')
"""
COMPARED = r"""
CREATE FUNCTION partner_search_name(name text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN coalesce(
    nullif(partner_squeezed_name(regexp_replace(name, '\([^()]*\)|（[^（）]*）', '', 'g')), ''),
    partner_squeezed_name(name))
"""


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
