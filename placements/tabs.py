"""Tabs of this app on a student's pages: the school's page about them, and their own."""

from django.utils.translation import gettext_lazy as _

from curriculum.tabs import Place, Tab, register
from placements import policies

register(Tab(_("Consents"), "placements:student_consents", order=40, policy=policies.reads_consents))
register(Tab(_("Applications"), "placements:student_candidacies", order=50, policy=policies.reads_consents))
register(Tab(_("My consents"), "placements:my_consents", order=40, place=Place.OWN))
register(Tab(_("My applications"), "placements:my_applications", order=50, place=Place.OWN))
register(Tab(_("Who viewed my data"), "placements:my_readers", order=60, place=Place.OWN))
