"""Row policies of competency units: national ones for everybody, own ones for their consortium."""

from consortium.rowlevel import Kind
from consortium.rowlevel.policies import EVERYBODY, OUR_CONSORTIUM, allow, protect
from curriculum import models
from curriculum.competencies.policies import KEEPERS

OURS = f"consortium_id IS NOT NULL AND {OUR_CONSORTIUM}"
HISTORY = allow(Kind.SCHOOL, "select", f"consortium_id IS NULL OR {OUR_CONSORTIUM}")

protect(
    models.CompetencyUnit,
    allow(EVERYBODY, "select", f"consortium_id IS NULL OR {OUR_CONSORTIUM}"),
    # Whoever answers a survey reads the names of the units that its tasks need, and of no others.
    allow(Kind.LINK, "select", "id = ANY (ARRAY(SELECT unit_id FROM curriculum_taskunit))"),
    allow(Kind.SCHOOL, "insert update delete", OURS, offices=KEEPERS),
    allow(Kind.SYSTEM, "select insert update delete"),
    history=HISTORY,
)
protect(models.CompetencyElement, allow(EVERYBODY, "select"), allow(Kind.SYSTEM, "insert update"))
