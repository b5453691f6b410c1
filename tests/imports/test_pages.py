"""The pages of an import, as their owner meets them."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consortium.audit.models import AccessRecord
from consortium.imports import registry, runner
from consortium.imports.models import Import
from tests.authorization import as_owner
from tests.imports.files import bring, check, comma_separated, confirm, fresh

ROWS = [["목록"], ["이름", "수", "쓰지 않는 열"], ["가", "1", "x"], ["나", "많음", ""], ["다", "3", ""]]


@pytest.fixture
def coordinator(cast, client, shelf):
    client.force_login(cast["coordinator"].user)
    return client


def only_import():
    with as_owner():
        return Import.objects.select_related("consortium").get()


def text(response):
    return response.content.decode()


def test_from_the_upload_to_the_result(cast, coordinator, shelf):
    file = SimpleUploadedFile("목록.csv", comma_separated(ROWS).getvalue())
    sent = coordinator.post("/paju/imports/new/trial/", {"file": file})
    imported = only_import()
    here = f"/paju/imports/{imported.pk}/"
    assert (sent.status_code, sent.url) == (302, here)
    assert 'hx-trigger="every 2s"' in text(coordinator.get(here))

    runner.run(imported.pk)
    assert coordinator.get(here).url == f"{here}columns/"
    assert coordinator.get(here, headers={"HX-Request": "true"})["HX-Redirect"] == f"{here}columns/"
    columns = text(coordinator.get(f"{here}columns/"))
    assert "쓰지 않는 열" in columns
    assert "A: 이름 (가)" in columns
    assert coordinator.post(f"{here}columns/", {"name": "0", "count": "1"}).url == here

    runner.run(imported.pk)
    preview = text(coordinator.get(f"{here}preview/"))
    assert "2행을 반영합니다." in preview
    assert "많음" in text(coordinator.get(f"{here}preview/?outcome=ERROR"))
    assert "많음" not in text(coordinator.get(f"{here}preview/?outcome=NEW"))
    assert coordinator.get(f"{here}faulty/")["Content-Disposition"].startswith("attachment; ")
    assert coordinator.post(f"{here}confirm/", {"version": "1"}).url == here
    assert coordinator.post(f"{here}confirm/", {"version": "1"}).status_code == 409

    runner.run(imported.pk)
    result = text(coordinator.get(here))
    assert shelf.holds == {"가": 1, "다": 3}
    assert "1행이 반영되지 않았습니다." in result
    assert coordinator.get(f"{here}preview/").url == here
    assert "목록.csv" in text(coordinator.get("/paju/imports/"))


def test_what_is_wrong_with_a_file_is_said_at_once(coordinator):
    answer = coordinator.post(
        "/paju/imports/new/trial/", {"file": SimpleUploadedFile("a.xlsm", b"PK\x03\x04")}
    )
    assert answer.status_code == 422
    assert "매크로" in text(answer)
    with as_owner():
        assert not Import.objects.exists()


@pytest.mark.parametrize(
    ("chosen", "said"),
    [({"name": "0", "count": "0"}, "두 번"), ({"count": "1"}, "필수"), ({"name": "77"}, "이름")],
)
def test_a_choice_of_columns_that_cannot_be_is_said_and_kept(cast, coordinator, chosen, said):
    imported = bring(cast["coordinator"], comma_separated(ROWS), key="trial")
    answer = coordinator.post(f"/paju/imports/{imported.pk}/columns/", chosen)
    assert answer.status_code == 422
    assert said in text(answer)
    assert fresh(imported).state == "MAPPING"


def test_choosing_another_row_of_names(cast, coordinator):
    imported = bring(cast["coordinator"], comma_separated(ROWS), key="trial")
    layout = f"/paju/imports/{imported.pk}/layout/"
    assert coordinator.post(layout, {"row": "3", "height": "1"}).status_code == 302
    assert fresh(imported).header_row == 3
    assert coordinator.post(layout, {"row": "99", "height": "1"}).status_code == 422
    assert coordinator.post(layout, {"sheet": "없음"}).status_code == 422


def test_throwing_away_and_failed_ones(cast, coordinator):
    member = cast["coordinator"]
    imported = check(member, bring(member, comma_separated(ROWS), key="trial"))
    here = f"/paju/imports/{imported.pk}/"
    assert coordinator.post(f"{here}discard/").url == "/paju/imports/"
    assert fresh(imported).state == "CANCELLED"
    assert coordinator.post(f"{here}discard/").status_code == 409
    assert coordinator.post(f"{here}retry/").status_code == 409
    assert coordinator.get(here).status_code == 200
    bad = bring(member, comma_separated([["이름"], ["010203-3456789"]]), key="trial")
    assert "A2" in text(coordinator.get(f"/paju/imports/{bad.pk}/"))


@pytest.mark.parametrize("name", ["hr", "principal", "stranger", "student"])
def test_nobody_meets_somebody_elses_import(cast, client, shelf, name):
    member = cast["coordinator"]
    imported = confirm(member, check(member, bring(member, comma_separated(ROWS), key="trial")))
    client.force_login(cast[name].user)
    slug = cast[name].consortium.slug
    here = f"/{slug}/imports/{imported.pk}/"
    for page in ("", "columns/", "preview/", "faulty/"):
        assert client.get(here + page).status_code == 404
    for verb in ("columns/", "layout/", "confirm/", "retry/", "discard/"):
        assert client.post(here + verb).status_code == 404
    assert client.get(f"/api/v1/{slug}/imports/{imported.pk}/").status_code in (403, 404)


def test_the_api_says_how_far_it_is(cast, coordinator):
    member = cast["coordinator"]
    imported = check(member, bring(member, comma_separated(ROWS), key="trial"))
    answer = coordinator.get(f"/api/v1/paju/imports/{imported.pk}/").json()
    assert (answer["state"], answer["rows_by_outcome"]) == ("PREVIEW", {"NEW": 2, "ERROR": 1})


def test_home_says_what_waits(cast, coordinator):
    member = cast["coordinator"]
    imported = check(member, bring(member, comma_separated(ROWS), name="협약기관.csv", key="trial"))
    home = text(coordinator.get("/paju/"))
    assert "가져오기가 확인을 기다립니다: 협약기관.csv" in home
    assert f"/paju/imports/{imported.pk}/" in home


def test_a_list_of_one_import_costs_what_three_do(cast, coordinator):
    member, counts = cast["coordinator"], []
    for number in (1, 2):
        for _import in range(number):
            bring(member, comma_separated(ROWS), key="trial")
        coordinator.get("/paju/imports/")
        with CaptureQueriesContext(connection) as queries:
            coordinator.get("/paju/imports/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_preview_of_one_row_costs_what_sixty_do(cast, coordinator):
    member, counts = cast["coordinator"], []
    for size in (1, 60):
        rows = [["이름", "수"], *([f"이름{n}", "1"] for n in range(size))]
        imported = check(member, bring(member, comma_separated(rows), key="trial"))
        address = f"/paju/imports/{imported.pk}/preview/"
        coordinator.get(address)
        with CaptureQueriesContext(connection) as queries:
            page = text(coordinator.get(address))
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert 'rel="next"' in page


def test_the_partners_page_leads_to_the_import_for_whom_it_is(cast, client):
    for name, offered in (("coordinator", True), ("hr", False)):
        client.force_login(cast[name].user)
        assert ("/paju/imports/new/partners/" in text(client.get("/paju/partners/"))) is offered


def test_what_is_shown_and_given_out_of_a_list_about_persons_is_recorded(
    cast, coordinator, shelf, monkeypatch
):
    monkeypatch.setitem(registry._targets, "trial", replace(shelf.target(), personal=True))
    member = cast["coordinator"]
    imported = check(member, bring(member, comma_separated(ROWS), key="trial"))
    for page in ("columns/", "preview/", "faulty/"):
        coordinator.get(f"/paju/imports/{imported.pk}/{page}")
    with as_owner():
        records = AccessRecord.objects.filter(what="imports.Row").order_by("at")
        assert list(records.values_list("action", "unnamed_rows", "member_id")) == [
            ("import trial sampled", 5, member.pk),
            ("import trial shown", 3, member.pk),
            ("import trial given back", 1, member.pk),
        ]


def test_a_preview_is_walked_forth_and_back_row_by_row(cast, coordinator):
    member = cast["coordinator"]
    rows = [["이름", "수"], *([f"이름{n}", "많음" if n == 70 else "1"] for n in range(130))]
    imported = check(member, bring(member, comma_separated(rows), key="trial"))
    address = f"/paju/imports/{imported.pk}/preview/"

    def walk(query, way):
        seen = []
        while query:
            page = coordinator.get(address + query).context["page"]
            seen.append([row.number for row in page.rows])
            query = getattr(page, way)
        return seen, query

    forth, _end = walk("?", "next_address")
    assert [number for page in forth for number in page] == list(range(2, 132))
    back, _begin = walk("?before=132", "previous_address")
    assert back[0] == list(range(82, 132))
    assert back[-1] == list(range(2, 52)), "the first page is a full one"
    for nonsense in ("?after=x", "?after=99999999999", "?before=-1"):
        assert coordinator.get(address + nonsense).context["page"].rows[0].number == 2
