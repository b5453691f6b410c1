"""Row policies of the national competency standards."""

from consortium.rowlevel import Kind
from consortium.rowlevel.policies import EVERYBODY, allow, protect
from curriculum import models

for catalogue in (models.CompetencyUnit, models.CompetencyElement):
    protect(catalogue, allow(EVERYBODY, "select"), allow(Kind.SYSTEM, "insert update"))
