"""Row policies of the programme's life and of committees' decisions."""

from consortium.rowlevel import Kind
from consortium.rowlevel.policies import OUR_CONSORTIUM, PEOPLE, allow, protect
from partners import models

OUR_BID = "bid_id = ANY (ARRAY(SELECT id FROM partners_bid WHERE consortium_id = {consortium}))"
OUR_CRITERION = (
    "criterion_id = ANY (ARRAY(SELECT c.id FROM partners_criterion c"
    " JOIN partners_bid b ON b.id = c.bid_id WHERE b.consortium_id = {consortium}))"
)
# What a committee decided is recorded and stands: tables, courses and credits rest on it.
protect(
    models.Approval,
    allow(PEOPLE, "select", OUR_CONSORTIUM),
    allow(Kind.SCHOOL, "insert", OUR_CONSORTIUM),
)
BID_READERS = (Kind.SCHOOL, Kind.OFFICIAL, Kind.EDUCATION)

for model, ours, readers in (
    (models.ProgrammeStatus, OUR_CONSORTIUM, PEOPLE),
    (models.Bid, OUR_CONSORTIUM, BID_READERS),
    (models.BidPledge, OUR_BID, BID_READERS),
    (models.Criterion, OUR_BID, BID_READERS),
    (models.Requirement, OUR_CRITERION, BID_READERS),
):
    protect(
        model,
        allow(readers, "select", ours),
        allow(Kind.SCHOOL, "insert update delete", ours),
        history=allow(Kind.SCHOOL, "select", ours),
    )
