from django.db import migrations

# Width, case, blanks, punctuation and what nobody sees make no other evidence of the same words.
AS_READ = r"""
CREATE FUNCTION evidence_as_read(words text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(
    lower(normalize(words, NFKC)),
    '[\s\u0001-/:-@\[-`{-¿\u0300-\u036f\u115f\u1160\u180b-\u180f\u2000-\u206f\u3000-\u303f'
    '\u30fb\u3164\u318d\u119e\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e01ef]', '', 'g')
"""
# A secretary may not read who belongs to a company, only whether the company speaks for itself here.
HAS_PEOPLE = """
CREATE FUNCTION partner_has_people(partner bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM partners_member m
        WHERE m.partner_id = partner AND m.ended_at IS NULL
        AND m.consortium_id = nullif(current_setting('app.consortium', true), '')::bigint)
$$
"""


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0019_say_what_is_refused'),
    ]

    operations = [
        migrations.RunSQL(AS_READ, "DROP FUNCTION evidence_as_read(text)"),
        migrations.RunSQL(HAS_PEOPLE, "DROP FUNCTION partner_has_people(bigint)"),
    ]
