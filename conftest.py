"""Loaded before everything else: the servers first, then Django, so that test modules may import models."""

from tests.servers import prepare_session

prepare_session()
pytest_plugins = ["tests.live"]
