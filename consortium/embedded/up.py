"""`./portal up`: everything on this machine, from an empty folder to the log-in page."""

import argparse
import json
import os
import signal
import sys
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import NoReturn

from consortium.embedded import stages
from consortium.embedded.environment import Servers, default_data_dir, is_given
from consortium.embedded.faults import StartFault, StopRequested
from consortium.embedded.folder import DataFolder, write_private
from consortium.embedded.ports import LOOPBACK, require_free
from consortium.embedded.supervisor import Supervisor
from partners.demo import ACCOUNTS, PASSWORD

PORTS = range(1, 65536)


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = _Parser(prog="./portal up", description=__doc__)
    parser.add_argument("--port", type=_port, default=8000, help="port of the web pages (default 8000)")
    parser.add_argument(
        "--data-dir", type=Path, default=default_data_dir(), help="where everything is kept (default .data)"
    )
    parser.add_argument("--no-demo", action="store_true", help="start without the demo consortium")
    return parser.parse_args(arguments)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with an option in one line, as every other fault of the start."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"portal: {message} (./portal up --help tells the options)\n")


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or int(text) not in PORTS:
        raise argparse.ArgumentTypeError(f"“{text}” is no port: give a number from {PORTS[0]} to {PORTS[-1]}")
    return int(text)


def main(arguments: Sequence[str]) -> int:
    """Bring the portal up and stay; the exit code tells whether it ended as it should."""
    options = parse(arguments)
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, _request_stop)
    folder = DataFolder(options.data_dir)
    try:
        _bring_up(folder, options.port, demo=not options.no_demo)
    except StopRequested:
        print("The portal has stopped; the data are kept.", flush=True)
        return 0
    except StartFault as fault:
        print(f"portal: {fault}", file=sys.stderr, flush=True)
        return 1
    except OSError as error:
        print(f"portal: {folder.fault(error)}", file=sys.stderr, flush=True)
        return 1
    return 0


def _request_stop(signum: int, frame: FrameType | None) -> None:
    for once in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(once, signal.SIG_IGN)  # a second Ctrl-C must not tear the orderly stop
    raise StopRequested


def _bring_up(folder: DataFolder, port: int, *, demo: bool) -> None:
    if not folder.holds_a_portal():
        require_free(port)  # before anything is made; a portal of its own can hold no port yet
    folder.prepare()
    if not folder.lock():
        _refuse_twin(folder)
    require_free(port, patience=5.0 if folder.running() else 0.0)
    folder.keys()
    servers = Servers(folder)
    supervisor: Supervisor | None = None
    try:
        progress = stages.Progress()
        if servers.postgres or servers.valkey:
            progress.step("Starting PostgreSQL and Valkey", servers.start)
        environment = os.environ | servers.variables() | _site(port, demo=demo)
        progress.step("Compiling translations", stages.translate)
        for stage in stages.stages(folder, demo=demo):
            if not stages.is_done(stage):
                progress.step(stage.label, lambda stage=stage: stages.run(stage, folder, environment))
        supervisor = Supervisor(folder, servers, environment)
        progress.step("Starting the web server", lambda: supervisor.start_web(port, lambda: serves(port)))
        progress.step(
            "Starting worker and beat", lambda: supervisor.start_workers(port, lambda: is_well(port))
        )
        _record(folder, supervisor, servers.variables() | _site(port, demo=demo))
        _greet(port, demo=demo)
        supervisor.watch()
    finally:
        if supervisor is not None:
            supervisor.stop()
        servers.stop()
        folder.running_file.unlink(missing_ok=True)
        folder.unlock()


def _site(port: int, *, demo: bool) -> dict[str, str]:
    """The address that pages, passkeys and mails use; passkeys refuse a bare number."""
    found = {"PORTAL_DEMO": "1" if demo else "0"}
    if not is_given("SITE_URL"):
        found["SITE_URL"] = f"http://localhost:{port}"
    return found


def _refuse_twin(folder: DataFolder) -> None:
    running = folder.running()
    where = f" (process {running['process']}, {running['address']})" if running else ""
    raise StartFault(
        f"A portal is already running from {folder.path}{where}. Stop it first, or choose --data-dir."
    )


def serves(port: int) -> bool:
    """Whether the log-in page comes."""
    request = urllib.request.Request(f"http://{LOOPBACK}:{port}/accounts/login/")
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 - our own address
            return answer.status == 200
    except urllib.error.HTTPError as error:
        raise StartFault(f"The log-in page answers {error.code}; see the web log.") from error
    except OSError:
        return False


def is_well(port: int) -> bool:
    """Whether database, broker and worker answer, as `/healthz` says."""
    try:
        with urllib.request.urlopen(f"http://{LOOPBACK}:{port}/healthz", timeout=5) as answer:
            return answer.status == 200
    except OSError:  # 503 is one too
        return False


def _record(folder: DataFolder, supervisor: Supervisor, environment: dict[str, str]) -> None:
    """What `./portal <command>` needs to work beside us; readable by its owner only."""
    found = {
        "process": os.getpid(),
        "address": environment.get("SITE_URL") or os.environ["SITE_URL"],
        "processes": supervisor.pids(),
        "environment": environment,
    }
    write_private(folder.running_file, json.dumps(found, indent=1))


def _greet(port: int, *, demo: bool) -> None:
    print(f"\n  http://localhost:{port}\n", flush=True)
    if demo:
        width = max(len(account.email) for account in ACCOUNTS)
        print(f"  Demo accounts, all with the password {PASSWORD}:", flush=True)
        for account in ACCOUNTS:
            print(f"    {account.email:{width}}  {account.name}", flush=True)
    print("\n  Ctrl-C stops everything.", flush=True)
