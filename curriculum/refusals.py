"""What several rooms have PostgreSQL refuse in the same words."""
# ruff: noqa: S608 - SQL of our own constants; nothing here comes from a request

import pgtrigger

from consortium.rowlevel.refusals import NOT_ALLOWED, refuse_people


def rests_on_own_decisions(*columns: str) -> pgtrigger.Trigger:
    """A decision that is named is one of this consortium, and each column names another one."""
    named = ", ".join(f"NEW.{column}" for column in columns)
    return refuse_people(
        "rests_on_own_decisions",
        pgtrigger.Insert | pgtrigger.UpdateOf(*columns),
        f"IF EXISTS (SELECT FROM unnest(ARRAY[{named}]) one(id) WHERE one.id IS NOT NULL GROUP BY one.id"
        " HAVING count(*) > 1 OR NOT EXISTS (SELECT FROM partners_approval a"
        " WHERE a.id = one.id AND a.consortium_id = NEW.consortium_id)) THEN"
        f" RAISE EXCEPTION 'This rests on no decision of this consortium' {NOT_ALLOWED}; END IF; RETURN NEW;",
    )
