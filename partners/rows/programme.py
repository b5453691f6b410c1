"""Row policies of the programme's life and of committees' decisions."""

from consortium.rowlevel import Kind
from consortium.rowlevel.policies import OUR_CONSORTIUM, PEOPLE, allow, protect
from partners import models

for model in (models.ProgrammeStatus, models.Approval):
    protect(
        model,
        allow(PEOPLE, "select", OUR_CONSORTIUM),
        allow(Kind.SCHOOL, "insert update delete", OUR_CONSORTIUM),
        history=allow(Kind.SCHOOL, "select", OUR_CONSORTIUM),
    )
