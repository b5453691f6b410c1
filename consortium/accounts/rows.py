from consortium.accounts.models import User
from consortium.rowlevel.policies import PEOPLE, allow, protect, technical

protect(User, allow(PEOPLE, "select"), bare_login="select insert update")
technical(
    "django_session",
    "account_emailaddress",
    "account_emailconfirmation",
    "mfa_authenticator",
    "usersessions_usersession",
    "accounts_user_groups",
    "accounts_user_user_permissions",
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "django_content_type",
    "django_admin_log",
)
technical("django_migrations", commands="select")
