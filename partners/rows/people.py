"""Row policies of memberships, invitations and API tokens."""

from consortium.accounts.models import ApiToken, Invitation
from consortium.rowlevel import Kind
from consortium.rowlevel.policies import OUR_CONSORTIUM, PEOPLE, allow, protect
from partners import models
from partners.states import KIND_OF_ROLE

# Memberships begin by an accepted invitation only, and are ended, never rewritten or removed.
ENDING = "ended_at valid_until"
ORGANISATIONS = [kind for kind in PEOPLE if kind not in (Kind.SCHOOL, Kind.OPERATOR, Kind.STUDENT)]
OUR_ORGANISATION = f"{OUR_CONSORTIUM} AND partner_id = {{partner}}"
INVITED = (
    "user_id = {user} AND EXISTS (SELECT FROM accounts_invitation i WHERE i.id = {link}"
    " AND i.accepted_at IS NULL AND i.withdrawn_at IS NULL AND i.expires_at > now()"
    " AND i.consortium_id = partners_member.consortium_id AND i.partner_id = partners_member.partner_id"
    " AND i.role = partners_member.role)"
)
protect(
    models.Member,
    allow(Kind.SCHOOL, "select", OUR_CONSORTIUM),
    allow(Kind.SCHOOL, "update", OUR_CONSORTIUM, columns=ENDING),
    allow(ORGANISATIONS, "select", OUR_ORGANISATION),
    allow(ORGANISATIONS, "update", OUR_ORGANISATION, columns=ENDING),
    allow(Kind.STUDENT, "select", "user_id = {user}"),
    allow(Kind.OPERATOR, "select"),
    allow(Kind.OPERATOR, "update", columns=ENDING),
    allow(Kind.LINK, "select insert", INVITED),
    bare_login="select",
    history=allow(Kind.SCHOOL, "select", OUR_CONSORTIUM),
)


def _roles_of(kind: Kind) -> str:
    return ", ".join(f"'{role}'" for role, kind_of_role in KIND_OF_ROLE.items() if kind_of_role is kind)


# An organisation invites in its own roles; only the school's staff invite in every role.
protect(
    Invitation,
    allow(Kind.SCHOOL, "select insert update", f"{OUR_CONSORTIUM} AND role NOT IN ('OPERATOR', 'STUDENT')"),
    *(
        allow(kind, "select insert update", f"{OUR_ORGANISATION} AND role IN ({_roles_of(kind)})")
        for kind in ORGANISATIONS
    ),
    allow(Kind.LINK, "select", "id = {link}"),
    allow(Kind.LINK, "update", "id = {link}", columns="accepted_at"),
)
protect(
    ApiToken,
    allow(PEOPLE, "select insert", "member_id = {member}"),
    allow(PEOPLE, "update", "member_id = {member}", columns="revoked_at"),
    bare_login="select",
)
