"""Row policies of pledges, deliveries, their evidence, and the price table."""

from consortium.rowlevel import Kind
from consortium.rowlevel.policies import OUR_CONSORTIUM, PEOPLE, allow, protect
from partners import models
from partners.states import BINDING, OPEN_TO_DELIVERY, DeliveryState, PledgeState

ORGANISATIONS = (Kind.COMPANY, Kind.OFFICIAL, Kind.EDUCATION, Kind.UNIVERSITY, Kind.ASSOCIATION)
READERS_ONLY = (Kind.STUDENT, Kind.OPERATOR)


def _listed(states: tuple[str, ...]) -> str:
    return ", ".join(f"'{state}'" for state in states)


OWN = f"{OUR_CONSORTIUM} AND partner_id = {{partner}}"
BINDING_ONES = f"state IN ({_listed(BINDING)})"
# A partner's own promise is its to write until the school has accepted it.
OWN_OPEN = f"{OWN} AND state IN ('{PledgeState.ASKED}', '{PledgeState.PROPOSED}')"
OWN_ANSWER = f"{OWN} AND state IN ('{PledgeState.PROPOSED}', '{PledgeState.DECLINED}')"

protect(
    models.Pledge,
    allow(Kind.SCHOOL, "select insert update delete", OUR_CONSORTIUM),
    allow(ORGANISATIONS, "select", f"{OUR_CONSORTIUM} AND ({BINDING_ONES} OR partner_id = {{partner}})"),
    allow(ORGANISATIONS, "insert", f"{OWN} AND state = '{PledgeState.PROPOSED}'"),
    allow(
        ORGANISATIONS,
        "update",
        OWN_OPEN,
        check=OWN_ANSWER,
        columns="kind description amount unit starts_on ends_on agreement_id clause_id state entered_by_id"
        " reason valued_as",
    ),
    allow(READERS_ONLY, "select", f"{OUR_CONSORTIUM} AND {BINDING_ONES}"),
    history=allow(Kind.SCHOOL, "select", OUR_CONSORTIUM),
)

PLEDGES = "pledge_id = ANY (ARRAY(SELECT id FROM partners_pledge WHERE consortium_id = {consortium}%s))"
OUR_PLEDGE = PLEDGES % ""
OWN_PLEDGE = PLEDGES % f" AND partner_id = {{partner}} AND state IN ({_listed(OPEN_TO_DELIVERY)})"
REPORTED = (
    f"{OWN_PLEDGE} AND state = '{DeliveryState.REPORTED}'"
    " AND reported_by_id = {member} AND verified_by_id IS NULL"
)
CORRECTED = (
    f"{OWN_PLEDGE} AND state = '{DeliveryState.REPORTED}' AND verified_by_id IS NULL"
    " AND (reported_by_id = {member} OR {member} = ANY(handled_by))"
)
VERIFIED_BY_ME = "(verified_by_id IS NULL OR verified_by_id = {member})"
UNVERIFIED = f"{OWN_PLEDGE} AND state IN ('{DeliveryState.REPORTED}', '{DeliveryState.SENT_BACK}')"

protect(
    models.Delivery,
    allow(Kind.SCHOOL, "select delete", OUR_PLEDGE),
    allow(Kind.SCHOOL, "insert", f"{OUR_PLEDGE} AND reported_by_id = {{member}} AND verified_by_id IS NULL"),
    allow(Kind.SCHOOL, "update", OUR_PLEDGE, check=f"{OUR_PLEDGE} AND {VERIFIED_BY_ME}"),
    allow((*ORGANISATIONS, *READERS_ONLY), "select", OUR_PLEDGE),
    allow(ORGANISATIONS, "insert", REPORTED),
    allow(
        ORGANISATIONS,
        "update",
        UNVERIFIED,
        check=CORRECTED,
        columns="on amount evidence state reported_by_id reported_as handled_by"
        " verified_by_id verified_as verified_at",
    ),
    history=allow(Kind.SCHOOL, "select", OUR_PLEDGE),
)

protect(
    models.DeliveryPart,
    allow(Kind.SCHOOL, "select insert update delete", OUR_PLEDGE),
    allow((*ORGANISATIONS, *READERS_ONLY), "select", OUR_PLEDGE),
    allow(ORGANISATIONS, "insert update delete", OWN_PLEDGE),
    history=allow(Kind.SCHOOL, "select", OUR_PLEDGE),
)
protect(
    models.EvidenceFile,
    allow(Kind.SCHOOL, "select", OUR_CONSORTIUM),
    allow(Kind.SCHOOL, "insert", f"{OUR_CONSORTIUM} AND added_by_id = {{member}}"),
    allow(ORGANISATIONS, "select", OWN),
    allow(ORGANISATIONS, "insert", f"{OWN} AND added_by_id = {{member}}"),
)
protect(
    models.DeliverySource,
    allow(PEOPLE, "select", OUR_CONSORTIUM),
    allow((Kind.SCHOOL, *ORGANISATIONS), "insert", OUR_CONSORTIUM),
)
protect(
    models.PriceItem,
    allow(PEOPLE, "select", OUR_CONSORTIUM),
    allow(Kind.SCHOOL, "insert update", OUR_CONSORTIUM),
    history=allow(Kind.SCHOOL, "select", OUR_CONSORTIUM),
)
