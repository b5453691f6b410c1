"""Who gets what at every address: written by hand, never derived from `visible_to()`.

One line per address and method, one column per role:
    +  200, the page         >  302, done or sent on        x  403, refused with the reason
    .  404, as if not there  !  422, says what is wrong     -  405, not by this method
    =  409, has moved on     ?  400, the API's way of saying what is wrong
The address stands under the consortium's, `api:` under its API; `{student}` and the like are ids of
ours. For every address with an id the test also tries the foreign twin and an id of nothing: both must
give the same answer. docs/permissions.md shows this table.
"""

from dataclasses import dataclass

COLUMNS = {
    "co": "coordinator",
    "te": "teacher",
    "tt": "training_teacher",
    "ch": "curriculum_head",
    "ac": "accountant",
    "pr": "principal",
    "hr": "hr",
    "tr": "trainer",
    "ri": "rival_hr",
    "of": "official",
    "cs": "council_secretary",
    "eo": "education_official",
    "le": "lecturer",
    "as": "association_secretary",
    "st": "student",
}
STATUS = {"+": 200, ">": 302, "x": 403, ".": 404, "!": 422, "-": 405, "=": 409, "?": 400}

TABLE = """
# address                                   co te tt ch ac pr hr tr ri of cs eo le as st
GET  (home)                                  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +

# partners, agreements: open to every member
GET  partners/                               +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  partners/picture/                       +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  partners/{partner}/                     +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  agreements/                             +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  agreements/calendar.ics                 +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  agreements/{agreement}/                 +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  agreements/{agreement}/calendar.ics     +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
POST agreements/{agreement}/file/            >  >  >  >  >  >  >  >  >  >  >  >  >  >  x
GET  agreements/new/                         +  x  x  x  x  x  x  x  x  x  x  x  x  x  x
POST agreements/new/                         !  x  x  x  x  x  x  x  x  x  x  x  x  x  x
GET  agreements/{draft}/                     +  +  +  +  +  +  .  .  .  .  .  .  .  .  .
GET  agreements/{draft}/edit/                +  x  x  x  x  x  .  .  .  .  .  .  .  .  .
POST agreements/{draft}/edit/                !  x  x  x  x  x  .  .  .  .  .  .  .  .  .
GET  agreements/{draft}/clauses/             +  x  x  x  x  x  .  .  .  .  .  .  .  .  .
POST agreements/{draft}/clauses/             !  x  x  x  x  x  .  .  .  .  .  .  .  .  .
GET  clauses/{clause}/                       +  x  x  x  x  x  .  .  .  .  .  .  .  .  .
POST clauses/{clause}/                       !  x  x  x  x  x  .  .  .  .  .  .  .  .  .
GET  agreements/{draft}/parties/             +  x  x  x  x  x  .  .  .  .  .  .  .  .  .
POST agreements/{draft}/parties/             !  x  x  x  x  x  .  .  .  .  .  .  .  .  .
GET  signatories/{signatory}/                +  x  x  x  x  x  .  .  .  .  .  .  .  .  .
POST signatories/{signatory}/                !  x  x  x  x  x  .  .  .  .  .  .  .  .  .
POST agreements/{draft}/discard/             >  x  x  x  x  x  .  .  .  .  .  .  .  .  .
POST clauses/{clause}/move/                  >  x  x  x  x  x  .  .  .  .  .  .  .  .  .
POST clauses/{clause}/remove/                >  x  x  x  x  x  .  .  .  .  .  .  .  .  .
POST signatories/{signatory}/remove/         >  x  x  x  x  x  .  .  .  .  .  .  .  .  .
GET  agreements/{draft}/send/                +  x  x  x  x  +  .  .  .  .  .  .  .  .  .
POST agreements/{draft}/send/                !  x  x  x  x  !  .  .  .  .  .  .  .  .  .
GET  agreements/{draft}/record/              +  x  x  x  x  +  .  .  .  .  .  .  .  .  .
POST agreements/{draft}/record/              !  x  x  x  x  !  .  .  .  .  .  .  .  .  .
GET  agreements/{agreement}/take-back/       +  x  x  x  x  +  x  x  x  x  x  x  x  x  x
POST agreements/{agreement}/take-back/       !  x  x  x  x  !  x  x  x  x  x  x  x  x  x
GET  agreements/{agreement}/terminate/       +  x  x  x  x  +  x  x  x  x  x  x  x  x  x
POST agreements/{agreement}/terminate/       !  x  x  x  x  !  x  x  x  x  x  x  x  x  x
GET  agreements/{agreement}/late/            +  x  x  x  x  +  x  x  x  x  x  x  x  x  x
POST agreements/{agreement}/late/            !  x  x  x  x  !  x  x  x  x  x  x  x  x  x
POST agreements/{agreement}/renew/           >  x  x  x  x  x  x  x  x  x  x  x  x  x  x
GET  agreements/{agreement}/amend/term/      +  x  x  x  x  x  x  x  x  x  x  x  x  x  x
POST agreements/{agreement}/amend/term/      !  x  x  x  x  x  x  x  x  x  x  x  x  x  x
GET  amendments/{amendment}/                 +  +  +  +  +  +  .  .  .  .  .  .  .  .  .
GET  amendments/{amendment}/edit/            +  x  x  x  x  x  .  .  .  .  .  .  .  .  .
POST amendments/{amendment}/edit/            !  x  x  x  x  x  .  .  .  .  .  .  .  .  .
POST amendments/{amendment}/send/            >  x  x  x  x  >  .  .  .  .  .  .  .  .  .
GET  amendments/{amendment}/take-back/       +  x  x  x  x  +  .  .  .  .  .  .  .  .  .
POST amendments/{amendment}/take-back/       !  x  x  x  x  !  .  .  .  .  .  .  .  .  .
GET  amendments/{amendment}/record/          +  x  x  x  x  +  .  .  .  .  .  .  .  .  .
POST amendments/{amendment}/record/          !  x  x  x  x  !  .  .  .  .  .  .  .  .  .
POST amendments/{amendment}/drop/            >  x  x  x  x  x  .  .  .  .  .  .  .  .  .

# pledges: the school and the partner report, somebody else of the school verifies; {proposal} and
# {question} are a company's own and not agreed yet; a POST without a fingerprint verifies nothing
GET  pledges/                                +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  pledges/new/                            +  x  x  x  x  x  +  x  +  +  x  +  +  +  x
POST pledges/new/                            !  x  x  x  x  x  !  x  !  !  x  !  !  !  x
GET  pledges/ask/                            +  x  x  x  x  x  x  x  x  x  x  x  x  x  x
POST pledges/ask/                            !  x  x  x  x  x  x  x  x  x  x  x  x  x  x
GET  pledges/late/                           +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  pledges/ledger/                         +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
POST pledges/ledger/report/                  >  >  >  >  >  >  >  >  >  >  >  >  >  >  x
GET  pledges/prices/                         +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  pledges/prices/new/                     +  x  x  x  +  x  x  x  x  x  x  x  x  x  x
POST pledges/prices/new/                     !  x  x  x  !  x  x  x  x  x  x  x  x  x  x
GET  pledges/prices/{price}/end/             +  x  x  x  +  x  x  x  x  x  x  x  x  x  x
POST pledges/prices/{price}/end/             !  x  x  x  !  x  x  x  x  x  x  x  x  x  x
GET  pledges/{pledge}/                       +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  pledges/{question}/answer/              x  x  x  x  x  x  +  x  .  .  .  .  .  .  .
POST pledges/{question}/answer/              x  x  x  x  x  x  !  x  .  .  .  .  .  .  .
POST pledges/{proposal}/accept/              >  x  x  x  x  x  x  x  .  .  .  .  .  .  .
GET  pledges/{proposal}/decline/             +  x  x  x  x  x  x  x  .  .  .  .  .  .  .
POST pledges/{proposal}/decline/             !  x  x  x  x  x  x  x  .  .  .  .  .  .  .
GET  pledges/{pledge}/correct/               +  x  x  x  x  x  x  x  x  x  x  x  x  x  x
POST pledges/{pledge}/correct/               !  x  x  x  x  x  x  x  x  x  x  x  x  x  x
GET  pledges/{pledge}/end/                   +  x  x  x  x  x  x  x  x  x  x  x  x  x  x
POST pledges/{pledge}/end/                   !  x  x  x  x  x  x  x  x  x  x  x  x  x  x
GET  pledges/{pledge}/deliveries/            +  x  x  x  +  x  +  +  x  x  x  x  x  x  x
POST pledges/{pledge}/deliveries/            !  x  x  x  !  x  !  !  x  x  x  x  x  x  x
GET  deliveries/                             +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  deliveries/{delivery}/                  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  deliveries/{delivery}/correct/          +  x  x  x  +  x  +  +  x  x  x  x  x  x  x
POST deliveries/{delivery}/correct/          !  x  x  x  !  x  !  !  x  x  x  x  x  x  x
GET  deliveries/{delivery}/divide/           +  x  x  x  +  x  +  +  x  x  x  x  x  x  x
POST deliveries/{delivery}/divide/           !  x  x  x  !  x  !  !  x  x  x  x  x  x  x
POST deliveries/{delivery}/verify/           =  x  x  x  =  =  x  x  x  x  x  x  x  x  x
GET  deliveries/{delivery}/send-back/        +  x  x  x  +  +  x  x  x  x  x  x  x  x  x
POST deliveries/{delivery}/send-back/        !  x  x  x  !  !  x  x  x  x  x  x  x  x  x
GET  deliveries/{delivery}/files/{evidence}/ +  x  x  x  +  +  +  +  .  .  .  .  .  .  .

# the programme's life: everybody reads where it stands; bids are the school's and the offices' business
GET  programme/                              +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  programme/statuses/new/                 +  x  x  x  x  +  x  x  x  x  x  x  x  x  x
POST programme/statuses/new/                 !  x  x  x  x  !  x  x  x  x  x  x  x  x  x
GET  programme/statuses/{status}/            +  x  x  x  x  +  x  x  x  x  x  x  x  x  x
POST programme/statuses/{status}/            !  x  x  x  x  !  x  x  x  x  x  x  x  x  x
GET  programme/bids/new/                     +  x  x  x  x  +  x  x  x  x  x  x  x  x  x
POST programme/bids/new/                     !  x  x  x  x  !  x  x  x  x  x  x  x  x  x
GET  programme/bids/{bid}/                   +  +  +  +  +  +  x  x  x  +  +  +  x  x  x
GET  programme/bids/{bid}/edit/              +  x  x  x  x  +  x  x  x  x  x  x  x  x  x
POST programme/bids/{bid}/edit/              !  x  x  x  x  !  x  x  x  x  x  x  x  x  x
GET  programme/bids/{bid}/pledges/           +  x  x  x  x  +  x  x  x  x  x  x  x  x  x
POST programme/bids/{bid}/pledges/           !  x  x  x  x  !  x  x  x  x  x  x  x  x  x
POST programme/bids/{bid}/evidence/          >  >  >  >  >  >  x  x  x  >  >  >  x  x  x
GET  programme/requirements/{requirement}/   +  x  x  x  x  +  x  x  x  x  x  x  x  x  x
POST programme/requirements/{requirement}/   >  x  x  x  x  >  x  x  x  x  x  x  x  x  x

# the register: kept by the coordinator, addresses by the organisation, contacts by who works with them
GET  partners/new/                           +  x  x  x  x  x  x  x  x  x  x  x  x  +  x
POST partners/new/                           !  x  x  x  x  x  x  x  x  x  x  x  x  !  x
GET  partners/similar/                       +  x  x  x  x  x  x  x  x  x  x  x  x  +  x
GET  partners/duplicates/                    +  x  x  x  x  x  x  x  x  x  x  x  x  x  x
GET  partners/{partner}/correct/             +  x  x  x  x  x  +  x  x  x  x  x  x  x  x
POST partners/{partner}/correct/             !  x  x  x  x  x  >  x  x  x  x  x  x  x  x
GET  partners/{partner}/leave/               +  x  x  x  x  x  x  x  x  x  x  x  x  x  x
POST partners/{partner}/leave/               !  x  x  x  x  x  x  x  x  x  x  x  x  x  x
POST partners/{partner}/return/              =  x  x  x  x  x  x  x  x  x  x  x  x  x  x
GET  partners/{partner}/logo/                +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  partners/{partner}/logo/change/         +  x  x  x  x  x  +  x  x  x  x  x  x  x  x
POST partners/{partner}/logo/change/         !  x  x  x  x  x  !  x  x  x  x  x  x  x  x
GET  partners/{partner}/changes/             +  x  x  x  x  +  x  x  x  x  x  x  x  x  x
GET  partners/{partner}/merge/{twin}/        +  x  x  x  x  x  x  x  x  x  x  x  x  x  x
POST partners/{partner}/merge/{twin}/        !  x  x  x  x  x  x  x  x  x  x  x  x  x  x
POST partners/{partner}/apart/{twin}/        >  x  x  x  x  x  x  x  x  x  x  x  x  x  x
POST partners/{partner}/again/{twin}/        >  x  x  x  x  x  x  x  x  x  x  x  x  x  x
GET  partners/{partner}/contacts/            +  +  +  +  +  +  +  +  +  +  +  +  +  +  x
GET  partners/{partner}/contacts/new/        +  x  +  x  x  x  +  x  x  x  x  x  x  x  x
POST partners/{partner}/contacts/new/        !  x  !  x  x  x  !  x  x  x  x  x  x  x  x
GET  contacts/{contact}/                     +  x  +  x  x  x  +  x  .  .  .  .  .  x  x
POST contacts/{contact}/                     !  x  !  x  x  x  !  x  .  .  .  .  .  x  x
POST contacts/{contact}/end/                 >  x  >  x  x  x  >  x  .  .  .  .  .  x  x
GET  contacts/{contact}/erase/               +  x  +  x  x  x  +  x  .  .  .  .  .  x  x
POST contacts/{contact}/erase/               >  x  >  x  x  x  >  x  .  .  .  .  .  x  x
GET  partners/{partner}/touch/               +  +  +  +  +  +  x  x  x  +  +  +  x  +  x
GET  partners/{partner}/touch/new/           +  x  +  x  x  x  x  x  x  x  x  x  x  +  x
POST partners/{partner}/touch/new/           !  x  !  x  x  x  x  x  x  x  x  x  x  !  x
GET  partners/{partner}/members/             +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
POST partners/{partner}/members/             !  x  x  x  x  x  x  x  x  x  x  x  x  x  x
POST member-companies/{membership}/end/      >  x  x  x  x  x  x  x  x  x  x  x  x  >  x
POST member-companies/{waiting}/confirm/     >  x  x  x  x  x  >  x  x  x  x  x  x  x  x
GET  touch/                                  +  +  +  +  +  +  x  x  x  +  +  +  x  +  x
GET  touch/{touch}/                          +  x  x  x  x  x  x  x  x  x  x  x  x  x  x
POST touch/{touch}/                          !  x  x  x  x  x  x  x  x  x  x  x  x  x  x
POST touch/{touch}/done/                     >  x  x  x  x  x  x  x  x  x  x  x  x  x  x

# people: each organisation's own, invited and ended by whoever answers for it
GET  members/                                +  x  x  x  x  x  +  x  +  +  x  +  +  +  x
GET  members/history/                        +  x  x  x  x  +  +  x  +  +  x  +  +  +  x
GET  members/history/export/                 +  x  x  x  x  +  +  x  +  +  x  +  +  +  x
POST members/history/export/                 !  x  x  x  x  !  !  x  !  !  x  !  !  !  x
GET  members/reviews/                        +  x  x  x  x  +  +  x  +  +  x  +  +  +  x
GET  members/reviews/{access_review}/        +  x  x  x  x  +  .  x  .  .  x  .  .  .  x
GET  members/reviews/{access_review}/export/ +  x  x  x  x  +  .  x  .  .  x  .  .  .  x
POST members/reviews/{access_review}/export/ !  x  x  x  x  !  .  x  .  .  x  .  .  .  x
POST members/reviews/{access_review}/{asked}/ >  x  x  x  x  x  .  x  .  .  x  .  .  .  x
GET  getting-started/                        +  x  x  x  x  +  x  x  x  x  x  x  x  x  x
GET  members/invite/                         +  x  x  x  x  x  +  x  +  +  x  +  +  +  x
POST members/invite/                         !  x  x  x  x  x  !  x  !  !  x  !  !  !  x
GET  members/{member}/end/                   +  x  x  x  x  x  .  .  .  .  .  .  .  .  .
POST members/{member}/end/                   >  x  x  x  x  x  .  .  .  .  .  .  .  .  .
POST members/invitations/{invitation}/resend/ >  x  x  x  x  x  .  x  .  .  x  .  .  .  x
POST members/invitations/{invitation}/withdraw/ >  x  x  x  x  x  .  x  .  .  x  .  .  .  x
GET  members/tokens/                         +  +  +  +  +  +  +  +  +  +  +  +  +  +  x
POST members/tokens/                         >  >  >  >  >  >  >  >  >  >  >  >  >  >  x
POST members/tokens/{token}/revoke/          .  .  .  .  .  .  .  .  .  .  .  .  .  .  .

# signing: read by all whom a document is open to; its keeper sends it out, whoever binds a partner signs
GET  signing/{document}/                     +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
POST signing/{document}/invite/              >  x  x  x  x  x  x  x  x  x  x  x  x  x  x
GET  signing/{document}/withdraw/            +  x  x  x  x  x  x  x  x  x  x  x  x  x  x
POST signing/{document}/withdraw/            !  x  x  x  x  x  x  x  x  x  x  x  x  x  x
POST signing/parties/{party}/invite/         >  x  x  x  x  x  x  x  x  x  x  x  x  x  x
POST signing/parties/{party}/resend/         >  x  x  x  x  x  x  x  x  x  x  x  x  x  x
POST signing/parties/{party}/remind/         >  x  x  x  x  x  x  x  x  x  x  x  x  x  x
GET  signing/parties/{party}/contact/        +  x  x  x  x  x  x  x  x  x  x  x  x  x  x
POST signing/parties/{party}/contact/        !  x  x  x  x  x  x  x  x  x  x  x  x  x  x
GET  signing/parties/{party}/paper/          +  x  x  x  x  x  x  x  x  x  x  x  x  x  x
POST signing/parties/{party}/paper/          !  x  x  x  x  x  x  x  x  x  x  x  x  x  x
GET  signing/parties/{party}/leave-out/      +  x  x  x  x  x  x  x  x  x  x  x  x  x  x
POST signing/parties/{party}/leave-out/      !  x  x  x  x  x  x  x  x  x  x  x  x  x  x
POST signing/parties/{party}/code/           x  x  x  x  x  x  >  x  x  x  x  x  x  x  x
GET  signing/parties/{party}/sign/           x  x  x  x  x  x  +  x  x  x  x  x  x  x  x
POST signing/parties/{party}/sign/           x  x  x  x  x  x  +  x  x  x  x  x  x  x  x
GET  signing/parties/{party}/decline/        x  x  x  x  x  x  +  x  x  x  x  x  x  x  x
POST signing/parties/{party}/decline/        x  x  x  x  x  x  !  x  x  x  x  x  x  x  x
GET  signing/parties/{party}/scan/           .  x  x  x  x  x  .  .  x  x  x  x  x  x  x

# external programmes: {programme} is the university's and settled: the student and the classmate hold seats;
# {programme_draft} is its draft; sessions are of {programme}; the {seat} and {issued} are the student's own
GET  external/                               +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  external/new/                           +  x  x  +  x  x  x  x  x  x  x  x  +  x  x
POST external/new/                           !  x  x  !  x  x  x  x  x  x  x  x  !  x  x
GET  external/{programme}/                   +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  external/{programme_draft}/             +  +  +  +  +  +  .  .  .  .  .  .  +  .  .
GET  external/{programme_draft}/edit/        +  x  x  +  x  x  .  .  .  .  .  .  +  .  .
POST external/{programme_draft}/edit/        !  x  x  !  x  x  .  .  .  .  .  .  !  .  .
GET  external/{programme_draft}/sessions/    +  x  x  +  x  x  .  .  .  .  .  .  +  .  .
POST external/{programme_draft}/sessions/    !  x  x  !  x  x  .  .  .  .  .  .  !  .  .
POST external/{programme_draft}/open/        >  x  x  >  x  x  .  .  .  .  .  .  x  .  .
POST external/{programme}/select/            =  x  x  =  x  x  x  x  x  x  x  x  x  x  x
POST external/{programme}/finish/            >  x  x  >  x  x  x  x  x  x  x  x  x  x  x
GET  external/{programme}/cancel/            +  x  x  +  x  x  x  x  x  x  x  x  x  x  x
POST external/{programme}/cancel/            !  x  x  !  x  x  x  x  x  x  x  x  x  x  x
GET  external/{programme}/apply/             x  x  x  x  x  x  x  x  x  x  x  x  x  x  x
POST external/{programme}/apply/             x  x  x  x  x  x  x  x  x  x  x  x  x  x  x
GET  external/{programme}/enrol/             +  +  +  +  x  x  x  x  x  x  x  x  x  x  x
POST external/{programme}/enrol/             !  !  !  !  x  x  x  x  x  x  x  x  x  x  x
GET  external/{programme}/survey/            x  x  x  x  x  x  x  x  x  x  x  x  x  x  =
POST external/{programme}/survey/            x  x  x  x  x  x  x  x  x  x  x  x  x  x  =
GET  external/sessions/{meeting}/attendance/    +  x  x  +  x  x  x  x  x  x  x  x  +  x  x
POST external/sessions/{meeting}/attendance/    !  x  x  !  x  x  x  x  x  x  x  x  !  x  x
POST external/sessions/{meeting}/remove/        >  x  x  >  x  x  x  x  x  x  x  x  >  x  x
POST external/applications/{seat}/withdraw/     >  >  >  >  .  x  .  .  .  .  .  .  .  .  >
GET  external/applications/{seat}/points/       +  x  x  +  .  x  .  .  .  .  .  .  .  .  x
POST external/applications/{seat}/points/       !  x  x  !  .  x  .  .  .  .  .  .  .  .  x
GET  external/applications/{seat}/guardian/     +  +  +  +  .  x  .  .  .  .  .  .  .  .  x
POST external/applications/{seat}/guardian/     !  !  !  !  .  x  .  .  .  .  .  .  .  .  x
POST external/applications/{seat}/consent/      x  x  x  x  .  x  .  .  .  .  .  .  .  .  >
POST external/applications/{seat}/agree/        x  x  x  x  .  x  .  .  .  .  .  .  .  .  >
GET  external/certificates/{issued}/file/       +  +  +  +  .  +  .  .  .  .  .  .  .  .  +
GET  external/certificates/{issued}/withdraw/   +  x  x  +  x  x  x  x  x  x  x  x  x  x  x
POST external/certificates/{issued}/withdraw/   !  x  x  !  x  x  x  x  x  x  x  x  x  x  x

# courses: {course_version} is open and the company was asked; {approved_version} is
# everybody's; the contribution is the HR person's own and nobody has answered it
GET  courses/                                +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  courses/propose/                        +  x  x  +  x  x  +  +  +  x  x  x  +  +  x
POST courses/propose/                        !  x  x  !  x  x  !  !  !  x  x  x  !  !  x
GET  courses/units/                          >  x  x  >  x  x  >  >  >  x  x  x  >  >  x
GET  courses/{course}/                       +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  courses/{course}/compare/               !  !  !  !  !  !  !  !  !  !  !  !  !  !  !
GET  courses/versions/{approved_version}/    +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
POST courses/versions/{approved_version}/file/   >  >  >  >  >  >  >  >  >  >  >  >  >  >  >
POST courses/versions/{approved_version}/next/   >  x  x  >  x  x  x  x  x  x  x  x  x  x  x
GET  courses/versions/{course_version}/      +  +  +  +  +  +  +  +  .  .  .  .  .  .  .
GET  courses/versions/{course_version}/edit/       +  x  x  +  x  x  x  x  .  .  .  .  .  .  .
POST courses/versions/{course_version}/edit/       !  x  x  !  x  x  x  x  .  .  .  .  .  .  .
GET  courses/versions/{course_version}/sections/   +  x  x  +  x  x  x  x  .  .  .  .  .  .  .
POST courses/versions/{course_version}/sections/   !  x  x  !  x  x  x  x  .  .  .  .  .  .  .
GET  courses/versions/{course_version}/ask/        +  x  x  +  x  x  x  x  .  .  .  .  .  .  .
POST courses/versions/{course_version}/ask/        !  x  x  !  x  x  x  x  .  .  .  .  .  .  .
POST courses/versions/{course_version}/submit/     >  x  x  >  x  x  x  x  .  .  .  .  .  .  .
GET  courses/versions/{course_version}/decide/     =  x  x  =  x  =  x  x  .  .  .  .  .  .  .
POST courses/versions/{course_version}/decide/     !  x  x  !  x  !  x  x  .  .  .  .  .  .  .
GET  courses/versions/{course_version}/send-back/  =  x  x  =  x  =  x  x  .  .  .  .  .  .  .
POST courses/versions/{course_version}/send-back/  !  x  x  !  x  !  x  x  .  .  .  .  .  .  .
GET  courses/versions/{course_version}/decline/    +  x  x  +  x  +  x  x  .  .  .  .  .  .  .
POST courses/versions/{course_version}/decline/    !  x  x  !  x  !  x  x  .  .  .  .  .  .  .
GET  courses/versions/{course_version}/contribute/ +  x  x  +  x  x  +  +  .  .  .  .  .  .  .
POST courses/versions/{course_version}/contribute/ !  x  x  !  x  x  !  !  .  .  .  .  .  .  .
POST courses/versions/{course_version}/nothing/    x  x  x  x  x  x  >  >  .  .  .  .  .  .  .
GET  courses/sections/{section}/edit/        +  x  x  +  x  x  x  x  .  .  .  .  .  .  .
POST courses/sections/{section}/edit/        !  x  x  !  x  x  x  x  .  .  .  .  .  .  .
POST courses/sections/{section}/remove/      =  x  x  =  x  x  x  x  .  .  .  .  .  .  .
GET  courses/contributions/{contribution}/accept/   +  x  x  +  x  x  x  x  .  .  .  .  .  .  .
POST courses/contributions/{contribution}/accept/   !  x  x  !  x  x  x  x  .  .  .  .  .  .  .
GET  courses/contributions/{contribution}/decline/  +  x  x  +  x  x  x  x  .  .  .  .  .  .  .
POST courses/contributions/{contribution}/decline/  !  x  x  !  x  x  x  x  .  .  .  .  .  .  .
POST courses/contributions/{contribution}/withdraw/ x  x  x  x  x  x  >  x  .  .  .  .  .  .  .

# students: their school's staff, each by their task; nobody else, whatever the address
GET  students/                               +  +  +  +  x  +  x  x  x  x  x  x  x  x  x
GET  departments/                            +  +  +  +  +  +  x  x  x  x  x  x  x  x  x
GET  departments/new/                        +  x  x  +  x  x  x  x  x  x  x  x  x  x  x
POST departments/new/                        !  x  x  !  x  x  x  x  x  x  x  x  x  x  x
GET  departments/{department}/rename/        +  x  x  +  x  x  x  x  x  x  x  x  x  x  x
POST departments/{department}/rename/        !  x  x  !  x  x  x  x  x  x  x  x  x  x  x
GET  departments/{department}/close/         +  x  x  +  x  x  x  x  x  x  x  x  x  x  x
POST departments/{department}/close/         !  x  x  !  x  x  x  x  x  x  x  x  x  x  x
POST departments/{department}/reopen/        =  x  x  =  x  x  x  x  x  x  x  x  x  x  x
GET  classes/                                +  +  +  +  +  +  x  x  x  x  x  x  x  x  x
GET  classes/new/                            +  x  x  +  x  x  x  x  x  x  x  x  x  x  x
POST classes/new/                            !  x  x  !  x  x  x  x  x  x  x  x  x  x  x
POST classes/from-roster/                    >  x  x  >  x  x  x  x  x  x  x  x  x  x  x
GET  classes/{class}/                        +  x  x  +  x  x  x  x  x  x  x  x  x  x  x
POST classes/{class}/                        >  x  x  >  x  x  x  x  x  x  x  x  x  x  x
GET  students/promotion/                     +  x  x  +  x  x  x  x  x  x  x  x  x  x  x
POST students/promotion/                     !  x  x  !  x  x  x  x  x  x  x  x  x  x  x
GET  students/absent/{import}/               .  x  x  .  x  x  x  x  x  x  x  x  x  x  x
GET  students/new/                           +  x  x  +  x  x  x  x  x  x  x  x  x  x  x
POST students/new/                           !  x  x  !  x  x  x  x  x  x  x  x  x  x  x
GET  students/download/                      +  x  x  +  x  +  x  x  x  x  x  x  x  x  x
POST students/download/                      !  x  x  !  x  !  x  x  x  x  x  x  x  x  x
GET  students/{student}/                     +  +  +  +  x  +  x  x  x  x  x  x  x  x  x
GET  students/{student}/correct/             +  +  x  +  x  x  x  x  x  x  x  x  x  x  x
POST students/{student}/correct/             !  !  x  !  x  x  x  x  x  x  x  x  x  x  x
GET  students/{student}/state/               +  x  x  +  x  x  x  x  x  x  x  x  x  x  x
POST students/{student}/state/               !  x  x  !  x  x  x  x  x  x  x  x  x  x  x
GET  students/{student}/competencies/        +  +  +  +  x  +  x  x  x  x  x  x  x  x  x
GET  students/{student}/competencies/new/    +  +  +  +  x  x  x  x  x  x  x  x  x  x  x
POST students/{student}/competencies/new/    !  !  !  !  x  x  x  x  x  x  x  x  x  x  x
GET  students/{student}/competencies/{attainment}/withdraw/ +  +  +  +  x  x  x  x  x  x  x  x  x  x  x
POST students/{student}/competencies/{attainment}/withdraw/ !  !  !  !  x  x  x  x  x  x  x  x  x  x  x
GET  students/{student}/certificates/new/    +  +  +  +  x  x  x  x  x  x  x  x  x  x  x
POST students/{student}/certificates/new/    !  !  !  !  x  x  x  x  x  x  x  x  x  x  x
GET  students/{student}/certificates/{certificate}/remove/ +  +  +  +  x  x  x  x  x  x  x  x  x  x  x
POST students/{student}/certificates/{certificate}/remove/ !  !  !  !  x  x  x  x  x  x  x  x  x  x  x
GET  students/{student}/contact/             +  +  +  x  x  +  x  x  x  x  x  x  x  x  x
POST students/{student}/contact/             !  !  !  x  x  !  x  x  x  x  x  x  x  x  x
GET  students/{student}/contact/edit/        +  +  x  x  x  x  x  x  x  x  x  x  x  x  x
POST students/{student}/contact/edit/        >  >  x  x  x  x  x  x  x  x  x  x  x  x  x
GET  students/{student}/history/             +  +  +  +  x  +  x  x  x  x  x  x  x  x  x
GET  me/                                     x  x  x  x  x  x  x  x  x  x  x  x  x  x  +
GET  me/competencies/                        x  x  x  x  x  x  x  x  x  x  x  x  x  x  +

# subjects and programme tables: approved ones are everybody's, drafts the school's; the head writes them
GET  subjects/                              +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  subjects/new/                          x  x  x  +  x  x  x  x  x  x  x  x  x  x  x
POST subjects/new/                          x  x  x  !  x  x  x  x  x  x  x  x  x  x  x
GET  subjects/{subject}/                    +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  subjects/{subject}/edit/               x  x  x  +  x  x  x  x  x  x  x  x  x  x  x
POST subjects/{subject}/edit/               x  x  x  !  x  x  x  x  x  x  x  x  x  x  x
GET  subjects/{own_subject}/approval/       +  x  x  +  x  +  x  x  x  x  x  x  x  x  x
POST subjects/{own_subject}/approval/       !  x  x  !  x  !  x  x  x  x  x  x  x  x  x
POST subjects/{own_subject}/remove/         x  x  x  >  x  x  x  x  x  x  x  x  x  x  x
POST subjects/{subject}/units/              x  x  x  !  x  x  x  x  x  x  x  x  x  x  x
GET  subject-units/{subject_unit}/renew/    x  x  x  >  x  x  x  x  x  x  x  x  x  x  x
POST subject-units/{subject_unit}/renew/    x  x  x  =  x  x  x  x  x  x  x  x  x  x  x
POST subject-units/{subject_unit}/remove/   x  x  x  >  x  x  x  x  x  x  x  x  x  x  x
GET  tables/                                +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  tables/new/                            x  x  x  +  x  x  x  x  x  x  x  x  x  x  x
POST tables/new/                            x  x  x  !  x  x  x  x  x  x  x  x  x  x  x
GET  tables/{table}/                        +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  tables/{table}/compare/                +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
POST tables/{table}/file/                   >  >  >  >  >  >  >  >  >  >  >  >  >  >  >
GET  tables/{table}/copy/                   x  x  x  +  x  x  x  x  x  x  x  x  x  x  x
POST tables/{table}/copy/                   x  x  x  !  x  x  x  x  x  x  x  x  x  x  x
GET  tables/{draft_table}/                  +  +  +  +  +  +  .  .  .  .  .  .  .  .  .
GET  tables/{draft_table}/edit/             x  x  x  +  x  x  .  .  .  .  .  .  .  .  .
GET  tables/{draft_table}/rows/             x  x  x  +  x  x  .  .  .  .  .  .  .  .  .
POST tables/{draft_table}/rows/             x  x  x  !  x  x  .  .  .  .  .  .  .  .  .
POST tables/{draft_table}/undo/             x  x  x  >  x  x  .  .  .  .  .  .  .  .  .
POST tables/{draft_table}/discard/          x  x  x  >  x  x  .  .  .  .  .  .  .  .  .
GET  tables/{draft_table}/submit/           +  x  x  +  x  x  .  .  .  .  .  .  .  .  .
POST tables/{draft_table}/submit/           !  x  x  !  x  x  .  .  .  .  .  .  .  .  .
POST tables/{review_table}/take-back/       >  x  x  >  x  x  .  .  .  .  .  .  .  .  .
GET  tables/{review_table}/send-back/       x  x  x  x  x  +  .  .  .  .  .  .  .  .  .
POST tables/{review_table}/send-back/       x  x  x  x  x  !  .  .  .  .  .  .  .  .  .
GET  tables/{review_table}/approve/         x  x  x  x  x  +  .  .  .  .  .  .  .  .  .
POST tables/{review_table}/approve/         x  x  x  x  x  !  .  .  .  .  .  .  .  .  .
GET  table-rows/{table_row}/                x  x  x  +  x  x  .  .  .  .  .  .  .  .  .
POST table-rows/{table_row}/                x  x  x  !  x  x  .  .  .  .  .  .  .  .  .
POST table-rows/{table_row}/move/           x  x  x  >  x  x  .  .  .  .  .  .  .  .  .
POST table-rows/{table_row}/remove/         x  x  x  >  x  x  .  .  .  .  .  .  .  .  .
# demand against teaching: open to every member; analyses are drafted by school and company alone
GET  competencies/                           +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  competencies/{unit}/                    +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  competencies/{own_unit}/                +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  competencies/new/                       x  x  x  +  x  x  x  x  x  x  x  x  x  x  x
POST competencies/new/                       x  x  x  !  x  x  x  x  x  x  x  x  x  x  x
GET  competencies/{own_unit}/edit/           x  x  x  +  x  x  x  x  x  x  x  x  x  x  x
POST competencies/{own_unit}/edit/           x  x  x  !  x  x  x  x  x  x  x  x  x  x  x
GET  demand/                                 +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  demand/file/                            +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  demand/units/                           >  x  x  >  x  x  x  x  x  x  x  x  x  x  x
GET  demand/jobs/                            +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  demand/jobs/new/                        +  x  x  +  x  x  x  x  x  x  x  x  x  x  x
POST demand/jobs/new/                        !  x  x  !  x  x  x  x  x  x  x  x  x  x  x
GET  demand/jobs/{agreed_job}/               +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
POST demand/jobs/{agreed_job}/retire/        >  x  x  >  x  x  x  x  x  x  x  x  x  x  x
POST demand/jobs/{agreed_job}/again/         >  x  x  >  x  x  x  x  x  x  x  x  x  x  x
GET  demand/jobs/{draft_job}/                +  +  +  +  +  +  +  +  .  .  .  .  .  .  .
GET  demand/jobs/{draft_job}/edit/           +  x  x  +  x  x  x  x  .  .  .  .  .  .  .
POST demand/jobs/{draft_job}/edit/           !  x  x  !  x  x  x  x  .  .  .  .  .  .  .
POST demand/jobs/{draft_job}/discard/        >  x  x  >  x  x  x  x  .  .  .  .  .  .  .
GET  demand/jobs/{draft_job}/agree/          +  x  x  +  x  x  +  x  .  .  .  .  .  .  .
POST demand/jobs/{draft_job}/agree/          !  x  x  !  x  x  !  x  .  .  .  .  .  .  .
GET  demand/jobs/{draft_job}/duties/         +  x  x  +  x  x  x  x  .  .  .  .  .  .  .
POST demand/jobs/{draft_job}/duties/         !  x  x  !  x  x  x  x  .  .  .  .  .  .  .
GET  demand/jobs/{draft_job}/survey/         +  x  x  +  x  x  x  x  .  .  .  .  .  .  .
POST demand/jobs/{draft_job}/survey/         !  x  x  !  x  x  x  x  .  .  .  .  .  .  .
GET  demand/duties/{duty}/                   +  x  x  +  x  x  x  x  .  .  .  .  .  .  .
POST demand/duties/{duty}/                   !  x  x  !  x  x  x  x  .  .  .  .  .  .  .
POST demand/duties/{duty}/remove/            >  x  x  >  x  x  x  x  .  .  .  .  .  .  .
GET  demand/duties/{duty}/tasks/             +  x  x  +  x  x  x  x  .  .  .  .  .  .  .
POST demand/duties/{duty}/tasks/             !  x  x  !  x  x  x  x  .  .  .  .  .  .  .
GET  demand/tasks/{task}/                    +  x  x  +  x  x  x  x  .  .  .  .  .  .  .
POST demand/tasks/{task}/                    !  x  x  !  x  x  x  x  .  .  .  .  .  .  .
POST demand/tasks/{task}/remove/             >  x  x  >  x  x  x  x  .  .  .  .  .  .  .
GET  demand/surveys/{survey}/                +  +  +  +  +  +  +  +  .  .  .  .  .  .  .
GET  demand/surveys/{survey}/answer/         x  x  x  x  x  x  +  x  .  .  .  .  .  .  .
POST demand/surveys/{survey}/answer/         x  x  x  x  x  x  !  x  .  .  .  .  .  .  .
POST demand/surveys/{survey}/send/           >  x  x  >  x  x  x  x  .  .  .  .  .  .  .
POST demand/surveys/{survey}/close/          >  x  x  >  x  x  x  x  .  .  .  .  .  .  .
POST demand/surveys/{survey}/take/           =  x  x  =  x  x  x  x  .  .  .  .  .  .  .
# courses: the school's own, and for who teaches from outside those that name them
GET  offerings/                              +  +  +  +  x  +  x  +  x  x  x  x  +  x  x
GET  offerings/new/                          +  x  x  +  x  x  x  x  x  x  x  x  x  x  x
POST offerings/new/                          !  x  x  !  x  x  x  x  x  x  x  x  x  x  x
GET  offerings/{offering}/                   +  +  +  +  x  +  x  +  x  x  x  x  +  x  x
GET  offerings/{offering}/students/          +  +  x  +  x  x  x  x  x  x  x  x  x  x  x
POST offerings/{offering}/students/          !  !  x  !  x  x  x  x  x  x  x  x  x  x  x
GET  offerings/{offering}/students/{enrolment}/ +  +  x  +  x  x  x  x  x  x  x  x  x  x  x
POST offerings/{offering}/students/{enrolment}/ !  !  x  !  x  x  x  x  x  x  x  x  x  x  x
GET  offerings/{offering}/students/{enrolment}/recovery/ +  +  x  +  x  x  x  x  x  x  x  x  x  x  x
POST offerings/{offering}/students/{enrolment}/recovery/ !  !  x  !  x  x  x  x  x  x  x  x  x  x  x
GET  offerings/{offering}/instructors/new/   +  x  x  +  x  x  x  x  x  x  x  x  x  x  x
POST offerings/{offering}/instructors/new/   !  x  x  !  x  x  x  x  x  x  x  x  x  x  x
POST offerings/{offering}/instructors/{instructor}/remove/ >  x  x  >  x  x  x  x  x  x  x  x  x  x  x
POST offerings/{offering}/instructors/{instructor}/hours/ >  >  x  >  x  x  x  .  x  x  x  x  >  x  x
GET  offerings/{offering}/sessions/new/      +  +  x  +  x  x  x  +  x  x  x  x  +  x  x
POST offerings/{offering}/sessions/new/      !  !  x  !  x  x  x  !  x  x  x  x  !  x  x
GET  offerings/{offering}/sessions/{session}/ +  +  x  +  x  x  x  +  x  x  x  x  +  x  x
POST offerings/{offering}/sessions/{session}/ !  !  x  !  x  x  x  !  x  x  x  x  !  x  x
POST offerings/{offering}/sessions/{session}/remove/ >  >  x  >  x  x  x  >  x  x  x  x  >  x  x
GET  offerings/{offering}/grades/            +  +  x  +  x  x  x  x  x  x  x  x  x  x  x
POST offerings/{offering}/grades/            >  >  x  >  x  x  x  x  x  x  x  x  x  x  x
GET  offerings/{offering}/judge/             +  +  x  +  x  x  x  +  x  x  x  x  +  x  x
POST offerings/{offering}/judge/             !  !  x  !  x  x  x  !  x  x  x  x  !  x  x
GET  offerings/{offering}/settle/            +  +  x  +  x  x  x  x  x  x  x  x  x  x  x
POST offerings/{offering}/settle/            !  !  x  !  x  x  x  x  x  x  x  x  x  x  x
GET  offerings/{offering}/reopen/            +  x  x  +  x  x  x  x  x  x  x  x  x  x  x
POST offerings/{offering}/reopen/            !  x  x  !  x  x  x  x  x  x  x  x  x  x  x
GET  students/{student}/competencies/{unit}/ +  +  +  +  x  +  x  x  x  x  x  x  x  x  x
POST students/{student}/competencies/{unit}/ !  !  !  !  x  x  x  x  x  x  x  x  x  x  x
GET  students/{student}/competencies/{unit}/{judgement}/correct/ +  +  +  +  x  x  x  x  x  x  x  x  x  x  x
POST students/{student}/competencies/{unit}/{judgement}/correct/ !  !  !  !  x  x  x  x  x  x  x  x  x  x  x
GET  qualifications/                         +  +  +  +  x  +  x  x  x  x  x  x  x  x  x
POST qualifications/                         !  x  x  !  x  x  x  x  x  x  x  x  x  x  x
GET  qualifications/{qualification}/         +  +  +  +  x  +  x  x  x  x  x  x  x  x  x
POST qualifications/{qualification}/         !  x  x  !  x  x  x  x  x  x  x  x  x  x  x
GET  qualifications/{qualification}/students/ +  x  x  +  x  x  x  x  x  x  x  x  x  x  x
POST qualifications/{qualification}/students/ !  x  x  !  x  x  x  x  x  x  x  x  x  x  x
GET  students/{student}/plan/                +  +  +  +  x  +  x  x  x  x  x  x  x  x  x
GET  students/{student}/jobs/                +  +  +  +  x  +  x  x  x  x  x  x  x  x  x
GET  me/plan/                                x  x  x  x  x  x  x  x  x  x  x  x  x  x  +
GET  me/jobs/                                x  x  x  x  x  x  x  x  x  x  x  x  x  x  +
GET  me/portfolio/                           x  x  x  x  x  x  x  x  x  x  x  x  x  x  >
POST me/portfolio/                           x  x  x  x  x  x  x  x  x  x  x  x  x  x  >
GET  reports/lists/offerings/                +  +  +  +  .  +  .  +  .  .  .  .  +  .  .
GET  api:offerings/                          +  +  +  +  x  +  x  +  x  x  x  x  +  x  x
GET  api:offerings/{offering}/               +  +  +  +  x  +  x  +  x  x  x  x  +  x  x
GET  api:offerings/{offering}/roster/        +  +  +  +  x  +  x  +  x  x  x  x  +  x  x
GET  api:offerings/{offering}/sessions/      +  +  +  +  x  +  x  +  x  x  x  x  +  x  x
POST api:offerings/{offering}/sessions/      ?  ?  x  ?  x  x  x  ?  x  x  x  x  ?  x  x
GET  api:offerings/{offering}/judgements/    +  +  x  +  x  x  x  +  x  x  x  x  +  x  x
POST api:offerings/{offering}/judgements/    ?  ?  x  ?  x  x  x  ?  x  x  x  x  ?  x  x

# consent: recorded and withdrawn by those who collect it, and withdrawn by the student
GET  students/{student}/consents/            +  +  +  +  x  +  x  x  x  x  x  x  x  x  x
GET  students/{student}/consents/form/       +  +  +  x  x  x  x  x  x  x  x  x  x  x  x
GET  students/{student}/consents/new/        +  +  +  x  x  x  x  x  x  x  x  x  x  x  x
POST students/{student}/consents/new/        +  +  +  x  x  x  x  x  x  x  x  x  x  x  x
GET  students/{student}/applications/        +  +  +  +  x  +  x  x  x  x  x  x  x  x  x
GET  consents/{consent}/complete/            +  +  +  x  .  x  .  .  .  .  .  .  .  .  x
POST consents/{consent}/complete/            +  +  +  x  .  x  .  .  .  .  .  .  .  .  x
GET  consents/{consent}/withdraw/            +  +  +  x  .  x  .  .  .  .  .  .  .  .  +
POST consents/{consent}/withdraw/            >  >  >  x  .  x  .  .  .  .  .  .  .  .  >
GET  me/consents/                            x  x  x  x  x  x  x  x  x  x  x  x  x  x  +
GET  me/applications/                        x  x  x  x  x  x  x  x  x  x  x  x  x  x  +
GET  me/readers/                              x  x  x  x  x  x  x  x  x  x  x  x  x  x  +

# vacancies: run by the school, read by their company, and by students once open
GET  vacancies/                              +  +  +  +  +  +  +  +  +  x  x  x  x  x  +
GET  vacancies/new/                          +  x  +  x  x  x  x  x  x  x  x  x  x  x  x
POST vacancies/new/                          +  x  +  x  x  x  x  x  x  x  x  x  x  x  x
GET  vacancies/units/                        >  x  >  x  x  x  x  x  x  x  x  x  x  x  x
GET  vacancies/{vacancy}/                    +  +  +  +  +  +  +  +  .  x  x  x  x  x  +
GET  vacancies/{vacancy}/edit/               +  x  +  x  x  x  x  x  .  .  .  .  .  .  x
POST vacancies/{vacancy}/edit/               +  x  +  x  x  x  x  x  .  .  .  .  .  .  x
GET  vacancies/{vacancy}/open/               =  x  =  x  x  x  x  x  .  .  .  .  .  .  x
POST vacancies/{vacancy}/open/               =  x  =  x  x  x  x  x  .  .  .  .  .  .  x
POST vacancies/{vacancy}/close/              >  x  >  x  x  x  x  x  .  .  .  .  .  .  x

# candidates: only the HR of the company that the consent names
GET  candidates/                             x  x  x  x  x  x  +  x  +  x  x  x  x  x  x
GET  candidates/vacancy/{vacancy}/           x  x  x  x  x  x  +  x  .  x  x  x  x  x  x
GET  candidates/{candidate}/                 x  x  x  x  x  x  +  x  .  x  x  x  x  x  x
GET  candidates/{candidate}/decline/         x  x  x  x  x  x  +  x  .  x  x  x  x  x  x
POST candidates/{candidate}/decline/         x  x  x  x  x  x  +  x  .  x  x  x  x  x  x
GET  candidates/{candidate}/shortlist/       -  -  -  -  -  -  -  -  -  -  -  -  -  -  -
POST candidates/{candidate}/shortlist/       x  x  x  x  x  x  >  x  .  x  x  x  x  x  x
GET  rules/                                  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +

# figures and reports; `{job}` and `{file}` are a colleague's: a report is nobody's but the asker's
GET  governance/                             +  +  +  +  +  +  x  x  x  +  +  +  x  +  x
GET  reports/                                +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
POST reports/new/governance/                 !  .  .  .  .  !  .  .  .  !  !  !  .  .  .
POST reports/new/agreement/                  !  !  !  !  !  !  !  !  !  !  !  !  !  !  .
POST reports/new/evidence/                   !  !  !  !  !  !  .  .  .  !  !  !  .  .  .
POST reports/new/roster/                     !  .  .  !  .  !  .  .  .  .  .  .  .  .  .
GET  reports/lists/partners/                 +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
POST reports/lists/partners/                 >  >  >  >  >  >  >  >  >  >  >  >  >  >  >
GET  reports/lists/agreements/               +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  reports/lists/pledges/                  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  reports/lists/members/                  +  .  .  .  .  .  +  .  +  +  .  +  +  +  .
POST reports/lists/members/                  >  .  .  .  .  .  >  .  >  >  .  >  >  >  .
GET  reports/lists/subjects/                +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  reports/lists/vacancies/                +  +  +  +  +  +  +  +  +  .  .  .  .  .  .
GET  reports/lists/no-such-list/             .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
POST reports/{job}/again/                    .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
POST reports/{job}/cancel/                   .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
GET  reports/files/{file}/                   .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
POST reports/files/{file}/                   .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
GET  reports/download/no-such-token/         .  .  .  .  .  .  .  .  .  .  .  .  .  .  .

# imports: everybody's own, of the lists that their role may bring; `{import}` is a colleague's
GET  imports/                                +  x  x  +  x  x  x  x  x  x  x  x  x  x  x
GET  imports/new/partners/                   +  x  x  x  x  x  x  x  x  x  x  x  x  x  x
POST imports/new/partners/                   !  x  x  x  x  x  x  x  x  x  x  x  x  x  x
GET  imports/new/roster/                     +  x  x  +  x  x  x  x  x  x  x  x  x  x  x
POST imports/new/roster/                     !  x  x  !  x  x  x  x  x  x  x  x  x  x  x
GET  imports/new/competency-units/           x  x  x  +  x  x  x  x  x  x  x  x  x  x  x
GET  imports/new/competency-elements/        x  x  x  +  x  x  x  x  x  x  x  x  x  x  x
GET  imports/new/no-such-list/               .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
GET  imports/example/partners/               +  x  x  x  x  x  x  x  x  x  x  x  x  x  x
GET  imports/{import}/                       .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
GET  imports/{import}/columns/               .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
POST imports/{import}/columns/               .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
POST imports/{import}/layout/                .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
GET  imports/{import}/preview/               .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
POST imports/{import}/confirm/               .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
POST imports/{import}/retry/                 .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
POST imports/{import}/discard/               .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
GET  imports/{import}/faulty/                .  .  .  .  .  .  .  .  .  .  .  .  .  .  .

# notices: everybody's own; `{notice}` is a colleague's
GET  notifications/                          +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
POST notifications/read/                     >  >  >  >  >  >  >  >  >  >  >  >  >  >  >
POST notifications/{notice}/open/            .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
GET  notifications/preferences/              +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
POST notifications/preferences/              +  +  +  +  +  +  +  +  +  +  +  +  +  +  +

# the API answers as the pages do: whom a page refuses, its noun here refuses; {unit} is everybody's
GET  api:                                    +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  api:members/                            +  x  x  x  x  x  +  x  +  +  x  +  +  +  x
GET  api:members/{member}/                   +  x  x  x  x  x  .  x  .  .  x  .  .  .  x
GET  api:access-reviews/                     +  x  x  x  x  +  +  x  +  +  x  +  +  +  x
GET  api:access-reviews/{access_review}/     +  x  x  x  x  +  .  x  .  .  x  .  .  .  x
GET  api:partners/                           +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  api:partners/{partner}/                 +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  api:contacts/                           +  +  +  +  +  +  +  +  +  +  +  +  +  +  x
GET  api:contacts/{contact}/                 +  +  +  +  +  +  +  +  .  .  .  .  .  +  x
GET  api:interactions/                       +  +  +  +  +  +  x  x  x  +  +  +  x  +  x
POST api:interactions/                       ?  x  ?  x  x  x  x  x  x  x  x  x  x  ?  x
GET  api:interactions/{touch}/               +  +  +  +  +  +  x  x  x  +  +  +  x  +  x
GET  api:agreements/                         +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
POST api:agreements/                         ?  x  x  x  x  x  x  x  x  x  x  x  x  x  x
PATCH api:agreements/{draft}/                +  x  x  x  x  x  .  .  .  .  .  .  .  .  .
GET  api:agreements/{agreement}/             +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  api:pledges/                            +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  api:pledges/{pledge}/                   +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
POST api:pledges/{pledge}/deliveries/        ?  x  x  x  ?  x  ?  ?  x  x  x  x  x  x  x
GET  api:deliveries/                         +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  api:deliveries/{delivery}/              +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
POST api:deliveries/{delivery}/verify/       ?  x  x  x  ?  ?  x  x  x  x  x  x  x  x  x
POST api:deliveries/{delivery}/send-back/    ?  x  x  x  ?  ?  x  x  x  x  x  x  x  x  x
GET  api:prices/                             +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  api:prices/{price}/                     +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  api:pledge-ledger/                      +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  api:programme-statuses/                 +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  api:programme-statuses/{status}/        +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  api:bids/                               +  +  +  +  +  +  x  x  x  +  +  +  x  x  x
GET  api:bids/{bid}/                         +  +  +  +  +  +  x  x  x  +  +  +  x  x  x
GET  api:departments/                        +  +  +  +  +  +  x  x  x  x  x  x  x  x  x
POST api:departments/                        ?  x  x  ?  x  x  x  x  x  x  x  x  x  x  x
GET  api:departments/{department}/           +  +  +  +  +  +  x  x  x  x  x  x  x  x  x
PATCH api:departments/{department}/          +  x  x  +  x  x  x  x  x  x  x  x  x  x  x
GET  api:classes/                            +  +  +  +  +  +  x  x  x  x  x  x  x  x  x
GET  api:classes/{class}/                    +  +  +  +  +  +  x  x  x  x  x  x  x  x  x
GET  api:students/                           +  +  +  +  x  +  x  x  x  x  x  x  x  x  x
POST api:students/                           ?  x  x  ?  x  x  x  x  x  x  x  x  x  x  x
GET  api:students/{student}/                 +  +  +  +  x  +  x  x  x  x  x  x  x  x  x
PATCH api:students/{student}/                ?  ?  x  ?  x  x  x  x  x  x  x  x  x  x  x
GET  api:students/{student}/attainments/     +  +  +  +  x  +  x  x  x  x  x  x  x  x  x
POST api:students/{student}/attainments/     ?  ?  ?  ?  x  x  x  x  x  x  x  x  x  x  x
GET  api:subjects/                          +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
POST api:subjects/                          x  x  x  ?  x  x  x  x  x  x  x  x  x  x  x
GET  api:subjects/{subject}/                +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
PATCH api:subjects/{subject}/               x  x  x  +  x  x  x  x  x  x  x  x  x  x  x
GET  api:programme-tables/                  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  api:programme-tables/{table}/          +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
POST api:programme-tables/{draft_table}/rows/ x  x  x  ?  x  x  .  .  .  .  .  .  .  .  .
GET  api:programme-rows/{table_row}/        +  +  +  +  +  +  .  .  .  .  .  .  .  .  .
PATCH api:programme-rows/{table_row}/       x  x  x  ?  x  x  .  .  .  .  .  .  .  .  .
POST api:programme-rows/{table_row}/remove/ x  x  x  +  x  x  .  .  .  .  .  .  .  .  .
GET  api:competency-units/                   +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  api:competency-units/{unit}/            +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  api:course-versions/                    +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
POST api:course-versions/                    ?  x  x  ?  x  x  ?  ?  ?  x  x  x  ?  ?  x
GET  api:course-versions/{approved_version}/ +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  api:course-versions/{course_version}/   +  +  +  +  +  +  +  +  .  .  .  .  .  .  .
POST api:course-versions/{course_version}/contributions/  x  x  x  x  x  x  ?  ?  .  .  .  .  .  .  .
GET  api:course-contributions/               +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  api:course-contributions/{contribution}/  +  +  +  +  +  +  +  +  .  .  .  .  .  .  .
GET  api:external-programmes/                +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  api:external-programmes/{programme}/    +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  api:external-programmes/{programme_draft}/  +  +  +  +  +  +  .  .  .  .  .  .  +  .  .
GET  api:external-programmes/{programme}/participants/  +  +  +  +  x  +  x  x  x  x  x  x  +  x  x
POST api:external-sessions/{meeting}/attendance/  ?  x  x  ?  x  x  x  x  x  x  x  x  ?  x  x
POST api:competency-units/                   x  x  x  ?  x  x  x  x  x  x  x  x  x  x  x
PATCH api:competency-units/{own_unit}/       x  x  x  +  x  x  x  x  x  x  x  x  x  x  x
GET  api:demand/                             +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  api:job-analyses/                       +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  api:job-analyses/{agreed_job}/          +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  api:vacancies/                          +  +  +  +  +  +  +  +  +  x  x  x  x  x  +
GET  api:vacancies/{vacancy}/                +  +  +  +  +  +  +  +  .  x  x  x  x  x  +
POST api:vacancies/{vacancy}/open/           =  x  =  x  x  x  x  x  .  x  x  x  x  x  x
POST api:vacancies/{vacancy}/close/          +  x  +  x  x  x  x  x  .  x  x  x  x  x  x
GET  api:candidates/                         x  x  x  x  x  x  +  x  +  x  x  x  x  x  x
GET  api:candidates/{candidate}/             x  x  x  x  x  x  +  x  .  x  x  x  x  x  x
POST api:candidates/{candidate}/shortlist/   x  x  x  x  x  x  +  x  .  x  x  x  x  x  x
POST api:candidates/{candidate}/decline/     x  x  x  x  x  x  ?  x  .  x  x  x  x  x  x
GET  api:governance/                         +  +  +  +  +  +  x  x  x  +  +  +  x  +  x
GET  api:governance/{figure}/                +  +  +  +  +  +  x  x  x  +  +  +  x  +  x
GET  api:reports/                            +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  api:reports/{job}/                      .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
GET  api:imports/                            +  x  x  +  x  x  x  x  x  x  x  x  x  x  x
GET  api:imports/{import}/                   .  x  x  .  x  x  x  x  x  x  x  x  x  x  x
GET  api:signing/documents/                  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  api:signing/documents/{document}/       +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  api:signing/parties/                    +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
GET  api:signing/parties/{party}/            +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
POST api:signing/parties/{party}/invite/     +  x  x  x  x  x  x  x  x  x  x  x  x  x  x
POST api:signing/parties/{party}/remind/     +  x  x  x  x  x  x  x  x  x  x  x  x  x  x
"""


@dataclass(frozen=True)
class Line:
    method: str
    address: str
    expected: dict[str, int]

    @property
    def is_api(self) -> bool:
        return self.address.startswith("api:")

    def under(self, slug: str) -> str:
        """The whole address in the consortium `slug`, its placeholders still to be filled."""
        return f"/api/v1/{slug}/{self.address[4:]}" if self.is_api else f"/{slug}/{self.address}"

    def __str__(self) -> str:
        return f"{self.method} {self.address}"


def lines() -> list[Line]:
    """The table, read."""
    found = []
    for text in TABLE.strip().splitlines():
        if not text.strip() or text.startswith("#"):
            continue
        method, address, *marks = text.split()
        expected = dict(zip(COLUMNS.values(), (STATUS[mark] for mark in marks), strict=True))
        found.append(Line(method, "" if address == "(home)" else address, expected))
    return found
