"""What a city's server is made of, held against the published schema and the usual rules for images."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from consortium.embedded.environment import BASE_DIR

COMPOSE = BASE_DIR / "docker-compose.yml"
TOOLS = Path(sys.executable).parent
SERVICES: dict[str, dict] = yaml.safe_load(COMPOSE.read_text())["services"]


def tool(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a tool of the lint group; `./portal test` installs it."""
    return subprocess.run(
        [str(TOOLS / command[0]), *command[1:]], capture_output=True, text=True, cwd=BASE_DIR, check=False
    )


def test_the_compose_file_follows_the_published_schema() -> None:
    done = tool("check-jsonschema", "--builtin-schema", "vendor.compose-spec", str(COMPOSE))
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_schema_check_sees_a_mistake(tmp_path: Path) -> None:
    wrong = tmp_path / "docker-compose.yml"
    wrong.write_text(COMPOSE.read_text().replace("restart: unless-stopped", "restrat: always", 1))
    assert tool("check-jsonschema", "--builtin-schema", "vendor.compose-spec", str(wrong)).returncode == 1


def test_hadolint_has_nothing_to_say_about_the_image() -> None:
    done = tool("hadolint", "Dockerfile")
    assert (done.returncode, done.stdout) == (0, "")


def test_the_services_are_those_that_a_server_needs() -> None:
    assert set(SERVICES) == {"web", "worker", "beat", "migrate", "postgres", "redis", "mailpit"}
    assert [name for name, service in SERVICES.items() if service.get("profiles")] == ["mailpit"]


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_every_service_runs_without_rights_on_a_read_only_disk(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    user = service.get("user") or re.findall(r"^USER (\S+)", (BASE_DIR / "Dockerfile").read_text(), re.M)[-1]
    assert user not in ("root", "0")


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"migrate", "web"}))
def test_every_lasting_service_has_a_health_check(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"]


def test_the_web_server_takes_the_health_check_of_the_image() -> None:
    assert "healthcheck" not in SERVICES["web"]
    assert 'CMD ["python", "docker/healthcheck.py"]' in (BASE_DIR / "Dockerfile").read_text()


def test_only_the_migration_knows_the_owner_of_the_tables() -> None:
    holders = {
        name for name, service in SERVICES.items() if "database_owner_url" in service.get("secrets", [])
    }
    assert holders == {"migrate"}


def test_the_broker_keeps_a_journal_and_never_throws_away() -> None:
    command = SERVICES["redis"]["command"][-1]
    assert "--appendonly yes" in command
    assert "--maxmemory-policy noeviction" in command


def test_nothing_listens_beyond_this_machine() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert [port for port in ports if not port.startswith("127.0.0.1:")] == []


def test_every_variable_without_a_default_is_in_the_example() -> None:
    wanted = set(re.findall(r"\$\{(\w+):\?", COMPOSE.read_text()))
    offered = set(re.findall(r"^(\w+)=", (BASE_DIR / ".env.example").read_text(), re.M))
    assert wanted - offered == set()


def test_secrets_are_random_and_made_once(tmp_path: Path) -> None:
    script = tmp_path / "docker" / "make-secrets.sh"
    script.parent.mkdir()
    script.write_text((BASE_DIR / "docker" / "make-secrets.sh").read_text())
    mentioned = set(yaml.safe_load(COMPOSE.read_text())["secrets"])
    subprocess.run(["sh", str(script)], check=True, capture_output=True)
    first = {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}
    subprocess.run(["sh", str(script)], check=True, capture_output=True)
    second = {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}
    assert set(first) == mentioned
    assert first == second
    assert len(set(first.values())) == len(first)
    assert first["web_password"] in first["database_url"]


def test_settings_read_addresses_from_mounted_files(tmp_path: Path) -> None:
    (tmp_path / "database").write_text("postgres://portal_web:secret@db.example:5432/portal")
    hidden = ("DATABASE_URL", "DATABASE_OWNER_URL", "PORTAL_LOGIN")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    environment["DATABASE_URL_FILE"] = str(tmp_path / "database")
    question = "from consortium.settings import DATABASES as d; print(d['default']['HOST'])"
    done = subprocess.run(
        [sys.executable, "-c", question], env=environment, cwd=BASE_DIR, capture_output=True, text=True
    )
    assert done.stdout == "db.example\n", done.stderr
