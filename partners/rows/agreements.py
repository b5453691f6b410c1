"""Row policies of agreements."""

from consortium.rowlevel import Kind
from consortium.rowlevel.policies import OUR_CONSORTIUM, PEOPLE, allow, protect
from consortium.signing import rows as signing
from partners import models
from partners.agreements.policies import SENDERS, SIGNERS
from partners.states import AgreementState, AmendmentState

OUTSIDE = tuple(kind for kind in PEOPLE if kind is not Kind.SCHOOL)
# A sub-select runs under the reader's own policies: whoever does not see a draft sees nothing of it.
OUR_AGREEMENT = (
    "agreement_id = ANY (ARRAY(SELECT id FROM partners_agreement WHERE consortium_id = {consortium}))"
)
SENT_OUT = f"{OUR_CONSORTIUM} AND state <> '{AgreementState.DRAFT}'"
AMENDMENT_SENT_OUT = f"{OUR_CONSORTIUM} AND state IN ('{AmendmentState.SIGNING}', '{AmendmentState.SIGNED}')"
WRITE = "insert update delete"

protect(
    models.Agreement,
    allow(Kind.SCHOOL, f"select {WRITE}", OUR_CONSORTIUM),
    allow(OUTSIDE, "select", SENT_OUT),
    history=allow(Kind.SCHOOL, "select", OUR_CONSORTIUM),
)
for model in (models.Clause, models.Signatory):
    protect(
        model,
        allow(PEOPLE, "select", OUR_AGREEMENT),
        allow(Kind.SCHOOL, WRITE, OUR_AGREEMENT),
        history=allow(Kind.SCHOOL, "select", OUR_AGREEMENT),
    )
protect(
    models.Amendment,
    allow(Kind.SCHOOL, f"select {WRITE}", OUR_CONSORTIUM),
    allow(OUTSIDE, "select", AMENDMENT_SENT_OUT),
    history=allow(Kind.SCHOOL, "select", OUR_CONSORTIUM),
)
protect(models.SignatoryContact, allow(Kind.SCHOOL, f"select {WRITE}", OUR_CONSORTIUM))
signing.let(managers=SENDERS, signers=SIGNERS)
