"""What PostgreSQL refuses about memberships, whatever the row policies let through."""

import pgtrigger

from consortium.rowlevel import Kind
from partners.states import ADMINISTRATORS

WHAT_HAS_ENDED_STAYS_ENDED = pgtrigger.Trigger(
    name="what_has_ended_stays_ended",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func="IF OLD.ended_at IS NOT NULL AND (NEW.ended_at IS DISTINCT FROM OLD.ended_at"
    " OR NEW.valid_until IS DISTINCT FROM OLD.valid_until)"
    " THEN RAISE EXCEPTION 'A membership that has ended stays ended'; END IF; RETURN NEW;",
)
# A row policy cannot ask its own table for the role of whoever acts, a trigger can.
UNASKED = ", ".join(f"'{kind.database_role}'" for kind in (Kind.SYSTEM, Kind.OPERATOR))
LISTED = ", ".join(f"'{role}'" for role in sorted(ADMINISTRATORS))
ENDED_BY_ADMINISTRATORS = pgtrigger.Trigger(
    name="ended_by_administrators",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func=f"IF current_user LIKE 'r\\_%' AND current_user NOT IN ({UNASKED}) AND NOT EXISTS"
    " (SELECT FROM partners_member m WHERE m.id = nullif(current_setting('app.member', true), '')::bigint"
    f" AND m.id <> NEW.id AND m.ended_at IS NULL AND m.role IN ({LISTED}))"
    " THEN RAISE EXCEPTION 'Only another administrator ends a membership'; END IF; RETURN NEW;",
)
