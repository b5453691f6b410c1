from django.utils.translation import gettext_lazy as _

from consortium.shell.navigation import Entry, register

# Every member who may make some report; the page says so to those for whom there is none.
register(
    Entry(
        _("Reports"),
        "reports:list",
        roles=frozenset(
            {
                "COORDINATOR",
                "PRINCIPAL",
                "CURRICULUM_HEAD",
                "ACCOUNTANT",
                "CITY_OFFICIAL",
                "COUNCIL_SECRETARY",
                "EDUCATION_OFFICIAL",
            }
        ),
        order=90,
    )
)
