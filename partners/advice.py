"""Whom each role asks when something is refused to it; students are told in the app that knows them."""

from django.utils.translation import gettext_lazy as _

from consortium.shell.advice import Advice, register
from partners.states import ADMINISTRATORS, COMPANY_STAFF, OFFICIALS, SCHOOL_STAFF, Role

register(
    SCHOOL_STAFF - ADMINISTRATORS,
    Advice(_("If this belongs to your duties, ask the school’s coordinator for the right role.")),
)
register(
    (COMPANY_STAFF | OFFICIALS) - ADMINISTRATORS,
    Advice(
        _(
            "If this belongs to your duties, ask your organisation’s person in charge "
            "or the school’s coordinator for the right role."
        )
    ),
)
register(
    ADMINISTRATORS - SCHOOL_STAFF,
    Advice(_("If this belongs to your organisation’s tasks, ask the school’s coordinator.")),
)
register(
    [Role.COORDINATOR],
    Advice(
        _("This is for another role. Ask the person who has it; the members’ list says who that is."),
        _("Members"),
        "people:members",
    ),
)
register(
    [Role.OPERATOR],
    Advice(_("The members of the consortium do this themselves. Ask the school’s coordinator.")),
)
