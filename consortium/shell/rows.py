from consortium.rowlevel.policies import PEOPLE, allow, protect
from consortium.shell.models import Visit

protect(Visit, allow(PEOPLE, "select insert update", "member_id = {member}"))
