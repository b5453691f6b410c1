"""Workers killed with SIGKILL at named points: every row is taken over once, and none is lost."""

import pytest
from celery import current_app

from consortium.imports import registry, services
from consortium.imports.models import Import
from consortium.notifications.models import Notification
from consortium.rowlevel import acting_as
from partners.models import Participation, Partner
from tests.authorization import as_owner
from tests.cast import assemble
from tests.faults import sink
from tests.faults.machine import Machine, wait_for
from tests.imports.files import comma_separated, fresh

pytestmark = [pytest.mark.live, pytest.mark.django_db(transaction=True)]
PATIENCE = 60  # seconds
DEATHS = 2
ROWS = 90


class ImportMachine(Machine):
    """Workers that carry imports on, with the faults of `tests.imports.app`."""

    def _spawn(self, command: list[str], name: str) -> object:
        return super()._spawn(
            [str(part).replace("tests.faults.app", "tests.imports.app") for part in command], name
        )


@pytest.fixture
def machine(tmp_path, transactional_db, monkeypatch, settings):
    settings.MEDIA_ROOT = tmp_path / "files"
    with sink.running() as mails:
        made = ImportMachine(tmp_path, mails)
        made.start_broker()
        monkeypatch.setattr(current_app.conf, "broker_url", made.broker_url)
        yield made
        made.stop()


def partners_file():
    return comma_separated([["기관명", "구분"], *([f"기관 {n}", "기업"] for n in range(ROWS))])


def reaches(machine, imported, state):
    assert wait_for(lambda: fresh(imported).state == state, PATIENCE, 0.2), machine.log()
    return fresh(imported)


@pytest.mark.parametrize(
    "fault",
    [
        "dies_after_claim",
        "dies_before_rename",
        "dies_after_staging",
        "dies_after_writing",
        "dies_between_chunks",
    ],
)
def test_a_killed_worker_loses_no_row_and_takes_none_over_twice(machine, fault):
    machine.allow_deaths(DEATHS)
    with as_owner():
        member = assemble()["coordinator"]
    content = partners_file()
    with acting_as(member.actor):
        imported = services.upload_file(
            registry.find("partners"),
            by=member,
            name="협약기관.csv",
            content=content,
            size=len(content.getvalue()),
            language="ko",
        )
    machine.start_worker(fault)
    imported = reaches(machine, imported, "MAPPING")
    with acting_as(member.actor):
        services.choose_columns(imported, by=member, mapping=imported.mapping)
    imported = reaches(machine, imported, "PREVIEW")
    assert imported.counts == {"NEW": ROWS}
    with acting_as(member.actor):
        services.confirm_import(imported, by=member, version=imported.version)
    imported = reaches(machine, imported, "DONE")
    assert machine.deaths == DEATHS
    assert imported.results == {"ADDED": ROWS}
    with as_owner():
        names = Partner.objects.filter(name__startswith="기관 ").values_list("name", flat=True)
        assert sorted(names) == sorted(f"기관 {n}" for n in range(ROWS))
        assert Participation.objects.filter(partner__name__startswith="기관 ").count() == ROWS
        assert Notification.objects.filter(event="imports/done").count() == 1
        assert Import.objects.count() == 1
