from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RulesConfig(AppConfig):
    name = "consortium.rules"
    label = "rules"

    def ready(self) -> None:
        from consortium.rules.services import load_after_migrate  # noqa: PLC0415 - needs loaded apps

        post_migrate.connect(load_after_migrate, sender=self)
