"""make serve: the lifecycle applied, what is scheduled shown and marked, pages anew after a change."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import office_builder
import preview
from loopback import free_port
from prakat.cannot_work import CannotWork

CHECKOUT = Path(__file__).resolve().parents[1]


def _get(url: str) -> str:
    with urllib.request.urlopen(url) as answer:
        return str(answer.read().decode("utf-8"))


def _wait_for(url: str, text: str) -> str:
    """The page once it says `text`; the server needs a moment to start and to build anew."""
    for _ in range(3000):
        try:
            if text in (page := _get(url)):
                return page
        except (urllib.error.URLError, ConnectionError):
            pass
        time.sleep(0.1)
    raise AssertionError(f"{url} never said {text}")


@dataclass(frozen=True)
class Served:
    url: str
    repo: Path
    said: Path

    def wait_until_said(self, text: str) -> None:
        for _ in range(3000):
            if text in self.said.read_text(encoding="utf-8"):
                return
            time.sleep(0.1)
        raise AssertionError(self.said.read_text(encoding="utf-8"))


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """In a checkout of its own, so that the watched folders are its own."""
    for name in ("hooks", "theme", "schemas", "mkdocs.yml"):
        (tmp_path / name).symlink_to(CHECKOUT / name)
    office_builder.office(tmp_path)
    office_builder.item(tmp_path, "law/soon", publish_on="2026-10-20", title="ประกาศที่ยังไม่ถึงวันเผยแพร่")
    office_builder.item(tmp_path, "law/over", expires_on="2026-10-14", body="ข้อความที่ครบกำหนดแล้ว")
    return tmp_path


def _command(builder: str, port: int, *options: str) -> list[str]:
    if builder == "preview.py":  # which make serve runs
        return [sys.executable, str(CHECKOUT / "scripts" / builder), "--port", str(port), *options]
    return [sys.executable, "-m", builder, "serve", "--quiet", "--livereload", "-a", f"127.0.0.1:{port}"]


@pytest.fixture(params=["preview.py", "mkdocs"])
def served(request: pytest.FixtureRequest, office: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    port, said = free_port(), tmp_path_factory.mktemp("said") / "stderr"
    options = ("--lang", "en") if request.param == "preview.py" else ()
    environment = os.environ | {"PRAKAT_DATE": "2026-10-15", "NO_MKDOCS_2_WARNING": "1"}
    with said.open("wb") as heard:
        command = _command(request.param, port, *options)
        process = subprocess.Popen(command, cwd=office, env=environment, stderr=heard, start_new_session=True)
        try:
            yield Served(f"http://127.0.0.1:{port}/", office, said)
        finally:
            process.terminate()
            process.wait()


@pytest.mark.parametrize("port", ["0", "-1", "65536"])
def test_a_port_that_is_none_is_told(port: str) -> None:
    with pytest.raises(CannotWork, match="no-port"):
        preview.main(["--port", port])


def test_a_port_that_another_program_has_is_told(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(CannotWork, match="port-taken"):
            preview.main(["--repo", str(tmp_path), "--port", str(taken.getsockname()[1])])


def test_preview_applies_the_lifecycle_and_marks_what_is_scheduled(served: Served) -> None:
    url, repo = served.url, served.repo
    page = _wait_for(f"{url}law/soon/", "ประกาศที่ยังไม่ถึงวันเผยแพร่")
    assert 'class="preview"' in page
    assert "livereload(" in page
    assert "Content-Security-Policy" not in page
    assert "badge scheduled" in _get(f"{url}law/")
    assert "ข้อความที่ครบกำหนดแล้ว" not in _get(f"{url}law/over/")
    office_builder.item(repo, "law/soon", publish_on="2026-10-20", title="หัวข้อที่แก้แล้วของประกาศ")
    _wait_for(f"{url}law/soon/", "หัวข้อที่แก้แล้วของประกาศ")
    office_builder.item(repo, "law/wrong", publish_on="2569-10-20")
    served.wait_until_said("date.buddhist-era")
    text = (repo / "office.yml").read_text(encoding="utf-8")
    (repo / "office.yml").write_text("name: [", encoding="utf-8")
    served.wait_until_said("office.yml:1")
    assert "Traceback" not in served.said.read_text(encoding="utf-8")
    (repo / "office.yml").write_text(text, encoding="utf-8")
    office_builder.item(repo, "law/soon", publish_on="2026-10-20", title="หัวข้อหลังจากที่แก้ทุกอย่างแล้ว")
    _wait_for(f"{url}law/soon/", "หัวข้อหลังจากที่แก้ทุกอย่างแล้ว")


@pytest.mark.parametrize(("language", "word"), [("th", "ต้องเป็นปี ค.ศ."), ("en", "must be a common-era date")])
def test_what_is_wrong_is_told_in_the_language_that_was_chosen(
    language: str, word: str, office: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    office_builder.item(office, "law/wrong", publish_on="2569-10-20")

    def leave(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("mkdocs.livereload.LiveReloadServer.serve", leave)
    asked = ["--repo", str(office), "--date", "2026-10-15", "--port", str(free_port()), "--lang", language]
    assert preview.main(asked) == 0
    (told,) = [line for line in caplog.messages if "date.buddhist-era" in line]
    assert word in told


def test_a_preview_that_cannot_begin_says_why(office: Path) -> None:
    (office / "office.yml").write_text("name: [", encoding="utf-8")
    done = subprocess.run(_command("preview.py", free_port()), cwd=office, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "office.yml:1" in done.stderr
    assert "Traceback" not in done.stderr
