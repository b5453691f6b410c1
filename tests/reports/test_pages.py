"""The report centre: asking, watching, fetching."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consortium.reports import runner
from consortium.reports.models import Job, ReportFile
from consortium.reports.states import JobState
from tests.authorization import as_owner
from tests.reports.test_jobs import ask


@pytest.fixture
def official(cast, client, trial):
    client.force_login(cast["official"].user)
    return client


def jobs():
    with as_owner():
        return list(Job.objects.order_by("created_at"))


def test_asking_watching_and_fetching(cast, official, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = official.post("/paju/reports/new/trial/", {"trial-formats": ["xlsx"]})
    assert (answer.status_code, answer.url) == (302, "/paju/reports/")
    (job,) = jobs()
    waiting = official.get("/paju/reports/", headers={"HX-Request": "true"}).content.decode()
    assert 'hx-trigger="every 2s"' in waiting
    runner.run(job.pk)
    ready = official.get("/paju/reports/", headers={"HX-Request": "true"}).content.decode()
    assert "hx-trigger" not in ready
    with as_owner():
        file = ReportFile.objects.get(job=job)
    there = official.post(reverse("reports:fetch", args=["paju", file.pk]))
    fetched = official.get(there.url)
    assert b"".join(fetched.streaming_content) == file.location.read_bytes()
    assert fetched["Cache-Control"].startswith("no-store")
    assert fetched["X-Content-Type-Options"] == "nosniff"
    assert fetched["Content-Disposition"].startswith("attachment; ")
    assert official.get(there.url).status_code == 404


def test_a_failed_report_says_why_and_offers_again(cast, official):
    job = ask(cast["official"])
    with as_owner():
        Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, error="원인은 이것입니다.")
    page = official.get("/paju/reports/").content.decode()
    assert "원인은 이것입니다." in page
    assert reverse("reports:retry", args=["paju", job.pk]) in page
    assert official.post(reverse("reports:retry", args=["paju", job.pk])).status_code == 302
    assert official.post(reverse("reports:retry", args=["paju", job.pk])).status_code == 409


def test_no_format_chosen_is_said_beside_the_field(official):
    answer = official.post("/paju/reports/new/trial/", {})
    assert (answer.status_code, jobs()) == (422, [])


@pytest.mark.parametrize("name", ["coordinator", "education_official", "hr", "stranger_official", "student"])
def test_nobody_meets_somebody_elses_report(cast, client, trial, name):
    job = ask(cast["official"])
    runner.run(job.pk)
    with as_owner():
        file = ReportFile.objects.filter(job=job).first()
    client.force_login(cast[name].user)
    slug = cast[name].consortium.slug
    addresses = [
        reverse("reports:fetch", args=[slug, file.pk]),
        reverse("reports:retry", args=[slug, job.pk]),
        reverse("reports:cancel", args=[slug, job.pk]),
    ]
    assert [client.post(address).status_code for address in addresses] == [404, 404, 404]
    assert str(job.pk) not in client.get(f"/{slug}/reports/").content.decode()


def test_a_kind_that_the_role_may_not_make_is_not_there(cast, client, trial):
    client.force_login(cast["hr"].user)
    assert client.post("/paju/reports/new/trial/", {"trial-formats": ["pdf"]}).status_code == 404
    assert client.post("/paju/reports/new/nothing/", {}).status_code == 404


def test_getting_never_asks_for_a_report(official):
    assert official.get("/paju/reports/new/trial/").status_code == 405


def test_the_page_costs_the_same_for_one_report_and_three(cast, official):
    counts = []
    for number in (1, 2):
        for _ in range(number):
            runner.run(ask(cast["official"]).pk)
        official.get("/paju/reports/")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            official.get("/paju/reports/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
