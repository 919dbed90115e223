"""Pictures of pages by a real Chromium: as wide and high as they are, without network, and within a bound."""

import datetime
import socket
import struct
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from served import needs

from prakat.papers.evidence import page_picture
from prakat.papers.evidence.evidence_pack import EvidencePack
from prakat.papers.evidence.page_picture import pictures
from prakat.papers.paper import Paper, Paragraph, Verbatim
from sign_off_office import World
from test_evidence_pack import evidence, of_ministry

_NOWHERE = "192.0.2.1"
"""An address of no machine (RFC 5737): asking the way to it tells this machine's own, and sends nothing."""


@pytest.fixture
def program() -> str:
    found = page_picture.chromium()
    needs(found is not None, "chromium")
    return str(found)


def site(place: Path, **pages: str) -> Path:
    for name, body in pages.items():
        (place / name).mkdir(parents=True)
        (place / name / "index.html").write_text(f"<!doctype html><meta charset=utf-8><body>{body}", encoding="utf-8")
    return place


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_a_page_is_drawn_as_wide_and_as_high_as_it_is(program: str, tmp_path: Path) -> None:
    tall = "<style>body{margin:0}</style><p style='margin:0;height:2345px'>ประกาศ ไตรมาสที่ 4</p>"
    root = site(tmp_path / "site", tall=tall, short="<p>สั้น</p>", endless="<p style='height:99999px'>ยาว</p>")
    found = pictures(program, root, ["tall/", "short/", "endless/"])
    assert [size(found[url]) for url in ("tall/", "short/", "endless/")] == [
        (page_picture.WIDTH, 2345),
        (page_picture.WIDTH, 900),
        (page_picture.WIDTH, page_picture.TALLEST),
    ]
    assert pictures(program, root, ["tall/"])["tall/"] == found["tall/"], "the same page has the same bytes"


@contextmanager
def listening() -> Iterator[tuple[str, list[object]]]:
    """A port on an address of this machine that is not loopback, if it has one, and who called there."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        with suppress(OSError):
            asked.connect((_NOWHERE, 9))
        own = asked.getsockname()[0]
    if own.startswith(("0.", "127.")):
        pytest.skip("this machine has no address but loopback")
    calls: list[object] = []
    with socket.create_server((own, 0)) as server:

        def answer() -> None:
            with suppress(OSError):
                while True:
                    caller, where = server.accept()
                    calls.append(where)
                    caller.close()

        threading.Thread(target=answer, daemon=True).start()
        yield f"http://{own}:{server.getsockname()[1]}/", calls


def test_chromium_asks_nobody_but_this_machine(program: str, tmp_path: Path) -> None:
    with listening() as (elsewhere, calls):
        asks = f"<img src='{elsewhere}a.png'><script>fetch('{elsewhere}b')</script>"
        asks += f"<script>new WebSocket('ws' + '{elsewhere}'.slice(4))</script>"
        asks += f"<iframe src='{elsewhere}c'></iframe><link rel=preconnect href='{elsewhere}'>"
        found = pictures(program, site(tmp_path / "site", page=asks), ["page/"])
    assert found["page/"]
    assert calls == []


def running(profile: str) -> list[str]:
    told = (each / "cmdline" for each in Path("/proc").iterdir() if each.name.isdecimal())
    found = []
    for each in told:
        with suppress(OSError):
            found.append(each.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace"))
    return [each for each in found if profile in each]


def test_a_page_without_end_is_given_up(program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_picture, "DRAWN_WITHIN", 4)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    root = site(tmp_path / "site", endless="<script>for (;;) {}</script>")
    assert pictures(program, root, ["endless/"]) == {"endless/": b""}
    assert not [each for each in running(str(tmp_path)) if "headless" in each and "--type=" not in each]


def test_a_pack_holds_the_pages_as_readers_see_them(program: str, world: World, tmp_path: Path) -> None:
    of_ministry(world)
    world.publish(3, evidence("publication-order"))

    def make(kind: str, about: str) -> Paper:
        return Paper(Verbatim(kind), kind, (Paragraph(about),))

    pack = EvidencePack(world.repository, world.audit(), datetime.date(2026, 7, 20), make, "moit-1")
    found = pack.packed(2569)
    (tmp_path / "p.zip").write_bytes(found.content)
    assert {each.id.removeprefix("papers_evidence.") for each in found.told} == {"draft", "missing", "digest"}
    with zipfile.ZipFile(tmp_path / "p.zip") as archive:
        page = "1.2-order/2569-publication-order-page"
        assert size(archive.read(f"{page}.png"))[0] == page_picture.WIDTH
        assert size(archive.read("pages/evidence-2569-moit.png"))[0] == page_picture.WIDTH
