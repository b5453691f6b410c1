"""Loaded before everything else: the servers first, then Django, so that test modules may import models."""

import pytest

from tests.servers import WORKER, make_template, prepare_session

prepare_session()
pytest_plugins = ["tests.live"]


def pytest_configure(config: pytest.Config) -> None:
    """Before pytest-django forbids the database to everything but tests."""
    if config.getoption("numprocesses", None) and not WORKER:
        make_template()
