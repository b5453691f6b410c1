"""What PostgreSQL refuses whoever asks: a text that went out never changes, nor does a signature."""

import pgtrigger

FROZEN = ("consortium_id", "keeper_id", "kind", "subject_id", "title", "body", "sha256", "open_to_consortium")
TEXT_STANDS = pgtrigger.Trigger(
    name="text_stands_still",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func="IF OLD.state <> 'DRAFT' AND ("
    + " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in FROZEN)
    + ") THEN RAISE EXCEPTION 'The text of a document that went out for signing cannot change';"
    " END IF; RETURN NEW;",
)
DRAFTS_ONLY = pgtrigger.Trigger(
    name="only_drafts_are_deleted",
    when=pgtrigger.Before,
    operation=pgtrigger.Delete,
    func="IF OLD.state <> 'DRAFT' THEN RAISE EXCEPTION 'Only a draft can be deleted'; END IF; RETURN OLD;",
)
# A party counts as signed only beside its signature. Its name stands in the text for good; the organisation
# can change until it has signed, because a merger moves it.
PARTIES_STAY_THEMSELVES = pgtrigger.Trigger(
    name="parties_stay_themselves",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func="IF NEW.document_id IS DISTINCT FROM OLD.document_id OR NEW.name IS DISTINCT FROM OLD.name"
    " OR NEW.position IS DISTINCT FROM OLD.position OR NEW.joined_late IS DISTINCT FROM OLD.joined_late"
    " THEN RAISE EXCEPTION 'A party of a document cannot become another'; END IF; RETURN NEW;",
)
SIGNED_BY_SIGNATURE = pgtrigger.Trigger(
    name="signed_by_signature",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func="IF NEW.state = 'SIGNED' AND NOT EXISTS"
    " (SELECT FROM signing_signature WHERE party_id = NEW.id) THEN"
    " RAISE EXCEPTION 'A party signs by its signature'; END IF;"
    " IF OLD.state = 'SIGNED' AND NEW.partner_id IS DISTINCT FROM OLD.partner_id THEN"
    " RAISE EXCEPTION 'A party that has signed cannot become another'; END IF; RETURN NEW;",
)
SIGNED_STAY = pgtrigger.Trigger(
    name="signed_parties_stay",
    when=pgtrigger.Before,
    operation=pgtrigger.Delete,
    func="IF OLD.state = 'SIGNED' THEN RAISE EXCEPTION 'A party that has signed stays'; END IF; RETURN OLD;",
)
# Under the text that stands there now, while the document takes signatures, or not at all.
UNDER_THIS_TEXT = pgtrigger.Trigger(
    name="under_this_text",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func="IF NOT EXISTS (SELECT FROM signing_document d JOIN signing_party p ON p.document_id = d.id"
    " WHERE p.id = NEW.party_id AND d.sha256 = NEW.document_sha256 AND d.state IN ('OPEN', 'COMPLETE'))"
    " THEN RAISE EXCEPTION 'This is not the text that was sent out for signing'; END IF; RETURN NEW;",
)
# A letter carries the link of its own party. Whoever may not see the link cannot name it here either.
OF_ITS_LINK = pgtrigger.Trigger(
    name="of_its_link",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func="IF NOT EXISTS (SELECT FROM signing_link WHERE id = NEW.link_id AND party_id = NEW.party_id)"
    " THEN RAISE EXCEPTION 'A letter carries the link of its own party'; END IF; RETURN NEW;",
)
NEVER_CHANGES = pgtrigger.Trigger(
    name="never_changes",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    func="RAISE EXCEPTION 'A signature is never changed and never removed';",
)
