"""Row policies of the audit app: everybody adds records, nobody changes one."""

from consortium.audit.models import AccessRecord, Destruction, Seal
from consortium.rowlevel import Kind
from consortium.rowlevel.policies import EVERYBODY, OUR_CONSORTIUM, allow, protect, technical

# What a person may know of a reading; the reader's name and network address are not among it.
TOLD = "at role partner_id consortium_id what subjects"
# Whoever acts writes of themselves and of now: nobody lays a reading at another's door, or in the past.
# PostgreSQL tells the time (`Now`), so clocks of the web's machines do not matter.
MY_READING = (
    "user_id IS NOT DISTINCT FROM {user} AND member_id IS NOT DISTINCT FROM {member}"
    " AND consortium_id IS NOT DISTINCT FROM {consortium} AND partner_id IS NOT DISTINCT FROM {partner}"
    " AND at BETWEEN now() - interval '1 minute' AND clock_timestamp() + interval '1 minute'"
)
# PostgreSQL holds the retention period too: not even the system destroys a younger record.
TWO_YEARS_OLD = "at < now() - interval '2 years'"

protect(
    AccessRecord,
    allow([kind for kind in EVERYBODY if kind is not Kind.SYSTEM], "insert", MY_READING),
    allow(Kind.SYSTEM, "select insert"),
    allow(Kind.SYSTEM, "delete", TWO_YEARS_OLD),
    allow(Kind.SCHOOL, "select", OUR_CONSORTIUM, columns=TOLD),
)
protect(Seal, allow(Kind.SYSTEM, "select insert"))
protect(Destruction, allow(Kind.SYSTEM, "select insert"))
technical("pghistory_context", commands="")  # unused: the context stands in each event's own row
