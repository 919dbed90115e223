"""A forge that fails: a real proxy on loopback that refuses, loses, delays or garbles what a test tells it to."""

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import urllib3

_HOPS = {"connection", "transfer-encoding", "keep-alive", "content-length", "content-encoding"}


@dataclass
class Fault:
    """Which requests fail, how, and how often."""

    what: str
    """A pattern of `METHOD path`."""
    how: str
    """A status; `lost`: done, but the answer never comes; `dropped`; `slow`; `garbled`."""
    times: int = 1


@dataclass
class Proxy:
    url: str
    faults: list[Fault] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    def fail(self, what: str, how: str, times: int = 1) -> None:
        self.faults.append(Fault(what, how, times))

    def heal(self) -> None:
        self.faults.clear()

    def fault(self, request: str) -> str:
        self.seen.append(request)
        for each in self.faults:
            if each.times and re.search(each.what, request):
                each.times -= 1
                return each.how
        return ""


@contextmanager
def between(upstream: str) -> Iterator[Proxy]:
    pool = urllib3.PoolManager(maxsize=8)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self._body()
            how = proxy.fault(f"{self.command} {self.path}")
            if how == "dropped":
                self.close_connection = True
                return
            if how == "slow":
                time.sleep(1.5)
            if how.isdigit():
                self._send(int(how), {"Retry-After": "1"} if how == "429" else {}, b'{"message": "fault"}')
                return
            found = pool.request(
                self.command,
                f"{upstream}{self.path}",
                body=body or None,
                headers={name: value for name, value in self.headers.items() if name.lower() not in _HOPS | {"host"}},
                retries=False,
                redirect=False,
            )
            if how == "lost":
                self.close_connection = True
                return
            kept = {name: value for name, value in found.headers.items() if name.lower() not in _HOPS}
            self._send(found.status, kept, b"<html>502" if how == "garbled" else found.data)

        def _body(self) -> bytes:
            if self.headers.get("Transfer-Encoding", "") != "chunked":
                return self.rfile.read(int(self.headers.get("Content-Length", 0)))
            parts = []
            while size := int(self.rfile.readline().split(b";")[0], 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(parts)

        def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response_only(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer

        def log_message(self, *arguments: Any) -> None: ...

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None: ...

    server = Quiet(("127.0.0.1", 0), Handler)
    proxy = Proxy(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        pool.clear()
