"""Row policies of documents: readers by document, personal details by who keeps it, a link its own.

Which roles send documents out and sign them is the apps' to know: they say so by `let`.
"""

from collections.abc import Iterable

from consortium.rowlevel import Kind
from consortium.rowlevel.policies import OUR_CONSORTIUM, PEOPLE, allow, as_one_of, extend, protect
from consortium.signing import models

# People who act for an organisation. A student's organisation is the school, for which they do not act.
STAFF = [kind for kind in PEOPLE if kind not in (Kind.STUDENT, Kind.OPERATOR)]
READERS = [*STAFF, Kind.STUDENT]
KEPT_HERE = f"{OUR_CONSORTIUM} AND keeper_id = {{partner}}"
OURS = "keeper_id = {partner} OR partner_ids @> ARRAY[{partner}]"

# What each of these sub-selects finds is narrowed once more by the policies of the table that it asks.
OF_OUR_DOCUMENT = "document_id = ANY (ARRAY(SELECT id FROM signing_document WHERE {condition}))"
OF_KEPT_PARTY = (
    "party_id = ANY (ARRAY(SELECT p.id FROM signing_party p JOIN signing_document d ON d.id = p.document_id"
    f" WHERE d.{KEPT_HERE.replace(' AND ', ' AND d.')}))"
)
OF_MY_PARTY = (
    "party_id = ANY (ARRAY(SELECT p.id FROM signing_party p JOIN signing_document d ON d.id = p.document_id"
    f" WHERE d.{OUR_CONSORTIUM} AND p.partner_id = {{partner}}))"
)
KEPT_DOCUMENT = OF_OUR_DOCUMENT.format(condition=KEPT_HERE)
MY_PARTY = f"partner_id = {{partner}} AND {OF_OUR_DOCUMENT.format(condition=OUR_CONSORTIUM)}"
MY_PAGE = f"member_id = {{member}} AND {OF_MY_PARTY}"

ON_MY_PAGE = "link_id = ANY (ARRAY(SELECT id FROM signing_link WHERE member_id = {member}))"

# A link opens its own row always (to say that it has expired), and the rest while it stands.
BY_LINK = (
    "SELECT l.party_id FROM signing_link l"
    " WHERE l.id = {link} AND l.revoked_at IS NULL AND l.expires_at > now()"
)
LINKED_PARTY = f"party_id = ANY (ARRAY({BY_LINK}))"
STEPS_OF_A_SIGNER = "state read_at signed_at declined_at reason"
STEPS_OF_A_LINK = "code_digest code_wanted_at codes attempts used_at"

protect(
    models.Document,
    allow(STAFF, "select", f"{OUR_CONSORTIUM} AND (open_to_consortium OR {OURS})"),
    allow(Kind.STUDENT, "select", f"{OUR_CONSORTIUM} AND open_to_consortium"),
    allow(
        Kind.LINK,
        "select",
        f"id = ANY (ARRAY(SELECT p.document_id FROM signing_party p WHERE p.id = ANY (ARRAY({BY_LINK}))))",
    ),
    history=allow(STAFF, "select", KEPT_HERE),
)
protect(
    models.Party,
    allow(READERS, "select", OF_OUR_DOCUMENT.format(condition=OUR_CONSORTIUM)),
    allow(Kind.LINK, "select", f"id = ANY (ARRAY({BY_LINK}))"),
    allow(Kind.LINK, "update", f"id = ANY (ARRAY({BY_LINK}))", columns=STEPS_OF_A_SIGNER),
    history=allow(STAFF, "select", KEPT_DOCUMENT),
)
protect(
    models.Contact,
    allow(STAFF, "select", OF_KEPT_PARTY),
    allow(Kind.LINK, "select", LINKED_PARTY),
    history=allow(STAFF, "select", OF_KEPT_PARTY),
)
# Nobody, the system included, rewrites or removes a signature; a trigger refuses it to the owner too.
protect(
    models.Signature,
    allow(
        READERS,
        "select",
        "party_id = ANY (ARRAY(SELECT p.id FROM signing_party p JOIN signing_document d"
        f" ON d.id = p.document_id WHERE d.{OUR_CONSORTIUM}))",
    ),
    allow(Kind.LINK, "select", LINKED_PARTY),
    allow(Kind.LINK, "insert", f"method = 'SCREEN' AND recorded_by_id IS NULL AND {LINKED_PARTY}"),
    allow(Kind.SYSTEM, "select insert"),
)
OWN_SIGNATURE = "signature_id = ANY (ARRAY(SELECT id FROM signing_signature WHERE {condition}))"
protect(
    models.Trace,
    allow(STAFF, "select", OWN_SIGNATURE.format(condition=OF_KEPT_PARTY)),
    allow(STAFF, "insert", OWN_SIGNATURE.format(condition="recorded_by_id = {member}")),
    allow(Kind.LINK, "insert", OWN_SIGNATURE.format(condition=LINKED_PARTY)),
    allow(Kind.SYSTEM, "select insert"),
)
protect(
    models.Link,
    allow(STAFF, "select", OF_KEPT_PARTY),
    allow(STAFF, "select insert", MY_PAGE),
    allow(STAFF, "update", MY_PAGE),
    allow(Kind.LINK, "select", "id = {link}"),
    allow(Kind.LINK, "update", "id = {link}", columns=STEPS_OF_A_LINK),
)
protect(
    models.Letter,
    allow(STAFF, "select", OF_KEPT_PARTY),
    allow(STAFF, "select", OF_MY_PARTY),
    allow(STAFF, "insert", f"{OF_MY_PARTY} AND {ON_MY_PAGE}"),
    allow(Kind.LINK, "select insert", "link_id = {link}"),
)


def let(*, managers: Iterable[str], signers: Iterable[str]) -> None:
    """Let these roles of the keeper send out, remind and record paper, those of a party sign on screen."""
    manages, signs = as_one_of(managers), as_one_of(signers)
    kept_party = f"{OF_KEPT_PARTY} AND {manages}"
    mine = "recorded_by_id = {member}"
    extend(models.Document, allow(STAFF, "insert update delete", f"{KEPT_HERE} AND {manages}"))
    extend(
        models.Party,
        allow(STAFF, "insert update delete", f"{KEPT_DOCUMENT} AND {manages}"),
        allow(STAFF, "update", f"{MY_PARTY} AND {signs}"),
    )
    extend(models.Contact, allow(STAFF, "insert update", kept_party))
    extend(
        models.Signature,
        allow(STAFF, "insert", f"method = 'PAPER' AND scan <> '' AND {mine} AND {kept_party}"),
        allow(STAFF, "insert", f"method = 'SCREEN' AND {mine} AND {OF_MY_PARTY} AND {signs}"),
    )
    extend(models.Link, allow(STAFF, "insert update", kept_party))
    extend(models.Letter, allow(STAFF, "insert update", kept_party))
