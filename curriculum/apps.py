from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class CurriculumConfig(AppConfig):
    name = "curriculum"
    label = "curriculum"
    verbose_name = _("Students and curriculum")

    def ready(self) -> None:
        from consortium import lookups  # noqa: F401, PLC0415 - registers on Django's fields

        autodiscover_modules("tabs", "uses", "jobs")
