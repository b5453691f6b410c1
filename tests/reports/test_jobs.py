"""A report is made once, by whoever may have it at that moment, and its files are whole."""

import dataclasses
import stat
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from consortium.audit.models import AccessRecord, Destruction
from consortium.notifications.models import Notification
from consortium.reports import files, formats, registry, runner, services
from consortium.reports.models import DownloadLink, Job, Part, ReportFile
from consortium.reports.states import JobState
from consortium.rowlevel import SYSTEM, acting_as
from consortium.workflow import StateConflict
from curriculum.models import Student
from partners.models import Member
from tests.authorization import as_owner


def ask(member, **changes):
    with acting_as(member.actor):
        return services.request_report("trial", by=member, **({"formats": ["pdf", "xlsx"]} | changes))


def again(job):
    with as_owner():
        return Job.objects.get(pk=job.pk)


def states(job):
    return again(job).state


@pytest.fixture
def done(cast, trial):
    job = ask(cast["official"])
    runner.run(job.pk)
    return again(job)


def test_a_report_is_made_in_every_format_that_was_asked_for(cast, done):
    with as_owner():
        made = list(ReportFile.objects.filter(job=done).order_by("format"))
    assert (done.state, done.steps_done, done.error) == (JobState.DONE, done.steps_total, "")
    assert [file.format for file in made] == ["pdf", "xlsx"]
    assert [files.checksum(file.location) for file in made] == [file.sha256 for file in made]
    assert [stat.S_IMODE(file.location.stat().st_mode) for file in made] == [0o600, 0o600]
    assert sorted(path.name for path in made[0].location.parent.iterdir()) == ["report.pdf", "report.xlsx"]


def test_the_person_who_asked_is_told_once(cast, done):
    runner.run(done.pk)
    with as_owner():
        told = Notification.objects.filter(event="reports/ready").values_list("recipient", flat=True)
        assert list(told) == [cast["official"].user_id]


def test_running_a_finished_report_again_changes_nothing(cast, trial, done):
    runner.run(done.pk)
    assert trial.made == ["first", "second"]
    assert again(done).attempts == 1


def test_parts_are_kept_only_until_the_report_is_ready(cast, done):
    with as_owner():
        assert Part.objects.count() == 0


def test_a_second_worker_leaves_a_held_report_alone(cast, trial):
    job = ask(cast["official"])
    assert runner.claim(job.pk) is not None
    assert runner.claim(job.pk) is None


def test_a_new_worker_goes_on_after_the_finished_part(cast, trial):
    job, trial.fails_at = ask(cast["official"]), "second"
    runner.run(job.pk)
    with as_owner():
        Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    trial.fails_at = ""
    runner.run(job.pk)
    assert trial.made == ["first", "second"]
    assert (again(job).state, again(job).attempts) == (JobState.DONE, 2)


def test_a_part_that_was_tampered_with_is_made_again(cast, trial):
    job, trial.fails_at = ask(cast["official"]), "second"
    runner.run(job.pk)
    with as_owner():
        Part.objects.filter(job=job, name="first").update(content=[])
        Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    trial.fails_at = ""
    runner.run(job.pk)
    assert trial.made == ["first", "first", "second"]


def test_both_attempts_have_one_snapshot_time(cast, trial):
    job, trial.fails_at = ask(cast["official"]), "second"
    runner.run(job.pk)
    first = again(job).snapshot_at
    with as_owner():
        Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    trial.fails_at = ""
    runner.run(job.pk)
    assert again(job).snapshot_at == first


def test_a_worker_that_lost_its_lease_writes_nothing_more(cast, trial):
    job = ask(cast["official"])
    slow = runner.claim(job.pk)
    with as_owner():
        Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    runner.run(job.pk)
    with pytest.raises(runner.Superseded), acting_as(SYSTEM):
        runner.Maker(slow)._step(steps_done=0)
    assert (again(job).state, again(job).steps_done) == (JobState.DONE, again(job).steps_total)


def fail_for_good(job):
    for _attempt in range(runner.ATTEMPTS):
        with as_owner():
            Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(
                lease_until=timezone.now() - timedelta(seconds=1)
            )
        runner.run(job.pk)


def test_a_report_that_fails_each_time_says_so_and_can_be_tried_again(cast, trial):
    job, trial.fails_at = ask(cast["official"]), "first"
    fail_for_good(job)
    failed = again(job)
    assert (failed.state, failed.lease_until) == (JobState.FAILED, None)
    assert failed.error == "보고서를 만들지 못했습니다. 자세한 원인은 운영자가 로그에서 확인할 수 있습니다."
    trial.fails_at = ""
    with acting_as(cast["official"].actor):
        services.retry_report(failed, by=cast["official"])
    runner.run(job.pk)
    assert states(job) == JobState.DONE


def test_a_job_of_somebody_who_left_is_refused(cast, trial):
    job = ask(cast["official"])
    with as_owner():
        Member.objects.filter(pk=cast["official"].pk).update(
            valid_until=timezone.localdate() - timedelta(days=1)
        )
    runner.run(job.pk)
    assert (states(job), again(job).error, trial.made) == (JobState.CANCELLED, "소속이 종료되었습니다.", [])


def test_an_access_that_was_ended_today_ends_the_job_at_once(cast, trial):
    job = ask(cast["official"])
    with as_owner():
        Member.objects.filter(pk=cast["official"].pk).update(
            valid_until=timezone.localdate(), ended_at=timezone.now()
        )
    runner.run(job.pk)
    assert (states(job), trial.made) == (JobState.CANCELLED, [])


def test_a_job_is_refused_when_the_role_no_longer_includes_it(cast, trial):
    job = ask(cast["official"])
    with as_owner():
        Member.objects.filter(pk=cast["official"].pk).update(role="LECTURER")
    runner.run(job.pk)
    assert (states(job), trial.made) == (JobState.CANCELLED, [])


def test_a_membership_that_ends_between_two_parts_ends_the_report(cast, trial):
    job = ask(cast["official"])
    made = trial._make

    def leave_after_first(name):
        with as_owner():
            Member.objects.filter(pk=cast["official"].pk).update(
                valid_until=timezone.localdate() - timedelta(days=1)
            )
        return made(name)

    trial._make = leave_after_first
    runner.run(job.pk)
    assert (states(job), trial.made) == (JobState.CANCELLED, ["first"])


def test_ending_a_membership_stops_its_reports_and_links(cast, trial, done):
    job = ask(cast["official"])
    link(cast["official"], done)
    services.cancel_reports_of(cast["official"].pk)
    with as_owner():
        assert DownloadLink.objects.filter(used_at=None).count() == 0
    assert states(job) == JobState.CANCELLED


def test_only_roles_that_the_report_names_may_ask(cast, trial):
    with pytest.raises(PermissionDenied):
        ask(cast["hr"])


def test_a_cancelled_report_is_not_made(cast, trial):
    job = ask(cast["official"])
    with acting_as(cast["official"].actor):
        services.cancel_report(job, by=cast["official"])
        with pytest.raises(StateConflict):
            services.cancel_report(job, by=cast["official"])
    runner.run(job.pk)
    assert (states(job), trial.made) == (JobState.CANCELLED, [])


# --- files -------------------------------------------------------------------------------------------
def test_a_write_that_fails_leaves_nothing_behind(tmp_path):
    def half(hidden):
        hidden.write_bytes(b"half")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        files.publish(tmp_path / "report.pdf", half)
    assert list(tmp_path.iterdir()) == []


def test_files_are_destroyed_when_their_time_is_over_and_that_is_recorded(cast, done):
    with as_owner():
        ReportFile.objects.filter(job=done).update(expires_at=timezone.now() - timedelta(minutes=1))
        location = ReportFile.objects.filter(job=done).first().location
    assert runner.destroy_expired() == 2
    assert not location.parent.exists()
    with as_owner():
        assert ReportFile.objects.filter(destroyed_at=None).count() == 0
        assert Destruction.objects.filter(what="reports.ReportFile").count() == 2
    assert runner.destroy_expired() == 0


# --- links -------------------------------------------------------------------------------------------
def link(member, job, **changes):
    with acting_as(member.actor):
        file = ReportFile.objects.visible_to(member).select_related("job").filter(job=job).first()
        return services.make_link(file, by=member, **changes)


def redeem(member, token):
    with acting_as(member.actor):
        return services.redeem_link(token, by=member)


def test_a_link_works_once(cast, done):
    token = link(cast["official"], done)
    assert redeem(cast["official"], token).file.job_id == done.pk
    with pytest.raises(services.LinkSpent):
        redeem(cast["official"], token)


def test_a_link_is_for_the_person_who_made_it(cast, done):
    token = link(cast["official"], done)
    for name in ("coordinator", "council_secretary", "stranger_official"):
        with pytest.raises(services.LinkSpent):
            redeem(cast[name], token)


def test_a_link_runs_out(cast, done):
    token = link(cast["official"], done)
    with as_owner():
        DownloadLink.objects.update(expires_at=timezone.now())
    with pytest.raises(services.LinkSpent):
        redeem(cast["official"], token)


def test_a_link_that_was_changed_is_no_link(cast, done):
    token = link(cast["official"], done)
    with pytest.raises(services.LinkSpent):
        redeem(cast["official"], token[:-1] + ("A" if token[-1] != "A" else "B"))


def test_a_report_with_personal_data_asks_why_and_keeps_the_answer(cast, trial, monkeypatch):
    personal = dataclasses.replace(registry.find("trial"), personal=True)
    monkeypatch.setitem(registry._reports, "trial", personal)
    with pytest.raises(PermissionDenied):
        ask(cast["official"])
    job = ask(cast["official"], reason="정기 점검")
    runner.run(job.pk)
    with pytest.raises(PermissionDenied):
        link(cast["official"], job)
    redeem(cast["official"], link(cast["official"], job, reason="시의회 보고"))
    with as_owner():
        found = AccessRecord.objects.filter(what="reports.ReportFile").values_list("user_id", "reason")
        assert list(found) == [(cast["official"].user_id, "시의회 보고")]


def test_a_download_is_recorded_with_the_persons_and_the_network_address(cast, client, trial, monkeypatch):
    """Whose data each report holds, although the same person made another one of the same kind."""
    personal = dataclasses.replace(registry.find("trial"), personal=True)
    monkeypatch.setitem(registry._reports, "trial", personal)
    coordinator = cast["coordinator"]
    jobs = {}
    for student in (cast.student, cast.classmate):
        rows = Student.objects.filter(pk=student.pk)
        monkeypatch.setattr(
            trial, "_make", lambda name, rows=rows: list(rows.all())[:0] + type(trial)._make(trial, name)
        )
        jobs[student.pk] = ask(coordinator, reason="정기 점검")
        runner.run(jobs[student.pk].pk)
    client.force_login(coordinator.user)
    token = link(coordinator, jobs[cast.classmate.pk], reason="시의회 보고")
    assert client.get(f"/paju/reports/download/{token}/", REMOTE_ADDR="203.0.113.9").status_code == 200
    with as_owner():
        found = AccessRecord.objects.get(what="reports.ReportFile", action__endswith="downloaded")
        assert (found.address, found.subjects) == ("203.0.113.9", [cast.classmate.pk])


def test_the_same_report_has_the_same_bytes(cast, trial, tmp_path):
    moment = timezone.now().replace(microsecond=0)
    context = registry.ReportContext(cast["official"], {}, moment, lambda name, make: make())
    document = registry.find("trial").build(context)
    for format in ("pdf", "xlsx"):
        for name in ("one", "two"):
            formats.write(document, format, tmp_path / f"{name}.{format}")
        assert files.checksum(tmp_path / f"one.{format}") == files.checksum(tmp_path / f"two.{format}")
