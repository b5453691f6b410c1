"""The technical administration: behind the portal's own log-in, for technical tables only."""

from typing import ClassVar

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from consortium.accounts.second_factor import lacks_second_factor


class TechnicalAdmin(AdminSite):
    """Log-ins and their sessions, as this app shows them: what others register beside them is left out.

    Tables about persons could not be read here anyway, because the admin runs as the bare log-in.
    """

    shown: ClassVar[frozenset[str]] = frozenset({"accounts.User", "usersessions.UserSession"})

    def register(self, model_or_iterable: object, admin_class: object = None, **options: object) -> None:
        several = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        ours = getattr(admin_class, "__module__", "").startswith("consortium.")
        models_shown: list[type[models.Model]] = [
            one for one in several if ours and one._meta.label in self.shown
        ]
        super().register(models_shown, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Staff only, and only with a second factor."""
        return super().has_permission(request) and not lacks_second_factor(request.user)

    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        if request.user.is_authenticated and request.user.is_staff and lacks_second_factor(request.user):
            return redirect("accounts:second_factor")
        return secure_admin_login(super().login)(request, extra_context)
