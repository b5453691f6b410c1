"""Row policies of the notifications app."""

from django.conf import settings

from consortium.notifications import models
from consortium.rowlevel import Kind
from consortium.rowlevel.policies import EVERYBODY, OUR_CONSORTIUM, PEOPLE, allow, protect

ANYONE = [kind for kind in EVERYBODY if kind is not Kind.SYSTEM]
MINE_HERE = f"recipient_id = {{user}} AND (consortium_id IS NULL OR {OUR_CONSORTIUM})"

# Whoever acts may announce to anyone; only the person told may read it. The system delivers.
protect(
    models.Notification,
    allow(ANYONE, "insert"),
    allow(PEOPLE, "select", MINE_HERE),
    allow(PEOPLE, "update", MINE_HERE, columns="read_at"),
)
protect(
    models.Message,
    allow(ANYONE, "insert"),
    allow(Kind.OPERATOR, "select"),
    allow(
        Kind.OPERATOR,
        "update",
        "state = 'DEAD'",
        check="state = 'PENDING'",
        columns="state attempts urgent due_at offered_at",
    ),
)
protect(models.Preference, allow(PEOPLE, "select insert update", "user_id = {user}"))
protect(models.Slot, allow(Kind.OPERATOR, "select"))
# Log-in mails leave from pages that run as the bare log-in, before anyone acts.
protect(
    models.KeptMail,
    allow(ANYONE, "insert"),
    allow(Kind.OPERATOR, "select") if settings.DEMO else [],
    bare_login="insert",
)
