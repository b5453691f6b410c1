"""Row-level security: PostgreSQL decides again what `visible_to()` decided in Python."""

from consortium.rowlevel.actor import SYSTEM, Actor, Kind, acting_as, current_actor, took_too_long

__all__ = ("SYSTEM", "Actor", "Kind", "acting_as", "current_actor", "took_too_long")
