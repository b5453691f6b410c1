"""What PostgreSQL refuses whoever asks: an agreement that has gone out for signing never changes."""

import pgtrigger

from partners.states import AgreementState, AmendmentState

TERMS = (
    "consortium_id",
    "kind",
    "title",
    "title_en",
    "purpose",
    "purpose_en",
    "starts_on",
    "valid_until",
    "place",
    "amount",
    "predecessor_id",
)
CHANGE = (
    "agreement_id",
    "number",
    "kind",
    "action",
    "title",
    "effective_from",
    "partner_id",
    "clause_number",
    "text",
    "text_en",
    "signer",
    "signer_title",
    "new_end",
    "amount",
)
PARTY = ("agreement_id", "partner_id", "signer", "signer_title")


def frozen_columns(name: str, columns: tuple[str, ...], born: str) -> pgtrigger.Trigger:
    """These columns stand still as soon as the row has left its first state."""
    changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"IF OLD.state <> '{born}' AND ({changed}) THEN "
        "RAISE EXCEPTION 'What has gone out for signing cannot change'; END IF; RETURN NEW;",
    )


def _only_in_drafts(name: str, operation: pgtrigger.Operation, row: str, unless: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=operation,
        declare=[("stands", "text")],
        func=f"SELECT state INTO stands FROM partners_agreement WHERE id = {row}.agreement_id; "  # noqa: S608
        f"IF stands IS DISTINCT FROM '{AgreementState.DRAFT}' AND NOT ({unless}) THEN "
        f"RAISE EXCEPTION 'This belongs to an agreement that is no draft'; END IF; RETURN {row};",
    )


def written_in_drafts() -> list[pgtrigger.Trigger]:
    """Rows that are written, changed and taken out only while their agreement is a draft."""
    return [
        _only_in_drafts("added_to_drafts", pgtrigger.Insert, "NEW", "false"),
        _only_in_drafts("changed_in_drafts", pgtrigger.Update, "NEW", "false"),
        _only_in_drafts("taken_from_drafts", pgtrigger.Delete, "OLD", "false"),
    ]


def parties_of_drafts() -> list[pgtrigger.Trigger]:
    """The same for parties, who sign later than they are written down and may join late."""
    same = " AND ".join(f"NEW.{column} IS NOT DISTINCT FROM OLD.{column}" for column in PARTY)
    return [
        _only_in_drafts("added_to_drafts", pgtrigger.Insert, "NEW", "NEW.is_late"),
        _only_in_drafts("changed_in_drafts", pgtrigger.Update, "NEW", same),
        _only_in_drafts(
            "taken_from_drafts", pgtrigger.Delete, "OLD", "OLD.is_late AND OLD.signed_on IS NULL"
        ),
    ]


def agreement_stands_still() -> pgtrigger.Trigger:
    """Title, purpose, term, place and amount are those that were sent out."""
    return frozen_columns("terms_stand_still", TERMS, AgreementState.DRAFT)


def amendment_stands_still() -> pgtrigger.Trigger:
    """What an amendment changes, and from when, is what was sent out."""
    return frozen_columns("change_stands_still", CHANGE, AmendmentState.DRAFT)
