"""What employers may not ask, in words; the list itself is the rule's threshold."""

from django.utils.translation import gettext_lazy as _

TOPICS = {
    "appearance": _("appearance"),
    "height": _("height"),
    "weight": _("weight"),
    "birthplace": _("place of birth"),
    "marriage": _("marriage"),
    "property": _("property"),
    "family_education": _("family's education"),
    "family_job": _("family's occupation"),
    "family_property": _("family's property"),
}
