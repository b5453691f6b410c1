from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "consortium.accounts"
    label = "accounts"
    verbose_name = _("Log-in and membership")
