from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "consortium.reports"
    label = "reports"
    verbose_name = _("Reports and figures")

    def ready(self) -> None:
        autodiscover_modules("reports")
        autodiscover_modules("exports")
