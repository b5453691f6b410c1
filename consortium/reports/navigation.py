from django.utils.translation import gettext_lazy as _

from consortium.shell.navigation import RESULTS, Entry, register

# Every member may make some report; reports are offered there by role.
register(
    Entry(
        _("Reports"),
        "reports:list",
        roles=None,
        order=90,
        section=RESULTS,
    )
)
