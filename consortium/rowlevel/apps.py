from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class RowLevelConfig(AppConfig):
    name = "consortium.rowlevel"
    label = "rowlevel"

    def ready(self) -> None:
        from consortium.rowlevel.install import install_after_migrate  # noqa: PLC0415 - needs loaded apps

        autodiscover_modules("rows")
        post_migrate.connect(install_after_migrate, sender=self)
