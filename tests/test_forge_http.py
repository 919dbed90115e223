"""What a forge is asked with: the token goes to its host alone, by no command line, into no file and no message."""

import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import urllib3.exceptions as failed

from prakat.cannot_work import CannotWork
from prakat.forge.client import Client
from prakat.forge.forge import ForgeFailed, ForgeUnavailable
from prakat.network import web_page
from prakat.network.passing_fault import why_it_failed
from prakat.network.remote import Remote
from prakat.repository.repository import Repository, open_repository
from prakat.rules.message import message, why

TOKEN = "token-that-nobody-else-sees"
Answers = Callable[[str], tuple[int, dict[str, str], bytes]]


@contextmanager
def serving(answers: Answers) -> Iterator[tuple[str, list[str]]]:
    """URL of a server on loopback, and the Authorization of each request that it got."""
    heard: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.headers.get("Authorization", ""))
            status, headers, body = answers(self.path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", heard
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def serve() -> Iterator[Callable[[Answers], tuple[str, list[str]]]]:
    with ExitStack() as stack:
        yield lambda answers: stack.enter_context(serving(answers))


Serve = Callable[[Answers], tuple[str, list[str]]]


def client(url: str, waited: list[float]) -> Client:
    return Client(url, {"Authorization": f"token {TOKEN}"}, sleep=waited.append)


@pytest.fixture
def mirror(tmp_path: Path) -> Repository:
    subprocess.run(["git", "init", "-q", "--bare", str(tmp_path / "mirror.git")], check=True)
    return open_repository(tmp_path / "mirror.git")


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed_and_the_token_stays_here(serve: Serve, mirror: Repository, status: int) -> None:
    other, heard = serve(lambda path: (200, {}, b"{}"))
    url, _ = serve(lambda path: (status, {"Location": f"{other}{path}"}, b""))
    with pytest.raises(ForgeFailed, match=str(status)):
        client(url, []).get("repos/office/site")
    with pytest.raises(CannotWork) as problem:
        Remote(f"{url}/office/site.git", "prakat", TOKEN, lambda seconds: None).heads(mirror)
    assert heard == []
    assert TOKEN not in str(problem.value)


def test_the_token_is_on_no_command_line_and_in_no_file(
    serve: Serve, mirror: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A git that writes down how it was called stands before the real one."""
    real, log = shutil.which("git"), tmp_path / "called"
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "git").write_text(f'#!/bin/sh\necho "$@" >> {log}\nexec {real} "$@"\n')
    (tmp_path / "bin" / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    url, heard = serve(lambda path: (404, {}, b"no"))
    remote = Remote(f"{url}/office/site.git", "prakat", TOKEN, lambda seconds: None)
    for ask in (lambda: remote.heads(mirror), lambda: remote.fetch(mirror, "refs/heads/main:refs/forge/main")):
        with pytest.raises(CannotWork) as problem:
            ask()
        assert TOKEN not in str(problem.value)
    assert any(each.startswith("Basic ") for each in heard)
    assert "ls-remote" in log.read_text() and "Basic" not in log.read_text() and TOKEN not in log.read_text()
    kept = b"".join(path.read_bytes() for path in mirror.git_dir.rglob("*") if path.is_file())
    assert TOKEN.encode() not in kept and b"Basic" not in kept
    assert TOKEN not in repr(remote) + repr(client(url, []))


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (403, {"X-RateLimit-Remaining": "0"}, b"{}"),
        (403, {}, b'{"message": "You have exceeded a secondary rate limit. Please wait."}'),
        (429, {}, b"{}"),
        (200, {}, b"<html>captive portal</html>"),
    ],
)
def test_a_limit_is_waited_for_and_then_said_to_pass(
    serve: Serve, status: int, headers: dict[str, str], body: bytes
) -> None:
    url, heard = serve(lambda path: (status, headers, body))
    waited: list[float] = []
    with pytest.raises(ForgeUnavailable):
        client(url, waited).get("repos/office/site")
    assert len(heard) == 6 and waited == sorted(waited) and len(waited) == 5


def test_a_long_pause_that_the_forge_asks_for_is_left_to_the_next_run(serve: Serve) -> None:
    url, heard = serve(lambda path: (429, {"Retry-After": "3600"}, b"{}"))
    with pytest.raises(ForgeUnavailable):
        client(url, []).get("repos/office/site")
    assert len(heard) == 1


def test_a_denial_is_final(serve: Serve) -> None:
    url, heard = serve(lambda path: (403, {}, b'{"message": "no"}'))
    with pytest.raises(ForgeFailed, match=r"forge\.not-allowed .*403 no"):
        client(url, []).get("repos/office/site")
    assert len(heard) == 1


def test_an_endless_answer_is_not_read_to_its_end(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("prakat.forge.client.MAX_BYTES", 1000)
    url, _ = serve(lambda path: (200, {}, b"[" + b" " * 2000 + b"]"))
    with pytest.raises(ForgeFailed, match=r"forge\.too-large"):
        client(url, []).get("repos/office/site")


@pytest.mark.parametrize("is_counted", [False, True])
def test_a_short_page_is_the_last_only_if_the_forge_counts(serve: Serve, is_counted: bool) -> None:
    """The second page holds what the first could have held; a forge may be set to give less than is asked for."""
    pages = {"1": b"[1, 2]", "2": b"[3]"}
    total = {"X-Total-Count": "3"} if is_counted else {}
    url, heard = serve(lambda path: (200, total, pages.get(path[-1], b"[]")))
    assert [*client(url, []).pages("list", "limit=50")] == [1, 2, 3]
    assert len(heard) == (2 if is_counted else 3)


def test_a_site_that_moved_is_not_followed_elsewhere(serve: Serve) -> None:
    other, heard = serve(lambda path: (200, {}, b"elsewhere"))
    url, _ = serve(lambda path: (302, {"Location": other}, b""))
    assert web_page.read(f"{url}/index.html") is None
    assert heard == []


def test_a_page_is_asked_for_again_at_growing_intervals(serve: Serve) -> None:
    """The whole of them, and no shorter pause than the site asks for."""
    answers = iter([(503, {"Retry-After": "7"}, b""), (500, {}, b""), (200, {}, b"page")])
    url, heard = serve(lambda path: next(answers))
    waited: list[float] = []
    assert web_page.read(f"{url}/index.html", waited.append) == b"page"
    assert (len(heard), waited) == (3, [7, 8])


def test_a_site_that_does_not_recover_is_told_of_in_words(serve: Serve) -> None:
    url, heard = serve(lambda path: (503, {}, b""))
    waited: list[float] = []
    with pytest.raises(CannotWork) as problem:
        web_page.read(url, waited.append)
    assert (len(heard), waited) == (6, [0.5, 1, 2, 4, 8])
    assert "(เครื่องปลายทางตอบรหัส 503)" in why(problem.value)


def test_a_site_that_asks_for_a_long_pause_is_left_alone(serve: Serve) -> None:
    url, heard = serve(lambda path: (429, {"Retry-After": "3600"}, b""))
    with pytest.raises(CannotWork):
        web_page.read(url, lambda seconds: None)
    assert len(heard) == 1


def test_why_nobody_answers_is_told_in_words() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{closed.getsockname()[1]}"
    with pytest.raises(CannotWork) as problem:
        web_page.read(address, lambda seconds: None)
    assert "(เครื่องปลายทางไม่รับการเชื่อมต่อ)" in why(problem.value)
    with pytest.raises(ForgeUnavailable) as unavailable:
        client(address, []).get("repos/office/site")
    assert "(เครื่องปลายทางไม่รับการเชื่อมต่อ)" in why(unavailable.value)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (failed.NameResolutionError("host", None, socket.gaierror()), "ไม่มีเครื่องชื่อนี้"),  # type: ignore[arg-type]
        (failed.ReadTimeoutError(None, "", ""), "เครื่องปลายทางไม่ตอบ"),  # type: ignore[arg-type]
        (failed.ConnectTimeoutError(), "เครื่องปลายทางไม่ตอบ"),
        (failed.SSLError("CERTIFICATE_VERIFY_FAILED"), "ใบรับรองของเครื่องปลายทางใช้ไม่ได้"),
        (failed.ProtocolError("Connection aborted."), "การเชื่อมต่อขาดหรือคำตอบเสียหาย"),
        (failed.NewConnectionError(None, ""), "การเชื่อมต่อขาดหรือคำตอบเสียหาย"),  # type: ignore[arg-type]
    ],
)
def test_each_failure_of_a_connection_has_its_words(error: failed.HTTPError, told: str) -> None:
    assert message("network.unreachable", url="x", problem=why_it_failed(error)).text().count(f"({told})") == 1
