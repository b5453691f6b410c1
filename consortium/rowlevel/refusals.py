"""What triggers say when PostgreSQL refuses, whoever asks; each app writes its own in `triggers.py`."""

import pgtrigger

NOT_ALLOWED = "USING ERRCODE = 'insufficient_privilege'"  # behind the words of an exception
# Somebody who is logged in or holds a link, and neither the system nor the tables' owner.
BY_A_PERSON = pgtrigger.Condition("(starts_with(current_user, 'r_') AND current_user <> 'r_system')")


def refuse(name: str, operation: pgtrigger.Operation, func: str, **more: object) -> pgtrigger.Trigger:
    """A look at each row before it is written; `func` raises an exception or returns the row."""
    return pgtrigger.Trigger(name=name, when=pgtrigger.Before, operation=operation, func=func, **more)


def refuse_people(name: str, operation: pgtrigger.Operation, func: str, **more: object) -> pgtrigger.Trigger:
    """The same for people alone: the system and migrations may set right what nobody else may."""
    return refuse(name, operation, func, condition=BY_A_PERSON, **more)


def changes(*columns: str) -> str:
    """Whether an update changes one of these columns."""
    new, old = (", ".join(f'{row}."{column}"' for column in columns) for row in ("NEW", "OLD"))
    return f"({new}) IS DISTINCT FROM ({old})"


def beside(*columns: str) -> str:
    """Whether an update changes anything besides these columns."""
    kept = "'{{{}}}'::text[]".format(",".join(columns))
    return f"to_jsonb(NEW) - {kept} <> to_jsonb(OLD) - {kept}"
