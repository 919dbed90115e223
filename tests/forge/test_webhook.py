"""A request's check from webhook to status: the forge tells, act runs check.yml's steps, the status comes back."""

import hashlib
import hmac
import json
import queue
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from forge_office import PUBLISHER, ForgeOffice
from forgejo_server import ADMIN

from act_runner import Runner
from prakat.merging.plan import Merged
from sign_off_office import law

SECRET = "between-forge-and-runner"


@pytest.fixture
def told(guarded: ForgeOffice) -> "Iterator[queue.Queue[Any]]":
    """Requests that the forge's webhook told of as opened, its signature checked; the rest is dropped."""
    heard: queue.Queue[Any] = queue.Queue()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            signature = hmac.new(SECRET.encode(), raw, hashlib.sha256).hexdigest()
            if hmac.compare_digest(signature, self.headers.get("X-Gitea-Signature", "")):
                event = json.loads(raw)
                if event["action"] == "opened":
                    heard.put(event)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *arguments: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    config = {"url": f"http://127.0.0.1:{server.server_port}/", "content_type": "json", "secret": SECRET}
    hook = guarded.do(ADMIN, "POST", "hooks", type="gitea", active=True, config=config, events=["pull_request"])
    yield heard
    guarded.do(ADMIN, "DELETE", f"hooks/{hook['id']}")
    server.shutdown()
    server.server_close()


def run(office: ForgeOffice, event: Any, place: Path) -> None:
    """What a runner does on the event."""
    place.mkdir()
    head = event["pull_request"]["head"]["sha"]
    clone = place / "request"
    subprocess.run(["git", "clone", "-q", office.forgejo.remote(PUBLISHER, office.name), str(clone)], check=True)
    subprocess.run(["git", "-C", str(clone), "checkout", "-q", head], check=True)
    is_good, said = Runner(place, place, {"PRAKAT_DATE": "2026-07-05"}).run("check", "files")
    state = "success" if is_good else "failure"
    office.do(PUBLISHER, "POST", f"statuses/{head}", state=state, context="check", description=said[-100:])


def test_a_request_is_checked_by_the_forges_word_and_only_a_green_one_is_merged(
    guarded: ForgeOffice, told: "queue.Queue[Any]", tmp_path: Path
) -> None:
    good = guarded.ask({"content/law/hook-good/index.md": law("ประกาศที่ถูกต้อง")})
    bad = guarded.ask({"content/law/hook-bad/index.md": law(publish_on="2569-07-01")})
    for _ in (good, bad):
        event = told.get(timeout=600)
        run(guarded, event, tmp_path / str(event["number"]))
    for number in (good, bad):
        guarded.sign(number)
    assert guarded.try_merge(PUBLISHER, bad).status == 405
    done = guarded.merge(good)
    assert isinstance(done, Merged), done
