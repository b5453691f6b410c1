"""What becomes of consents when two entries of a company turn out to be one."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from consortium.rowlevel import SYSTEM, acting_as
from partners.models import Partner
from partners.registry.references import stays
from placements.models import Consent


def _open_consents(partner: Partner) -> str | Promise:
    """A consent names its recipient; another recipient needs a new consent (PIPA 17②)."""
    with acting_as(SYSTEM):
        count = Consent.objects.filter(recipient=partner, withdrawn_at=None, replaced_at=None).count()
    if not count:
        return ""
    return _(
        "%(count)s consents of students name this entry as recipient. A consent cannot change its recipient "
        "(PIPA 17②): keep this entry and merge the other one into it, or ask for new consents first."
    ) % {"count": count}


stays("placements.Consent", "recipient", unless=_open_consents)
