"""Why somebody opens or takes personal data, or changes a student's record: one measure for all."""

from django.utils.translation import gettext_lazy as _

from consortium.verdict import Verdict, only_if

SHORTEST = 5  # letters; "업무" alone says nothing


def says_why(reason: str) -> Verdict:
    """Is this enough to understand later why it was done?"""
    return only_if(
        len(" ".join(reason.split())) >= SHORTEST,
        _("State a reason. It is kept with the access record."),
    )
