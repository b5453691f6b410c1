from django.utils.translation import gettext_lazy as _

from consortium.shell.navigation import Entry, Section, register
from partners.people import policies
from partners.states import OFFICIALS, SCHOOL_STAFF, Role

COOPERATION = Section(_("Cooperation"))

register(Entry(_("Partners"), "partners:partners", None, 60, COOPERATION))
register(
    Entry(
        _("Contact entries"),
        "partners:interactions",
        SCHOOL_STAFF | OFFICIALS | {Role.ASSOCIATION_SECRETARY},
        64,
        COOPERATION,
    )
)
register(Entry(_("Agreements"), "partners:agreements", None, 61, COOPERATION))
register(Entry(_("Pledges"), "partners:pledges", None, 62, COOPERATION))
register(Entry(_("Programme"), "partners:programme", None, 63, COOPERATION))
register(Entry(_("Consortia"), "operator:consortia", None, 15))
register(Entry(_("Shared entries"), "operator:shared_entries", None, 16))
register(Entry(_("Members"), "people:members", policies.ADMINISTRATORS, 90, COOPERATION))
