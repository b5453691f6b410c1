"""SQL functions that this app's migrations install; the first migrations and their squash share them."""

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

# As the owner of the tables: whoever joins by a link sees only the membership that it offers. The lock lets
# two invitations that one person accepts at the same moment follow each other. After the row, so that
# whoever may not add it at all learns nothing about the person.
ONE_ORGANISATION = """
CREATE FUNCTION partners_member_one_organisation() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('partners_member_one_organisation'), NEW.user_id::int);
    IF NEW.ended_at IS NULL AND NEW.consortium_id IS NOT NULL AND EXISTS (
        SELECT FROM partners_member m
        WHERE m.user_id = NEW.user_id AND m.consortium_id = NEW.consortium_id
        AND m.partner_id <> NEW.partner_id AND m.ended_at IS NULL
        AND (m.valid_until IS NULL OR m.valid_until >= (now() AT TIME ZONE 'Asia/Seoul')::date)
    ) THEN
        RAISE EXCEPTION 'One person acts for one organisation of a consortium';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER one_organisation AFTER INSERT ON partners_member
    FOR EACH ROW EXECUTE FUNCTION partners_member_one_organisation();
"""

NO_LIMIT = """
DROP TRIGGER one_organisation ON partners_member;
DROP FUNCTION partners_member_one_organisation();
"""
