"""Row policies of the register: industries, search, logos, mergers, contacts and being in touch."""

from consortium.rowlevel import Kind
from consortium.rowlevel.policies import EVERYBODY, OUR_CONSORTIUM, PEOPLE, TODAY, allow, protect
from partners import models
from partners.rows.consortium import ORGANISATIONS, takes_part

OF_OUR_MEMBERS = (
    "partner_id = ANY (ARRAY(SELECT a.company_id FROM partners_associationmembership a"
    f" WHERE a.association_id = {{partner}} AND a.{OUR_CONSORTIUM}"
    " AND a.confirmed_at IS NOT NULL"
    f" AND a.since <= {TODAY} AND (a.until IS NULL OR a.until >= {TODAY})))"
)
OWN = "partner_id = {partner}"
# A secretary may not read who belongs to a company; whether anybody does is asked with the owner's eyes.
MEMBERS_CONTACTS = f"{OF_OUR_MEMBERS} AND NOT partner_has_people(partner_id)"
OTHERS = [kind for kind in ORGANISATIONS if kind is not Kind.ASSOCIATION]

protect(models.Industry, allow(EVERYBODY, "select"), allow(Kind.SYSTEM, "insert update"))
# Kept by triggers of the tables' owner; nobody else writes it.
protect(models.SearchKey, allow(PEOPLE, "select", OUR_CONSORTIUM))

OF_OUR_PARTNER = takes_part("partners_logo.partner_id")
OURS_ALONE = (
    "EXISTS (SELECT FROM partners_partner o WHERE o.id = partners_logo.partner_id AND o.consortia = 1)"
    f" AND {OF_OUR_PARTNER}"
)
protect(
    models.Logo,
    allow(PEOPLE, "select", OF_OUR_PARTNER),
    allow(Kind.SCHOOL, "insert update delete", OURS_ALONE),
    allow(ORGANISATIONS, "insert update delete", OWN),
)
protect(
    models.Merger,
    allow(PEOPLE, "select", takes_part("partners_merger.absorbed_id")),
    allow(Kind.OPERATOR, "select"),
)

BOTH_KNOWN = f"{OUR_CONSORTIUM} AND {takes_part('first_id')} AND {takes_part('second_id')}"
protect(
    models.Apart,
    allow(Kind.SCHOOL, "select delete", OUR_CONSORTIUM),
    allow(Kind.SCHOOL, "insert", BOTH_KNOWN),
    history=allow(Kind.SCHOOL, "select", OUR_CONSORTIUM),
)

# Both sides take part here; a secretary keeps the list of the own association only.
BOTH_HERE = (
    f"{OUR_CONSORTIUM} AND {takes_part('partners_associationmembership.association_id')}"
    f" AND {takes_part('partners_associationmembership.company_id')}"
)
UNCONFIRMED = "confirmed_at IS NULL AND confirmed_by_id IS NULL"
CONFIRMED_BY_ME = "(until IS NOT NULL OR confirmed_by_id IS NULL OR confirmed_by_id = {member})"
protect(
    models.AssociationMembership,
    allow(PEOPLE, "select", OUR_CONSORTIUM),
    allow(Kind.SCHOOL, "insert update", OUR_CONSORTIUM, check=f"{BOTH_HERE} AND {CONFIRMED_BY_ME}"),
    # What an association says of itself waits for the coordinator or the company.
    allow(Kind.ASSOCIATION, "insert", f"{BOTH_HERE} AND association_id = {{partner}} AND {UNCONFIRMED}"),
    allow(Kind.ASSOCIATION, "update", f"{OUR_CONSORTIUM} AND association_id = {{partner}}", columns="until"),
    allow(
        Kind.COMPANY,
        "update",
        f"{OUR_CONSORTIUM} AND company_id = {{partner}} AND {UNCONFIRMED}",
        check=f"{OUR_CONSORTIUM} AND company_id = {{partner}} AND confirmed_by_id = {{member}}",
        columns="confirmed_by_id confirmed_at",
    ),
    history=allow(Kind.SCHOOL, "select", OUR_CONSORTIUM),
)

OF_ERASED = "pgh_obj_id = ANY (ARRAY(SELECT id FROM partners_contact WHERE erased_at IS NOT NULL))"
CONTACT_HERE = f"{OUR_CONSORTIUM} AND {takes_part('partners_contact.partner_id')}"
protect(
    models.Contact,
    allow(Kind.SCHOOL, "select insert update", OUR_CONSORTIUM, check=CONTACT_HERE),
    allow(OTHERS, "select", f"{OUR_CONSORTIUM} AND ({OWN} OR agreed_to_share)"),
    allow(OTHERS, "insert update", f"{OUR_CONSORTIUM} AND {OWN}", check=f"{CONTACT_HERE} AND {OWN}"),
    allow(Kind.ASSOCIATION, "select", f"{OUR_CONSORTIUM} AND ({OWN} OR agreed_to_share OR {OF_OUR_MEMBERS})"),
    allow(
        Kind.ASSOCIATION,
        "insert update",
        f"{OUR_CONSORTIUM} AND ({OWN} OR {MEMBERS_CONTACTS})",
        check=f"{CONTACT_HERE} AND ({OWN} OR {MEMBERS_CONTACTS})",
    ),
    history=allow(Kind.SCHOOL, "select", OUR_CONSORTIUM)
    # Only of a person who asked to be erased.
    + allow(Kind.SYSTEM, "update", OF_ERASED, columns="name position phone email"),
)

WITH_OUR_PARTNER = f"{OUR_CONSORTIUM} AND {takes_part('partners_interaction.partner_id')}"
I_WAS_THERE = "by_id = {member}"
WHAT_HAPPENS_LATER = "done_at next_by_id"  # what was noted is put right by the service alone
protect(
    models.Interaction,
    allow([Kind.SCHOOL, Kind.OFFICIAL, Kind.EDUCATION], "select", OUR_CONSORTIUM),
    allow(Kind.SCHOOL, "insert", f"{WITH_OUR_PARTNER} AND {I_WAS_THERE}"),
    allow(Kind.SCHOOL, "update", OUR_CONSORTIUM, columns=WHAT_HAPPENS_LATER),
    allow(Kind.ASSOCIATION, "select", f"{OUR_CONSORTIUM} AND ({OF_OUR_MEMBERS} OR {I_WAS_THERE})"),
    allow(Kind.ASSOCIATION, "insert", f"{WITH_OUR_PARTNER} AND {OF_OUR_MEMBERS} AND {I_WAS_THERE}"),
    allow(
        Kind.ASSOCIATION,
        "update",
        f"{OUR_CONSORTIUM} AND ({OF_OUR_MEMBERS} OR {I_WAS_THERE})",
        columns=WHAT_HAPPENS_LATER,
    ),
    history=allow(Kind.SCHOOL, "select", OUR_CONSORTIUM),
)
