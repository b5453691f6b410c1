"""Every role asks every table about students for everything, with no filter of ours in between.

Each row in the stage is a canary: `own` the student who logs in, `mate` a classmate, `foreign` a
student of the other consortium. What each role may see is written by hand.
"""

import pytest
from django.db import DatabaseError, connection, transaction

from consortium.audit.reads import personal_models
from consortium.rowlevel import acting_as
from curriculum.models import Certificate, Contact
from curriculum.states import Presence
from placements.states import ConsentItem
from tests import factories
from tests.authorization import as_owner

pytestmark = pytest.mark.django_db

# About students; whom we know at a partner is numbered apart, and their own tests ask for it.
OF_PARTNERS = ("partners.", "signing.")
EVERY_TABLE = sorted(
    table for table, (label, _) in personal_models().items() if not label.startswith(OF_PARTNERS)
)
DENIED = "denied"
SCHOOL = {table: {"own", "mate"} for table in EVERY_TABLE}
FOREIGN_SCHOOL = {table: {"foreign"} for table in EVERY_TABLE}
HISTORY_OF_ONES_OWN = {"placements_consentevent", "placements_candidateevent"}
STUDENT = {
    table: {"own"} if not table.endswith("event") or table in HISTORY_OF_ONES_OWN else DENIED
    for table in EVERY_TABLE
}
# Open to the offerings that one teaches; nobody of this cast teaches any.
TAUGHT_FROM_OUTSIDE = ("curriculum_enrolment", "curriculum_attendance", "curriculum_judgement")
# Consent to this company: `own` gave everything and is shortlisted, `mate` gave competencies only.
COMPANY = dict.fromkeys(EVERY_TABLE, DENIED) | {
    "curriculum_student": {"own"},
    "curriculum_contact": {"own"},
    "curriculum_certificate": {"own"},
    "curriculum_attainment": {"own", "mate"},
    **{table: set() for table in TAUGHT_FROM_OUTSIDE},
    "placements_consent": {"own", "mate"},
    "placements_candidate": {"own", "mate"},
    "placements_candidateevent": DENIED,
}
NOTHING = {
    table: set() if seen != DENIED else DENIED for table, seen in COMPANY.items()
}  # a company without any consent has the same grants and no row
NO_GRANT = dict.fromkeys(EVERY_TABLE, DENIED)
# Participants of their own programmes they read by number: which student it is, as asked here, is denied.
LECTURER = NO_GRANT | {table: set() for table in TAUGHT_FROM_OUTSIDE}
EXPECTED = {
    "coordinator": SCHOOL,
    "principal": SCHOOL,
    "accountant": {table: set() for table in EVERY_TABLE},
    "student": STUDENT,
    "hr": COMPANY,
    "rival_hr": NOTHING,
    "official": NO_GRANT,
    "council_secretary": NO_GRANT,
    "education_official": NO_GRANT,
    "lecturer": LECTURER,
    "association_secretary": NO_GRANT,
    "operator": NO_GRANT,
    "stranger": FOREIGN_SCHOOL,
    "stranger_hr": NOTHING,
    "stranger_official": NO_GRANT,
}


@pytest.fixture
def canaries(cast):
    """Rows in every table about each of the three students."""
    names = {"own": cast.student, "mate": cast.classmate, "foreign": cast.foreign_student}
    everything = list(ConsentItem.values)
    given = {"own": everything, "mate": [ConsentItem.COMPETENCIES], "foreign": everything}
    for name, student in names.items():
        company = cast.partners["company"] if name != "foreign" else factories.PartnerFactory()
        with as_owner():
            Contact.objects.create(student=student, school=student.school, phone=name)
            Certificate.objects.create(student=student, school=student.school, name=name)
        factories.AttainmentFactory(student=student)
        enrolment = factories.RecoveryFactory(enrolment__student=student).enrolment
        attendance = factories.AttendanceFactory(enrolment=enrolment)
        with as_owner():
            attendance.presence = Presence.LATE  # its history begins with the first correction
            attendance.save()
        factories.QualificationStudentFactory(student=student)
        factories.certified(student, cast.partners["university"] if name != "foreign" else company)
        factories.ConsentFactory(student=student, recipient=company, items=given[name])
        vacancy = factories.VacancyFactory(consortium=student.consortium, company=company)
        candidate = factories.CandidateFactory(vacancy=vacancy, student=student)
        if name != "mate":
            with as_owner():
                candidate.state = "SHORTLISTED"
                candidate.save(update_fields=["state"])
    return {student.pk: name for name, student in names.items()}


@pytest.mark.parametrize("who", EXPECTED)
def test_each_role_sees_the_rows_that_are_written_down_here(cast, canaries, who):
    assert {table: _seen(cast[who], table, canaries) for table in EVERY_TABLE} == EXPECTED[who]


def _seen(member, table, canaries):
    _, column = personal_models()[table]
    try:
        with transaction.atomic(), acting_as(member.actor), connection.cursor() as cursor:
            cursor.execute(f"SELECT DISTINCT {column} FROM {table}")
            return {canaries[number] for (number,) in cursor.fetchall()}
    except DatabaseError as error:
        return DENIED if "permission denied" in str(error) else str(error)


def test_a_company_writes_only_its_decision_about_a_candidate(cast, canaries):
    for column in ("code_name", "student_id", "company_id", "attendance_band"):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            acting_as(cast["hr"].actor),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE placements_candidate SET {column} = {column}")


def test_a_student_can_only_withdraw_a_consent_not_rewrite_it(cast, canaries):
    for change in ("items = '{}'", "recipient_id = recipient_id", "valid_until = '2999-01-01'"):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            acting_as(cast["student"].actor),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE placements_consent SET {change}")


def test_withdrawn_consent_closes_the_rows_on_the_next_statement(cast, canaries):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE placements_consent SET withdrawn_at = now() WHERE student_id = %s", [cast.student.pk]
        )
    seen = {table: _seen(cast["hr"], table, canaries) for table in EVERY_TABLE if COMPANY[table] != DENIED}
    assert [table for table, names in seen.items() if "own" in names] == []
