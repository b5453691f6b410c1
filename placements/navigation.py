"""Menu entries of vacancies, candidates and rules."""

from django.utils.translation import gettext_lazy as _

from consortium.shell.navigation import Entry, register
from partners.states import COMPANY_STAFF, SCHOOL_STAFF, Role

register(
    Entry(_("Vacancies"), "placements:vacancies", SCHOOL_STAFF | COMPANY_STAFF | {Role.STUDENT}, order=50)
)
register(Entry(_("Candidates"), "placements:candidates", frozenset({Role.HR}), order=55))
register(Entry(_("My consents"), "placements:my_consents", frozenset({Role.STUDENT}), order=40))
register(Entry(_("My applications"), "placements:my_applications", frozenset({Role.STUDENT}), order=45))
register(Entry(_("Rules"), "placements:rules", SCHOOL_STAFF, order=95))
