from typing import ClassVar

from django.contrib import admin
from django.http import HttpRequest

from consortium.accounts.models import User


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Who may log in at all; passwords and memberships are not made here."""

    list_display: ClassVar = ["email", "name", "is_active", "is_staff", "last_login"]
    search_fields: ClassVar = ["email", "name"]
    fields: ClassVar = ["email", "name", "language", "is_active", "is_staff", "date_joined", "last_login"]
    readonly_fields: ClassVar = ["email", "date_joined", "last_login"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False
