from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ShellConfig(AppConfig):
    name = "consortium.shell"
    label = "shell"

    def ready(self) -> None:
        autodiscover_modules("navigation")
        autodiscover_modules("work")
        autodiscover_modules("advice")
