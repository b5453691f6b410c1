"""The one consent gate: what of a student a company may know at this moment.

Pages, API, search and exports meet students of other organisations only through here; the row
policies in `rows.py` say the same to PostgreSQL.
"""

from django.db import connection
from django.db.models import QuerySet

from curriculum.models import Attainment, Certificate, Contact, Student
from partners.models import Member
from placements.models import Candidate, Consent
from placements.states import CandidateState, ConsentItem

LOCK = 0x636F6E73 << 31  # "cons": keeps these advisory locks apart from others
VACANCY_LOCK = 0x76616361 << 31  # "vaca"


def lock_student(student_id: int) -> None:
    """Hold until the transaction ends: who withdraws and who chooses go one after the other.

    An advisory lock, because a company may not lock a consent row and a student no candidate row.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK + student_id])


def lock_vacancy(vacancy_id: int) -> None:
    """Hold until the transaction ends: who choose for one vacancy go one after the other, and are counted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [VACANCY_LOCK + vacancy_id])


def consented_students(member: Member, item: str) -> QuerySet[Consent]:
    """The ids of students whose consent gives this kind of data to the member's company, now."""
    return Consent.objects.visible_to(member).live().covering(item).values("student")


def shortlisted_students(member: Member) -> QuerySet[Candidate]:
    chosen = Candidate.objects.visible_to(member).filter(state=CandidateState.SHORTLISTED)
    return chosen.values("student")


def attainments(member: Member) -> QuerySet[Attainment]:
    """Competency units that consent opens to the member's company."""
    open_to = consented_students(member, ConsentItem.COMPETENCIES)
    return Attainment.objects.filter(student__in=open_to).select_related("unit")


def certificates(member: Member) -> QuerySet[Certificate]:
    """Certificates that consent opens to the member's company."""
    return Certificate.objects.filter(student__in=consented_students(member, ConsentItem.CERTIFICATES))


def named_students(member: Member) -> QuerySet[Student]:
    """Students whose name is open: shortlisted by the member's company, and consent covers the name."""
    open_to = Student.objects.filter(pk__in=consented_students(member, ConsentItem.NAME))
    return open_to.filter(pk__in=shortlisted_students(member)).select_related("department")


def contacts(member: Member) -> QuerySet[Contact]:
    """Telephone numbers: shortlisted by the member's company, and consent covers them."""
    open_to = Contact.objects.filter(student__in=consented_students(member, ConsentItem.CONTACT))
    return open_to.filter(student__in=shortlisted_students(member))
