"""Row policies of memberships, invitations and API tokens."""

from consortium.accounts.models import ApiToken, Invitation
from consortium.rowlevel import Kind
from consortium.rowlevel.policies import OUR_CONSORTIUM, PEOPLE, allow, protect
from partners import models
from partners.states import FIRST_ROLES, KIND_OF_ROLE

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
    history=allow(Kind.SCHOOL, "select", OUR_CONSORTIUM) + allow(ORGANISATIONS, "select", OUR_ORGANISATION),
)


def _roles_of(kind: Kind) -> str:
    return ", ".join(f"'{role}'" for role, kind_of_role in KIND_OF_ROLE.items() if kind_of_role is kind)


BY_AN_OPERATOR = "invited_by_id = ANY (ARRAY(SELECT id FROM partners_member WHERE role = 'OPERATOR'))"
OFFERING = "sent_at lease_until digest expires_at withdrawn_at"
FIRST = f"role IN ({', '.join(repr(str(role)) for role in FIRST_ROLES)})"

# An organisation invites in its own roles; only the school's staff invite in every role.
INVITING = {Kind.SCHOOL: f"{OUR_CONSORTIUM} AND role NOT IN ('OPERATOR', 'STUDENT')"} | {
    kind: f"{OUR_ORGANISATION} AND role IN ({_roles_of(kind)})" for kind in ORGANISATIONS
}
protect(
    Invitation,
    *(
        rule
        for kind, theirs in INVITING.items()
        for rule in (
            allow(kind, "select update", theirs),
            allow(kind, "insert", f"{theirs} AND invited_by_id = {{member}}"),
        )
    ),
    # The operator invites the first administrators of a consortium and nobody after them.
    allow(Kind.OPERATOR, "select", BY_AN_OPERATOR),
    allow(Kind.OPERATOR, "insert", f"invited_by_id = {{member}} AND {FIRST}"),
    allow(
        Kind.OPERATOR, "update", BY_AN_OPERATOR, columns="sent_at lease_until digest expires_at withdrawn_at"
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
protect(models.Opening, allow(Kind.OPERATOR, "select insert update"))
protect(models.OpeningPerson, allow(Kind.OPERATOR, "select insert update delete"))
protect(
    models.AccessReview,
    allow(Kind.SCHOOL, "select", OUR_CONSORTIUM),
    allow(Kind.SCHOOL, "update", OUR_CONSORTIUM, columns="state finished_at"),
    allow(ORGANISATIONS, "select", OUR_ORGANISATION),
    allow(ORGANISATIONS, "update", OUR_ORGANISATION, columns="state finished_at"),
)
# Answers are added and never changed, not even by the system.
MY_ANSWER = "answered_by_id = {member}"
protect(
    models.AccessAnswer,
    allow(Kind.SCHOOL, "select", OUR_CONSORTIUM),
    allow(Kind.SCHOOL, "insert", f"{OUR_CONSORTIUM} AND {MY_ANSWER}"),
    allow(ORGANISATIONS, "select", OUR_ORGANISATION),
    allow(ORGANISATIONS, "insert", f"{OUR_ORGANISATION} AND {MY_ANSWER}"),
    allow(Kind.SYSTEM, "select insert"),
)
