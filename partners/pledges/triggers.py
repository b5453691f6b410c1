"""What PostgreSQL refuses about pledges and deliveries, whoever asks."""
# ruff: noqa: S608 - SQL of our own constants; nothing here comes from a request

import pgtrigger

from consortium.rowlevel.refusals import refuse
from partners.states import DeliveryState, PledgeState

UNBOUND = f"('{PledgeState.ASKED}', '{PledgeState.PROPOSED}')"
# Who acts, as the portal told PostgreSQL; nobody where the tables' owner or the system acts.
ME = "nullif(current_setting('app.member', true), '')::bigint"
WHAT_WAS_VERIFIED = ("pledge_id", "on", "amount", "evidence", "reported_by_id")


def lowering_has_a_reason() -> pgtrigger.Trigger:
    """A promise that binds is not made smaller in silence."""
    return refuse(
        "lowering_has_a_reason",
        pgtrigger.Update,
        f"IF NEW.amount < OLD.amount AND OLD.state NOT IN {UNBOUND} AND btrim(NEW.reason) = '' THEN "
        "RAISE EXCEPTION 'A promise is lowered for a reason'; END IF; RETURN NEW;",
    )


def clause_of_the_agreement() -> pgtrigger.Trigger:
    """A pledge stands under an agreement of its own consortium, and under a clause of that agreement."""
    return refuse(
        "clause_of_the_agreement",
        pgtrigger.Insert | pgtrigger.UpdateOf("agreement_id", "clause_id", "consortium_id"),
        "IF NEW.agreement_id IS NOT NULL AND NOT EXISTS (SELECT FROM partners_agreement a"
        " WHERE a.id = NEW.agreement_id AND a.consortium_id = NEW.consortium_id)"
        " OR NEW.clause_id IS NOT NULL AND NOT EXISTS (SELECT FROM partners_clause c"
        " WHERE c.id = NEW.clause_id AND c.agreement_id = NEW.agreement_id) THEN"
        " RAISE EXCEPTION 'This clause does not belong to an agreement of this consortium'; END IF;"
        " RETURN NEW;",
    )


def reported_once() -> pgtrigger.Trigger:
    """The same day, amount and evidence of one partner is the same delivery, for whichever pledge.

    Evidence is compared as it reads: width, case, blanks, punctuation and what nobody sees make no other.

    Reporters of one partner wait for each other, because neither sees what the other has not committed.
    """
    return refuse(
        "reported_once",
        pgtrigger.Insert | pgtrigger.UpdateOf("pledge_id", "on", "amount", "evidence"),
        "SELECT consortium_id, partner_id INTO ours, whose FROM partners_pledge WHERE id = NEW.pledge_id;"
        " PERFORM pg_advisory_xact_lock(hashtext('partners_delivery'), whose::int);"
        " IF EXISTS (SELECT FROM partners_delivery d JOIN partners_pledge p ON p.id = d.pledge_id"
        ' WHERE p.consortium_id = ours AND p.partner_id = whose AND d."on" = NEW."on"'
        " AND d.amount = NEW.amount AND d.id IS DISTINCT FROM NEW.id"
        " AND evidence_as_read(d.evidence) = evidence_as_read(NEW.evidence)) THEN"
        " RAISE EXCEPTION 'This delivery is reported already' USING ERRCODE = 'unique_violation',"
        " CONSTRAINT = 'delivery_reported_once'; END IF; RETURN NEW;",
        declare=[("ours", "bigint"), ("whose", "bigint")],
    )


def verified_by_another() -> pgtrigger.Trigger:
    """Whoever reports, corrects or divides a delivery does not verify it, in no other role of theirs either.

    Deliveries from before this rule have no reporter on record.
    """
    return refuse(
        "verified_by_another",
        pgtrigger.Update,
        f"IF NEW.state = '{DeliveryState.VERIFIED}' AND OLD.state <> NEW.state AND ("
        "NEW.reported_by_id IS NULL OR NEW.verified_by_id IS NULL OR"
        " (SELECT user_id FROM partners_member WHERE id = NEW.reported_by_id) IS NOT DISTINCT FROM"
        " (SELECT user_id FROM partners_member WHERE id = NEW.verified_by_id) OR EXISTS"
        " (SELECT FROM partners_member h JOIN partners_member v ON v.user_id = h.user_id"
        " WHERE h.id = ANY(NEW.handled_by) AND v.id = NEW.verified_by_id)) THEN"
        " RAISE EXCEPTION 'A delivery is verified by somebody else than who reported it'; END IF;"
        " RETURN NEW;",
    )


def handlers_stay() -> pgtrigger.Trigger:
    """Who reported a delivery and who changed it since stays on record, whoever writes."""
    return refuse(
        "handlers_stay",
        pgtrigger.Update,
        "IF NOT OLD.handled_by <@ NEW.handled_by"
        " OR (OLD.reported_by_id IS NOT NULL AND NEW.reported_by_id IS DISTINCT FROM OLD.reported_by_id)"
        f" OR (NEW.reported_by_id IS DISTINCT FROM OLD.reported_by_id AND NEW.reported_by_id <> {ME})"
        f' OR ({ME} IS NOT NULL AND (NEW."on", NEW.amount, NEW.evidence) IS DISTINCT FROM'
        f' (OLD."on", OLD.amount, OLD.evidence) AND {ME} IS DISTINCT FROM NEW.reported_by_id'
        f" AND NOT {ME} = ANY(NEW.handled_by)) THEN"
        " RAISE EXCEPTION 'Who reported and who changed a delivery stays on record'; END IF; RETURN NEW;",
    )


def evidence_of_the_delivery() -> pgtrigger.Trigger:
    """Evidence belongs to its delivery's partner and consortium, and is not added to what was verified."""
    return refuse(
        "evidence_of_the_delivery",
        pgtrigger.Insert,
        "PERFORM 1 FROM partners_delivery WHERE id = NEW.delivery_id FOR UPDATE;"
        " IF NOT EXISTS (SELECT FROM partners_delivery d JOIN partners_pledge p ON p.id = d.pledge_id"
        " WHERE d.id = NEW.delivery_id AND p.partner_id = NEW.partner_id"
        f" AND p.consortium_id = NEW.consortium_id AND d.state <> '{DeliveryState.VERIFIED}') THEN"
        " RAISE EXCEPTION 'Evidence is added to an own delivery that is not verified yet'; END IF;"
        " RETURN NEW;",
    )


def verified_stays() -> pgtrigger.Trigger:
    """What was verified is what counts; to change it, it is sent back first."""
    changed = " OR ".join(f'NEW."{column}" IS DISTINCT FROM OLD."{column}"' for column in WHAT_WAS_VERIFIED)
    return refuse(
        "verified_stays",
        pgtrigger.Update,
        f"IF OLD.state = '{DeliveryState.VERIFIED}' AND ({changed}) THEN"
        " RAISE EXCEPTION 'A verified delivery does not change'; END IF; RETURN NEW;",
    )


def parts_fit() -> list[pgtrigger.Trigger]:
    """The parts of a delivery never exceed it, and stand still once it is verified.

    The delivery's row is locked first, so that two parts at once cannot each find room for themselves.
    """
    return [
        refuse(
            "parts_fit",
            pgtrigger.Insert | pgtrigger.Update,
            "SELECT amount, state INTO whole, stands FROM partners_delivery WHERE id = NEW.delivery_id"
            " FOR UPDATE;"
            " SELECT coalesce(sum(amount), 0) INTO parts FROM partners_deliverypart"
            " WHERE delivery_id = NEW.delivery_id AND id IS DISTINCT FROM NEW.id;"
            f" IF stands IS DISTINCT FROM '{DeliveryState.REPORTED}' AND"
            f" stands IS DISTINCT FROM '{DeliveryState.SENT_BACK}' THEN"
            " RAISE EXCEPTION 'A verified delivery is not divided anew'; END IF;"
            " IF parts + NEW.amount > whole THEN"
            " RAISE EXCEPTION 'The parts of a delivery exceed it'; END IF;"
            " IF NOT EXISTS (SELECT FROM partners_delivery d JOIN partners_pledge o ON o.id = d.pledge_id"
            " JOIN partners_pledge p ON p.partner_id = o.partner_id AND p.consortium_id = o.consortium_id"
            " AND p.unit = o.unit WHERE d.id = NEW.delivery_id AND p.id = NEW.pledge_id) THEN"
            " RAISE EXCEPTION 'A part counts for a pledge of the same partner in the same unit'; END IF;"
            " RETURN NEW;",
            declare=[("whole", "numeric"), ("stands", "text"), ("parts", "numeric")],
        ),
        refuse(
            "parts_of_verified_stay",
            pgtrigger.Delete,
            "IF EXISTS (SELECT FROM partners_delivery WHERE id = OLD.delivery_id"
            f" AND state = '{DeliveryState.VERIFIED}') THEN"
            " RAISE EXCEPTION 'A verified delivery is not divided anew'; END IF; RETURN OLD;",
        ),
    ]


def whole_holds_its_parts() -> pgtrigger.Trigger:
    """A delivery is not made smaller than what of it counts already."""
    return refuse(
        "whole_holds_its_parts",
        pgtrigger.UpdateOf("amount"),
        "IF NEW.amount < (SELECT coalesce(sum(amount), 0) FROM partners_deliverypart"
        " WHERE delivery_id = NEW.id) THEN"
        " RAISE EXCEPTION 'The parts of a delivery exceed it'; END IF; RETURN NEW;",
    )


def one_price_a_day() -> pgtrigger.Trigger:
    """Two prices of the same thing never hold on the same day; writers of a table wait for each other."""
    return refuse(
        "one_price_a_day",
        pgtrigger.Insert | pgtrigger.Update,
        "PERFORM pg_advisory_xact_lock(hashtext('partners_priceitem'), NEW.consortium_id::int);"
        " IF EXISTS (SELECT FROM partners_priceitem p WHERE p.consortium_id = NEW.consortium_id"
        " AND p.kind = NEW.kind AND p.unit = NEW.unit AND p.name = NEW.name"
        " AND p.id IS DISTINCT FROM NEW.id AND daterange(p.valid_from, p.valid_until, '[]')"
        " && daterange(NEW.valid_from, NEW.valid_until, '[]')) THEN"
        " RAISE EXCEPTION 'Another price holds on some of these days'"
        " USING ERRCODE = 'exclusion_violation'; END IF; RETURN NEW;",
    )
