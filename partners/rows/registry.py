"""Row policies of the register: industries, search, logos, mergers, contacts and being in touch."""

from consortium.rowlevel import Kind
from consortium.rowlevel.policies import EVERYBODY, OUR_CONSORTIUM, PEOPLE, allow, protect
from partners import models
from partners.rows.consortium import ORGANISATIONS, takes_part

TODAY = "(now() AT TIME ZONE 'Asia/Seoul')::date"
OF_OUR_MEMBERS = (
    "partner_id = ANY (ARRAY(SELECT a.company_id FROM partners_associationmembership a"
    f" WHERE a.association_id = {{partner}} AND a.{OUR_CONSORTIUM}"
    f" AND a.since <= {TODAY} AND (a.until IS NULL OR a.until >= {TODAY})))"
)
OWN = "partner_id = {partner}"
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
protect(
    models.AssociationMembership,
    allow(PEOPLE, "select", OUR_CONSORTIUM),
    allow(Kind.SCHOOL, "insert update", OUR_CONSORTIUM, check=BOTH_HERE),
    allow(
        Kind.ASSOCIATION,
        "insert update",
        f"{OUR_CONSORTIUM} AND association_id = {{partner}}",
        check=f"{BOTH_HERE} AND association_id = {{partner}}",
    ),
    history=allow(Kind.SCHOOL, "select", OUR_CONSORTIUM),
)

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
        f"{OUR_CONSORTIUM} AND ({OWN} OR {OF_OUR_MEMBERS})",
        check=f"{CONTACT_HERE} AND ({OWN} OR {OF_OUR_MEMBERS})",
    ),
    history=allow(Kind.SCHOOL, "select", OUR_CONSORTIUM)
    + allow(Kind.SYSTEM, "update", columns="name position phone email"),  # a person asked to be erased
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
