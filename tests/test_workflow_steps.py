"""publish.yml and audit.yml: their own `run:` steps under act, in a checkout of a new office as a runner makes one.

Left out: the steps that fetch packages, and audit.yml's question to GitHub (tests/test_github_contract.py)."""

import json
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from act_runner import Runner
from new_office import begun, checkout

DAY = {"PRAKAT_DATE": "2026-11-21", "NO_MKDOCS_2_WARNING": "1"}
GITHUBS = "GitHub's word on the last 60 days, within what it answers in an hour"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("office")
    assert begun(place) == 0
    return place / "office.git"


def runner(bare: Path, place: Path, **needs: str) -> Runner:
    workspace = place / "workspace"
    if not workspace.is_dir():
        checkout(bare, workspace)
    told = {name.replace("__", "."): value for name, value in needs.items()}
    left_out = frozenset({"packages", GITHUBS})
    return Runner(place, workspace, DAY, needs=told, instead={"--patience 10": "--patience 0"}, without=left_out)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *arguments: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def test_what_is_approved_is_built_and_the_live_site_compared(office: Path, tmp_path: Path) -> None:
    is_good, said = runner(office, tmp_path).run("publish", "build")
    assert is_good, said
    (manifest,) = (tmp_path / "temp" / "manifest").iterdir()
    assert json.loads(manifest.read_text(encoding="utf-8"))["source"] == "approved"
    live = tmp_path / "temp" / "www" / "current"
    with served(live) as url:
        compared = runner(office, tmp_path, deploy__url=url, build__left_out="0")
        is_good, said = compared.run("publish", "compare")
        assert is_good, said
        (live / "index.html").write_text("another", encoding="utf-8")
        compared.needs = {"deploy.url": url, "build.left_out": "1"}
        is_good, said = compared.run("publish", "compare")
    assert not is_good
    assert "index.html: ไม่ตรงกับที่เผยแพร่" in said
    assert "::error::บางรายการไม่ได้ขึ้นเว็บไซต์" in said, "said even where the live site differs"


def test_a_site_that_is_not_fit_to_be_released_is_not_deployed(office: Path, tmp_path: Path) -> None:
    building = runner(office, tmp_path)
    page = building.workspace / "theme" / "base.html"
    page.write_text(page.read_text(encoding="utf-8") + '<script src="https://elsewhere.example/x.js"></script>')
    is_good, said = building.run("publish", "build")
    assert not is_good and "elsewhere.example" in said, said
    assert not (building.temp / "manifest").exists()


def test_where_nothing_is_approved_nothing_is_deployed(office: Path, tmp_path: Path) -> None:
    """The first commit names no epoch yet."""
    building = runner(office, tmp_path)
    git = ["git", "-C", str(building.workspace)]
    subprocess.run([*git, "checkout", "-q", "-B", "main", "main~1"], check=True)
    subprocess.run([*git, "update-ref", "refs/remotes/origin/main", "main"], check=True)
    subprocess.run([*git, "update-ref", "-d", "refs/remotes/origin/audit-log"], check=True)
    is_good, said = building.run("publish", "build")
    assert not is_good and "ไม่มีรุ่นใดที่พิสูจน์ได้ว่าอนุมัติแล้ว" in said, said
    assert not (building.temp / "manifest").exists()
    is_good, said = building.run("audit", "audit")
    assert not is_good, said


def test_the_weekly_audit_judges_a_runners_checkout(office: Path, tmp_path: Path) -> None:
    is_good, said = runner(office, tmp_path).run("audit", "audit")
    assert is_good and "office.yml" in said, said
