"""Row policies of log-ins: whom one meets in memberships, by name and address, never the secrets."""

from consortium.accounts.models import User
from consortium.rowlevel import Kind
from consortium.rowlevel.policies import PEOPLE, allow, protect, technical

# What people may know of one another's log-ins; `HiddenFromRoles` keeps the other columns out of queries.
KNOWN = "id email name language is_active last_login date_joined"
MYSELF = "id = {user}"
# Those whose membership the reader may know, which partners' row policies decide. Students' log-ins are
# left out: no page needs them, and a reading of them would bypass the access records.
A_COLLEAGUE = (
    "EXISTS (SELECT 1 FROM partners_member m WHERE m.user_id = accounts_user.id AND m.role <> 'STUDENT')"
)
protect(
    User,
    allow(PEOPLE, "select", MYSELF, columns=KNOWN),
    allow([kind for kind in PEOPLE if kind is not Kind.STUDENT], "select", A_COLLEAGUE, columns=KNOWN),
    bare_login="select insert update",
)
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
