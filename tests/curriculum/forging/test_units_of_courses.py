"""Units of a course: found by name or code and ticked, with and without scripts; codes are taken as well."""

import pytest

from curriculum.models import CourseSection
from tests import factories
from tests.authorization import as_owner

PROPOSE = "/paju/courses/propose/"
TEXT = {"name": "새 과정", "aims": "한다.", "purpose": "현장 요구", "hours": 8}


@pytest.fixture
def units():
    names = {
        "2001020231_23v5": "애플리케이션 테스트 수행",
        "2001020232_23v5": "화면 구현",
        "2001020233_23v5": "배포",
    }
    return [factories.UnitFactory(code=code, name=name) for code, name in names.items()]


def taught(name):
    with as_owner():
        section = CourseSection.objects.get(version__name=name)
        return {one.unit for one in section.units.select_related("unit")}


@pytest.mark.parametrize("who", ["curriculum_head", "hr"])
def test_units_are_found_by_name_and_ticked_without_scripts_and_nothing_typed_is_lost(
    client, cast, units, who
):
    client.force_login(cast[who].user)
    typed = TEXT | {"aims": "", "units": [units[1].pk], "codes": "2001020233_23v5"}
    page = client.post(PROPOSE, typed | {"unit_search": "애플리케이션", "search": "1"})
    text = page.content.decode()
    assert page.status_code == 200
    assert [one.pk for one in page.context["units"]] == [units[1].pk, units[0].pk]
    assert not page.context["form"].errors
    assert "새 과정" in text
    assert "2001020233_23v5" in text
    refused = client.post(PROPOSE, typed | {"unit_search": "애플리케이션"})
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["aims"]
    assert f'id="id_units_{units[1].pk}" checked' in refused.content.decode()
    assert client.post(PROPOSE, typed | TEXT).status_code == 302
    assert taught("새 과정") == {units[1], units[2]}


def test_an_unknown_code_is_named_and_what_was_ticked_stays(client, cast, units):
    client.force_login(cast["hr"].user)
    sent = TEXT | {"units": [units[0].pk], "codes": "2001020231_23v5 9999999999_99v9"}
    refused = client.post(PROPOSE, sent)
    assert refused.status_code == 422
    assert "9999999999_99v9" in str(refused.context["form"].errors["codes"])
    assert refused.context["chosen"] == {units[0].pk}
    assert client.post(PROPOSE, sent | {"codes": "LM2001020231_23V5"}).status_code == 302
    assert taught("새 과정") == {units[0]}


def test_the_list_narrows_while_one_types_and_units_of_a_section_are_ticked_at_first(client, cast, units):
    client.force_login(cast["curriculum_head"].user)
    asked = {"unit_search": "2001020232", "units": [units[2].pk]}
    found = client.get("/paju/courses/units/", asked, HTTP_HX_REQUEST="true").context["units"]
    assert [one.pk for one in found] == [units[2].pk, units[1].pk]
    client.post(PROPOSE, TEXT | {"units": [units[0].pk]})
    with as_owner():
        section = CourseSection.objects.get(version__name="새 과정")
    edit = client.get(f"/paju/courses/sections/{section.pk}/edit/")
    assert edit.context["chosen"] == {units[0].pk}


def test_a_section_takes_thirty_units_at_most(client, cast):
    client.force_login(cast["curriculum_head"].user)
    many = [factories.UnitFactory().pk for _one in range(31)]
    refused = client.post(PROPOSE, TEXT | {"units": many})
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["units"]
