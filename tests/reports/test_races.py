"""Two clicks at once, on two connections: one gets the file."""

import threading
import time

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from consortium.reports import runner, services
from consortium.reports.models import ReportFile
from consortium.rowlevel import acting_as
from tests.authorization import as_owner, step_down
from tests.cast import assemble

pytestmark = pytest.mark.django_db(transaction=True)
OVERLAP = 0.5  # seconds in which both transactions are open


def test_of_two_simultaneous_downloads_one_gets_the_file(trial):
    official = assemble()["official"]
    with acting_as(official.actor):
        job = services.request_report("trial", by=official, formats=["pdf"])
    runner.run(job.pk)
    with as_owner():
        file = ReportFile.objects.select_related("job").get(job=job)
    with acting_as(official.actor):
        token = services.make_link(file, by=official)
    taken, outcomes = threading.Event(), {}

    def click(name, *, before, after):
        step_down()
        try:
            before()
            with acting_as(official.actor):
                outcomes[name] = services.redeem_link(token, by=official).file_id
                after()
        except services.LinkSpent:
            outcomes[name] = "spent"
        finally:
            connection.close()

    def stay_open():
        taken.set()
        time.sleep(OVERLAP)

    clicks = [
        threading.Thread(target=click, args=("first",), kwargs={"before": int, "after": stay_open}),
        threading.Thread(
            target=click, args=("second",), kwargs={"before": lambda: taken.wait(10), "after": int}
        ),
    ]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join(timeout=30)
    assert outcomes == {"first": file.pk, "second": "spent"}


def test_of_many_who_ask_at_once_no_more_than_five_are_let_in(trial):
    official = assemble()["official"]
    start, outcomes = threading.Barrier(8), []

    def ask():
        step_down()
        try:
            start.wait(10)
            with acting_as(official.actor):
                outcomes.append(services.request_report("trial", by=official, formats=["pdf"]).pk)
        except PermissionDenied:
            outcomes.append(None)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert (len(outcomes), outcomes.count(None)) == (8, 3)
