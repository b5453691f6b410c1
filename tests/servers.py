"""Real PostgreSQL and Valkey for the test session, from the wheels, unless the environment names others."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import django
import psycopg
from django.conf import settings
from django.db import connection, connections
from django.test.utils import setup_databases
from psycopg import sql

from consortium.embedded import stages
from consortium.embedded.environment import BASE_DIR, Servers, is_given
from consortium.embedded.folder import DataFolder
from consortium.embedded.translations import compile_catalogues

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")  # gw0, gw1 …; empty where tests run in one process


def prepare_session() -> None:
    """Servers, environment, translations, static files, Django: in this order, once.

    Parallel workers inherit the servers of the session that started them: each makes a database of its
    own there, and has a number of its own at the broker.
    """
    if not WORKER:
        compile_catalogues(BASE_DIR)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consortium.settings")
    os.environ.setdefault("PORTAL_LOGIN", "owner")
    os.environ.setdefault("SECRET_KEY", "for-tests-only")
    # Playwright keeps an event loop in the main thread, which Django takes for asynchronous code.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    if not (is_given("DATABASE_OWNER_URL") and is_given("REDIS_URL")):
        _start_servers()
    os.environ.setdefault("DATABASE_URL", os.environ["DATABASE_OWNER_URL"])
    if WORKER:
        broker, _slash, _number = os.environ["REDIS_URL"].rpartition("/")
        os.environ["REDIS_URL"] = f"{broker}/{int(WORKER.removeprefix('gw')) + 1}"
        assert not settings.configured, "Settings were read before this worker had its number at the broker."
    else:
        _build_static_files()
    django.setup()


def _start_servers() -> None:
    folder = throw_away_folder()
    servers = Servers(folder, throw_away=True)
    atexit.register(shutil.rmtree, folder.path, ignore_errors=True)
    atexit.register(servers.stop)
    servers.start()
    os.environ |= servers.variables()
    if servers.postgres is not None:
        # Tests step down to the web's log-in themselves; see tests/authorization.py.
        os.environ["DATABASE_OWNER_URL"] = servers.postgres.url("postgres")


def _build_static_files() -> None:
    """The real styles, scripts and report fonts; made once, and again when their sources change."""
    folder = throw_away_folder()
    try:
        static = next(stage for stage in stages.stages(folder, demo=False) if stage.name == "static")
        if not stages.is_done(static):
            stages.run(static, folder, os.environ)
    finally:
        shutil.rmtree(folder.path, ignore_errors=True)


def throw_away_folder() -> DataFolder:
    """A data folder for one test session, which PostgreSQL's own user can walk into."""
    path = Path(tempfile.mkdtemp(prefix="portal-test-"))
    path.chmod(0o711)
    folder = DataFolder(path)
    folder.prepare()
    return folder


def make_template() -> None:
    """Migrate once for all parallel workers."""
    setup_databases(verbosity=0, interactive=False)
    connections.close_all()
    # Workers inherit the environment, and pytest-django reads settings that are named there at once: all
    # workers would have the session's own number at the broker, and clear each other's caches and queues.
    del os.environ["DJANGO_SETTINGS_MODULE"]


def copy_template() -> None:
    """This worker's database, which pytest-django then finds ready."""
    mine = connection.creation._get_test_db_name()
    template = mine.removesuffix(f"_{WORKER}")
    copying = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(mine), sql.Identifier(template))
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as server:
        server.execute(copying)
