"""Row policies of agreements."""

from consortium.rowlevel import Kind
from consortium.rowlevel.policies import OUR_CONSORTIUM, PEOPLE, allow, protect
from partners import models

OUR_AGREEMENT = (
    "agreement_id = ANY (ARRAY(SELECT id FROM partners_agreement WHERE consortium_id = {consortium}))"
)

protect(
    models.Agreement,
    allow(PEOPLE, "select", OUR_CONSORTIUM),
    allow(Kind.SCHOOL, "insert update delete", OUR_CONSORTIUM),
    history=allow(Kind.SCHOOL, "select", OUR_CONSORTIUM),
)
for model in (models.Clause, models.Signatory):
    protect(
        model,
        allow(PEOPLE, "select", OUR_AGREEMENT),
        allow(Kind.SCHOOL, "insert update delete", OUR_AGREEMENT),
    )
