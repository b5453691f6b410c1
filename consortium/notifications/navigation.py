"""The bell in the header, and the menu of the operator's area."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from consortium.notifications.services import unread_count
from consortium.shell.navigation import Entry, register, register_bell

register_bell("notifications:notices", unread_count)
register(Entry(_("State"), "operator:start", roles=None, order=10))
register(Entry(_("Mails given up"), "operator:dead_letters", roles=None, order=20))
if settings.DEMO:
    register(Entry(_("Mails of the demo"), "operator:mails", roles=None, order=30))
