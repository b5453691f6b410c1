"""The list of partners, brought as a file: what a coordinator gets."""

from io import BytesIO

import pytest
from django.utils import timezone, translation
from python_calamine import CalamineWorkbook

from consortium.imports import giving_back, registry, runner, services
from consortium.rowlevel import acting_as
from partners.models import Member, Participation, Partner
from partners.registry.importing import imports_partners
from tests import factories
from tests.authorization import as_owner
from tests.imports.files import bring, check, comma_separated, confirm, fresh, rows_of, workbook

pytestmark = pytest.mark.usefixtures("rung")
HEAD = ["기관코드", "기관명", "구분", "기여 가능", "협약일", "협약서 명시", "비고"]


@pytest.fixture
def rung(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "files"
    monkeypatch.setattr("consortium.imports.doorbell.ring", lambda import_id: None)


def partner(name):
    with as_owner():
        return Partner.objects.select_related("industry", "head_office").get(name=name)


def test_a_new_partner_joins_and_the_same_file_again_changes_nothing(cast):
    coordinator = cast["coordinator"]
    file = [HEAD, ["", "가람소프트", "기업", "현장실습, 멘토링", "2025. 3. 19.", "O", "새 기관"]]
    imported = check(coordinator, bring(coordinator, comma_separated(file)))
    assert (imported.state, imported.counts) == ("PREVIEW", {"NEW": 1}), rows_of(imported)[0].problems
    imported = confirm(coordinator, imported)
    assert (imported.state, imported.results) == ("DONE", {"ADDED": 1})
    made = partner("가람소프트")
    assert (made.kind, made.could_contribute, made.note) == ("COMPANY", ["MENTORING", "PLACEMENT"], "새 기관")
    with as_owner():
        joined = Participation.objects.get(partner=made)
    assert (joined.consortium, str(joined.joined_on)) == (cast.consortium, "2025-03-19")
    assert joined.named_in_agreement is True

    again = check(coordinator, bring(coordinator, comma_separated(file)))
    assert again.counts == {"SAME": 1}
    with as_owner():
        assert Partner.objects.filter(name="가람소프트").count() == 1


def test_what_differs_is_shown_as_old_and_new_and_only_that_changes(cast):
    coordinator = cast["coordinator"]
    known = cast.partners["company"]
    file = [HEAD, [known.code, "새 이름", "기업", "", "", "", ""]]
    imported = check(coordinator, bring(coordinator, workbook(file), "협약기관.xlsx"))
    (row,) = rows_of(imported)
    assert (row.outcome, row.changes) == ("CHANGED", {"name": [known.name, "새 이름"]})
    confirm(coordinator, imported)
    with as_owner():
        known.refresh_from_db()
    assert (known.name, known.kind) == ("새 이름", "COMPANY")


def test_what_somebody_changed_since_the_preview_is_left_alone_and_said(cast):
    coordinator = cast["coordinator"]
    known = cast.partners["company"]
    file = [HEAD, [known.code, "새 이름", "기업", "", "", "", ""], ["", "누리", "기업", "", "", "", ""]]
    imported = check(coordinator, bring(coordinator, comma_separated(file)))
    with as_owner():
        Partner.objects.filter(pk=known.pk).update(name="그사이 바뀐 이름")
    imported = confirm(coordinator, imported)
    assert imported.results == {"MOVED_ON": 1, "ADDED": 1}
    with as_owner():
        known.refresh_from_db()
    assert known.name == "그사이 바뀐 이름"
    assert "미리보기 뒤에" in rows_of(imported)[0].problems[0][1]
    assert imported.faulty.is_file()


def test_a_partner_that_came_in_between_is_not_added_twice(cast):
    coordinator = cast["coordinator"]
    file = [HEAD, ["", "가람소프트", "기업", "", "", "", ""]]
    first = check(coordinator, bring(coordinator, comma_separated(file)))
    second = check(coordinator, bring(coordinator, comma_separated(file)))
    confirm(coordinator, first)
    # Joined on the day of the import, as the second would have it too.
    assert confirm(coordinator, second).results == {"UNCHANGED": 1}
    with as_owner():
        assert Partner.objects.filter(name="가람소프트").count() == 1


def test_a_partner_of_several_consortia_is_changed_by_the_operator_only(cast):
    known = cast.partners["company"]
    factories.ParticipationFactory(consortium=cast.other_consortium, partner=known)
    file = [HEAD, [known.code, "새 이름", "기업", "", "", "", ""]]
    imported = check(cast["coordinator"], bring(cast["coordinator"], comma_separated(file)))
    (row,) = rows_of(imported)
    assert (row.outcome, imported.to_apply) == ("ERROR", 0)
    assert "운영자" in row.problems[0][1]


def test_a_code_that_only_strangers_know_shows_nothing_and_gets_a_code_of_its_own(cast):
    stranger = cast.other_partners["company"]
    file = [HEAD, [stranger.code, "가람소프트", "기업", "", "", "", ""]]
    imported = check(cast["coordinator"], bring(cast["coordinator"], comma_separated(file)))
    assert imported.counts == {"NEW": 1}
    assert confirm(cast["coordinator"], imported).results == {"ADDED": 1}
    assert partner("가람소프트").code.startswith("PAJU-")
    again = check(cast["coordinator"], bring(cast["coordinator"], comma_separated(file)))
    assert again.counts == {"SAME": 1}


def test_a_name_is_recognised_without_its_legal_form_and_a_number_is_never_given_twice(cast):
    known = cast.partners["company"]
    with as_owner():
        Partner.objects.filter(pk=known.pk).update(name="가람소프트", registration_number="1234567891")
    file = [
        ["기관명", "구분", "사업자등록번호", "시도", "규모", "홈페이지"],
        ["(주) 가람 소프트", "기업체", "123-45-67891", "경기", "중소", "garam.example"],
        ["가람 파주지점", "기업", "123-45-67891", "", "", ""],
        ["가람소프트", "기업", "220-81-62517", "", "", ""],
        ["나래", "기업", "123-45-67890", "", "", "우리 집"],
    ]
    imported = check(cast["coordinator"], bring(cast["coordinator"], comma_separated(file)))
    same, branch, namesake, wrong = rows_of(imported)
    assert same.outcome == "CHANGED"
    assert same.changes["province"] == ["", "GYEONGGI"]
    assert same.changes["homepage"] == ["", "https://garam.example"]
    assert (branch.outcome, "가람소프트" in branch.problems[0][1]) == ("ERROR", True)
    assert namesake.outcome == "NEW"
    assert [column for column, _text in wrong.problems] == [2, 5]


def test_the_example_file_is_a_file_that_can_be_imported(cast):
    output = BytesIO()
    with translation.override("ko"):
        giving_back.write_example(registry.find("partners"), output)
    imported = check(cast["coordinator"], bring(cast["coordinator"], output, "예시.xlsx"))
    assert imported.counts == {"NEW": 2}, [row.problems for row in rows_of(imported)]
    assert len(imported.mapping) == len(registry.find("partners").fields)


def test_each_wrong_cell_is_named_with_what_to_do(cast):
    file = [
        HEAD,
        ["", "가람", "동호회", "", "어제", "글쎄", ""],
        ["", "", "기업", "", "", "", ""],
        ["", "나래", "기업", "", "", "", ""],
        ["", "나래", "기업", "", "", "", ""],
        ["", "나래", "대학교", "", "", "", ""],
        ["합 계", "", "", "", "", "", "5"],
    ]
    imported = check(cast["coordinator"], bring(cast["coordinator"], comma_separated(file)))
    assert imported.counts == {"ERROR": 3, "NEW": 1, "SKIPPED": 2}
    first, second, third, same, other, total = rows_of(imported)
    assert [column for column, _text in first.problems] == [2, 4, 5]
    assert second.problems[0][0] == 1
    assert (third.outcome, same.outcome, other.outcome, total.outcome) == (
        "NEW",
        "SKIPPED",
        "ERROR",
        "SKIPPED",
    )


def test_who_lost_the_right_before_the_worker_came_changes_nothing(cast):
    coordinator = cast["coordinator"]
    imported = check(
        coordinator, bring(coordinator, comma_separated([HEAD, ["", "가람", "기업", "", "", "", ""]]))
    )
    with acting_as(coordinator.actor):
        services.confirm_import(imported, by=coordinator, version=imported.version)
    with as_owner():
        type(coordinator).objects.filter(pk=coordinator.pk).update(role="ACCOUNTANT")
    runner.run(imported.pk)
    assert fresh(imported).state == "CANCELLED"
    with as_owner():
        assert not Partner.objects.filter(name="가람").exists()


@pytest.mark.parametrize("who", ["accountant", "principal", "hr", "official", "student"])
def test_only_the_coordinator_imports_partners(cast, who):
    assert not imports_partners(cast[who])
    assert imports_partners(cast["coordinator"])


def test_industries_and_branches_come_with_the_list(cast):
    coordinator = cast["coordinator"]
    file = [
        ["기관명", "구분", "사업자등록번호", "업종", "본점"],
        ["가람 파주지점", "기업", "123-45-67891", "26299", "가람전자"],
        ["(주)가람전자", "기업", "123-45-67891", "전자 부품, 컴퓨터, 영상, 음향 및 통신장비 제조업", ""],
        ["누리", "기업", "", "우주여행", "없는 본점"],
        ["나래", "기업", "", "1110", ""],
    ]
    imported = check(coordinator, bring(coordinator, comma_separated(file)))
    branch, head, lost, cut = rows_of(imported)
    assert [row.outcome for row in (branch, head, lost, cut)] == ["NEW", "NEW", "ERROR", "ERROR"]
    assert [column for column, _text in lost.problems + cut.problems] == [3, 3]
    assert confirm(coordinator, imported).results == {"ADDED": 2}
    made = partner("가람 파주지점")
    assert (made.industry.code, made.head_office.name) == ("C26", "(주)가람전자")

    again = check(coordinator, bring(coordinator, comma_separated(file)))
    assert again.counts == {"SAME": 2, "ERROR": 2}
    unknown = [["기관명", "구분", "본점"], ["다온", "기업", "없는 본점"]]
    (row,) = rows_of(check(coordinator, bring(coordinator, comma_separated(unknown))))
    assert (row.outcome, "본점" in row.problems[0][1]) == ("ERROR", True)


def test_a_partner_that_left_by_the_list_has_left_by_the_rules(cast):
    coordinator = cast["coordinator"]
    known = cast.partners["company"]
    file = [["기관코드", "기관명", "구분", "탈퇴일"], [known.code, known.name, "기업", "2100-01-01"]]
    later = confirm(coordinator, check(coordinator, bring(coordinator, comma_separated(file))))
    assert later.results == {"FAULTY": 1}, "an end is recorded once it has come"
    file[1][3] = str(timezone.localdate())
    confirm(coordinator, check(coordinator, bring(coordinator, comma_separated(file))))
    with as_owner():
        assert Participation.objects.get(partner=known, consortium=cast.consortium).left_on
        assert not Member.objects.active().filter(partner=known).exists()


def test_a_real_list_with_title_merged_cells_and_a_corrected_file(cast):
    """A title, names in two rows, a kind that spans several; wrong rows go back and come in again."""
    coordinator = cast["coordinator"]
    rows = [
        ["2026학년도 협약기관 현황"],
        [],
        ["구분", "기관 정보", ""],
        ["", "기관명", "사업자등록번호"],
        ["", "가람소프트", "123-45-67891"],
        ["", "나래소프트", "123-45-67890"],
        ["지방자치단체", "누리시청", ""],
        ["합계", "3", ""],
    ]
    merges = ((0, 0, 0, 2, rows[0][0]), (2, 0, 3, 0, "구분"), (2, 1, 2, 2, "기관 정보"), (4, 0, 5, 0, "기업"))
    content = workbook(rows, merges=merges)
    imported = check(coordinator, bring(coordinator, content, "현황.xlsx"))
    assert (imported.header_row, imported.header_height) == (4, 1)
    assert imported.counts == {"NEW": 2, "ERROR": 1, "SKIPPED": 1}
    assert confirm(coordinator, imported).results == {"ADDED": 2}
    assert partner("가람소프트").kind == "COMPANY"

    book = CalamineWorkbook.from_path(imported.faulty).get_sheet_by_index(0).to_python()
    assert book[1][:3] == ["기업", "나래소프트", "123-45-67890"]
    book[1][2] = "220-81-62517"
    again = confirm(coordinator, check(coordinator, bring(coordinator, workbook(book), "고친 행.xlsx")))
    assert again.results == {"ADDED": 1}
    once_more = check(coordinator, bring(coordinator, workbook(rows, merges=merges), "현황.xlsx"))
    assert (once_more.counts["SAME"], once_more.to_apply) == (2, 0)


def test_a_list_in_cp949_is_read_like_any_other(cast):
    file = [["상호명", "유형", "업종"], ["한글이름상사", "기업체", "도매 및 소매업"]]
    imported = check(cast["coordinator"], bring(cast["coordinator"], comma_separated(file, "cp949")))
    assert confirm(cast["coordinator"], imported).results == {"ADDED": 1}
    assert partner("한글이름상사").industry.code == "G"


def test_a_list_as_officials_keep_it_says_kind_and_region_in_its_own_words(cast):
    file = [
        ["기관명", "구분", "소재지", "대표전화"],
        ["나래정밀", "제조업체", "경기도 파주시 예시로 1", "031-000-0000"],
        ["다온대", "대학교", "예시빌딩 3층", ""],
        ["라온", "단체", "", "가나다"],
    ]
    imported = check(cast["coordinator"], bring(cast["coordinator"], comma_separated(file)))
    *_, wrong = rows_of(imported)
    assert (wrong.outcome, imported.counts["NEW"]) == ("ERROR", 2)
    confirm(cast["coordinator"], imported)
    narae, daon = partner("나래정밀"), partner("다온대")
    assert (narae.kind, narae.province, narae.district) == ("COMPANY", "GYEONGGI", "파주시")
    assert (daon.kind, daon.province, daon.address) == ("UNIVERSITY", "", "예시빌딩 3층")
