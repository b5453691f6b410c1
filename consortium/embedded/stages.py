"""What must be ready before the portal opens; a stage whose inputs did not change is not run again."""

import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from consortium.embedded.children import Child
from consortium.embedded.environment import BASE_DIR, is_given
from consortium.embedded.faults import StartFault
from consortium.embedded.folder import DataFolder, write_private
from consortium.embedded.translations import catalogues, compile_catalogues

APPS = ("consortium", "partners", "curriculum", "placements")
STATIC_RECORD = BASE_DIR / ".cache" / "stages.json"


@dataclass(frozen=True)
class Stage:
    """One step at the terminal: its label, the commands it runs, and what its result depends on."""

    name: str
    label: str
    commands: tuple[tuple[str, ...], ...]
    inputs: Callable[[], Iterable[Path]]
    record: Path  # where its last successful fingerprint is kept: beside what it made


def sources() -> Iterable[Path]:
    """Everything that decides the schema, its roles and the demo content."""
    for app in APPS:
        for path in (BASE_DIR / app).rglob("*"):
            if path.suffix != ".pyc" and path.is_file():
                yield path
    yield BASE_DIR / "uv.lock"


def static_sources() -> Iterable[Path]:
    """Everything that decides the built static files."""
    built = BASE_DIR / "static" / "build"
    for path in (BASE_DIR / "static").rglob("*"):
        if path.is_file() and built not in path.parents:
            yield path
    yield from (BASE_DIR / "consortium" / "shell").rglob("*.py")
    for name in ("package.json", "package-lock.json", "uv.lock"):
        yield BASE_DIR / name


def stages(folder: DataFolder, *, demo: bool) -> list[Stage]:
    """The stages in order, for one data folder."""
    done = folder.path / "stages.json"
    front_end = list((BASE_DIR / "consortium").glob("*/management/commands/build_static.py"))
    static = (*([("build_static",)] if front_end else []), ("collectstatic", "--noinput", "--verbosity=0"))
    found = [
        Stage("static", "Building styles, scripts and fonts", static, static_sources, STATIC_RECORD),
        Stage("migrate", "Bringing the database up to date", (("migrate", "--noinput"),), sources, done),
    ]
    if demo:
        found.append(Stage("demo", "Loading the demo consortium", (("load_demo",),), sources, done))
    return found


def translate() -> int:
    """Compile the catalogues that changed; returns how many."""
    compile_catalogues(BASE_DIR)
    return len(catalogues(BASE_DIR))


def is_done(stage: Stage) -> bool:
    """Whether the stage's last success was with these very inputs and its result can still be there."""
    if stage.name == "static":
        made = (BASE_DIR / "staticfiles", Path(os.environ.get("FONT_DIR") or BASE_DIR / ".fonts"))
        if not all(folder.is_dir() for folder in made):
            return False
    elif is_given("DATABASE_URL"):
        return False  # somebody else's database: only `migrate` itself can tell
    return _records(stage.record).get(stage.name) == fingerprint(stage.inputs())


def run(stage: Stage, folder: DataFolder, environment: Mapping[str, str]) -> None:
    """Run the stage's commands one after the other; the first that fails ends the start."""
    before = fingerprint(stage.inputs())
    for command in stage.commands:
        child = Child(
            command[0],
            [sys.executable, BASE_DIR / "manage.py", *command],
            log=folder.logs / "stages.log",
            environment=environment,
        )
        try:
            code = child.wait()
        finally:
            child.stop()
        if code:
            raise StartFault(
                f"{stage.label} failed: {child.last_words('Error', 'error', 'Exception')} (log: {child.log})"
            )
    stage.record.parent.mkdir(exist_ok=True)
    write_private(stage.record, json.dumps(_records(stage.record) | {stage.name: before}))


def fingerprint(paths: Iterable[Path]) -> str:
    """One word for the names and contents of these files."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        if path.exists():
            digest.update(f"{path.relative_to(BASE_DIR)}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _records(path: Path) -> dict[str, str]:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


class Progress:
    """One line per step at the terminal, with the time it took."""

    def step(self, label: str, work: Callable[[], object]) -> None:
        started = time.monotonic()
        print(f"  {label} …", end=" ", flush=True)
        try:
            work()
        except BaseException:
            print("failed", flush=True)
            raise
        print(f"{time.monotonic() - started:.1f} s", flush=True)
