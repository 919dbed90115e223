"""--verbose: what runs from cron logs each step on stderr, in English; never a token, a mail or a request's text."""

import re
import threading
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import check_requests
import compare_live
import derive
import merge
import publication_due
import publish
import terminal
from prakat.founding.staff import make_key
from prakat.handbook.command_page import Command
from sign_off_office import CHAIN, World, document
from test_forge_http import serving

NEWS = "content/public-relations/2569/news/index.md"
TITLE = "ข่าวที่ไม่ควรอยู่ในบันทึก"
TOKEN = "token-that-nobody-else-sees"
LINE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T\S+ (?P<level>[A-Z]+) (?P<name>prakat[a-z_.]*): (?P<told>.*)")


@pytest.fixture(autouse=True)
def token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRAKAT_FORGE_TOKEN", TOKEN)


def at(world: World) -> list[str]:
    return ["--repo", str(world.repository.folder), "--key", str(world.key), "--date", world.later().isoformat()]


def logged(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What was told, without the rest of stderr."""
    err = capsys.readouterr().err
    assert not [secret for secret in (TOKEN, TITLE, "@office.example") if secret in err]
    found = [match["told"] for match in map(LINE.fullmatch, err.splitlines()) if match]
    assert all(each.isascii() for each in found)
    return found


def test_a_nightly_run_says_why_it_did_what_it_did(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.ask(2, {NEWS: document(TITLE)})
    world.sign(2, *CHAIN)
    world.ask(3, {NEWS.replace("news", "more"): document(TITLE, expires_on="2569-12-31")})
    world.sign(3, "reviewer=ton")
    world.ask(4, {NEWS.replace("news", "wrong"): document(TITLE, expires_on="2569-12-31")})
    world.sign(4, *CHAIN)
    assert merge.main([*at(world), "--verbose", "merge"]) == 1
    told = "\n".join(logged(capsys))
    for step in (
        r"judged 1 commits of main after [0-9a-f]{12}: 0 open violations \([0-9.]+ s\)",
        r"main is at [0-9a-f]{12}, the audit-log has 2 records",
        r"request #2 may be merged \(judged in [0-9.]+ s\)",
        r"recorded in the audit-log: merge, notice",
        rf"request #2 was merged as {world.main()[:12]}",
        r"request #3 may not be merged \(judged in [0-9.]+ s\): approval.missing",
        r"request #4 may not be merged: 1 errors in what it would make of main",
    ):
        assert re.search(step, told), told


def test_without_it_only_warnings_are_logged(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.ask(2, {NEWS: document(TITLE)})
    world.sign(2, *CHAIN)
    assert merge.main([*at(world), "--verbose", "merge", "2"]) == 0
    assert logged(capsys)
    assert merge.main([*at(world), "merge"]) == 0
    assert logged(capsys) == []


def test_a_run_that_was_killed_is_finished_and_that_is_said(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    before = world.main()
    head = world.ask(2, {NEWS: document(TITLE)})
    world.sign(2, *CHAIN)
    world.merge(2)
    world.git("update-ref", "refs/heads/main", before)
    world.git("update-ref", "refs/heads/request/2", head)
    assert merge.main([*at(world), "--verbose", "merge"]) == 0
    told = logged(capsys)
    for step in ("before main was moved", "before it was closed"):
        assert any(step in each for each in told)


def test_a_release_is_logged_step_by_step(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    world.publish(2, {NEWS: document(TITLE)})
    words = ["--repo", str(world.repository.folder), "--date", "2026-07-02", "--key", str(world.key)]
    assert publish.main([*words, "--to", str(tmp_path / "www"), "--approved", "--verbose"]) == 0
    told = "\n".join(logged(capsys))
    assert "recorded in the audit-log: deployment" in told
    assert len(re.findall(r": [0-9.]+ s$", told, re.MULTILINE)) >= 4


@pytest.mark.parametrize("command", derive.commands(), ids=lambda each: each.name)
def test_every_command_takes_it(command: Command) -> None:
    assert {"--verbose", "--lang"} <= {each.name for each in command.options}


def test_what_was_recorded_last_and_what_differs_is_logged(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world.publish(2, {NEWS: document(TITLE)})
    assert publication_due.main(["--repo", str(world.repository.folder), "--verbose"]) == 0
    manifest = tmp_path / "manifest.json"
    manifest.write_text('{"files": {"index.html": "0"}}', encoding="utf-8")
    with serving(lambda path: (200, {}, b"")) as (url, _):
        assert compare_live.main(["--manifest", str(manifest), "--url", url, "--verbose"]) == 1
    told = "\n".join(logged(capsys))
    assert re.search(r"merge or of the publishing machine is [0-9]+: merge", told)
    assert "1 of 1 files differ or are missing" in told


def test_a_forge_that_fails_in_passing_is_asked_again_and_that_is_logged(
    world: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [503, 404]

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(answers.pop(0))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *arguments: object) -> None: ...

    monkeypatch.setattr("time.sleep", lambda seconds: None)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        make_key(world.place / "key", "x")
        url = f"http://127.0.0.1:{server.server_port}/office/site"
        words = ["--repo", str(world.place / "mirror"), "--forge", url, "--verbose"]
        assert run(check_requests.main, words) == terminal.USAGE
    finally:
        server.shutdown()
        server.server_close()
    assert any(re.fullmatch(r"GET repos/office/site/\S+ again, after 503", each) for each in logged(capsys))


def run(main: object, words: Sequence[str]) -> int:
    return terminal.run(lambda: main(words))  # type: ignore[operator,no-any-return]
