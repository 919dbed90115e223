"""make release: what keeps a checkout from being released, and that its packages are the same wherever it is built."""

import hashlib
import json
import re
import subprocess
import tarfile
from pathlib import Path

import pytest
from release import __main__ as command
from release import build
from release.changelog import UNRELEASED, Changelog
from release.checkout import Checkout
from release.not_ready import NotReady

import packages
from packages import CHECKOUT
from prakat import product

LOG = f"# Changelog\n\n## {product.version()} (2026-11-26)\n\n- Rules: one more.\n\n## 0.1.0\n\n- All of it.\n"


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    """A checkout that can be released."""
    place = packages.source(tmp_path / "checkout")
    (place / "CHANGELOG.md").write_text(LOG, encoding="utf-8")
    packages.committed(place)
    return place


def test_this_version_is_in_the_changelog_or_still_to_come() -> None:
    log = Changelog((CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8"), product.version())
    newest = next(iter(log.parts))
    assert newest in (UNRELEASED, log.heading)
    assert newest == UNRELEASED or not list(log.problems())


@pytest.mark.parametrize(
    ("log", "said"),
    [
        ("## 0.1.0\n\n- x\n", "has none for this version"),
        ("## 0.2.0\n\n- x\n", "has `## 0.2.0`"),
        ("## 0.2.0 (26 November)\n\n- x\n", r"has `## 0.2.0 \(26 November\)`"),
        ("## 0.2.0 (2026-02-30)\n\n- x\n", "YYYY-MM-DD"),
        ("## 0.2.0 (2026-11-26)\n\n## 0.1.0\n\n- x\n", "says nothing"),
        ("## 0.3.0 (2026-12-01)\n\n- y\n\n## 0.2.0 (2026-11-26)\n\n- x\n", r"has `## 0.3.0 \(2026-12-01\)` above it"),
        ("## Unreleased\n\n- y\n\n## 0.2.0 (2026-11-26)\n\n- x\n", "move them below"),
    ],
)
def test_a_version_must_stand_on_top_of_the_changelog_with_its_day(log: str, said: str) -> None:
    (problem,) = Changelog(f"# Changelog\n\n{log}", "0.2.0").problems()
    assert re.search(said, problem)


def test_release_notes_are_the_part_of_the_changelog() -> None:
    log = Changelog(f"# Changelog\n\n## Unreleased\n\n{LOG[13:]}", product.version())
    assert not list(log.problems())
    assert log.notes() == f"# Prakat {product.version()} (2026-11-26)\n\n- Rules: one more.\n"


def test_what_keeps_it_from_being_released_is_told_at_once(clean: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(7):
        (clean / f"new-{number}.txt").touch()
    (clean / "README.md").unlink()
    (clean / "CHANGELOG.md").write_text("# Changelog\n", encoding="utf-8")
    packages.git(clean, "tag", f"v{product.version()}")
    assert command.main(clean) == 1
    told = capsys.readouterr().err
    assert "has changes: CHANGELOG.md, README.md, new-0.txt, new-1.txt, new-2.txt and 4 more" in told
    assert f"is tagged already as v{product.version()}" in told
    assert "has none for this version" in told
    assert not (clean / "dist").exists()


def test_what_is_ignored_may_lie_about_and_is_left_out(clean: Path, tmp_path: Path) -> None:
    (clean / "src" / "prakat" / "__pycache__").mkdir()
    (clean / "src" / "prakat" / "__pycache__" / "x.pyc").touch()
    (clean / ".cache").mkdir()
    (clean / ".cache" / "secret").touch()
    assert not list(Checkout(clean).problems())
    wheel = build.reproduced(Checkout(clean), tmp_path / "to")
    sdist = next((tmp_path / "to").glob("*.tar.gz"))
    assert not [each for path in (wheel, sdist) for each in build.members(path) if re.search("pyc|secret", each)]
    with tarfile.open(sdist) as packed:
        assert {each.mtime for each in packed} == {int(Checkout(clean).epoch)}
        assert {each.mode for each in packed} == {0o644, 0o755}
    assert sdist.stat().st_size < 8_000_000


def test_a_package_that_is_not_the_same_again_is_refused(clean: Path, tmp_path: Path) -> None:
    hook = clean / "hatch_build.py"
    text = hook.read_text(encoding="utf-8")
    hook.write_text(text.replace('f"{_commit(root)}\\n"', 'f"{_commit(root)}{id(self)}\\n"'), encoding="utf-8")
    packages.committed(clean)
    with pytest.raises(NotReady, match=r"prakat-.* must be the same bytes built here and .*, and differs in: .*COMMIT"):
        build.reproduced(Checkout(clean), tmp_path / "to")


def test_a_package_that_cannot_be_built_is_told_in_words(clean: Path, tmp_path: Path) -> None:
    (clean / "theme" / "link").symlink_to("item.html")
    packages.committed(clean)
    with pytest.raises(NotReady, match="theme/link must be a file, and is a link"):
        build.reproduced(Checkout(clean), tmp_path / "to")


def test_a_release_is_whole_and_tags_nothing(
    clean: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    packages.need_runtime()
    monkeypatch.setenv("UV_CACHE_DIR", str(Path.home() / ".cache" / "uv"))  # which make tiers has filled
    code = command.main(clean)
    if "uv pip" in (said := capsys.readouterr()).err:
        packages.lack("PyPI")
    assert code == 0, said.err
    dist, version = clean / "dist", product.version()
    wheel, bom = dist / f"prakat-{version}-py3-none-any.whl", dist / f"prakat-{version}.cdx.json"
    files = [wheel, bom, dist / f"prakat-{version}.tar.gz", dist / "RELEASE_NOTES.md", dist / "prakat.txt"]
    told = (line.split("  ") for line in (dist / "SHA256SUMS").read_text(encoding="ascii").splitlines())
    assert {name: sha for sha, name in told} == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }
    subprocess.run(("sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"), cwd=dist, check=True)
    pinned = (dist / "prakat.txt").read_text(encoding="ascii").strip()
    assert pinned == product.requirement(wheel)
    assert f"    {pinned}\n" in (dist / "RELEASE_NOTES.md").read_text(encoding="utf-8")
    assert f"git tag -s v{version} -m" in said.out
    assert not packages.git(clean, "tag")
    assert not packages.git(clean, "status", "--porcelain")
    lists_what_runs(bom.read_text(encoding="utf-8"), wheel, clean)


def lists_what_runs(text: str, wheel: Path, clean: Path) -> None:
    """Every line of requirements.lock with all its hashes and a licence, at the commit's time, and nothing else."""
    assert str(clean.parent) not in text
    bom = json.loads(text)
    lock = (clean / "requirements.lock").read_text(encoding="utf-8")
    assert {(each["name"].lower().replace("_", "-"), each["version"]) for each in bom["components"]} == set(
        re.findall(r"^([\w.-]+)==(\S+)", lock, re.MULTILINE)
    )
    assert all(each["licenses"] for each in bom["components"])
    conditions = {each["properties"][0]["value"] for each in bom["components"] if "properties" in each}
    assert conditions == set(re.findall(r"^\S+==\S+ ; (.+) \\$", lock, re.MULTILINE))
    assert hashes(bom["components"]) == sorted(re.findall(r"sha256:([0-9a-f]{64})", lock))
    made = packages.git(clean, "show", "--no-patch", "--date=iso-strict", "--format=%cI", "HEAD").strip()
    assert bom["metadata"]["timestamp"][:10] == made[:10]
    assert "serialNumber" not in bom
    assert hashes([bom["metadata"]["component"]]) == [hashlib.sha256(wheel.read_bytes()).hexdigest()]
    refs = {each["bom-ref"] for each in (*bom["components"], bom["metadata"]["component"])}
    assert {each["ref"] for each in bom["dependencies"]} == refs


def hashes(components: list[dict[str, list[dict[str, list[dict[str, str]]]]]]) -> list[str]:
    references = [each for component in components for each in component["externalReferences"]]
    return sorted(each["content"] for reference in references for each in reference.get("hashes", []))
