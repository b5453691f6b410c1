from django.utils.translation import gettext_lazy as _

from consortium.governance.querysets import READERS
from consortium.shell.navigation import Entry, register

register(Entry(_("Figures"), "governance:governance", roles=frozenset(READERS), order=80))
