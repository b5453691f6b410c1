"""Keeps web server, worker and beat alive, and ends everything in order."""

import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from consortium.embedded.children import Child
from consortium.embedded.environment import BASE_DIR, Servers
from consortium.embedded.faults import StartFault
from consortium.embedded.folder import DataFolder
from consortium.embedded.ports import LOOPBACK

POLL = 0.2  # seconds between two looks at the children
QUICK_DEATH = 10.0  # seconds; whoever dies sooner did not really start
TRIES = 5
WORKER_PATIENCE = 60.0  # seconds; what waits for the worker is kept, so the pages need not wait longer


@dataclass
class Post:
    """A process that must always be there, and how often it has died just after it was started."""

    name: str
    command: list[str]
    child: Child | None = None
    started: float = 0.0
    quick_deaths: int = 0


def posts(folder: DataFolder, port: int) -> list[Post]:
    """Web server, worker and beat, each a programme of this very Python."""
    python = sys.executable
    celery = [python, "-m", "celery", "-A", "consortium"]
    web = [python, "-m", "granian", "--interface", "wsgi", "--host", LOOPBACK, "--port", str(port)]
    web += ["--workers", "1", "--blocking-threads", "8", "--no-ws"]
    web += ["--log-level", "warning", "--workers-kill-timeout", "10", "--respawn-failed-workers"]
    return [
        Post("web", [*web, "consortium.wsgi:application"]),
        Post("worker", [*celery, "worker", "--concurrency", "2", "--loglevel", "WARNING"]),
        Post("beat", [*celery, "beat", "--schedule", str(folder.path / "beat"), "--pidfile", ""]),
    ]


class Supervisor:
    """Starts the posts and replaces whoever dies, until it is told to stop."""

    def __init__(self, folder: DataFolder, servers: Servers, environment: Mapping[str, str]) -> None:
        self.folder = folder
        self.servers = servers
        self.environment = dict(environment) | {"PORTAL_SUPERVISED": "1"}
        self.posts: list[Post] = []

    def start_web(self, port: int, is_open: Callable[[], bool]) -> None:
        """The pages first and alone: a busy machine opens them later when three programmes start at once."""
        self._add(posts(self.folder, port)[0])
        self.watch(until=is_open)

    def start_workers(self, port: int, is_well: Callable[[], bool]) -> None:
        """Worker and beat; the portal is called ready once the worker has shown a sign of life."""
        for post in posts(self.folder, port)[1:]:
            self._add(post)
        deadline = time.monotonic() + WORKER_PATIENCE
        self.watch(until=lambda: is_well() or time.monotonic() > deadline)

    def _add(self, post: Post) -> None:
        self._fill(post)
        self.posts.append(post)

    def pids(self) -> dict[str, int]:
        """The processes by name, for whoever looks after the portal."""
        return {post.name: post.child.pid for post in self.posts if post.child}

    def watch(self, until: Callable[[], bool] = lambda: False) -> None:
        """Look after the children until `until` says so; one that never comes back ends the portal."""
        while not until():
            self._revive_servers()
            for post in self.posts:
                if post.child is not None and not post.child.is_running():
                    self._replace(post)
            time.sleep(POLL)

    def stop(self) -> None:
        """Web first, so that nothing new comes in; then worker and beat finish what they hold."""
        children = [post.child for post in self.posts if post.child]
        for child in children:
            child.ask_to_stop()
        for child in children:
            child.stop()

    def _fill(self, post: Post) -> None:
        post.started = time.monotonic()
        post.child = Child(
            post.name,
            post.command,
            log=self.folder.logs / f"{post.name}.log",
            environment=self.environment,
            folder=BASE_DIR,
        )

    def _replace(self, post: Post) -> None:
        lived = time.monotonic() - post.started
        post.quick_deaths = post.quick_deaths + 1 if lived < QUICK_DEATH else 0
        if post.child is None or post.quick_deaths >= TRIES:
            raise StartFault(
                f"{post.name} does not stay up: {post.child.last_words('Error', 'error')} "
                f"(log: {post.child.log})"
            )
        print(f"  {post.name} ended (process {post.child.pid}); starting it again", flush=True)
        post.child.kill()  # whatever it may have left in its group
        self._fill(post)

    def _revive_servers(self) -> None:
        """A database or broker that was killed comes back on its old port, with everything it kept."""
        for server in (self.servers.postgres, self.servers.valkey):
            if server is None or server.child is None or server.child.is_running():
                continue
            print(f"  {server.child.name} ended (process {server.child.pid}); starting it again", flush=True)
            server.start()
