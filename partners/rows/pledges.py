"""Row policies of pledges and deliveries."""

from consortium.rowlevel import Kind
from consortium.rowlevel.policies import OUR_CONSORTIUM, PEOPLE, allow, protect
from partners import models

OUR_PLEDGE = "pledge_id = ANY (ARRAY(SELECT id FROM partners_pledge WHERE consortium_id = {consortium}))"

protect(
    models.Pledge,
    allow(PEOPLE, "select", OUR_CONSORTIUM),
    allow(Kind.SCHOOL, "insert update delete", OUR_CONSORTIUM),
    history=allow(Kind.SCHOOL, "select", OUR_CONSORTIUM),
)
protect(
    models.Delivery,
    allow(PEOPLE, "select", OUR_PLEDGE),
    allow(Kind.SCHOOL, "insert update delete", OUR_PLEDGE),
)
