"""tests/trails/: an office's months as each released Prakat left and judged them, judged again by this one, offline."""

import datetime
import hashlib
import json
import re
import subprocess
import zipfile
from pathlib import Path

import pytest

import audit
import verify_kit
from prakat import product
from prakat.audit import approved
from prakat.audit.sealed_kit import BUNDLE
from prakat.content import register
from prakat.repository import snapshot
from prakat.rules import data
from trails.keep import KEPT, KIT, ROWS, SCHEMAS, digests

CHECKOUT = Path(__file__).resolve().parents[1]
VERSIONS = sorted(each.name for each in KEPT.iterdir() if (each / KIT).is_file())
LARGEST = 100_000
"""Bytes of one version's trail."""
HOW = "`make trail` of that version keeps it; commit it before CHANGELOG names the release"


def test_every_released_version_has_its_trail() -> None:
    changelog = (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8")
    released = set(re.findall(r"^## \[?([0-9]+\.[0-9]+\.[0-9]+)\b", changelog, re.MULTILINE))
    assert released | {"0.1.0"} <= set(VERSIONS), HOW


@pytest.mark.parametrize("version", VERSIONS)
def test_a_trail_is_small(version: str) -> None:
    assert {each.name for each in (KEPT / version).iterdir()} == {KIT, ROWS, SCHEMAS}
    assert sum(each.stat().st_size for each in (KEPT / version).iterdir()) < LARGEST


@pytest.mark.parametrize("version", VERSIONS)
def test_the_sealed_kit_of_a_version_verifies(version: str, capsys: pytest.CaptureFixture[str]) -> None:
    kit = KEPT / version / KIT
    assert verify_kit.main([str(kit), "--lang", "en", "--sha256", str(_digest(kit))]) == 0, capsys.readouterr().out


@pytest.fixture(params=VERSIONS)
def trail(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Path]:
    """A version, and a clone of its demo's repository."""
    with zipfile.ZipFile(KEPT / request.param / KIT) as kit:
        bundle = Path(kit.extract(BUNDLE, tmp_path))
    subprocess.run(["git", "clone", "-q", "--mirror", str(bundle), str(tmp_path / "office.git")], check=True)
    return request.param, tmp_path / "office.git"


def test_its_verdicts_are_those_of_that_version(trail: tuple[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    version, repo = trail
    assert audit.main(["--repo", str(repo), "--no-cache", "--format", "json", "--lang", "en"]) == 0
    now = [each for each in json.loads(capsys.readouterr().out) if each["commit"] or each["date"] is None]
    then = json.loads((KEPT / version / ROWS).read_text(encoding="utf-8"))
    assert [{name: row.get(name) for name in old} for old, row in zip(then, now, strict=True)] == then
    assert not [each for each in now if each["violations"]]


def test_all_that_was_approved_then_is_shown(trail: tuple[str, Path], tmp_path: Path) -> None:
    version, repo = trail
    rows = json.loads((KEPT / version / ROWS).read_text(encoding="utf-8"))
    day = datetime.date.fromisoformat(rows[-1]["date"][:10])
    found = approved.newest_approved(repo)
    assert found.commit == rows[-1]["commit"]
    (tmp_path / "tree").mkdir()
    snapshot.export(repo, found.commit, tmp_path / "tree")
    shown = register.read(tmp_path / "tree", day, is_approved=True)
    assert shown.office
    assert shown.left_out == ()
    assert len(shown.entries) == sum(1 for _ in (tmp_path / "tree" / "content").rglob("index.md"))


@pytest.mark.parametrize("version", [each for each in VERSIONS if each != product.version()])
def test_the_schemas_of_a_version_are_still_known(version: str) -> None:
    """What they accepted was approved, and stays (schemas/earlier/), until a request changes it."""
    kept = data.folder() / "earlier" / version
    of_items = {name for name in digests() if name.startswith("categories/")} | {"item.schema.json"}
    then = json.loads((KEPT / version / SCHEMAS).read_text(encoding="utf-8"))
    for names in (of_items | then.keys() - {"office.schema.json"}, {"office.schema.json"}):
        now = {name: digests().get(name) for name in names}
        if now != {name: then.get(name) for name in names}:
            found = {name: _digest(kept / name) for name in names}
            assert found == {name: then.get(name) for name in names}, f"git show v{version}:schemas/... > {kept}/..."


def _digest(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None
