from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    name = "partners"
    label = "partners"
    verbose_name = _("Partners and agreements")

    def ready(self) -> None:
        from partners.registry.industries import load_after_migrate  # noqa: PLC0415 - needs loaded apps

        autodiscover_modules("evidence")
        autodiscover_modules("references")
        post_migrate.connect(load_after_migrate, sender=self)
        autodiscover_modules("readiness")
        autodiscover_modules("handover")
