import pytest
from django.db import connection

from consortium.audit.models import AccessRecord
from partners.models import Participation
from tests.audit.urls import READS
from tests.authorization import as_owner
from tests.factories import AttainmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.audit.urls")]


def recorded():
    """What was recorded, as (kind of data, persons, rows without names)."""
    with as_owner():
        return [(row.what, row.subjects, row.unnamed_rows) for row in AccessRecord.objects.order_by("what")]


@pytest.fixture
def coordinator(client, cast):
    client.force_login(cast["coordinator"].user)
    return client


@pytest.mark.parametrize(
    "way",
    ["instances", "values", "values_list", "only", "defer", "raw_manager", "raw_sql"],
)
def test_a_read_of_students_is_recorded_with_their_ids_however_it_is_done(coordinator, cast, way):
    answer = coordinator.get(f"/paju/read/{way}/")
    assert "김가람" in answer.content.decode()
    assert recorded() == [("curriculum.Student", [cast.student.pk, cast.classmate.pk], 0)]


@pytest.mark.parametrize("way", ["names_only", "raw_names_only"])
def test_names_without_ids_are_recorded_with_their_number(coordinator, cast, way):
    assert "김가람" in coordinator.get(f"/paju/read/{way}/").content.decode()
    assert recorded() == [("curriculum.Student", [], 2)]


def test_a_figure_over_a_small_set_is_recorded_as_well(coordinator, cast):
    assert coordinator.get("/paju/read/aggregate/").content == b"1"
    assert recorded() == [("curriculum.Student", [], 1)]


def test_rows_through_a_server_side_cursor_are_recorded(coordinator, cast):
    coordinator.get("/paju/read/iterator/")
    assert recorded() == [("curriculum.Student", [cast.student.pk, cast.classmate.pk], 1)]


def test_values_through_a_server_side_cursor_leave_a_mark(coordinator, cast):
    assert "김가람" in coordinator.get("/paju/read/values_iterator/").content.decode()
    assert recorded() == [("curriculum.Student", [], 1)]


@pytest.mark.parametrize("way", ["select_related", "prefetch"])
def test_related_rows_are_recorded_for_both_tables(coordinator, cast, way):
    AttainmentFactory(student=cast.student, judged_by=cast["coordinator"])
    coordinator.get(f"/paju/read/{way}/")
    students = {"select_related": [cast.student.pk], "prefetch": [cast.student.pk, cast.classmate.pk]}
    assert recorded() == [
        ("curriculum.Attainment", [cast.student.pk], 0),
        ("curriculum.Student", students[way], 0),
    ]


def test_history_counts_as_the_persons_data(coordinator, cast):
    coordinator.get("/paju/read/history/")
    assert recorded() == [("curriculum.StudentEvent", [cast.student.pk, cast.classmate.pk], 0)]


def test_a_page_without_personal_data_leaves_no_record(coordinator, cast):
    response = coordinator.get("/paju/read/nothing/")
    assert recorded() == []
    assert response["Cache-Control"] == "no-store"  # colleagues' names and new tokens are nobody else's, too


def test_a_record_says_who_where_from_what_and_in_which_role(coordinator, cast):
    response = coordinator.get("/paju/read/instances/", REMOTE_ADDR="203.0.113.9")
    member = cast["coordinator"]
    with as_owner():
        row = AccessRecord.objects.values().get()
    assert {name: row[name] for name in row if name not in {"id", "at", "subjects"}} == {
        "user_id": member.user_id,
        "member_id": member.pk,
        "role": "COORDINATOR",
        "consortium_id": member.consortium_id,
        "partner_id": member.partner_id,
        "address": "203.0.113.9",
        "action": "GET reads:instances",
        "what": "curriculum.Student",
        "unnamed_rows": 0,
        "reason": "",
    }
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("trusted", "address"), [(0, "203.0.113.9"), (1, "198.51.100.7")])
def test_a_forwarded_address_counts_only_behind_our_own_proxy(coordinator, settings, trusted, address):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = trusted
    coordinator.get(
        "/paju/read/instances/", REMOTE_ADDR="203.0.113.9", HTTP_X_FORWARDED_FOR="1.2.3.4, 198.51.100.7"
    )
    with as_owner():
        assert AccessRecord.objects.values_list("address", flat=True).get() == address


def test_without_a_record_there_is_no_data(coordinator, cast):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("REVOKE INSERT ON audit_accessrecord FROM r_school")
    coordinator.raise_request_exception = False
    response = coordinator.get("/paju/read/instances/")
    assert response.status_code == 500
    assert "김가람" not in response.content.decode()


def test_a_refused_view_writes_nothing_but_what_it_read_is_recorded(coordinator, cast):
    assert coordinator.get("/paju/refuse/").status_code == 403
    with as_owner():
        assert not Participation.objects.filter(named_in_agreement=True).exists()
    assert recorded() == [("curriculum.Student", [cast.student.pk, cast.classmate.pk], 0)]


def test_a_broken_view_writes_nothing(coordinator, cast):
    coordinator.raise_request_exception = False
    assert coordinator.get("/paju/break/").status_code == 500
    with as_owner():
        assert not Participation.objects.filter(named_in_agreement=True).exists()


def test_a_stream_is_refused_because_it_would_outlive_the_role(coordinator, cast):
    with pytest.raises(RuntimeError, match="let a task make a file"):
        coordinator.get("/paju/stream/")


@pytest.mark.parametrize(("reason", "status"), [("", 403), ("..", 403), ("상담 전화", 200)])
def test_a_download_needs_a_reason_which_is_kept(coordinator, cast, reason, status):
    assert coordinator.get("/paju/download/", {"reason": reason}).status_code == status
    with as_owner():
        kept = list(AccessRecord.objects.values_list("reason", flat=True))
    assert kept == ([reason] if status == 200 else [])


def test_every_way_of_reading_is_tried():
    """A page added to the list above without a test of its own would prove nothing."""
    assert len(READS) == 17
