"""Demand against teaching: what stands where, for whom, and at what cost."""

from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pgtrigger
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consortium.rowlevel import acting_as
from curriculum.demand.picture import picture_of
from curriculum.demand.work import units_that_lack_teaching
from curriculum.models import ProgrammeRow, ProgrammeTable, Subject, SubjectUnit
from curriculum.states import AnalysisState, Generation, SubjectKind, TableState
from placements.states import VacancyState
from tests import factories
from tests.authorization import as_owner
from tests.curriculum.demanding import job

pytestmark = pytest.mark.django_db
BORN = ("curriculum.ProgrammeRow:added_to_drafts", "curriculum.ProgrammeTable:state_of_birth")
FULL = (5, 5, 5)


def teach(cast, *rows, state=TableState.APPROVED, entry_year=2026):
    """An approved table; `rows` are (credits by semester, units with hours, other facts)."""
    with as_owner(), pgtrigger.ignore(*BORN):
        approval = cast.consortium.approvals.create(
            body="학교운영위원회", on="2026-01-05", number="1", document="심의"
        )
        table = ProgrammeTable.objects.create(
            consortium=cast.consortium,
            school=cast.partners["school"],
            department=cast.department,
            entry_year=entry_year,
            generation=Generation.REVISED_2022,
            state=state,
            approval=approval,
            committee_approval=approval,
        )
        for place, (credits, units, facts) in enumerate(rows, start=1):
            subject = Subject.objects.create(
                consortium=cast.consortium,
                school=cast.partners["school"],
                name=f"과목 {place}",
                generation=Generation.REVISED_2022,
                kind=SubjectKind.PRACTICAL_MAJOR,
                subject_group="정보·통신",
            )
            for unit, hours in units:
                SubjectUnit.objects.create(subject=subject, school=subject.school, unit=unit, hours=hours)
            named = {f"semester_{number}": value for number, value in enumerate(credits, start=1)}
            ProgrammeRow.objects.create(
                table=table, school=table.school, subject=subject, position=place, **named | facts
            )
    return table


def picture_for(member, table):
    with acting_as(member.actor):
        return picture_of(member, table)


def test_units_stand_by_what_is_demanded_and_what_is_taught(cast):
    gap, both, spare = factories.UnitFactory.create_batch(3)
    table = teach(cast, ((0, 0, 3, 3, 0, 0), [(both, 90), (spare, None)], {}))
    job(cast, tasks=((FULL, [gap]), ((5, 4, 3), [both])), jobs=4, state=AnalysisState.AGREED)
    job(cast, tasks=((FULL, [spare]),))  # a draft counts nothing
    picture = picture_for(cast["curriculum_head"], table)
    lines = {line.unit: line for line in picture.lines}
    assert [lines[one].standing for one in (gap, both, spare)] == ["gaps", "both", "taught"]
    assert (lines[gap].demand, lines[both].demand) == (Decimal(4), Decimal("3.20"))
    assert [cell.hours for cell in lines[both].cells] == [0, 0, 45, 45, 0, 0]
    assert [cell.hours for cell in lines[spare].cells] == [0, 0, 24, 24, 0, 0]  # 96 lessons of two units
    assert lines[spare].cells[2].is_assumed
    assert lines[both].missing_words == "1-1, 1-2, 3-1, 3-2"
    assert lines[gap].ring == 4
    assert round(picture.covered, 2) == Decimal("0.44")


def test_a_unit_weighs_in_a_job_what_its_weightiest_task_does(cast):
    one = factories.UnitFactory()
    job(cast, tasks=(((1, 1, 1), [one]), (FULL, [one])), jobs=2, state=AnalysisState.AGREED)
    (line,) = picture_for(cast["official"], None).lines
    assert (line.demand, line.jobs) == (Decimal(2), 2)


def test_versions_of_one_unit_are_one_line_that_says_so(cast):
    old = factories.UnitFactory(code="2001020231_19v4")
    new = factories.UnitFactory(code="2001020231_23v5")
    table = teach(cast, ((2, 0, 0, 0, 0, 0), [(old, 32)], {}))
    job(cast, tasks=((FULL, [new]),), state=AnalysisState.AGREED)
    (line,) = picture_for(cast["curriculum_head"], table).lines
    assert (line.unit, line.standing, line.other_version) == (new, "both", "2001020231_19v4")


def test_what_only_some_choose_is_marked(cast):
    one = factories.UnitFactory()
    table = teach(cast, ((0, 0, 0, 0, 3, 0), [(one, 48)], {"choice_group": "A", "is_required": False}))
    (line,) = picture_for(cast["curriculum_head"], table).lines
    assert line.is_choice


def test_jobs_of_another_department_do_not_count(cast):
    one = factories.UnitFactory()
    other = factories.DepartmentFactory(consortium=cast.consortium, name="로봇과")
    table = teach(cast)
    job(cast, tasks=((FULL, [one]),), state=AnalysisState.AGREED, department=other)
    assert picture_for(cast["curriculum_head"], table).lines == []


def test_everybody_sees_the_figures_of_vacancies_and_only_some_who_asks(cast):
    one = factories.UnitFactory()
    vacancy = factories.VacancyFactory(
        consortium=cast.consortium, company=cast.partners["company"], title="비밀 공고", places=5
    )
    with as_owner():
        vacancy.demanded_units.create(unit=one)
        vacancy.state = VacancyState.OPEN
        vacancy.save()
    for who, named in {"curriculum_head": 1, "hr": 1, "rival_hr": 0, "official": 0, "lecturer": 0}.items():
        member = cast[who]
        with acting_as(member.actor):
            (line,) = picture_of(member, None).lines
        assert (line.demand, line.jobs, len(line.known)) == (Decimal("3.0"), 5, named), who
        assert line.unnamed_jobs == (0 if named else 5), who


def test_the_page_lists_gaps_first_and_offers_no_dead_link(client, cast):
    gap = factories.UnitFactory(name="모자란 단위")
    table = teach(cast)
    made = job(cast, tasks=((FULL, [gap]),), state=AnalysisState.AGREED, title="검사 담당")
    for who in ("curriculum_head", "hr", "official", "lecturer", "student"):
        client.force_login(cast[who].user)
        page = client.get("/paju/demand/", {"table": table.pk})
        text = page.content.decode()
        assert page.status_code == 200
        assert f"/paju/demand/jobs/{made.pk}/" in text
        assert "모자란 단위" in text
        assert "가중 수요 " in text  # in the card; people stand in the table
        assert '<th scope="col" class="number">필요 인원</th>' in text
        may_propose = who in ("curriculum_head", "hr", "lecturer")
        assert (f"/paju/courses/propose/?unit={gap.pk}" in text) == may_propose, who


def test_a_company_that_needs_nobody_demands_nothing_and_counts_as_asked(client, cast):
    taught, silent, gap, also = (factories.UnitFactory() for _one in range(4))
    table = teach(cast, ((3, 0, 0, 0, 0, 0), [(taught, 24), (silent, 24)], {}))
    job(cast, tasks=((FULL, [taught, gap, also]),), state=AnalysisState.AGREED, jobs=0)
    job(cast, tasks=((FULL, [also]),), state=AnalysisState.AGREED, company="rival", jobs=2)
    picture = picture_for(cast["curriculum_head"], table)
    lines = {line.unit: line for line in picture.lines}
    assert picture.gaps == [lines[also]]
    assert (lines[also].jobs, lines[also].demand) == (2, Decimal(2))
    assert (lines[taught].standing, lines[taught].jobs_in_words, lines[taught].ring) == ("taught", "0", 0)
    assert (lines[silent].standing, lines[silent].jobs_in_words) == ("taught", "-")
    assert gap not in lines  # neither needed nor taught
    assert picture.covered == 0
    client.force_login(cast["curriculum_head"].user)
    assert '<span class="ring ring-0">0</span>' in client.get("/paju/demand/").content.decode()


def test_filters_narrow_the_picture_and_the_file(client, cast):
    first, second = factories.UnitFactory(name="첫째"), factories.UnitFactory(name="둘째")
    table = teach(cast, ((3, 0, 0, 0, 0, 0), [(second, 48)], {}))
    job(cast, tasks=((FULL, [first, second]),), state=AnalysisState.AGREED)
    job(cast, tasks=((FULL, [first]),), state=AnalysisState.AGREED, company="rival", jobs=1)
    client.force_login(cast["hr"].user)
    query = {"table": table.pk, "company": cast.partners["rival"].pk}
    lines = client.get("/paju/demand/", query).context["picture"].lines
    assert [(line.unit, line.jobs) for line in lines] == [(first, 1), (second, 0)]
    with ZipFile(BytesIO(client.get("/paju/demand/file/", {"show": "gaps"}).content)) as book:
        words = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    assert "첫째" in words
    assert "둘째" not in words


def test_the_page_costs_the_same_however_much_is_asked_and_taught(client, cast):
    client.force_login(cast["curriculum_head"].user)
    teach(cast, ((3, 0, 0, 0, 0, 0), [(factories.UnitFactory(), 48)], {}))
    job(cast, tasks=((FULL, [factories.UnitFactory()]),), state=AnalysisState.AGREED)
    client.get("/paju/demand/")
    counts = []
    for more in (0, 2):
        for _one in range(more):
            job(cast, tasks=((FULL, factories.UnitFactory.create_batch(2)),), state=AnalysisState.AGREED)
        with CaptureQueriesContext(connection) as queries:
            client.get("/paju/demand/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_curriculum_head_is_told_at_home_that_a_unit_lacks_teaching(cast):
    def lacking(who):
        with acting_as(cast[who].actor):
            return units_that_lack_teaching(cast[who])

    teach(cast)
    assert lacking("curriculum_head") == []
    job(cast, tasks=((FULL, [factories.UnitFactory(name="모자란 단위")]),), state=AnalysisState.AGREED)
    (item,) = lacking("curriculum_head")
    assert "모자란 단위" in item.detail
    assert lacking("coordinator") == []


def test_the_api_gives_lines_with_hours_by_semester(client, cast):
    one = factories.UnitFactory()
    teach(cast, ((3, 0, 0, 0, 0, 0), [(one, 48)], {}))
    job(cast, tasks=((FULL, [one]),), state=AnalysisState.AGREED)
    client.force_login(cast["official"].user)
    (line,) = client.get("/api/v1/paju/demand/").json()["lines"]
    assert (line["code"], line["hours_by_semester"], line["jobs"]) == (one.code, [48, 0, 0, 0, 0, 0], 4)
    (found,) = client.get("/api/v1/paju/job-analyses/").json()["results"]
    assert found["duties"][0]["tasks"][0]["units"] == [one.code]


@pytest.mark.parametrize(
    ("credits", "hours", "shown", "whole"),
    [
        ((0, 0, 3, 4, 4, 0), 64, [0, 0, 18, 23, 23, 0], 64),  # 17.45, 23.27, 23.27
        ((1, 1, 1, 0, 0, 0), 64, [22, 21, 21, 0, 0, 0], 64),
        ((2, 2, 0, 0, 0, 0), 33, [17, 16, 0, 0, 0, 0], 33),
    ],
)
def test_the_hours_of_the_semesters_add_up_to_the_hours_of_the_unit(cast, credits, hours, shown, whole):
    one = factories.UnitFactory()
    (line,) = picture_for(cast["curriculum_head"], teach(cast, (credits, [(one, hours)], {}))).lines
    assert [cell.hours for cell in line.cells] == shown
    assert line.hours == whole == sum(shown)


def test_fields_of_work_stand_in_the_readers_language_on_every_page(client, cast):
    unit = factories.UnitFactory(name="SQL 활용", sub_field="DB엔지니어링")
    other = factories.UnitFactory(name="접객", sub_field="호텔객실관리")  # nobody has given an English name
    job(cast, tasks=((FULL, [unit, other]),), state=AnalysisState.AGREED)
    cast["curriculum_head"].user.language = "en"
    cast["curriculum_head"].user.save()
    client.force_login(cast["curriculum_head"].user)
    picture = client.get("/paju/demand/").content.decode()
    assert '<th scope="rowgroup" colspan="9">Database engineering</th>' in picture
    assert '<th scope="rowgroup" colspan="9">호텔객실관리</th>' in picture
    units = client.get("/paju/competencies/", {"sub_field": "DB엔지니어링"}).content.decode()
    assert '<td data-label="Sub-field">Database engineering</td>' in units
    assert '<option value="DB엔지니어링" selected>Database engineering</option>' in units
    assert "Database engineering" in client.get(f"/paju/competencies/{unit.pk}/").content.decode()
