"""The catalogue: national units and own ones, versions, search, and the official list brought in."""

import datetime
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consortium.imports.registry import Candidate
from consortium.rowlevel import Actor, Kind, acting_as
from consortium.workflow import StateConflict
from curriculum.codevelopment.forms import SectionForm
from curriculum.codevelopment.serializers import CourseProposalSerializer
from curriculum.codevelopment.services import ask_partners, propose_course, submit_version
from curriculum.competencies import services
from curriculum.competencies.codes import next_version, normalised, typed, version_of
from curriculum.competencies.importing import apply_units, find_units
from curriculum.competencies.uses import uses_of
from curriculum.competencies.versions import versions_of
from curriculum.models import CompetencyElement, CompetencyUnit, SubjectUnit
from curriculum.models import Subject as SubjectModel
from curriculum.states import AnalysisState, Generation, SubjectKind
from tests import factories
from tests.authorization import act, as_owner, fresh
from tests.curriculum.demanding import job

pytestmark = pytest.mark.django_db
OWN = {"code": "SK-AI-01", "name": "생성형 AI 활용", "level": 2, "sub_field": "AI", "description": "쓴다."}


def unit(code: str, **facts) -> CompetencyUnit:
    return factories.UnitFactory(code=code, **facts)


def subject(cast, unit, hours=32):
    with as_owner():
        made = SubjectModel.objects.create(
            consortium=cast.consortium,
            school=cast.partners["school"],
            name="인공지능 모델링",
            generation=Generation.REVISED_2022,
            kind=SubjectKind.PRACTICAL_MAJOR,
            subject_group="정보·통신",
        )
        SubjectUnit.objects.create(subject=made, school=made.school, unit=unit, hours=hours)
    return made


def test_codes_are_kept_without_lm_and_with_a_small_v():
    assert normalised(" LM2001020231_23V5 ") == "2001020231_23v5"
    assert version_of("2001020231_23v5") == (5, 23)
    assert version_of("SK-AI-01") == (0, 0)
    assert version_of("SK-AI-01_v12") == (12, 0)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("LM2001020231_23V5", "2001020231_23v5"),
        ("sk-ev-01", "SK-EV-01"),
        ("SK-EV-01_V2", "SK-EV-01_v2"),
        ("LMS-01", "LMS-01"),
    ],
)
def test_a_code_is_understood_however_it_is_written(written, code):
    assert typed(written) == code


def test_a_code_leaves_room_for_the_number_of_a_version(cast):
    with pytest.raises(ValidationError, match="16"):
        act(cast["curriculum_head"], services.add_unit, **OWN | {"code": "SK-SMARTFACTORY-1"})
    first = act(cast["curriculum_head"], services.add_unit, **OWN | {"code": "SK-SMARTFACTOR-1"})
    assert len(next_version(f"{first.code}_v9")) <= CompetencyUnit._meta.get_field("code").max_length


def test_a_draft_that_names_a_unit_is_held_while_the_unit_is_reworded(cast):
    unit = act(cast["curriculum_head"], services.add_unit, **OWN)
    with CaptureQueriesContext(connection) as found:
        act(cast["curriculum_head"], services.reword_unit, unit, name="생성형 AI 응용")
    held = [query["sql"] for query in found if "FOR NO KEY UPDATE" in query["sql"]]
    assert ["curriculum_jobanalysis" in held[0], "curriculum_courseversion" in held[1]] == [True, True]


def test_an_own_unit_is_the_consortiums_alone_and_its_history_is_kept(client, cast):
    made = act(cast["curriculum_head"], services.add_unit, **OWN)
    act(cast["curriculum_head"], services.reword_unit, made, name="생성형 AI 업무 활용")
    with as_owner():
        assert CompetencyUnit.objects.visible_to(cast["hr"]).filter(pk=made.pk).exists()
        assert not CompetencyUnit.objects.visible_to(cast["stranger"]).filter(pk=made.pk).exists()
    client.force_login(cast["curriculum_head"].user)
    page = client.get(f"/paju/competencies/{made.pk}/").content.decode()
    assert "<del>생성형 AI 활용</del>" in page
    assert "<ins>생성형 AI 업무 활용</ins>" in page


def test_two_consortia_may_use_the_same_own_code_and_learn_nothing_of_it(cast):
    act(cast["curriculum_head"], services.add_unit, **OWN)
    with as_owner():
        CompetencyUnit.objects.create(consortium=cast.other_consortium, **OWN)
    with pytest.raises(ValidationError, match="이미 쓰고"):
        act(cast["curriculum_head"], services.add_unit, **OWN)


def test_codes_are_looked_up_among_the_units_that_the_member_may_know(cast):
    """Asked as the owner of the tables, whom no row policy holds."""
    request = SimpleNamespace(member=cast["curriculum_head"])
    sent = {"title": "단원", "hours": 1, "content": "", "position": 1, "codes": OWN["code"]}
    with as_owner():
        CompetencyUnit.objects.create(consortium=cast.other_consortium, **OWN)
        assert "codes" in SectionForm(sent, member=cast["curriculum_head"]).errors
        proposal = CourseProposalSerializer(data={"units": [OWN["code"]]}, context={"request": request})
        assert not proposal.is_valid()
        assert "units" in proposal.errors
        assert not SectionForm(sent, member=cast["stranger"]).errors


def agreed(cast, kind: str, named: CompetencyUnit) -> None:
    """Something that names the unit, of the kind that never changes again."""
    if kind == "analysis":
        job(cast, tasks=(((5, 5, 5), [named]),), state=AnalysisState.AGREED)
    elif kind == "course":
        head, soon = cast["curriculum_head"], timezone.localdate() + datetime.timedelta(days=10)
        asked = {"partners": [cast.partners["company"]], "until": soon}
        version = act(
            head, propose_course, name=f"AI 실무 {named.code}", aims="쓴다.", hours=16, units=[named]
        )
        act(head, ask_partners, version, **asked)
        act(head, submit_version, fresh(version))
    else:
        factories.AttainmentFactory(student=cast.student, unit=named)


@pytest.mark.parametrize("kind", ["analysis", "course", "attainment"])
def test_what_something_agreed_names_is_reworded_by_a_version_of_its_own(cast, kind):
    head = cast["curriculum_head"]
    first = act(head, services.add_unit, **OWN)
    agreed(cast, kind, first)
    second = act(head, services.reword_unit, first, name="생성형 AI 응용", level=3)
    with as_owner():
        first.refresh_from_db()
    assert (first.name, first.level) == (OWN["name"], OWN["level"])
    assert (second.code, second.name, second.family) == ("SK-AI-01_v2", "생성형 AI 응용", "SK-AI-01")
    assert second.description == OWN["description"]
    with pytest.raises(StateConflict):  # sent twice, or from a page of before
        act(head, services.reword_unit, first, name="생성형 AI 응용")
    assert act(head, services.reword_unit, second, level=4).pk == second.pk  # nothing agreed names it yet
    agreed(cast, kind, second)
    assert act(head, services.reword_unit, second, level=5).code == "SK-AI-01_v3"


def test_postgresql_keeps_the_words_of_what_something_agreed_names(cast):
    head = cast["curriculum_head"]
    first = act(head, services.add_unit, **OWN)
    job(cast, tasks=(((5, 5, 5), [first]),))
    with acting_as(head.actor):
        assert CompetencyUnit.objects.filter(pk=first.pk).update(name="아직 초안") == 1
    agreed(cast, "analysis", first)
    with (
        pytest.raises(ProgrammingError, match="does not change"),
        acting_as(head.actor),
        transaction.atomic(),
    ):
        CompetencyUnit.objects.filter(pk=first.pk).update(level=5)
    with pytest.raises(PermissionDenied):
        act(cast["teacher"], services.reword_unit, first, name="몰래")
    with acting_as(cast["teacher"].actor):  # nor may the rest of the school write units at all
        assert CompetencyUnit.objects.filter(pk=first.pk).update(name="몰래") == 0


def test_the_versions_of_an_own_unit_read_as_those_of_the_standards_do(client, cast):
    head = cast["curriculum_head"]
    first = act(head, services.add_unit, **OWN)
    with as_owner():
        CompetencyUnit.objects.create(consortium=cast.other_consortium, **OWN | {"code": "SK-AI-01_v2"})
    agreed(cast, "analysis", first)
    taught = subject(cast, first)
    client.force_login(head.user)
    address = f"/paju/competencies/{first.pk}/edit/"
    assert "SK-AI-01_v2" in client.get(address).content.decode()
    facts = {name: OWN[name] for name in ("level", "sub_field", "description")} | {"name": "생성형 AI 응용"}
    page = client.post(address, facts, follow=True)
    with as_owner():
        second = CompetencyUnit.objects.get(consortium=cast.consortium, code="SK-AI-01_v2")
    assert page.redirect_chain == [(f"/paju/competencies/{second.pk}/", 302)]
    behind = [place.title for _use, places in page.context["left_behind"] for place in places]
    assert any(title.startswith(str(taught)) for title in behind)
    assert client.post(address, facts).status_code == 409
    old = client.get(f"/paju/competencies/{first.pk}/")
    assert old.context["latest"].pk == second.pk
    assert address not in old.content.decode()
    outdated = client.get("/paju/competencies/", {"use": "outdated"}).context["page"].rows
    assert [row.pk for row in outdated] == [first.pk]
    found = client.get("/paju/competencies/", {"q": "sk-ai-01_v2"}).context["page"].rows
    assert [row.pk for row in found] == [second.pk]
    answer = client.patch(
        f"/api/v1/paju/competency-units/{first.pk}/", {"level": 4}, content_type="application/json"
    )
    assert answer.status_code == 409


def test_nobody_numbers_versions_by_hand(cast):
    with pytest.raises(ValidationError, match="판"):
        act(cast["curriculum_head"], services.add_unit, **OWN | {"code": "SK-AI-01_v2"})


@pytest.mark.parametrize("code", ["2001020231_23v5", "sk-ai-01", "SKAI01", "SK-AI-01_23v1", "SK-AI-01_v1"])
def test_an_own_code_is_never_taken_for_a_national_one(cast, code):
    with pytest.raises(ValidationError):
        act(cast["curriculum_head"], services.add_unit, **OWN | {"code": code})
    with as_owner(), pytest.raises(IntegrityError), transaction.atomic():
        CompetencyUnit.objects.create(consortium=cast.consortium, name="이름", code=code)


def test_only_the_curriculum_head_writes_units_and_nobody_rewrites_national_ones(cast):
    national = factories.UnitFactory()
    for who in ("coordinator", "hr", "official"):
        with pytest.raises(PermissionDenied):
            act(cast[who], services.add_unit, **OWN)
    with pytest.raises(PermissionDenied):
        act(cast["curriculum_head"], services.reword_unit, national, name="다른 이름")
    with acting_as(cast["curriculum_head"].actor):
        assert CompetencyUnit.objects.filter(pk=national.pk).update(name="몰래") == 0


def test_a_company_cannot_write_a_unit_in_the_database_either(cast):
    with pytest.raises(ProgrammingError, match="permission denied"), acting_as(cast["hr"].actor):
        CompetencyUnit.objects.create(consortium=cast.consortium, code="SK-AI-09", name="이름")


def test_units_are_found_by_name_by_initials_and_by_code(client, cast):
    unit("2001020231_23v5", name="프로그래밍 언어 활용")
    unit("2001070301_19v1", name="인공지능 모델 기획")
    act(cast["curriculum_head"], services.add_unit, **OWN)
    client.force_login(cast["lecturer"].user)
    for words, name in (
        ("언어", "프로그래밍"),
        ("ㅍㄹㄱ", "프로그래밍"),
        ("LM20010202", "프로그래밍"),
        ("sk-ai", "생성형"),
        ("ㅇㄱㅈㄴ", "인공지능"),
    ):
        rows = client.get("/paju/competencies/", {"q": words}).context["page"].rows
        assert [row.name.split()[0] for row in rows] == [name], words


def test_the_list_costs_the_same_for_one_and_three_units(client, cast):
    client.force_login(cast["curriculum_head"].user)
    factories.UnitFactory()
    client.get("/paju/competencies/")
    counts = []
    for more in (0, 2):
        factories.UnitFactory.create_batch(more)
        with CaptureQueriesContext(connection) as queries:
            client.get("/paju/competencies/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_what_changed_between_versions_and_what_still_rests_on_the_old_one(client, cast):
    old = unit("2001020231_19v4", name="프로그래밍 언어 활용", level=2)
    new = unit("2001020231_23v5", name="프로그래밍 언어 응용", level=3)
    with as_owner():
        CompetencyElement.objects.create(unit=old, code="2001020231_19v4.1", name="문법 익히기")
        CompetencyElement.objects.create(unit=new, code="2001020231_23v5.1", name="문법 쓰기")
        CompetencyElement.objects.create(unit=new, code="2001020231_23v5.2", name="라이브러리 쓰기")
    subject(cast, old)
    with acting_as(cast["curriculum_head"].actor):
        newest, oldest = versions_of(new, cast["curriculum_head"])
    assert [(one.before, one.after) for one in newest.changes] == [
        ("프로그래밍 언어 활용", "프로그래밍 언어 응용"),
        ("2", "3"),
        ("문법 익히기", "문법 쓰기"),
        ("", "라이브러리 쓰기"),
    ]
    assert oldest.is_first
    client.force_login(cast["curriculum_head"].user)
    page = client.get(f"/paju/competencies/{new.pk}/")
    assert [place.title for _use, places in page.context["left_behind"] for place in places] == [
        "인공지능 모델링 (2022 개정 교육과정)"
    ]
    outdated = client.get("/paju/competencies/", {"use": "outdated"}).context["page"].rows
    assert [row.code for row in outdated] == ["2001020231_19v4"]


def test_the_older_version_is_replaced_in_a_subject_in_one_step(client, cast):
    old, new = unit("2001020413_16v3", level=2), unit("2001020413_19v4", level=3)
    taught = subject(cast, old, hours=48)
    client.force_login(cast["curriculum_head"].user)
    page = client.get(f"/paju/competencies/{new.pk}/").content.decode()
    with as_owner():
        row = SubjectUnit.objects.get(subject=taught)
    address = f"/paju/subject-units/{row.pk}/renew/"
    assert f'href="{address}"' in page
    asked = client.get(address).content.decode()
    assert "2001020413_16v3" in asked
    assert "2001020413_19v4" in asked
    done = client.post(address, {"unit": new.pk}, follow=True)
    assert done.redirect_chain == [(f"/paju/subjects/{taught.pk}/", 302)]
    assert "2001020413_19v4" in done.content.decode()
    with as_owner():
        assert list(SubjectUnit.objects.filter(subject=taught).values_list("unit", "hours")) == [(new.pk, 48)]
    assert client.post(address, {"unit": new.pk}).status_code == 409  # sent twice
    assert address not in client.get(f"/paju/competencies/{new.pk}/").content.decode()


def test_a_version_is_not_replaced_unseen_nor_twice_nor_by_others(client, cast):
    old, new = unit("2001020413_16v3"), unit("2001020413_19v4")
    taught = subject(cast, old)
    with as_owner():
        row = SubjectUnit.objects.get(subject=taught)
    address = f"/paju/subject-units/{row.pk}/renew/"
    client.force_login(cast["teacher"].user)
    assert address not in client.get(f"/paju/competencies/{new.pk}/").content.decode()
    assert client.post(address, {"unit": new.pk}).status_code == 403
    client.force_login(cast["curriculum_head"].user)
    unit("2001020413_23v5")  # came while the page was open
    assert client.post(address, {"unit": new.pk}).status_code == 409
    with as_owner():
        latest = CompetencyUnit.objects.get(code="2001020413_23v5")
        SubjectUnit.objects.create(subject=taught, school=taught.school, unit=latest)
    assert client.post(address, {"unit": latest.pk}).status_code == 409


def test_what_rests_on_an_older_version_leads_to_where_it_is_changed(cast):
    old = unit("2001020413_16v3")
    job(cast, tasks=(((5, 5, 5), [old]),))
    job(cast, tasks=(((5, 5, 5), [old]),), state=AnalysisState.AGREED)
    vacancy = factories.VacancyFactory(consortium=cast.consortium, company=cast.partners["company"])
    with as_owner():
        vacancy.demanded_units.create(unit=old)
    with acting_as(cast["coordinator"].actor):
        found = {use.key: places for use, places in uses_of(cast["coordinator"], [old.pk])}
    assert sorted(bool(place.change_url) for place in found["analyses"]) == [False, True]
    assert [place.change_url for place in found["vacancies"]] == [f"/paju/vacancies/{vacancy.pk}/edit/"]
    with acting_as(cast["teacher"].actor):
        seen = [place for _use, places in uses_of(cast["teacher"], [old.pk]) for place in places]
    assert not any(place.change_url for place in seen)


def test_a_units_page_names_the_subjects_jobs_and_vacancies_that_rest_on_it(cast):
    one = factories.UnitFactory()
    subject(cast, one)
    job(cast, tasks=(((5, 5, 5), [one]),))
    vacancy = factories.VacancyFactory(consortium=cast.consortium, company=cast.partners["company"])
    with as_owner():
        vacancy.demanded_units.create(unit=one)
    with acting_as(cast["curriculum_head"].actor):
        found = {use.key: len(places) for use, places in uses_of(cast["curriculum_head"], [one.pk])}
    assert found == {"subjects": 1, "analyses": 1, "vacancies": 1}
    with acting_as(cast["rival_hr"].actor):  # neither the draft of a rival nor its vacancy
        assert [use.key for use, _places in uses_of(cast["rival_hr"], [one.pk])] == ["subjects"]


def rows(*values):
    return [Candidate(number, one) for number, one in enumerate(values, start=1)]


def test_the_official_list_adds_and_fills_in_and_overwrites_nothing(cast):
    unit("2001070301_19v1", name="")
    unit("2001020231_23v5", name="프로그래밍 언어 활용")
    brought = rows(
        {"code": "2001070301_19v1", "name": "인공지능 모델 기획", "level": 4},
        {"code": "2001020231_23v5", "name": "엉뚱한 이름"},
        {"code": "1901010101_23v3", "name": "새 능력단위", "level": 2, "sub_field": "전기"},
    )
    head = cast["curriculum_head"]
    with acting_as(head.actor):
        found = find_units(brought, head)
        assert found[2].frozen
        assert not found[1].frozen
        brought[0].existing = found[1]
        brought[0].changes = {"name": ("", "인공지능 모델 기획"), "level": (None, 4)}
        apply_units([brought[0], brought[2]], head)
    with as_owner():
        kept = dict(CompetencyUnit.objects.values_list("code", "name"))
    assert kept == {
        "2001070301_19v1": "인공지능 모델 기획",
        "2001020231_23v5": "프로그래밍 언어 활용",
        "1901010101_23v3": "새 능력단위",
    }
    with pytest.raises(PermissionDenied):
        apply_units(brought, cast["coordinator"])


def test_somebody_with_a_signing_link_reads_no_own_unit(cast):
    act(cast["curriculum_head"], services.add_unit, **OWN)
    with acting_as(Actor(Kind.LINK, link=1)):
        assert not CompetencyUnit.objects.own().exists()


def test_the_api_adds_and_rewords_own_units(client, cast):
    client.force_login(cast["curriculum_head"].user)
    url = "/api/v1/paju/competency-units/"
    made = client.post(url, OWN, content_type="application/json")
    assert (made.status_code, made.json()["is_own"], made.json()["family"]) == (201, True, "SK-AI-01")
    own = f"{url}{made.json()['id']}/"
    answer = client.patch(own, {"name": "새 이름"}, content_type="application/json")
    assert answer.json()["name"] == "새 이름"
    assert client.post(url, OWN, content_type="application/json").status_code == 400
    with as_owner():
        known = CompetencyUnit.objects.get(pk=made.json()["id"])
    agreed(cast, "analysis", known)
    answer = client.patch(own, {"level": 4}, content_type="application/json")
    assert (answer.json()["code"], answer.json()["level"]) == ("SK-AI-01_v2", 4)


def test_a_unit_without_a_name_reads_alike_wherever_it_stands(client, cast):
    nameless = unit("2001070305_19v1", name="")
    with as_owner():
        CompetencyElement.objects.create(unit=nameless, code="2001070305_19v1.2", name="특징 생성하기")
    with acting_as(cast["curriculum_head"].actor):
        assert str(nameless) == nameless.in_words == "특징 생성하기 등"
    client.force_login(cast["curriculum_head"].user)
    for address in ("/paju/competencies/", f"/paju/competencies/{nameless.pk}/"):
        html = client.get(address).content.decode()
        assert "특징 생성하기 등" in html
        assert "이름 정보 없음" not in html
        assert "명칭 미확인" not in html


def test_a_units_page_tells_the_subjects_of_two_curricula_apart(client, cast):
    one = factories.UnitFactory()
    older = subject(cast, one)
    with as_owner():
        SubjectModel.objects.filter(pk=older.pk).update(
            generation=Generation.REVISED_2015, kind=SubjectKind.PRACTICAL
        )
    subject(cast, one)
    client.force_login(cast["teacher"].user)
    page = client.get(f"/paju/competencies/{one.pk}/")
    ((_use, places),) = page.context["uses"]
    assert [place.title for place in places] == [
        "인공지능 모델링 (2022 개정 교육과정)",
        "인공지능 모델링 (2015 개정 교육과정)",
    ]
    assert "능력단위 정보" in page.content.decode()
    assert "과정 소개" not in page.content.decode()
