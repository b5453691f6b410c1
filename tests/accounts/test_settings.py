import os
import subprocess
import sys

import pytest

from tests.architecture.house import ROOT


def start(**environment):
    """Import the settings in a process of their own."""
    base = {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": "for this test",
        "DATABASE_URL": "postgres://portal_web:pw@localhost/portal",
        "REDIS_URL": "redis://localhost",
    }
    return subprocess.run(
        [sys.executable, "-c", "import consortium.settings"],
        cwd=ROOT,
        env=base | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("hosts", ["portal.example", "localhost,portal.example", "*", ".example"])
def test_the_demo_refuses_real_host_names(hosts):
    done = start(PORTAL_DEMO="1", ALLOWED_HOSTS=hosts)
    assert done.returncode == 1
    assert "PORTAL_DEMO opens well-known accounts" in done.stderr


@pytest.mark.parametrize(
    "environment",
    [
        {"SITE_URL": "https://portal.example"},
        {"SITE_URL": "http://localhost.portal.example:8000"},
        {"TRUST_PROXY": "1"},
    ],
)
def test_the_demo_refuses_to_stand_behind_a_real_address(environment):
    done = start(PORTAL_DEMO="1", **environment)
    assert done.returncode == 1
    assert "PORTAL_DEMO opens well-known accounts" in done.stderr


@pytest.mark.parametrize("environment", [{"PORTAL_DEMO": "1"}, {"ALLOWED_HOSTS": "portal.example"}])
def test_the_demo_on_localhost_and_a_real_portal_both_start(environment):
    done = start(**environment)
    assert (done.returncode, done.stderr) == (0, "")
