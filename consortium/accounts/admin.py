from typing import ClassVar

from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from consortium.accounts.models import User


class NarrowAdmin(admin.ModelAdmin):
    """Lists can be narrowed by the named lookups only.

    Django lets an address ask for any column (`?password__startswith=…`): who may see a list could
    guess, letter by letter, secrets that no page shows.
    """

    lookups: ClassVar[frozenset[str]] = frozenset()

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup in self.lookups

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(User)
class UserAdmin(NarrowAdmin):
    """Who may log in at all; passwords and memberships are not made here."""

    list_display: ClassVar = ["email", "name", "is_active", "is_staff", "last_login"]
    list_filter: ClassVar = ["is_active", "is_staff"]
    lookups: ClassVar = frozenset({"is_active__exact", "is_staff__exact"})
    search_fields: ClassVar = ["email", "name"]
    fields: ClassVar = ["email", "name", "language", "is_active", "is_staff", "date_joined", "last_login"]
    readonly_fields: ClassVar = ["email", "date_joined", "last_login"]

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False


@admin.register(UserSession)
class UserSessionAdmin(NarrowAdmin):
    """Who is logged in from where; deleting ends the session. Its key, which opens it, is never shown."""

    list_display: ClassVar = ["user", "created_at", "last_seen_at", "ip", "user_agent"]
    list_select_related: ClassVar = ["user"]
    search_fields: ClassVar = ["user__email", "user__name"]
    fields: ClassVar = ["user", "created_at", "last_seen_at", "ip", "user_agent"]

    def has_change_permission(self, request: HttpRequest, obj: UserSession | None = None) -> bool:
        return False

    def delete_model(self, request: HttpRequest, obj: UserSession) -> None:
        obj.end()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[UserSession]) -> None:
        for session in queryset:
            session.end()
