"""publish.yml and audit.yml: their `run:` steps under act, on a new office as the merging job hands it over.

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
from new_office import begun

DAY = {"PRAKAT_DATE": "2026-11-21"}
GITHUBS = "GitHub's word on the last 60 days, within what it answers in an hour"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("office")
    assert begun(place) == 0
    return place / "office.git"


def runner(bare: Path, place: Path, *refs: str, **needs: str) -> Runner:
    told = {name.replace("__", "."): value for name, value in needs.items()}
    left_out = frozenset({"packages", GITHUBS})
    instead = {"--patience 10": "--patience 0", "${{ inputs.office }}": "office/site"}
    made = Runner(place, place, DAY, needs=told, instead=instead, without=left_out)
    bundle = made.temp / "mirror" / "office.bundle"
    bundle.parent.mkdir(parents=True, exist_ok=True)
    git = ["git", "-C", str(bare), "bundle", "create", "-q"]
    subprocess.run([*git, str(bundle), *(refs or ("main", "audit-log"))], check=True)
    return made


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


def test_what_is_no_history_is_not_deployed(office: Path, tmp_path: Path) -> None:
    building = runner(office, tmp_path)
    (building.temp / "mirror" / "office.bundle").write_bytes(b"# v2 git bundle\n")
    is_good, said = building.run("publish", "build")
    assert not is_good, said
    assert not (building.temp / "manifest").exists()


def test_where_nothing_is_approved_nothing_is_deployed(office: Path, tmp_path: Path) -> None:
    """The first commit names no epoch yet."""
    begin = tmp_path / "begin.git"
    subprocess.run(["git", "clone", "-q", "--bare", str(office), str(begin)], check=True)
    subprocess.run(["git", "-C", str(begin), "update-ref", "refs/heads/main", "main~1"], check=True)
    building = runner(begin, tmp_path, "main")
    is_good, said = building.run("publish", "build")
    assert not is_good and "ไม่มีรุ่นใดที่พิสูจน์ได้ว่าอนุมัติแล้ว" in said, said
    assert not (building.temp / "manifest").exists()
    is_good, said = runner(begin, fresh(tmp_path), "main").run("audit", "audit")
    assert not is_good, said


def fresh(place: Path) -> Path:
    (place / "again").mkdir()
    return place / "again"


def test_the_weekly_audit_judges_what_the_merging_job_read(office: Path, tmp_path: Path) -> None:
    is_good, said = runner(office, tmp_path).run("audit", "audit")
    assert is_good and "office.yml" in said, said
