from django.utils.translation import gettext_lazy as _

from consortium.governance.querysets import READERS
from consortium.shell.navigation import RESULTS, Entry, register

register(Entry(_("Figures"), "governance:governance", roles=frozenset(READERS), order=80, section=RESULTS))
