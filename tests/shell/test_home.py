"""My work today, the menu by role, the way in, and the language."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from consortium.shell import navigation, work
from consortium.shell.models import PAUSE, Visit
from partners.models import Member
from partners.states import Role
from tests import factories
from tests.authorization import as_owner
from tests.cast import Cast


@pytest.fixture
def registries(monkeypatch: Any) -> None:
    """Empty registries, so that a test says itself what waits."""
    for name in ("_sources", "_figures", "_suggestions"):
        monkeypatch.setattr(work, name, [])


def item(title: str, **more: Any) -> work.WorkItem:
    return work.WorkItem(title, f"/paju/{title}/", "Open", **more)


@pytest.mark.django_db
def test_what_waits_comes_with_the_oldest_date_first_and_one_button_each(
    client: Any, cast: Cast, registries: None
) -> None:
    found = [item("undated"), item("later", due=date(2026, 12, 2)), item("sooner", due=date(2026, 12, 1))]
    work.register(work.Source("waits", lambda member: found))
    client.force_login(cast["official"].user)
    response = client.get("/paju/")
    assert [one.title for one in response.context["waiting"]] == ["sooner", "later", "undated"]
    text = response.content.decode()
    assert text.count('class="work-item"') == 3
    assert "기한 2026. 12. 1." in text


@pytest.mark.django_db
def test_a_column_counts_all_there_is_and_leads_to_the_rest(
    client: Any, cast: Cast, registries: None
) -> None:
    found = [item(f"thing {number}", due=date(2026, 12, 1)) for number in range(9)]
    work.register(work.Source("waits", lambda member: found[:2]))
    asked: list[int] = []

    def named(member: Member, most: int) -> list[work.WorkItem]:
        asked.append(most)
        return found[2 : 2 + most]

    work.register(work.Source("waits", named, lambda member, since: 7))
    client.force_login(cast["official"].user)
    text = client.get("/paju/").content.decode()
    assert text.count('class="work-item"') == 6
    assert ("9건 모두 보기" in text, 'href="?all=waits#waits-title"' in text) == (True, True)
    whole = client.get("/paju/?all=waits").content.decode()
    assert (whole.count('class="work-item"'), "건 모두 보기" in whole) == (9, False)
    assert asked == [work.SHOWN, work.MOST], "who only counts does not read"


@pytest.mark.django_db
def test_so_many_things_are_not_counted_to_the_end(client: Any, cast: Cast, registries: None) -> None:
    work.register(work.Source("waits", lambda member: [item(str(number)) for number in range(work.MOST)]))
    client.force_login(cast["official"].user)
    assert "100+건 모두 보기" in client.get("/paju/").content.decode()


@pytest.mark.django_db
def test_changes_are_counted_from_the_end_of_the_visit_before(
    client: Any, cast: Cast, registries: None
) -> None:
    now = timezone.now()
    with as_owner():
        Visit.objects.create(
            member_id=cast["official"].pk, since=now - timedelta(days=9), seen_at=now - timedelta(hours=3)
        )
    changes = [item("old", at=now - timedelta(hours=4)), item("new", at=now - timedelta(hours=2))]
    work.register(work.Source("changed", lambda member: changes))
    client.force_login(cast["official"].user)
    assert [one.title for one in client.get("/paju/").context["changed"]] == ["new"]
    again = client.get("/paju/")
    assert [one.title for one in again.context["changed"]] == ["new"], "a reload is the same visit"


@pytest.mark.django_db
def test_a_new_visit_begins_after_a_pause_only(cast: Cast) -> None:
    member, now = cast["hr"], timezone.now()
    with as_owner():
        for away, begins in ((PAUSE - timedelta(minutes=1), False), (PAUSE + timedelta(minutes=1), True)):
            before = now - timedelta(days=1)
            Visit.objects.update_or_create(
                member_id=member.pk, defaults={"since": before, "seen_at": now - away}
            )
            assert (Visit.objects.note_visit(member.pk) == now - away) is begins


@pytest.mark.django_db
def test_with_nothing_to_do_home_says_so_and_offers_two_next_things(
    client: Any, cast: Cast, registries: None
) -> None:
    client.force_login(cast["official"].user)
    response = client.get("/paju/")
    assert "지금 처리할 일이 없습니다" in response.content.decode()
    menu = [link.url for link in navigation.links(cast["official"], "/paju/") if link.url != "/paju/"]
    assert [one.url for one in response.context["suggestions"]] == menu[:2]


@pytest.mark.django_db
def test_home_shows_four_figures_with_definition_and_trend(client: Any, cast: Cast, registries: None) -> None:
    figures = [work.Figure(f"Figure {n}", "1,234", "All of them.", None, [1, 3, 2]) for n in range(6)]
    work.register_figures(lambda member: figures)
    client.force_login(cast["official"].user)
    text = client.get("/paju/").content.decode()
    assert (text.count('class="figure-card"'), text.count('<svg class="trend"')) == (4, 4)
    assert "All of them." in text


@pytest.mark.django_db
def test_home_costs_the_same_for_one_thing_and_for_many(
    client: Any, cast: Cast, registries: None, django_assert_num_queries: Any
) -> None:
    found = [item("one")]
    work.register(work.Source("waits", lambda member: found))
    client.force_login(cast["official"].user)
    client.get("/paju/")
    with django_assert_num_queries(count_queries(client, "/paju/")):
        found += [item(str(number)) for number in range(5)]
        client.get("/paju/")


def count_queries(client: Any, address: str) -> int:
    from django.db import connection  # noqa: PLC0415 - only to count
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(
        connection,
    ) as found:
        client.get(address)
    return len(found)


@pytest.mark.django_db
def test_a_menu_entry_shows_for_its_roles_only_and_marks_where_one_is(cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr(navigation, "_entries", [])
    navigation.register(navigation.Entry("Later", "home", {Role.HR}, 20))
    navigation.register(navigation.Entry("First", "notifications:notices", None, 10))
    assert [link.label for link in navigation.links(cast["official"], "/paju/")] == ["First"]
    links = navigation.links(cast["hr"], "/paju/notifications/preferences/")
    assert [(link.label, link.current) for link in links] == [("First", "true"), ("Later", "")]
    assert [link.current for link in navigation.links(cast["hr"], "/paju/")] == ["", "page"]
    assert navigation.links(cast["operator"], "/operator/") == []


@pytest.mark.django_db
def test_the_menu_puts_what_belongs_together_under_one_heading(
    client: Any, cast: Cast, monkeypatch: Any
) -> None:
    monkeypatch.setattr(navigation, "_entries", [])
    both, lonely = navigation.Section("Both"), navigation.Section("Lonely")
    navigation.register(navigation.Entry("Work", "home", None, 0))
    navigation.register(navigation.Entry("Early", "notifications:notices", None, 10, both))
    navigation.register(navigation.Entry("Single", "notifications:preferences", None, 20, lonely))
    navigation.register(navigation.Entry("Late", "notifications:notices", {Role.HR}, 30, both))
    assert [one.label for one in navigation.menu(cast["hr"], "/paju/")] == ["Work", "Both", "Single"]
    assert [one.label for one in navigation.menu(cast["official"], "/paju/")] == ["Work", "Early", "Single"]
    client.force_login(cast["hr"].user)
    page = client.get("/paju/notifications/").content.decode()
    assert '<summary class="here">Both</summary>' in page
    assert page.count(">Late</a>") == 2  # the drawer of a telephone shows the same


@pytest.mark.django_db
def test_home_belongs_to_members(client: Any, cast: Cast) -> None:
    assert client.get("/paju/")["Location"].startswith("/accounts/login/")
    client.force_login(cast["stranger"].user)
    assert client.get("/paju/").status_code == client.get("/no-such-place/").status_code == 404


@pytest.mark.django_db
def test_one_membership_leads_straight_home(client: Any, cast: Cast) -> None:
    client.force_login(cast["hr"].user)
    assert client.get("/")["Location"] == "/paju/"
    client.force_login(cast["operator"].user)
    assert client.get("/")["Location"] == "/operator/"


@pytest.mark.django_db
def test_several_memberships_are_a_choice(client: Any, cast: Cast) -> None:
    with as_owner():
        Member.objects.create(
            user=cast["hr"].user,
            consortium=cast.other_consortium,
            partner=cast.other_partners["company"],
            role=Role.HR,
        )
    client.force_login(cast["hr"].user)
    response = client.get("/")
    assert {place["url"] for place in response.context["places"]} == {"/paju/", "/other/"}
    assert response.content.decode().count("place-card") >= 2


@pytest.mark.django_db
def test_without_a_membership_one_learns_whom_to_ask(client: Any, cast: Cast) -> None:
    with as_owner():
        user = factories.UserFactory(email="new@example.com")
        ended = cast["trainer"]
        ended.valid_until = timezone.localdate() - timedelta(days=1)
        ended.valid_from = ended.valid_until
        ended.save()
    for person in (user, ended.user):
        client.force_login(person)
        text = client.get("/").content.decode()
        assert "아직 소속된 연합체가 없습니다" in text
        assert person.email in text


@pytest.mark.django_db
def test_korean_is_the_language_until_somebody_chooses_another(client: Any, cast: Cast) -> None:
    page = client.get("/accounts/login/", headers={"accept-language": "en-US,en;q=0.9"})
    assert '<html lang="ko">' in page.content.decode()
    client.post("/language/", {"language": "en", "next": "/accounts/login/"})
    assert '<html lang="en">' in client.get("/accounts/login/").content.decode()


@pytest.mark.django_db
def test_a_chosen_language_is_kept_with_the_log_in(client: Any, cast: Cast) -> None:
    client.force_login(cast["official"].user)
    client.post("/language/", {"language": "en", "next": "/paju/"})
    with as_owner():
        cast["official"].user.refresh_from_db()
    assert cast["official"].user.language == "en"
    client.cookies.pop("django_language")
    assert '<html lang="en">' in client.get("/paju/").content.decode()
    client.post("/language/", {"language": "xx", "next": "/paju/"})
    assert '<html lang="en">' in client.get("/paju/").content.decode()


@pytest.mark.django_db
def test_language_never_leads_away_from_the_portal(client: Any) -> None:
    answer = client.post("/language/", {"language": "en", "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"
    assert client.get("/language/").status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "ko-KR", "e" * 500, "en\0"])
def test_a_language_that_the_portal_does_not_speak_changes_nothing(
    client: Any, cast: Cast, language: str
) -> None:
    person = cast["hr"].user
    client.force_login(person)
    assert client.post("/language/", {"language": language}).status_code == 302
    person.refresh_from_db()
    assert person.language == "ko"
