from django.contrib.admin.apps import AdminConfig


class TechnicalAdminConfig(AdminConfig):
    """Django's admin with our site in it; in a file of its own, or it would pass for this app's config."""

    default_site = "consortium.accounts.admin_site.TechnicalAdmin"
