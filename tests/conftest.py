"""Fixtures that every test may use: the database as the web log-in sees it, and the cast."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.authorization import step_down, step_up
from tests.cast import Cast, assemble
from tests.servers import WORKER, copy_template

# How long an example takes is the machine's business, not a property of the code.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest, django_db_modify_db_settings: None) -> bool:
    """Whether the database is there already: parallel workers copy the one that was migrated for all."""
    if not WORKER:
        return request.config.getvalue("reuse_db")
    copy_template()
    return True


@pytest.fixture(autouse=True)
def _web_login(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whoever uses the database in a test uses it as the web log-in; factories step up on their own."""
    marker = request.node.get_closest_marker("django_db")
    names = set(request.fixturenames) & {"db", "transactional_db", "cast", "client", "admin_client"}
    if marker is None and not names & {"db", "transactional_db", "cast"}:
        yield
        return
    transactional = "transactional_db" in request.fixturenames or (
        marker and marker.kwargs.get("transaction")
    )
    request.getfixturevalue("transactional_db" if transactional else "db")
    step_down()
    yield
    if transactional:
        step_up()


@pytest.fixture
def cast(db: None) -> Cast:
    """One person per role in Paju's small model, and strangers from another consortium."""
    return assemble()
