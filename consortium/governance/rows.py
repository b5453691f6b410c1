"""Row policies of published figures: read by consortium, written by the system alone."""

from consortium.governance import models
from consortium.rowlevel import Kind
from consortium.rowlevel.policies import OUR_CONSORTIUM, PEOPLE, allow, protect

READERS = [
    Kind.OFFICIAL,
    Kind.EDUCATION,
    Kind.SCHOOL,
    Kind.ASSOCIATION,
]

protect(
    models.Indicator,
    allow(PEOPLE, "select"),
    allow(Kind.SYSTEM, "select insert"),
)
protect(
    models.Snapshot,
    allow(READERS, "select", OUR_CONSORTIUM),
    allow(Kind.SYSTEM, "select insert"),
)
protect(
    models.Figure,
    allow(READERS, "select", OUR_CONSORTIUM),
    allow(Kind.SYSTEM, "select insert"),
)
protect(
    models.Picture,
    allow(READERS, "select", OUR_CONSORTIUM),
    allow(Kind.SYSTEM, "select insert"),
)
