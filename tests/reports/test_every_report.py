"""Every kind of report is made as a worker makes it: under the log-in that may read nothing by itself."""

import pytest

from consortium.reports import doorbell, registry, runner
from consortium.reports.models import Job
from consortium.reports.services import request_report
from consortium.reports.states import JobState
from consortium.rowlevel import acting_as
from partners.models import Bid
from tests import factories
from tests.authorization import as_owner

KEYS = sorted(report.key for report in registry._reports.values() if report.listed)


@pytest.fixture
def make(cast, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(doorbell, "ring", lambda job_id: None)

    def make(key, **parameters):
        report = registry.find(key)
        askers = (cast["coordinator"], cast["official"], cast["student"])
        member = next(one for one in askers if report.is_for(one))
        formats = ["xlsx"] if "xlsx" in report.formats else ["pdf"]
        asked = {"formats": formats, "parameters": parameters, "reason": "정기 점검 자료로 씁니다."}
        with acting_as(member.actor):
            job = request_report(key, by=member, **asked)
        runner.run(job.pk)
        with as_owner():
            return Job.objects.get(pk=job.pk)

    return make


@pytest.mark.parametrize("key", KEYS)
def test_a_worker_makes_it(make, key):
    job = make(key)
    assert (job.state, job.error) == (JobState.DONE, "")


def test_a_worker_makes_it_about_the_one_thing_that_was_chosen(make, cast):
    agreement = factories.AgreementFactory(consortium=cast.consortium, title="업무협약")
    version = factories.CourseVersionFactory(consortium=cast.consortium)
    table = factories.ProgrammeTableFactory(department=cast.department)
    company = cast.partners["company"].pk
    with as_owner():
        bid = Bid.objects.create(consortium=cast.consortium, title="재신청")
    chosen = {
        "agreement": {"agreement": agreement.pk},
        "course_version": {"version": version.pk},
        "demand": {"table": str(table.pk), "company": str(company), "source": "", "show": ""},
        "evidence": {"bid": bid.pk},
        "pledge_ledger": {"partner": company, "kind": "MENTORING"},
        "programme-table": {"table": table.pk},
    }
    assert {key: make(key, **asked).state for key, asked in chosen.items()} == dict.fromkeys(
        chosen, JobState.DONE
    )
