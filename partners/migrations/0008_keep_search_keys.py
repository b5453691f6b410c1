from django.db import migrations

FIRST_NUMBER = 10**12

# Where a search finds a name: from each of its letters on; an English one from each of its words on.
TAILS = r"""
CREATE FUNCTION partner_search_tails(name text, name_en text, registration_number text, hifive_id text)
RETURNS TABLE (at_start boolean, tail text)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT bool_or(found.at_start), found.tail FROM (
        SELECT n = 1 AS at_start, substr(word, n, 40) AS tail
        FROM (VALUES (partner_search_name(name)), (partner_squeezed_name(name))) AS written (word),
             generate_series(1, least(length(word), 60)) AS n
        WHERE n = 1 OR n < length(word)
        UNION ALL
        SELECT n = 1, substr(partner_squeezed_name(array_to_string(words[n:], ' ')), 1, 40)
        FROM (SELECT string_to_array(name_en, ' ') AS words) AS english, generate_subscripts(words, 1) AS n
        UNION ALL
        SELECT true, word FROM (VALUES (registration_number), (partner_squeezed_name(hifive_id))) AS numbers (word)
    ) AS found
    WHERE found.tail <> ''
    GROUP BY found.tail;
END
"""
# They run as the owner of the tables: whoever renames a partner may write neither the keys nor the count.
REFRESH = """
CREATE FUNCTION partners_refresh_search(which bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    target bigint;
BEGIN
    SELECT coalesce(merged_into_id, id) INTO target FROM partners_partner WHERE id = which;
    DELETE FROM partners_searchkey WHERE partner_id IN (which, target);
    INSERT INTO partners_searchkey (consortium_id, partner_id, at_start, tail, initials)
    SELECT here.consortium_id, target, bool_or(key.at_start), key.tail, korean_initials(key.tail)
    FROM partners_partner entry,
         partner_search_tails(entry.name, entry.name_en, entry.registration_number, entry.hifive_id) AS key,
         partners_participation here
    WHERE (entry.id = target OR entry.merged_into_id = target) AND here.partner_id = target
    GROUP BY here.consortium_id, key.tail;
END $$
"""
PARTNER_CHANGED = """
CREATE FUNCTION partners_search_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM partners_refresh_search(NEW.id);
    RETURN NULL;
END $$
"""
PARTICIPATION_CHANGED = """
CREATE FUNCTION partners_participation_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    which bigint;
BEGIN
    FOREACH which IN ARRAY CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.partner_id]
        WHEN 'DELETE' THEN ARRAY[OLD.partner_id] ELSE ARRAY[OLD.partner_id, NEW.partner_id] END
    LOOP
        UPDATE partners_partner SET consortia =
            (SELECT count(*) FROM partners_participation WHERE partner_id = which) WHERE id = which;
        PERFORM partners_refresh_search(which);
    END LOOP;
    RETURN NULL;
END $$
"""
TRIGGERS = """
CREATE TRIGGER keep_search_keys AFTER UPDATE OF name, name_en, registration_number, hifive_id, merged_into_id
ON partners_partner FOR EACH ROW EXECUTE FUNCTION partners_search_changed();
CREATE TRIGGER keep_search_keys AFTER INSERT OR DELETE OR UPDATE OF partner_id, consortium_id
ON partners_participation FOR EACH ROW EXECUTE FUNCTION partners_participation_changed();
REVOKE EXECUTE ON FUNCTION partners_refresh_search(bigint), partners_search_changed(),
    partners_participation_changed() FROM PUBLIC;
"""
UNDO_TRIGGERS = """
DROP TRIGGER keep_search_keys ON partners_partner;
DROP TRIGGER keep_search_keys ON partners_participation;
"""
FILL = """
UPDATE partners_partner SET consortia =
    (SELECT count(*) FROM partners_participation p WHERE p.partner_id = partners_partner.id);
SELECT partners_refresh_search(id) FROM partners_partner;
"""
NUMBERED_APART = f"""
ALTER TABLE partners_contact ALTER COLUMN id SET START WITH {FIRST_NUMBER};
ALTER TABLE partners_contact ALTER COLUMN id RESTART;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0007_keep_a_register'),
    ]

    operations = [
        migrations.RunSQL(TAILS, "DROP FUNCTION partner_search_tails(text, text, text, text)"),
        migrations.RunSQL(REFRESH, "DROP FUNCTION partners_refresh_search(bigint)"),
        migrations.RunSQL(PARTNER_CHANGED, "DROP FUNCTION partners_search_changed()"),
        migrations.RunSQL(PARTICIPATION_CHANGED, "DROP FUNCTION partners_participation_changed()"),
        migrations.RunSQL(TRIGGERS, UNDO_TRIGGERS),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(NUMBERED_APART, migrations.RunSQL.noop),
    ]
