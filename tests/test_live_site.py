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
