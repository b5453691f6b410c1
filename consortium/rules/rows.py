"""Row policies of the rules: everybody reads them, the operator keeps them up to date."""

from consortium.rowlevel import Kind
from consortium.rowlevel.policies import EVERYBODY, allow, protect
from consortium.rules.models import Rule

protect(Rule, allow(EVERYBODY, "select"), allow([Kind.OPERATOR, Kind.SYSTEM], "insert update delete"))
