"""Error pages say what happened and what to do, in both languages, and ask the database nothing."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory
from django.utils import translation

from consortium.shell import errors
from consortium.shell.advice import advice_for
from consortium.verdict import denied
from consortium.workflow import StateConflict
from partners.models import Consortium, Member
from partners.states import Role
from tests.cast import Cast


class Thing:
    def get_absolute_url(self) -> str:
        return "/paju/things/7/"


PAGES = {
    400: lambda request: errors.bad_request(request),
    403: lambda request: errors.forbidden(request, PermissionDenied("Only the principal signs this.")),
    404: lambda request: errors.not_found(request),
    409: lambda request: errors.conflict(request, StateConflict(Thing(), "It is now “closed”.")),
    500: lambda request: errors.failure(request),
}
HEADINGS = {
    ("ko", 400): "요청을 처리할 수 없습니다",
    ("ko", 403): "이 작업을 할 권한이 없습니다",
    ("ko", 404): "찾으시는 화면이 없습니다",
    ("ko", 409): "그 사이에 내용이 바뀌었습니다",
    ("ko", 500): "시스템에 문제가 생겼습니다",
    ("en", 400): "We could not understand this request",
    ("en", 403): "You may not do this",
    ("en", 404): "This page does not exist",
    ("en", 409): "This has changed in the meantime",
    ("en", 500): "Something went wrong on our side",
}


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "status"), HEADINGS)
def test_an_error_page_in_two_languages_without_a_query(
    django_assert_num_queries: Any, language: str, status: int
) -> None:
    with translation.override(language), django_assert_num_queries(0):
        response = PAGES[status](RequestFactory().get("/paju/things/7/"))
    text = response.content.decode()
    assert response.status_code == status
    assert f'<html lang="{language}">' in text
    assert f"<h1>{HEADINGS[language, status]}</h1>" in text


def test_the_reason_of_a_refusal_stands_on_the_page() -> None:
    with pytest.raises(PermissionDenied) as raised:
        denied("Only the principal signs this.").require()
    response = errors.forbidden(RequestFactory().get("/"), raised.value)
    assert "Only the principal signs this." in response.content.decode()


def test_a_refusal_without_words_gets_some() -> None:
    response = errors.forbidden(RequestFactory().get("/"), PermissionDenied())
    assert "현재 역할로는 할 수 없는 작업입니다." in response.content.decode()


def test_a_conflict_says_what_changed_and_leads_back_to_it() -> None:
    text = PAGES[409](RequestFactory().get("/")).content.decode()
    assert "It is now “closed”." in text
    assert 'href="/paju/things/7/"' in text


def test_words_from_elsewhere_are_escaped() -> None:
    conflict = StateConflict(Thing(), "<script>alert(1)</script>")
    assert "<script>alert" not in errors.conflict(RequestFactory().get("/"), conflict).content.decode()


def test_htmx_gets_the_whole_page_in_place_of_the_present_one() -> None:
    request = RequestFactory().get("/")
    request.htmx = True
    response = errors.not_found(request)
    assert (response["HX-Retarget"], response.status_code) == ("body", 404)


@pytest.mark.django_db
def test_a_conflict_that_a_view_lets_pass_becomes_409(client: Any, cast: Cast, monkeypatch: Any) -> None:
    def too_late(*args: object, **more: object) -> list[object]:
        raise StateConflict(Consortium(slug="paju"), "It is now “ended”.")

    monkeypatch.setattr("consortium.shell.work.column", too_late)
    client.force_login(cast["official"].user)
    response = client.get("/paju/")
    assert response.status_code == 409
    assert "It is now “ended”." in response.content.decode()


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_in_words(cast: Cast, client_with_csrf: Any) -> None:
    client_with_csrf.force_login(cast["official"].user)
    response = client_with_csrf.post("/language/", {"language": "en"})
    assert response.status_code == 403
    assert "입력 화면이 만료되었습니다" in response.content.decode()
    cast["official"].user.refresh_from_db()
    assert cast["official"].user.language == "ko"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/accounts/2fa/recovery-codes/", "/paju/members/tokens/", "/nowhere/"])
def test_no_answer_is_kept(client: Any, cast: Cast, address: str) -> None:
    client.force_login(cast["coordinator"].user)
    assert "no-store" in client.get(address)["Cache-Control"]


def test_an_address_that_only_takes_forms_says_so_when_it_is_typed(client, cast: Cast) -> None:
    client.force_login(cast["student"].user)
    told = client.get("/paju/external/1/open/")
    assert (told.status_code, told["Allow"]) == (405, "POST")
    assert "화면으로 열 수 없는 주소입니다" in told.content.decode()


WHOM = {
    "student": ("담임 선생님", "/paju/me/"),
    "teacher": ("학교의 산학협력부장에게 알맞은 역할을 요청", "/"),
    "trainer": ("소속 기관의 담당자나 학교의 산학협력부장", "/"),
    "hr": ("소속 기관이 맡은 일이라면 학교의 산학협력부장", "/"),
    "official": ("소속 기관이 맡은 일이라면 학교의 산학협력부장", "/"),
    "coordinator": ("구성원 목록에서 담당자를 확인", "/paju/members/"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("who", WHOM)
def test_a_refusal_advises_whoever_looks_and_asks_the_database_nothing(
    cast: Cast, who: str, django_assert_num_queries: Any
) -> None:
    request = RequestFactory().get("/paju/things/7/")
    request.member, request.memberships = cast[who], [cast[who]]
    words, address = WHOM[who]
    str(cast[who].consortium)
    with django_assert_num_queries(0):
        text = errors.forbidden(request, PermissionDenied("Not yours.")).content.decode()
    assert words in text
    assert f'<a class="krds-btn large primary" href="{address}">' in text
    assert ("알맞은 역할" in text) == (who in ("teacher", "trainer"))
    assert "소속이 여러 개" not in text
    request.memberships = [cast[who], cast["hr"]]
    assert "소속이 여러 개" in errors.forbidden(request, PermissionDenied()).content.decode()


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("role", Role)
def test_every_role_has_advice_and_nobody_else_is_told_to_ask_for_a_role(role: str, language: str) -> None:
    with translation.override(language):
        request = RequestFactory().get("/")
        request.member = Member(role=role, consortium=Consortium(slug="paju"))
        (line,) = advice_for(request)["advice"]
        assert line
        request.member = None
        by_link = errors.forbidden(request, PermissionDenied()).content.decode()
    assert (
        "메일에 있는 링크로 오셨다면" if language == "ko" else "If you came by a link in a mail"
    ) in by_link
    assert "산학협력부장" not in by_link


@pytest.mark.django_db
def test_a_student_who_is_refused_is_led_to_the_own_page(client: Any, cast: Cast) -> None:
    client.force_login(cast["student"].user)
    page = client.get("/paju/students/")
    assert page.status_code == 403
    assert "담임 선생님" in page.content.decode()
    assert client.get("/paju/me/").status_code == 200
