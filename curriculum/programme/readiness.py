"""What of the curriculum must be there before a consortium can work."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from curriculum.models import ProgrammeTable
from curriculum.states import TableState
from partners.people.readiness import Check, register

register(
    Check(
        "programme-table",
        _("A programme table is approved"),
        _("Curriculum head"),
        _("Write the three-year table of a department and bring it before the committees."),
        lambda: Exists(ProgrammeTable.objects.filter(consortium=OuterRef("pk"), state=TableState.APPROVED)),
        90,
        "curriculum:tables",
    )
)
