"""Where students go when something is not for them."""

from django.utils.translation import gettext_lazy as _

from consortium.shell.advice import Advice, register
from partners.states import Role

register(
    [Role.STUDENT],
    Advice(
        _(
            "What is yours stands on the page “My record”. If you need something else, "
            "ask your homeroom teacher."
        ),
        _("My record"),
        "curriculum:me",
    ),
)
