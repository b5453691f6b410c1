"""Row policies of imports: everybody has their own, the worker has all."""

from consortium.imports import models
from consortium.rowlevel import Kind
from consortium.rowlevel.policies import OUR_CONSORTIUM, PEOPLE, allow, protect

# A layout is shared by the whole consortium: students bring no lists, the operator is of none.
STAFF = [kind for kind in PEOPLE if kind not in (Kind.STUDENT, Kind.OPERATOR)]
MINE = f"member_id = {{member}} AND {OUR_CONSORTIUM}"
OF_MY_IMPORT = "imported_id = ANY (ARRAY(SELECT id FROM imports_import WHERE member_id = {member}))"

protect(models.Import, allow(PEOPLE, "select insert update", MINE))
protect(models.Row, allow(PEOPLE, "select", OF_MY_IMPORT))
protect(models.Layout, allow(STAFF, "select insert update", OUR_CONSORTIUM))
