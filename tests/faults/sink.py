"""A small SMTP server that remembers the Message-ID of every mail it took."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

MESSAGE_ID = re.compile(rb"^Message-ID: *(\S+)", re.MULTILINE | re.IGNORECASE)


class Sink(socketserver.ThreadingTCPServer):
    """Takes everything, except from addresses that begin with `refused` and while it is `busy`."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.taken: list[str] = []
        self.sources: list[bytes] = []
        self.busy = False
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A worker that is killed hangs up in the middle; that is what these tests are about."""

    def take(self, source: bytes) -> None:
        with self.lock:
            self.sources.append(source)
            self.taken.append(MESSAGE_ID.search(source)[1].decode())


class _Talk(socketserver.StreamRequestHandler):
    server: Sink

    def handle(self) -> None:
        self.say("220 sink")
        for line in self.rfile:
            verb = line.strip().upper()
            if verb.startswith(b"RCPT TO:<REFUSED"):
                self.say("550 no such mailbox")
            elif verb.startswith(b"MAIL") and self.server.busy:
                self.say("451 try again later")
            elif verb == b"DATA":
                self.say("354 go on")
                self.server.take(self.read_mail())
                self.say("250 taken")
            elif verb == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def read_mail(self) -> bytes:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line)
        return b"".join(lines)

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def running() -> Iterator[Sink]:
    with Sink() as sink:
        threading.Thread(target=sink.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield sink
        sink.shutdown()
