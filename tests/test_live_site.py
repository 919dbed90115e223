"""The live site against the manifest of its release, over real HTTP."""

import hashlib
import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import compare_live
from prakat.release import deviation


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None: ...


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    root = tmp_path / "www"
    (root / "law" / "act").mkdir(parents=True)
    for name in ("index.html", "law/act/index.html", "law/act/ก.pdf", "404.html"):
        (root / name).write_text(name, encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(root)))
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield root, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_what_is_missing_or_differs_is_named(
    served: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root, url = served
    files = {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps({"files": files}), encoding="utf-8")
    words = ["--manifest", str(manifest), "--url", url, "--format", "json"]
    assert compare_live.main(words) == 0
    assert json.loads(capsys.readouterr().out) == []
    (root / "law" / "act" / "ก.pdf").unlink()
    (root / "index.html").write_text("เปลี่ยน", encoding="utf-8")
    assert compare_live.main(words) == 1
    found = [(each["path"], each["problem"]) for each in json.loads(capsys.readouterr().out)]
    assert found == [("index.html", "differs"), ("law/act/ก.pdf", "missing")]


def test_a_cache_is_given_its_minutes_and_no_more() -> None:
    """Only what differed is looked at again, each minute, until nothing differs."""
    manifest = {"files": {each: hashlib.sha256(each.encode()).hexdigest() for each in ("a", "b")}}
    served = {"a": b"a", "b": b"old"}
    asked: list[str] = []
    waited: list[float] = []

    def fetch(url: str) -> bytes:
        asked.append(url[-1])
        return served[url[-1]]

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 2:
            served["b"] = b"b"

    assert deviation.lasting(manifest, "https://office.example/", fetch, 5, sleep) == []
    assert (sorted(asked), waited) == (["a", "b", "b", "b"], [60, 60])
    served["b"], waited[:] = b"old", [0] * 3
    for minutes in (2, 0, -1):
        del waited[3:]
        found = deviation.lasting(manifest, "https://office.example/", fetch, minutes, sleep)
        assert [each.row() for each in found] == [{"path": "b", "problem": "differs"}]
        assert waited[3:] == [60] * max(minutes, 0)
