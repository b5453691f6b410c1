from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class SigningConfig(AppConfig):
    name = "consortium.signing"
    label = "signing"
    verbose_name = _("Signing")

    def ready(self) -> None:
        autodiscover_modules("signing")  # each app registers there what it has signed
