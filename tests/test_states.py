"""Every state x every output: what the public can find, at instants around midnight in Bangkok (R19, R20)."""

import gzip
import json
import os
import subprocess
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path

import lxml.html
import pytest

import office_builder
from programs import python

CHECKOUT = Path(__file__).resolve().parents[1]
BODY = "ข้อความลับเฉพาะของรายการ"
TITLE = "หัวข้อเฉพาะของรายการ"
SUMMARY = "คำอธิบายเฉพาะของรายการ"

PAGE, TOMBSTONE, NOTHING = "page", "tombstone", "nothing"
"""What stands at an item's URL."""

INSTANTS = {
    "2026-09-30T23:59:59+07:00": "ก่อนปีงบประมาณใหม่หนึ่งวินาที",
    "2026-10-01T00:00:00+07:00": "วันแรกของปีงบประมาณ",
    "2026-10-15T12:00:00+00:00": "กลางช่วง",
    "2026-10-31T16:59:59+00:00": "23:59 ในกรุงเทพฯ ของวันสุดท้าย",
    "2026-10-31T17:00:00+00:00": "00:00 ในกรุงเทพฯ ของวันถัดไป",
    "2026-11-20T08:00:00+07:00": "หลังนำลง",
    "2027-09-30T16:59:59+00:00": "วันสุดท้ายของปีงบประมาณ",
}
EXPECTED = {
    # slug: what stands at its URL at each instant
    "october": (NOTHING, PAGE, PAGE, PAGE, TOMBSTONE, TOMBSTONE, TOMBSTONE),
    "september": (PAGE, TOMBSTONE, TOMBSTONE, TOMBSTONE, TOMBSTONE, TOMBSTONE, TOMBSTONE),
    "always": (PAGE, PAGE, PAGE, PAGE, PAGE, PAGE, PAGE),
    "reviewed": (NOTHING, PAGE, PAGE, PAGE, PAGE, PAGE, PAGE),
    "withdrawn": (NOTHING, PAGE, TOMBSTONE, TOMBSTONE, TOMBSTONE, TOMBSTONE, TOMBSTONE),
    "hidden": (NOTHING, PAGE, TOMBSTONE, TOMBSTONE, TOMBSTONE, TOMBSTONE, TOMBSTONE),
    "urgent": (NOTHING, NOTHING, PAGE, TOMBSTONE, TOMBSTONE, TOMBSTONE, TOMBSTONE),
    "next-year": (NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, PAGE),
}


def _write(repo: Path) -> None:
    never = {"timing": "on_change", "expires_on": "never", "period": {"start": "2026-01-01"}}
    verbal = {"approver": "clerk", "at": "2026-10-14T09:00", "channel": "โทรศัพท์", "recorded_by": "clerk"}
    withdrawn = {"on": "2026-10-10", "reason": "ข้อมูลคลาดเคลื่อน"}
    kinds: dict[str, dict[str, object]] = {
        "october": {},
        "september": {"publish_on": "2026-09-01", "expires_on": "2026-09-30"},
        "always": never | {"publish_on": "2026-09-01", "review_by": "2028-01-01"},
        "reviewed": never | {"review_by": "2026-10-15"},
        "withdrawn": {"withdrawn": withdrawn},
        "hidden": {"withdrawn": withdrawn | {"hide_title": True}},
        "urgent": {"verbal": verbal, "publish_on": "2026-10-14", "expires_on": "2027-10-31"},
        "next-year": {"publish_on": "2027-09-01", "expires_on": "2027-10-31"},
    }
    for slug, changed in kinds.items():
        texts = {"title": f"{TITLE} {slug}", "summary": f"{SUMMARY} {slug}", "former_paths": [f"law/old-{slug}"]}
        files = {f"{slug}.pdf": office_builder.PDF + slug.encode()}
        office_builder.item(repo, f"law/{slug}", f"{BODY} {slug}", files, **(texts | changed))


@dataclass(frozen=True)
class Built:
    root: Path

    def text(self, name: str) -> str:
        path = self.root / name
        return path.read_text(encoding="utf-8") if path.is_file() else ""

    def words(self, name: str) -> str:
        """What a reader sees of a page."""
        return str(lxml.html.fromstring(self.text(name)).text_content())

    def everything(self) -> dict[str, str]:
        """Every file as text, compressed ones opened, JSON escapes and segmentation undone."""
        found = {}
        for path in sorted(self.root.rglob("*")):
            if path.is_file():
                raw = path.read_bytes()
                raw = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
                raw = zlib.decompress(raw) if path.suffix == ".bin" else raw
                name = path.relative_to(self.root).as_posix()
                found[name] = raw.decode("utf-8", "replace").replace("\u200b", "")
                found[name] += self.words(name) if path.suffix == ".html" else ""
        return found


@pytest.fixture(scope="module", params=list(INSTANTS))
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[int, Built]:
    repo, to = tmp_path_factory.mktemp("office"), tmp_path_factory.mktemp("public")
    office_builder.office(repo)
    _write(repo)
    environment = os.environ | {"PRAKAT_DATE": request.param, "TZ": "UTC"}
    command = [python(), "scripts/publish.py", "--repo", str(repo), "--to", str(to)]
    done = subprocess.run(command, cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr + done.stdout
    return list(INSTANTS).index(request.param), Built(to / "current")


def test_every_state_shows_in_every_output_what_it_must(built: tuple[int, Built]) -> None:
    index, site = built
    everything = site.everything()
    register = {row["url"]: row for row in json.loads(site.text("register.json"))["items"]}
    for slug, expected in EXPECTED.items():
        state = expected[index]
        where = f"{slug} at {list(INSTANTS)[index]}"
        page, url = site.text(f"law/{slug}/index.html"), f"law/{slug}/"
        is_page = state == PAGE
        assert bool(page) == (state != NOTHING), where
        assert ("noindex" in page) == (state == TOMBSTONE), where
        assert (site.root / "law" / slug / f"{slug}.pdf").is_file() == is_page, where
        assert (f"/{url}" in site.text("sitemap.xml")) == is_page, where
        assert (f"/{url}" in site.text("atom.xml")) == is_page, where
        assert (f"/{url}" in site.text("rss.xml")) == is_page, where
        assert (f"{TITLE} {slug}" in site.words("law/index.html")) == is_page, where
        assert (f"{TITLE} {slug}" in site.words("index.html")) == is_page, where
        assert (url in register) == (state != NOTHING), where
        assert (url in site.text("register.csv")) == (state != NOTHING), where
        assert bool(site.text(f"law/old-{slug}/index.html")) == (state != NOTHING), where
        found = any(file.startswith("search/") and f"{BODY} {slug}" in text for file, text in everything.items())
        assert found == is_page, f"{where}: search"
        _assert_texts(slug, state, everything, where)


def _assert_texts(slug: str, state: str, everything: dict[str, str], where: str) -> None:
    """The words of an item that is not live stand in no file at all; a hidden or scheduled title neither."""
    holding = [file for file, text in everything.items() if f"{BODY} {slug}" in text]
    assert bool(holding) == (state == PAGE), f"{where}: body in {holding}"
    holding = [file for file, text in everything.items() if f"{SUMMARY} {slug}" in text]
    assert bool(holding) == (state == PAGE), f"{where}: summary in {holding}"
    may_be_named = state == PAGE or (state == TOMBSTONE and slug != "hidden")
    holding = [file for file, text in everything.items() if f"{TITLE} {slug}" in text]
    assert bool(holding) == may_be_named, f"{where}: title in {holding}"
    if state == NOTHING:
        named = [file for file, text in everything.items() if f"law/{slug}/" in text or slug in file]
        assert not named, where


def test_the_same_commit_day_and_versions_give_the_same_bytes(tmp_path: Path) -> None:
    repo = office_builder.office(tmp_path / "office")
    _write(repo)
    manifests = []
    for to in (tmp_path / "first", tmp_path / "second"):
        command = [sys.executable, "scripts/publish.py", "--repo", str(repo), "--to", str(to), "--date", "2026-10-15"]
        subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True)
        manifests.append({path.name: path.read_bytes() for path in (to / "releases").glob("*.json")})
    assert manifests[0] == manifests[1]
    assert len(manifests[0]) == 1
