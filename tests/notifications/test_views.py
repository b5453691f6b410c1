"""A person's notices: their own, of this consortium; opened by a POST, because a GET changes nothing."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from consortium.languages import InBoth
from consortium.notifications import services, wishes
from consortium.notifications.models import Notification, Preference
from consortium.notifications.texts import text_of
from consortium.rowlevel import acting_as
from tests.authorization import as_owner
from tests.cast import Cast

LIST = "/paju/notifications/"


@pytest.fixture
def told(cast: Cast, rung: list) -> Cast:
    """The student and the teacher have been told of one thing each; the student also elsewhere."""
    for name, consortium in (
        ("student", cast.consortium),
        ("teacher", cast.consortium),
        ("student", cast.other_consortium),
    ):
        with acting_as(cast["hr"].actor):
            services.notify(
                "trial/shortlisted",
                to=[cast[name].user_id],
                context={"company": f"{consortium.slug}-{name}"},
                url="/paju/candidates/1/?tab=fit",
                consortium_id=consortium.pk,
                key=consortium.slug,
            )
    return cast


def notice_of(cast: Cast, name: str, slug: str = "paju") -> Notification:
    with as_owner():
        return Notification.objects.get(recipient=cast[name].user_id, key=slug)


def client_of(cast: Cast, name: str) -> Client:
    client = Client()
    with as_owner():
        client.force_login(cast[name].user)
    return client


def test_a_person_sees_their_own_notices_of_this_consortium(told: Cast) -> None:
    page = client_of(told, "student").get(LIST)
    titles = [text.title for _notice, text in page.context["notices"]]
    assert titles == ["paju-student에서 선정하였습니다"]
    assert page.context["bell"] == (LIST, 1)


def test_a_name_kept_in_both_languages_is_read_in_the_readers(cast: Cast, rung: list) -> None:
    with acting_as(cast["hr"].actor):
        services.notify(
            "trial/shortlisted",
            to=[cast["student"].user_id],
            context={"company": InBoth("파주\n전자", "Paju Electronics")},
            url="/paju/candidates/1/",
            consortium_id=cast.consortium.pk,
            key="paju",
        )
    notice = notice_of(cast, "student")
    assert text_of(notice).title == "파주 전자에서 선정하였습니다"
    with translation.override("en"):
        assert text_of(notice).title == "Paju Electronics chose you"


def test_a_notice_outlives_its_text(told: Cast) -> None:
    with as_owner():
        Notification.objects.filter(key="paju").update(event="trial/renamed")
    page = client_of(told, "student").get(LIST)
    titles = [(text.title, text.body) for _notice, text in page.context["notices"]]
    assert titles == [("확인하실 일이 있습니다", "")]


def test_opening_marks_as_read_once_and_leads_to_the_stored_page(told: Cast) -> None:
    client, notice = client_of(told, "student"), notice_of(told, "student")
    answer = client.post(f"{LIST}{notice.pk}/open/")
    assert (answer.status_code, answer["Location"]) == (302, "/paju/candidates/1/?tab=fit")
    first_read = notice_of(told, "student").read_at
    assert first_read is not None
    client.post(f"{LIST}{notice.pk}/open/")
    assert notice_of(told, "student").read_at == first_read


def test_looking_changes_nothing(told: Cast) -> None:
    client, notice = client_of(told, "student"), notice_of(told, "student")
    assert client.get(f"{LIST}{notice.pk}/open/").status_code == 405
    assert client.get(f"{LIST}read/").status_code == 405
    client.get(LIST)
    assert notice_of(told, "student").read_at is None


@pytest.mark.parametrize(("whose", "slug"), [("teacher", "paju"), ("student", "other")])
def test_anothers_notice_and_one_of_elsewhere_do_not_exist(told: Cast, whose: str, slug: str) -> None:
    client, notice = client_of(told, "student"), notice_of(told, whose, slug)
    assert client.post(f"{LIST}{notice.pk}/open/").status_code == 404
    assert notice_of(told, whose, slug).read_at is None


def test_all_read_reads_only_what_is_here(told: Cast) -> None:
    client = client_of(told, "student")
    assert client.post(f"{LIST}read/").status_code == 302
    assert notice_of(told, "student").read_at is not None
    assert notice_of(told, "student", "other").read_at is None
    assert notice_of(told, "teacher").read_at is None
    assert client.get(f"{LIST}?show=unread").context["notices"] == []


def test_the_list_costs_the_same_for_one_and_for_three(told: Cast, rung: list) -> None:
    client = client_of(told, "teacher")
    costs = {}
    for key in ("1", "2", "3"):
        client.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            rows = len(client.get(LIST).context["notices"])
        costs[rows] = len(queries)
        with acting_as(told["hr"].actor):
            services.notify(
                "trial/shortlisted",
                to=[told["teacher"].user_id],
                context={"company": "가"},
                url="/paju/",
                consortium_id=told.consortium.pk,
                key=key,
            )
    assert set(costs) == {1, 2, 3}
    assert len(set(costs.values())) == 1, costs


def test_a_choice_is_kept_and_changed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consortium.notifications.forms.groups", lambda: {"placements": "모집"})
    client = client_of(cast, "student")
    for mail in ("OFF", "AT_ONCE"):
        answer = client.post(f"{LIST}preferences/", {"placements": mail})
        assert (answer.status_code, answer["Location"]) == (302, f"{LIST}preferences/")
    with as_owner():
        kept = list(Preference.objects.values_list("user", "group", "mail"))
    assert kept == [(cast["student"].user_id, "placements", "AT_ONCE")]
    form = client.get(f"{LIST}preferences/").context["form"]
    assert form.fields["placements"].initial == "AT_ONCE"


@pytest.mark.parametrize("posted", [{}, {"placements": "LOUD"}])
def test_a_choice_that_is_none_is_asked_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, posted: dict
) -> None:
    monkeypatch.setattr("consortium.notifications.forms.groups", lambda: {"placements": "모집"})
    page = client_of(cast, "student").post(f"{LIST}preferences/", posted)
    assert list(page.context["form"].errors) == ["placements"]
    with as_owner():
        assert not Preference.objects.exists()


def test_every_app_with_texts_is_a_group_with_a_name() -> None:
    assert {name for name, label in wishes.groups().items() if str(label) in ("", name.title())} == set()
