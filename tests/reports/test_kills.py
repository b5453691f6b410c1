"""Workers killed with SIGKILL at named points: files are whole or absent, and the report is made once."""

from pathlib import Path

import pytest
from celery import current_app
from django.db import connection

from consortium.governance.models import Snapshot
from consortium.notifications.models import Notification
from consortium.reports import files, services
from consortium.reports.models import Job, Part, ReportFile
from consortium.reports.states import JobState
from consortium.rowlevel import acting_as
from tests.authorization import as_owner
from tests.cast import assemble
from tests.faults import sink
from tests.faults.machine import Machine, wait_for

pytestmark = [pytest.mark.live, pytest.mark.django_db(transaction=True)]
PATIENCE = 60  # seconds
DEATHS = 2


class ReportMachine(Machine):
    """Workers that make reports, with the faults of `tests.reports.app`."""

    def _spawn(self, command: list[str], name: str) -> object:
        return super()._spawn(
            [str(part).replace("tests.faults.app", "tests.reports.app") for part in command], name
        )


@pytest.fixture
def machine(tmp_path, transactional_db, monkeypatch, settings):
    settings.MEDIA_ROOT = tmp_path / "files"
    with sink.running() as mails:
        made = ReportMachine(tmp_path, mails)
        made.start_broker()
        monkeypatch.setattr(current_app.conf, "broker_url", made.broker_url)
        yield made
        made.stop()


def ask_for_a_report():
    with as_owner():
        cast = assemble()
    member = cast["official"]
    with acting_as(member.actor):
        return services.request_report("governance", by=member, formats=["pdf", "xlsx"])


def visible_files(folder: Path) -> list[Path]:
    return [path for path in (folder / "files").rglob("report.*") if path.is_file()]


def is_whole(path: Path) -> bool:
    body = path.read_bytes()
    if path.suffix == ".pdf":
        return body.startswith(b"%PDF") and body.rstrip().endswith(b"%%EOF")
    return body.startswith(b"PK") and b"[Content_Types].xml" in body and b"PK\x05\x06" in body[-100:]


POINTS = [
    "dies_after_claim",
    "dies_between_chunks",
    "dies_before_rename",
    "dies_after_rename",
    "dies_before_done",
    "dies_after_done",
]


@pytest.mark.parametrize("fault", POINTS)
def test_a_killed_worker_leaves_whole_files_or_none_and_the_report_is_made(machine, fault):
    machine.allow_deaths(DEATHS)
    job = ask_for_a_report()
    broken = []

    def ready():
        broken.extend(path for path in visible_files(machine.folder) if not is_whole(path))
        with as_owner():
            state = Job.objects.get(pk=job.pk).state
        done = state == JobState.DONE
        return done and machine.deaths >= (1 if fault == "dies_after_done" else DEATHS)

    machine.start_worker(fault)
    assert wait_for(ready, PATIENCE, 0.2), machine.log()
    assert broken == []
    with as_owner():
        made = list(ReportFile.objects.filter(job=job).order_by("format"))
        assert [file.format for file in made] == ["pdf", "xlsx"]
        assert [files.checksum(file.location) for file in made] == [file.sha256 for file in made]
        assert Notification.objects.filter(event="reports/ready").count() == 1
        assert Part.objects.count() == 0
        finished = Job.objects.get(pk=job.pk)
        assert finished.steps_done == finished.steps_total
        assert Snapshot.objects.filter(pk=finished.parameters["snapshot"]).exists()


def test_a_worker_and_its_machine_die_at_any_moment(machine):
    """The whole process group is killed again and again while it works; the last worker finishes."""
    job = ask_for_a_report()
    for pause in (1.5, 3.0, 4.5):
        worker = machine.start_worker("lives")
        wait_for(lambda: False, pause)
        machine.kill_worker(worker)
        assert [path for path in visible_files(machine.folder) if not is_whole(path)] == []
    machine.start_worker("lives")

    def done():
        with as_owner():
            return Job.objects.get(pk=job.pk).state == JobState.DONE

    assert wait_for(done, PATIENCE, 0.2), machine.log()
    assert connection.needs_rollback is False


def test_a_broker_that_forgot_everything_loses_no_report(machine):
    job = ask_for_a_report()
    machine.wipe_broker()
    machine.start_worker("lives")

    def done():
        with as_owner():
            return Job.objects.get(pk=job.pk).state == JobState.DONE

    assert wait_for(done, PATIENCE, 0.2), machine.log()
