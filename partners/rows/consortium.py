"""Row policies of consortia, partners and who takes part."""

from consortium.rowlevel import Kind
from consortium.rowlevel.policies import OUR_CONSORTIUM, PEOPLE, allow, protect
from partners import models


def takes_part(partner: str) -> str:
    """That the partner in this column takes part in our consortium.

    Written as EXISTS and not as a list of ids: of 50,000 partners only the rows of a page are asked.
    """
    return (
        f"EXISTS (SELECT FROM partners_participation p WHERE p.partner_id = {partner}"
        " AND p.consortium_id = {consortium})"
    )


# Whoever belongs to an organisation keeps what says where to find it; the rest is the coordinator's.
ADDRESS = "name_en province district homepage address phone"
ORGANISATIONS = [kind for kind in PEOPLE if kind not in (Kind.SCHOOL, Kind.OPERATOR, Kind.STUDENT)]
# What more than one consortium uses is changed by the operator only.
OURS_ALONE = f"consortia = 1 AND {takes_part('partners_partner.id')}"

# The bare log-in reads these before it knows who acts.
protect(
    models.Consortium,
    allow(PEOPLE, "select", "id = {consortium}"),
    allow(Kind.OPERATOR, "select insert update"),
    bare_login="select",
)
protect(
    models.Partner,
    allow(PEOPLE, "select", takes_part("partners_partner.id")),
    allow(Kind.SCHOOL, "update", OURS_ALONE),
    allow(ORGANISATIONS, "update", "id = {partner}", columns=ADDRESS),
    allow(Kind.OPERATOR, "select insert update"),
    bare_login="select",
    history=allow(Kind.SCHOOL, "select", takes_part("partners_partnerevent.pgh_obj_id"))
    + allow(Kind.OPERATOR, "select"),
)
protect(
    models.Participation,
    allow(PEOPLE, "select", OUR_CONSORTIUM),
    # Taking part is what makes an organisation visible, so the system alone enters it.
    allow(Kind.SCHOOL, "update", OUR_CONSORTIUM, columns="joined_on left_on named_in_agreement"),
    allow(Kind.OPERATOR, "select insert update"),
    history=allow(Kind.SCHOOL, "select", OUR_CONSORTIUM),
)
