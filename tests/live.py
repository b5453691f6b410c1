"""The portal as it really runs: granian, a Celery worker and beat beside PostgreSQL and Valkey."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from playwright.sync_api import Browser, sync_playwright

from consortium.embedded import stages
from consortium.embedded.children import Child, wait_until
from consortium.embedded.environment import BASE_DIR, Servers
from consortium.embedded.ports import free_port
from consortium.embedded.supervisor import posts
from consortium.embedded.up import serves
from tests.servers import WORKER, throw_away_folder

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
GROUP = "live portal"  # its tests stay with one parallel worker
# What belongs to the test session and must not reach the processes under test.
SESSION_ONLY = (
    "PORTAL_LOGIN",
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "REDIS_URL",
    "DJANGO_ALLOW_ASYNC_UNSAFE",
)


class LivePortal:
    """A migrated, demo-loaded portal with its processes in reach: end them, start them, watch the rest."""

    def __init__(self, servers: Servers, port: int) -> None:
        self.servers = servers
        self.folder = servers.folder
        self.port = port
        self.base_url = f"http://localhost:{port}"
        kept = {name: value for name, value in os.environ.items() if name not in SESSION_ONLY}
        self.environment = kept | servers.variables() | {"PORTAL_DEMO": "1", "PORTAL_SUPERVISED": "1"}
        self.environment["SITE_URL"] = self.base_url
        self.processes: dict[str, Child] = {}

    def start(self, name: str, **extra: str) -> Child:
        """Start `web`, `worker` or `beat` (again), with extra environment variables for this run."""
        if name in self.processes:
            self.processes[name].stop()
        command = {post.name: post.command for post in posts(self.folder, self.port)}[name]
        child = Child(
            name,
            command,
            log=self.folder.logs / f"{name}.log",
            environment=self.environment | extra,
            folder=BASE_DIR,
        )
        self.processes[name] = child
        return child

    def kill(self, name: str) -> None:
        """kill -9 of a process; what it had started itself must end through its own promise."""
        self.processes[name].process.kill()
        self.processes[name].wait()

    @contextmanager
    def superuser(self) -> Iterator[psycopg.Connection]:
        """Looks at the rows from outside, past every row policy."""
        with psycopg.connect(self.servers.postgres.url("postgres"), autocommit=True) as connection:
            yield connection

    def stop(self) -> None:
        for child in self.processes.values():
            child.ask_to_stop()
        for child in self.processes.values():
            child.stop()


@pytest.fixture(scope="session")
def live_portal(request: pytest.FixtureRequest) -> Iterator[LivePortal]:
    """One live portal for the session; a test that ends a process starts it again before it is done."""
    if WORKER:
        ours = [item for item in request.session.items if "live_portal" in item.fixturenames]
        assert all(item.nodeid.endswith(f"@{GROUP}") for item in ours), "Workers would each have a portal."
    folder = throw_away_folder()
    servers = Servers(folder, throw_away=True, own=True)
    try:
        servers.start()
        portal = LivePortal(servers, free_port())
        for stage in stages.stages(folder, demo=True):
            if not stages.is_done(stage):
                stages.run(stage, folder, portal.environment)
        try:
            for name in ("web", "worker", "beat"):
                portal.start(name)
            web = portal.processes["web"]
            assert wait_until(lambda: serves(portal.port), web, patience=60), web.output()
            yield portal
        finally:
            portal.stop()
    finally:
        servers.stop()
        shutil.rmtree(folder.path, ignore_errors=True)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The machine's own Chromium, without a window; make a context of your own in each test."""
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=quiet)
        yield browser
        browser.close()


def find_chromium() -> str | None:
    """The machine's own Chromium; tests never download one."""
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow tests of the one live portal come first and stay with one worker.

    Browser tests run where a Chromium exists, and nowhere pretend to have run.
    """
    for item in items:
        if "live_portal" in item.fixturenames:
            item.add_marker(pytest.mark.xdist_group(GROUP))
    items.sort(key=lambda item: item.get_closest_marker("live") is None)
    if find_chromium():
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = terminalreporter.stats.get("skipped", [])
    missed = sum("no Chromium on this machine" in str(report.longrepr) for report in reports)
    if missed:
        terminalreporter.section("browser tests")
        terminalreporter.line(
            f"{missed} browser tests were NOT run: there is no Chromium here. "
            "Install it (apt-get install chromium) and run the tests again."
        )
