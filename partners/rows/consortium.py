"""Row policies of consortia, partners and who takes part."""

from consortium.rowlevel import Kind
from consortium.rowlevel.policies import OUR_CONSORTIUM, PEOPLE, allow, protect
from partners import models

# The bare log-in reads these before it knows who acts.
protect(
    models.Consortium,
    allow(PEOPLE, "select", "id = {consortium}"),
    allow(Kind.OPERATOR, "select insert update"),
    bare_login="select",
)
protect(
    models.Partner,
    allow(
        PEOPLE,
        "select",
        "id = ANY (ARRAY(SELECT partner_id FROM partners_participation WHERE consortium_id = {consortium}))",
    ),
    allow(Kind.OPERATOR, "select insert update"),
    bare_login="select",
)
protect(
    models.Participation,
    allow(PEOPLE, "select", OUR_CONSORTIUM),
    allow(Kind.SCHOOL, "insert update", OUR_CONSORTIUM),
    allow(Kind.OPERATOR, "select insert update"),
)
