"""The list of partners, brought as a file: what a coordinator gets."""

from io import BytesIO

import pytest
from django.utils import translation

from consortium.imports import giving_back, registry, runner, services
from consortium.rowlevel import acting_as
from partners.models import Participation, Partner
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
        return Partner.objects.get(name=name)


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
    assert partner("가람소프트").code.startswith("P-")
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
