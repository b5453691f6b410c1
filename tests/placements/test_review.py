"""What HR gets on the review pages: blind cards, explained fits, names only after shortlisting."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from consortium.audit.models import AccessRecord
from consortium.notifications.models import Notification
from consortium.rowlevel import acting_as
from placements import services
from placements.models import Candidate
from placements.states import CandidateState, ConsentItem
from tests import factories
from tests.authorization import as_owner
from tests.placements.conftest import CANARIES, withdraw

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def hr(client, stage):
    client.force_login(stage.cast["hr"].user)
    with as_owner():
        type(stage.cast["hr"].user).objects.update(language="en")
    return client


def address(stage, rest=""):
    return f"/paju/candidates/vacancy/{stage.vacancy.pk}/{rest}"


def text(response):
    return response.content.decode()


def step(stage, verb):
    return f"/paju/candidates/{stage.candidate.pk}/{verb}/"


def state_of(stage):
    with as_owner():
        return Candidate.objects.get(pk=stage.candidate.pk).state


def another_candidate(stage, held=(), items=None):
    """One more consented student with these units."""
    student = factories.StudentFactory(department=stage.cast.department)
    values = {} if items is None else {"items": items}
    factories.ConsentFactory(
        student=student,
        recipient=stage.cast.partners["company"],
        recorded_by=stage.cast["coordinator"],
        **values,
    )
    for unit in held:
        factories.AttainmentFactory(student=student, unit=unit, judged_by=stage.cast["teacher"])
    return factories.CandidateFactory(vacancy=stage.vacancy, student=student, attendance_band="")


@pytest.mark.parametrize("page", ["review", "candidate", "compare", "overview", "api"])
def test_a_blind_card_shows_code_name_and_none_of_the_person(hr, stage, page):
    addresses = {
        "review": address(stage),
        "candidate": f"/paju/candidates/{stage.candidate.pk}/",
        "compare": address(stage, f"?compare={stage.candidate.pk}"),
        "overview": "/paju/candidates/",
        "api": "/api/v1/paju/candidates/",
    }
    shown = text(hr.get(addresses[page]))
    assert [canary for canary in CANARIES if canary in shown] == []
    assert ("K-17" in shown) == (page != "overview")


def test_the_fit_is_explained_unit_by_unit_in_words(hr, stage):
    assert "Has 2 of 3; missing: 단위3" in text(hr.get(address(stage)))


def test_cards_stand_in_order_of_fit_and_unknown_fit_stands_last(hr, stage):
    best = another_candidate(stage, held=stage.units)
    unknown = another_candidate(stage, held=stage.units, items=[ConsentItem.CERTIFICATES])
    page = hr.get(address(stage)).context["page"]
    assert [row.pk for row in page.rows] == [best.pk, stage.candidate.pk, unknown.pk]
    shown = text(hr.get(address(stage)))
    assert shown.count("The consent does not cover competency units, so the fit is unknown.") == 1


def test_what_consent_does_not_cover_is_said_not_guessed(hr, stage):
    with as_owner():
        stage.consent.delete()
        Candidate.objects.filter(pk=stage.candidate.pk).update(attendance_band="")
    factories.ConsentFactory(
        student=stage.cast.student,
        recipient=stage.cast.partners["company"],
        recorded_by=stage.cast["coordinator"],
        items=[ConsentItem.COMPETENCIES],
    )
    (card,) = (card for card, _queue in hr.get(address(stage)).context["cards"])
    assert (card.certificates, card.attendance, card.student, card.contact) == (None, None, None, None)


@pytest.mark.parametrize(
    ("items", "words"),
    [
        (["COMPETENCIES", "NAME", "CONTACT"], "opens to you: Name and department, Telephone number."),
        (["COMPETENCIES", "NAME"], "opens to you: Name and department."),
        (["COMPETENCIES"], "The consent covers no name"),
    ],
)
def test_before_shortlisting_the_card_says_what_opens_and_who_is_told(hr, stage, items, words):
    withdraw(stage.consent)
    factories.ConsentFactory(
        student=stage.cast.student, recipient=stage.cast.partners["company"], items=items
    )
    shown = hr.get(address(stage)).content.decode()
    step_in_place = shown[shown.index('<details class="decline shortlist">') :].partition("</details>")[0]
    assert (words in step_in_place, "are told at once" in step_in_place) == (True, True)


def test_shortlisting_opens_the_name_and_tells_student_and_school(hr, stage):
    assert hr.post(step(stage, "shortlist"), {"back": address(stage)}).status_code == 302
    assert state_of(stage) == CandidateState.SHORTLISTED
    shown = text(hr.get(f"/paju/candidates/{stage.candidate.pk}/"))
    assert ("김가람" in shown, "010-1234-5678" in shown, "김보호" in shown) == (True, True, False)
    cast = stage.cast
    with as_owner():
        told = set(Notification.objects.values_list("event", "recipient"))
        assert told == {
            ("placements/shortlisted", cast["student"].user_id),
            ("placements/shortlisted_school", cast["coordinator"].user_id),
            ("placements/shortlisted_school", cast["training_teacher"].user_id),
        }
        read = AccessRecord.objects.filter(user_id=cast["hr"].user_id, subjects__contains=[cast.student.pk])
        assert read.exists()


def test_letters_name_no_student(hr, stage):
    hr.post(step(stage, "shortlist"))
    hr.post(step(stage, "decline"), {"reason": "FILLED"})
    with as_owner():
        written = " ".join(str(row) for row in Notification.objects.values_list("context", "url"))
    assert [canary for canary in CANARIES if canary in written] == []


def test_pressing_twice_is_the_same_as_once(hr, stage):
    statuses = [hr.post(step(stage, "shortlist"), {"back": address(stage)}).status_code for _ in range(2)]
    assert statuses == [302, 302]
    with as_owner():
        assert Notification.objects.filter(event="placements/shortlisted").count() == 1


def test_declining_needs_one_of_the_reasons(hr, stage):
    assert hr.post(step(stage, "decline"), {"reason": "looks"}).status_code == 200
    assert state_of(stage) == CandidateState.PROPOSED
    assert hr.post(step(stage, "decline"), {"reason": "SCHEDULE"}).status_code == 302
    with as_owner():
        candidate = Candidate.objects.get(pk=stage.candidate.pk)
        assert (candidate.state, candidate.decline_reason) == (CandidateState.DECLINED, "SCHEDULE")


def test_with_htmx_the_answered_card_comes_back_and_the_next_takes_the_focus(hr, stage):
    following = another_candidate(stage)
    response = hr.post(step(stage, "shortlist"), {"queue": str(following.pk), "back": address(stage)}, **HTMX)
    shown = text(response)
    assert response.status_code == 200
    assert shown.count("<article") == 2
    assert f'id="card-{following.pk}-name" tabindex="-1" autofocus' in shown
    assert "<html" not in shown


@pytest.mark.parametrize("click", ["shortlist", "decline", "open", "shortlist_htmx", "api"])
def test_consent_withdrawn_while_the_page_is_open_says_so_and_shows_nothing(hr, stage, click):
    hr.get(address(stage))
    withdraw(stage.consent)
    clicks = {
        "shortlist": lambda: hr.post(step(stage, "shortlist")),
        "decline": lambda: hr.post(step(stage, "decline"), {"reason": "FILLED"}),
        "open": lambda: hr.get(f"/paju/candidates/{stage.candidate.pk}/"),
        "shortlist_htmx": lambda: hr.post(step(stage, "shortlist"), **HTMX),
        "api": lambda: hr.post(f"/api/v1/paju/candidates/{stage.candidate.pk}/shortlist/"),
    }
    response = clicks[click]()
    shown = text(response)
    assert response.status_code == 409
    assert "withdrawn" in shown
    assert [canary for canary in (*CANARIES, "K-17", "정보처리기능사", "단위1") if canary in shown] == []
    assert state_of(stage) == CandidateState.PROPOSED


def test_a_withdrawn_candidate_leaves_comparison_and_list(hr, stage):
    withdraw(stage.consent)
    response = hr.get(address(stage, f"?compare={stage.candidate.pk}&state=ALL"))
    assert response.status_code == 200
    assert "was withdrawn or has ended" in text(response)
    assert "K-17" not in text(response)


def test_at_most_four_are_compared(hr, stage):
    five = [stage.candidate, *(another_candidate(stage) for _ in range(4))]
    query = "&".join(f"compare={candidate.pk}" for candidate in five)
    compared = hr.get(address(stage, f"?{query}")).context["compared"]
    assert [card.pk for card in compared] == [candidate.pk for candidate in five[:4]]


@pytest.mark.parametrize(
    ("who", "status"),
    [("trainer", 403), ("coordinator", 403), ("student", 403), ("official", 403), ("rival_hr", 404)],
)
def test_only_the_companys_hr_reviews(client, stage, who, status):
    client.force_login(stage.cast[who].user)
    assert client.get(address(stage)).status_code == status
    assert client.get(f"/paju/candidates/{stage.candidate.pk}/").status_code == status
    assert client.post(step(stage, "shortlist")).status_code == status
    assert state_of(stage) == CandidateState.PROPOSED


def test_another_consortium_gets_the_404_of_an_address_that_is_not_there(client, stage):
    client.force_login(stage.cast["stranger_hr"].user)
    assert client.get(address(stage)).status_code == 404


def test_a_foreign_candidate_and_none_at_all_look_the_same(client, stage):
    client.force_login(stage.cast["rival_hr"].user)
    foreign, missing = (client.get(f"/paju/candidates/{pk}/") for pk in (stage.candidate.pk, 999_999))
    assert (foreign.status_code, missing.status_code) == (404, 404)
    cut = [
        text(answer).replace(f"/{pk}/", "")
        for answer, pk in ((foreign, stage.candidate.pk), (missing, 999_999))
    ]
    assert cut[0] == cut[1]


def test_the_page_costs_the_same_for_one_card_and_for_four(hr, stage):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert hr.get(address(stage)).status_code == 200
        return len(captured)

    queries()
    alone = queries()
    for _ in range(3):
        another_candidate(stage, held=stage.units[:1])
    assert queries() == alone


def test_nobody_is_shortlisted_after_the_vacancy_closed(hr, stage):
    with as_owner():
        type(stage.vacancy).objects.filter(pk=stage.vacancy.pk).update(state="CLOSED")
    assert hr.post(step(stage, "shortlist")).status_code == 409


def test_filters_stand_in_the_address(hr, stage):
    full = another_candidate(stage, held=stage.units)
    page = hr.get(address(stage, "?complete=1")).context["page"]
    assert [row.pk for row in page.rows] == [full.pk]


def test_the_way_back_never_leads_to_another_site(hr, stage):
    response = hr.post(step(stage, "shortlist"), {"back": "//evil.example/"})
    assert response.url == address(stage)


def test_korean_words_come_first(client, stage):
    client.force_login(stage.cast["hr"].user)
    shown = text(client.get(address(stage)))
    assert "요구 능력단위 3개 중 2개 보유, 부족: 단위3" in shown
    with translation.override("ko"):
        assert str(CandidateState.SHORTLISTED.label) in shown


def test_no_more_than_three_names_open_for_each_place_and_decline_does_not_unsee(hr, stage):
    cast = stage.cast
    with as_owner():
        type(stage.vacancy).objects.update(places=1)
    four = [stage.candidate, *(another_candidate(stage) for _ in range(3))]
    for candidate in four[:3]:
        assert hr.post(f"/paju/candidates/{candidate.pk}/shortlist/").status_code == 302
        assert hr.post(f"/paju/candidates/{candidate.pk}/decline/", {"reason": "FILLED"}).status_code == 302
    page = text(hr.get(address(stage)))
    assert "3 of 3 at most" in page
    assert "All 3 names that may open for this vacancy have been opened" in page
    assert f"/paju/candidates/{four[3].pk}/shortlist/" not in page
    for refused in (
        hr.post(f"/paju/candidates/{four[3].pk}/shortlist/"),
        hr.post(f"/api/v1/paju/candidates/{four[3].pk}/shortlist/"),
    ):
        assert refused.status_code == 403
        assert "names that may open" in text(refused)
    with as_owner():
        assert Candidate.objects.get(pk=four[3].pk).state == CandidateState.PROPOSED
        told = Notification.objects.filter(event="placements/names_used_up_school")
        assert set(told.values_list("recipient", flat=True)) == {
            cast["coordinator"].user_id,
            cast["training_teacher"].user_id,
        }
        type(stage.vacancy).objects.update(places=2)
    assert hr.post(f"/paju/candidates/{four[3].pk}/shortlist/").status_code == 302


def test_whose_name_was_open_before_needs_no_further_name(hr, stage):
    with as_owner():
        type(stage.vacancy).objects.update(places=1)
    for candidate in (stage.candidate, *(another_candidate(stage) for _ in range(2))):
        assert hr.post(f"/paju/candidates/{candidate.pk}/shortlist/").status_code == 302
    coordinator = stage.cast["coordinator"]
    with acting_as(coordinator.actor):
        services.withdraw_consent(stage.consent, by=coordinator)
    factories.ConsentFactory(
        student=stage.cast.student, recipient=stage.cast.partners["company"], recorded_by=coordinator
    )
    assert state_of(stage) == CandidateState.PROPOSED
    assert hr.post(step(stage, "shortlist")).status_code == 302
