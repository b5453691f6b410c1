"""Menu entries of vacancies, candidates and rules."""

from django.utils.translation import gettext_lazy as _

from consortium.shell.navigation import RESULTS, Entry, register
from curriculum.navigation import STUDENTS
from partners.states import COMPANY_STAFF, SCHOOL_STAFF, Role

register(
    Entry(
        _("Vacancies"),
        "placements:vacancies",
        SCHOOL_STAFF | COMPANY_STAFF | {Role.STUDENT},
        order=50,
        section=STUDENTS,
    )
)
register(Entry(_("Candidates"), "placements:candidates", frozenset({Role.HR}), order=55, section=STUDENTS))
register(
    Entry(_("My consents"), "placements:my_consents", frozenset({Role.STUDENT}), order=40, section=STUDENTS)
)
register(
    Entry(
        _("My applications"),
        "placements:my_applications",
        frozenset({Role.STUDENT}),
        order=45,
        section=STUDENTS,
    )
)
register(Entry(_("Rules"), "placements:rules", SCHOOL_STAFF, order=95, section=RESULTS))
