"""prakat upgrade, run by a newer Prakat beside the one in use, on an office that has approved pages."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import office_builder
import upgrade as command
from installations import Change, edited, installed, retain_schemas
from once import once, shared_root
from prakat import product
from prakat.cannot_work import CannotWork
from prakat.rules.message import why
from sign_off_office import OFFICE_CHAIN, After, World, document, law

BEFORE, AFTER = "9.0.0", "9.1.0"
DAY = "2026-08-15"
OLD = f"prakat=={BEFORE} --hash=sha256:{'a' * 64}"
LINE = f"prakat: prakat=={AFTER} --hash=sha256:{'b' * 64}"
LAW, GONE = "content/law/rule", "content/knowledge/past"


def better(package: Path) -> None:
    """A new limit, a word on each item's page, a style; and an item that the version before has a fault with."""
    retain_schemas(package)
    schema = package / "schemas" / "item.schema.json"
    item = json.loads(schema.read_text(encoding="utf-8"))
    item["properties"]["title"]["visibleLength"] = [5, 20]
    schema.write_text(json.dumps(item, ensure_ascii=False), encoding="utf-8")
    edited(package / "theme" / "item.html", "<dt>การเผยแพร่</dt>", "<dt>วิธีเผยแพร่</dt>")
    edited(package / "theme" / "base.html", "<body>", '<body id="new">')
    edited(package / "theme" / "assets" / "css" / "site.css", "body", "/* new */\nbody")


def careless(package: Path) -> None:
    """A rule that takes down what was approved, and a date that no longer does."""
    was, now = (f"before-end:\n  {{{what}, " for what in ("severity: warning", "leaves_out: always"))
    edited(package / "schemas" / "rules.yml", was, now)
    edited(package / "item" / "state.py", "return State.EXPIRED\n", "return State.LIVE\n")


def harsh(package: Path) -> None:
    """An audit that finds fault with every commit."""
    edited(package / "audit" / "verdict.py", "if commit.time < before.time:", "if commit.time:")


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    def make(place: Path) -> None:
        installed(place / "before", BEFORE, sha256="a" * 64)
        changes: dict[str, Change] = {"better": better, "careless": careless, "harsh": harsh}
        for name, change in changes.items():
            installed(place / name, AFTER, change, sha256="b" * 64)

    return once(shared_root(tmp_path_factory) / "upgrade-versions", make)


def approved(world: World) -> None:
    world.publish(2, {f"{LAW}/index.md": law("ระเบียบที่มีชื่อยาวกว่ายี่สิบตัวอักษร", expires_on="2026-11-30")})
    july = {"start": "2026-07-01", "end": "2026-07-31"}
    world.publish(3, {f"{GONE}/index.md": document(path=GONE, expires_on="2026-07-31", period=july)})
    agreed = world.office(world.audit().epoch) + f"# รุ่น\nprakat: {OLD}  # ตกลงแล้ว\n".encode()
    world.publish(4, {"office.yml": agreed}, *OFFICE_CHAIN, author="fah")


@pytest.fixture
def office(world_after: After) -> World:
    return world_after(approved)


def run(versions: Path, name: str, repo: Path, *words: str) -> subprocess.CompletedProcess[str]:
    told = [versions / name / "bin" / "prakat", "upgrade", "--from", versions / "before" / "bin" / "prakat"]
    where = ["--repo", repo, "--date", DAY, "--lang", "en", *words]
    return subprocess.run([*told, *where], capture_output=True, text=True, check=False, cwd=versions)


def changes(done: subprocess.CompletedProcess[str]) -> Iterator[tuple[str, str | None]]:
    for row in json.loads(done.stdout):
        yield row["change"], row["path"]


def test_what_a_new_version_brings_is_told_before_anything_is_switched(versions: Path, office: World) -> None:
    before = office.git("for-each-ref")
    sites = office.place / "sites"
    done = run(versions, "better", office.place / "office.git", "--to", str(sites), "--format", "json")
    assert done.returncode == 0, done.stderr
    assert list(changes(done)) == [
        ("finding-new", f"{LAW}/index.md"),
        *(("page-text", url) for url in ("law/act/", "law/rule/")),
        ("frame", None),
        ("shared", "assets/css/site.css"),
        ("line", None),
    ]
    for told in (
        f"Compared version {BEFORE} with {AFTER} on the newest approved commit ({office.main()[:12]}), as of {DAY}.",
        f"New findings: 1\n  {LAW}/index.md:2: error [field.length] title must count 5–20 characters; found",
        f"until they are mended; approved pages stay. Mend first what version {BEFORE} accepts mended",
        "Items that would vanish: 0\n",
        "Pages, other words or links: 2\n  2 pages: before “การเผยแพร่”, after “วิธีเผยแพร่”, at /law/act/ /law/rule/\n",
        "with the same words\n",
        "The audit judges all 4 rows alike.\nNo approved page vanishes, and no verdict changes.\n",
        f"office request, which an approver and a webmaster for all units sign:\n{LINE}\n",
    ):
        assert told in done.stderr, (told, done.stderr)
    for name, word in (("before", "การเผยแพร่"), ("after", "วิธีเผยแพร่")):
        assert f"<dt>{word}</dt>" in (sites / name / "law" / "rule" / "index.html").read_text(encoding="utf-8")
    assert office.git("for-each-ref") == before


def test_a_clone_gets_the_line_written_and_nothing_else(versions: Path, office: World) -> None:
    clone = office.place / "clone"
    subprocess.run(["git", "clone", "-q", str(office.place / "office.git"), str(clone)], check=True)
    (clone / ".github").mkdir()
    before = (clone / "office.yml").read_text(encoding="utf-8")
    done = run(versions, "better", clone, "--write")
    assert done.returncode == 0, done.stderr
    assert (clone / "office.yml").read_text(encoding="utf-8") == before.replace(f"prakat: {OLD}", LINE)
    assert f"to {'c' * 40}\n" in done.stdout
    assert done.stdout.endswith("was changed. Send it as a request.\n")


def test_a_version_that_takes_pages_down_or_shows_them_again_is_refused(versions: Path, office: World) -> None:
    clone = office.place / "clone"
    subprocess.run(["git", "clone", "-q", str(office.place / "office.git"), str(clone)], check=True)
    before = (clone / "office.yml").read_bytes()
    done = run(versions, "careless", clone, "--write", "--format", "json")
    assert done.returncode == 1, done.stderr
    assert {("item-vanishes", LAW), ("item-reappears", GONE), ("page-gone", "law/rule/")} <= set(changes(done))
    assert "Do not change the version" in done.stderr
    assert LINE not in done.stderr
    assert done.stderr.endswith("office.yml was not changed, for the reasons above.\n")
    assert (clone / "office.yml").read_bytes() == before


def test_a_version_that_judges_history_otherwise_is_refused(versions: Path, office: World) -> None:
    done = run(versions, "harsh", office.place / "office.git", "--format", "json")
    assert done.returncode == 1, done.stderr
    rows = [each for each in json.loads(done.stdout) if each["change"] == "verdict"]
    assert len(rows) == 4
    assert {(each["before"], each["after"]) for each in rows} == {("clean", "open time.decreases")}
    assert f"{office.main()[:12]}: before clean, after open time.decreases" in done.stderr


# What cannot be compared


def answering(place: Path, words: str) -> Path:
    """A command that answers so to whatever it is asked."""
    path = place / "prakat"
    path.write_text(f"#!/bin/sh\n{words}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def refusal(place: Path, before: Path, *words: str) -> str:
    with pytest.raises(CannotWork) as refused:
        command.main(["--repo", str(place), "--from", str(before), "--date", DAY, *words])
    assert why(refused.value, "en") != refused.value.message
    return refused.value.message


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("echo 0.1.0", "release.too-old"),
        (f"echo {product.version()}", "release.same-version"),
        ("echo hello", "release.broken-installation"),
        ("exit 0", "release.broken-installation"),
        ("echo 9.0.0; exit 3", "release.broken-installation"),
        ("echo Traceback >&2; exit 1", "release.broken-installation"),
    ],
)
def test_what_is_no_earlier_prakat_is_told(tmp_path: Path, words: str, told: str) -> None:
    assert refusal(tmp_path, answering(tmp_path, words)) == told


def test_no_command_one_that_may_not_run_and_this_very_one_are_told(tmp_path: Path) -> None:
    assert refusal(tmp_path, tmp_path / "none") == "release.no-installation"
    (tmp_path / "program").write_bytes(b"\x7fELF")
    assert refusal(tmp_path, tmp_path / "program") == "release.broken-installation"
    assert refusal(tmp_path, Path(sys.executable).with_name("prakat")) == "release.same-installation"


@pytest.mark.parametrize(
    ("agreed", "told"),
    [
        (product.version(), "release.agreed-already"),
        ("9.9.9", "release.agreed-to-another"),
        ("9.0.0", "release.version-failed"),
        ("", "release.version-failed"),
    ],
)
def test_an_office_that_agreed_to_a_third_version_is_told(tmp_path: Path, agreed: str, told: str) -> None:
    """The stranger that answers only with its version fails at the first thing that it is asked."""
    line = f"prakat: prakat=={agreed} --hash=sha256:{'a' * 64}\n" if agreed else ""
    repo = office_builder.office(tmp_path / "office", office_builder.OFFICE + line)
    assert refusal(repo, answering(tmp_path, "echo 9.0.0")) == told


def test_an_unusable_office_yml_is_told(tmp_path: Path) -> None:
    repo = office_builder.office(tmp_path / "office", "name: [\n")
    assert refusal(repo, answering(tmp_path, "echo 9.0.0")) == "release.office-unusable"


def test_a_bare_repository_has_nothing_to_write_and_perhaps_nothing_to_compare(world: World, tmp_path: Path) -> None:
    before = answering(tmp_path, "echo 9.0.0")
    assert refusal(world.place / "office.git", before, "--write") == "release.no-work-tree"
    assert refusal(world.place / "office.git", before, "--work-tree") == "release.nothing-to-compare"


def test_other_files_and_other_wheels_are_told(tmp_path: Path) -> None:
    before, repo = answering(tmp_path, "echo 9.0.0"), office_builder.office(tmp_path / "office")
    assert refusal(repo, before, "--to", str(repo)) == "release.kept-sites-elsewhere"
    assert refusal(repo, before, "--to", str(before)) == "release.kept-sites-elsewhere"
    assert refusal(repo, before, "--wheel", str(before)) == "office.other-pin"
    missing = str(tmp_path / f"prakat-{product.version()}-py3-none-any.whl")
    assert refusal(repo, before, "--wheel", missing) == "office.unreadable-pin"


# The publisher says that it is another version


def test_publisher_and_merger_say_that_the_office_agreed_to_another_version(versions: Path, office: World) -> None:
    where: list[Any] = ["--repo", office.place / "office.git", "--date", DAY, "--lang", "en"]
    program = versions / "better" / "bin" / "prakat"
    words = [program, "publish", *where, "--approved", "--to", office.place / "public"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    said = f"office.yml agrees to Prakat {BEFORE}, but {AFTER} is running."
    assert (done.returncode, said in done.stdout) == (0, True), done.stderr
    merged = subprocess.run(
        [program, "merge", *where, "--key", office.key, "merge"], capture_output=True, text=True, check=False
    )
    assert (merged.returncode, said in merged.stderr) == (0, True), merged.stderr
