"""Row policies of external programmes: the school, the provider's own participants, the student in person.

The provider has no grant on students or applications: it meets participants, whose name PostgreSQL
accepts only while all have agreed. The public sees what a certificate's verification shows, of the one
certificate whose code it knows. Answers to the survey are read by nobody: the system counts them.
"""

from consortium.rowlevel import Kind
from consortium.rowlevel.policies import OUR_CONSORTIUM, TODAY, allow, protect
from curriculum import models
from curriculum.external.policies import ENROLLERS, KEEPERS
from curriculum.rows.student import MYSELF, OF_A_STUDENT_OF_OURS, OUR_SCHOOL, OUR_STUDENT
from curriculum.states import KNOWN_STAGES, ProgrammeStage, SeatState

EVERYBODY_ELSE = (Kind.COMPANY, Kind.OFFICIAL, Kind.EDUCATION, Kind.ASSOCIATION, Kind.STUDENT)
OWN = f"{OUR_CONSORTIUM} AND provider_id = {{partner}}"
KNOWN = OUR_CONSORTIUM + " AND state IN ('{}')".format("', '".join(KNOWN_STAGES))
THE_SCHOOL = "school_id = (SELECT school_id FROM partners_consortium WHERE id = {consortium})"
OWN_DRAFT = f"{OWN} AND {THE_SCHOOL} AND state = '{ProgrammeStage.DRAFT}'"
# The policies of the other table decide inside the sub-select which of its rows are known.
OF_A_KNOWN_PROGRAMME = "programme_id = ANY (ARRAY(SELECT id FROM curriculum_externalprogramme))"
OF_OUR_PROGRAMME = (
    "programme_id = ANY (ARRAY(SELECT id FROM curriculum_externalprogramme WHERE school_id = {partner}))"
)
OF_OWN_PROGRAMME = (
    "programme_id = ANY (ARRAY(SELECT id FROM curriculum_externalprogramme WHERE provider_id = {partner}))"
)
TAKING_APPLICATIONS = (
    "programme_id = ANY (ARRAY(SELECT id FROM curriculum_externalprogramme"
    f" WHERE state = '{ProgrammeStage.OPEN}' AND {TODAY}"
    " BETWEEN applies_from AND applies_until))"
)
OUR_PARTICIPANT = (
    "participant_id = ANY (ARRAY(SELECT id FROM curriculum_participant WHERE {whose}_id = {{partner}}))"
)
SESSION_OF_OURS = (
    "session_id = ANY (ARRAY(SELECT id FROM curriculum_programmesession WHERE {whose}_id = {{partner}}))"
)
MARKED_BY_PROVIDER = (
    f"provider_id = {{partner}} AND {OUR_PARTICIPANT.format(whose='provider')}"
    f" AND {SESSION_OF_OURS.format(whose='provider')} AND recorded_by_id = {{member}}"
)
MY_SEAT = f"{OUR_CONSORTIUM} AND {MYSELF}"
OF_A_FINISHED_PROGRAMME = (
    "EXISTS (SELECT FROM curriculum_externalprogramme p WHERE p.id = programme_id"
    f" AND p.state = '{ProgrammeStage.FINISHED}' AND p.school_id = curriculum_surveyanswer.school_id"
    " AND p.provider_id = curriculum_surveyanswer.provider_id)"
)
# Whether somebody has answered the survey is nobody's business but their own, and which student of the
# roster a participant is none of the provider's: with it, class rosters would tell the name.
SEAT_BY_NUMBER = (
    "id programme_id consortium_id school_id provider_id number name department"
    " is_active attended_hours has_completed credits"
)
SEAT_THAT_CHANGES = "name department is_active attended_hours has_completed credits"
SEAT = f"{SEAT_BY_NUMBER} application_id student_id"
MARK = "id session_id participant_id school_id provider_id presence recorded_by_id recorded_at"
OUR_HISTORY = allow(Kind.SCHOOL, "select", OUR_STUDENT)

protect(
    models.ExternalProgramme,
    allow(Kind.SCHOOL, "select", OUR_SCHOOL),
    allow(Kind.SCHOOL, "insert update", OUR_SCHOOL, offices=KEEPERS),
    allow(Kind.UNIVERSITY, "select", f"({KNOWN}) OR ({OWN})"),
    allow(Kind.UNIVERSITY, "insert update", OWN_DRAFT),
    allow(EVERYBODY_ELSE, "select", KNOWN),
    history=OUR_HISTORY,
)
protect(
    models.ProgrammeSession,
    allow(Kind.SCHOOL, "select", OUR_SCHOOL),
    allow(
        Kind.SCHOOL,
        "insert update delete",
        OUR_SCHOOL,
        check=f"{OUR_SCHOOL} AND {OF_OUR_PROGRAMME}",
        offices=KEEPERS,
    ),
    allow((Kind.UNIVERSITY, *EVERYBODY_ELSE), "select", OF_A_KNOWN_PROGRAMME),
    allow(
        Kind.UNIVERSITY, "insert update delete", OWN, check=f"{OWN} AND {THE_SCHOOL} AND {OF_OWN_PROGRAMME}"
    ),
)
protect(
    models.ProgrammeApplication,
    allow(Kind.SCHOOL, "select", OUR_SCHOOL),
    allow(
        Kind.SCHOOL,
        "insert update",
        OUR_SCHOOL,
        check=f"{OUR_SCHOOL} AND {OF_A_STUDENT_OF_OURS} AND {OF_OUR_PROGRAMME}",
        offices=ENROLLERS,
    ),
    allow(Kind.STUDENT, "select", MY_SEAT),
    allow(
        Kind.STUDENT,
        "insert",
        f"{MY_SEAT} AND {THE_SCHOOL} AND state = '{SeatState.APPLIED}' AND {TAKING_APPLICATIONS}"
        " AND guardian_agreed_on IS NULL AND points IS NULL AND place IS NULL",
    ),
    allow(
        Kind.STUDENT,
        "update",
        MY_SEAT,
        columns="state consent_withdrawn_at",
        check=f"{MY_SEAT} AND (state = '{SeatState.WITHDRAWN}' OR consent_withdrawn_at IS NOT NULL)",
    ),
    history=OUR_HISTORY,
)
protect(
    models.Participant,
    allow(Kind.SCHOOL, "select", OUR_SCHOOL, columns=SEAT),
    allow(Kind.SCHOOL, "insert", f"{OUR_SCHOOL} AND {OF_A_STUDENT_OF_OURS}", offices=ENROLLERS),
    allow(Kind.SCHOOL, "update", OUR_SCHOOL, columns=SEAT_THAT_CHANGES, offices=ENROLLERS),
    allow(Kind.UNIVERSITY, "select", OWN, columns=SEAT_BY_NUMBER),
    allow(Kind.UNIVERSITY, "update", OWN, columns="attended_hours"),
    allow(Kind.STUDENT, "select", MY_SEAT),
    allow(Kind.STUDENT, "update", MY_SEAT, columns="has_answered name department is_active"),
)
protect(
    models.SessionAttendance,
    allow(Kind.SCHOOL, "select", OUR_STUDENT),
    allow(
        Kind.SCHOOL,
        "insert update",
        OUR_STUDENT,
        offices=KEEPERS,
        check=f"{OF_A_STUDENT_OF_OURS} AND {OUR_PARTICIPANT.format(whose='school')}"
        f" AND {SESSION_OF_OURS.format(whose='school')} AND recorded_by_id = {{member}}",
    ),
    allow(Kind.UNIVERSITY, "select", "provider_id = {partner}", columns=MARK),
    allow(Kind.UNIVERSITY, "insert", MARKED_BY_PROVIDER),
    allow(
        Kind.UNIVERSITY,
        "update",
        "provider_id = {partner}",
        check=MARKED_BY_PROVIDER,
        columns="presence recorded_by_id recorded_at",
    ),
    allow(Kind.STUDENT, "select", MYSELF),
    history=OUR_HISTORY,
)
protect(
    models.ProgrammeCertificate,
    allow(Kind.SCHOOL, "select", OUR_SCHOOL),
    allow(Kind.SCHOOL, "insert", f"{OUR_SCHOOL} AND {OF_A_STUDENT_OF_OURS}", offices=KEEPERS),
    allow(Kind.SCHOOL, "update", OUR_SCHOOL, columns="withdrawn_at reason", offices=KEEPERS),
    allow(Kind.STUDENT, "select", MY_SEAT),
    allow(
        Kind.PUBLIC,
        "select",
        "code = {code}",
        columns="id code programme_name programme_name_en provider_name provider_name_en masked_name"
        " starts_on ends_on hours issued_on withdrawn_at",
    ),
)
protect(
    models.SurveyAnswer,
    allow(
        Kind.STUDENT,
        "insert",
        f"{OUR_CONSORTIUM} AND {THE_SCHOOL} AND NOT is_counted AND {OF_A_FINISHED_PROGRAMME}"
        f" AND programme_id = ANY (ARRAY(SELECT programme_id FROM curriculum_participant WHERE {MYSELF}))",
    ),
)
