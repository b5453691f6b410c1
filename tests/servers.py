"""Real PostgreSQL and Valkey for the test session, from the wheels, unless the environment names others."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import django

from consortium.embedded import stages
from consortium.embedded.environment import BASE_DIR, Servers, is_given
from consortium.embedded.folder import DataFolder
from consortium.embedded.translations import compile_catalogues


def prepare_session() -> None:
    """Servers, environment, translations, Django: in this order, once."""
    compile_catalogues(BASE_DIR)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consortium.settings")
    os.environ.setdefault("PORTAL_LOGIN", "owner")
    os.environ.setdefault("SECRET_KEY", "for-tests-only")
    # Playwright keeps an event loop in the main thread, which Django takes for asynchronous code.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    if not (is_given("DATABASE_OWNER_URL") and is_given("REDIS_URL")):
        _start_servers()
    os.environ.setdefault("DATABASE_URL", os.environ["DATABASE_OWNER_URL"])
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


def build_static_files() -> None:
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
