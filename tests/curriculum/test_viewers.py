import datetime
from dataclasses import dataclass

from consortium.rowlevel import acting_as
from curriculum.roster.viewers import viewers_of
from partners.states import Role

NOON = datetime.datetime(2026, 11, 23, 12, 0, 5, tzinfo=datetime.UTC)


@dataclass
class Reading:
    at: datetime.datetime
    partner_id: int | None
    role: str
    what: str


def test_what_one_office_read_in_one_minute_is_one_line(cast):
    school = cast.partners["school"].pk
    readings = [
        Reading(NOON, school, Role.COORDINATOR, "curriculum.Student"),
        Reading(NOON, school, Role.COORDINATOR, "curriculum.StudentEvent"),
        Reading(NOON + datetime.timedelta(seconds=9), school, Role.COORDINATOR, "curriculum.Contact"),
        Reading(NOON, school, Role.HOMEROOM_TEACHER, "curriculum.Student"),
        Reading(NOON - datetime.timedelta(days=1), None, "", "reports.Gone"),
    ]
    with acting_as(cast["student"].actor):
        told = viewers_of(readings, by=cast["student"])
    assert [(str(one.partner), str(one.role), [str(what) for what in one.what]) for one in told] == [
        ("세경고등학교", "산학협력부장", ["학생", "연락처"]),
        ("세경고등학교", "담임교사", ["학생"]),
        ("포털 시스템", "", ["reports.Gone"]),
    ]
