"""make serve: the lifecycle applied, what is scheduled shown and marked, pages anew after a change."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
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


@pytest.fixture(params=["preview.py", "mkdocs"])
def served(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A preview of a small office in a checkout of its own, so that the watched folders are its own."""
    for name in ("hooks", "theme", "schemas", "mkdocs.yml"):
        (tmp_path / name).symlink_to(CHECKOUT / name)
    office_builder.office(tmp_path)
    office_builder.item(tmp_path, "law/soon", publish_on="2026-10-20", title="ประกาศที่ยังไม่ถึงวันเผยแพร่")
    office_builder.item(tmp_path, "law/over", expires_on="2026-10-14", body="ข้อความที่ครบกำหนดแล้ว")
    port = free_port()
    address = f"127.0.0.1:{port}"
    command = [sys.executable, "-m", "mkdocs", "serve", "--quiet", "--livereload", "-a", address]
    if request.param == "preview.py":  # which make serve runs
        command = [sys.executable, str(CHECKOUT / "scripts" / request.param), "--port", str(port)]
    environment = os.environ | {"PRAKAT_DATE": "2026-10-15", "NO_MKDOCS_2_WARNING": "1"}
    process = subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, start_new_session=True)
    try:
        yield f"http://{address}/", tmp_path
    finally:
        os.killpg(process.pid, signal.SIGTERM)  # preview.py has the builder run for it
        process.communicate()


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


def test_preview_applies_the_lifecycle_and_marks_what_is_scheduled(served: tuple[str, Path]) -> None:
    url, repo = served
    page = _wait_for(f"{url}law/soon/", "ประกาศที่ยังไม่ถึงวันเผยแพร่")
    assert 'class="preview"' in page
    assert "livereload(" in page
    assert "Content-Security-Policy" not in page
    assert "badge scheduled" in _get(f"{url}law/")
    assert "ข้อความที่ครบกำหนดแล้ว" not in _get(f"{url}law/over/")
    office_builder.item(repo, "law/soon", publish_on="2026-10-20", title="หัวข้อที่แก้แล้วของประกาศ")
    _wait_for(f"{url}law/soon/", "หัวข้อที่แก้แล้วของประกาศ")
