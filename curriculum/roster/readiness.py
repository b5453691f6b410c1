"""What the school must have entered before a consortium can work."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from curriculum.models import Department, Student
from partners.people.readiness import Check, register

WHO = _("Coordinator of the school")

register(
    Check(
        "department",
        _("At least one department is entered"),
        WHO,
        _("Enter the departments that the consortium trains for."),
        lambda: Exists(Department.objects.filter(consortium=OuterRef("pk"))),
        50,
        "curriculum:departments",
    )
)
register(
    Check(
        "roster",
        _("The roster is there"),
        WHO,
        _("Enter the students, one by one or from the school's roster."),
        lambda: Exists(Student.objects.filter(consortium=OuterRef("pk"))),
        60,
        "curriculum:students",
    )
)
