"""SQL under the roles that the portal itself acts under."""

import datetime

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from consortium.rowlevel import acting_as

TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)
BORN = ("curriculum.ExternalProgramme:state_of_birth", "curriculum.ProgrammeApplication:state_of_birth")


def done(actor, sql):
    """How many rows the statement reached; None where PostgreSQL refuses it."""
    try:
        with transaction.atomic(), acting_as(actor), connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.rowcount
    except DatabaseError:
        return None


def went_through(cast, attempts, ids):
    """The attempts that changed or showed a row."""
    found = []
    for who, sql in attempts:
        actor = cast[who].actor if isinstance(who, str) else who
        if done(actor, sql.format(**ids)):
            found.append((who, sql))
    return found
