"""--lang en answers wholly in English, and without it wholly in Thai; what the office itself wrote stands as it is."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

import bench
import check
import compare_live
import derive
import due
import office_builder
import publication_due
import publish
import request_report
import terminal
from built_tree import built_alone
from one_language import foreign_to_english, foreign_to_thai, written_in
from prakat import product
from prakat.rules import data
from prakat.rules.wording import LANGUAGES
from sign_off_office import World, law
from test_live_site import served as served  # a fixture: the site as the public gets it

CHECKOUT = Path(__file__).resolve().parents[1]
EVERYTHING = CHECKOUT / "tests" / "items" / "rejected" / "everything" / "wrong-in-every-way"
DAY = "2026-10-15"
Speak = Callable[..., int]


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def speak(language: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Speak:
    """Runs a command in one language, sees that it keeps to it, and gives its exit code."""
    monkeypatch.setenv("PRAKAT_DATE", DAY)

    def call(command: ModuleType, repo: Path, *arguments: object) -> int:
        argv = [*map(str, arguments), "--lang", language]
        code = terminal.run(lambda: int(command.main(argv)))
        printed = capsys.readouterr()
        told = printed.out + printed.err
        assert told.strip(), "it says something"
        own = written_in(repo)
        foreign = foreign_to_english if language == "en" else foreign_to_thai
        assert not foreign(told, own), told
        return code

    return call


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """Sound but for one item; something falls due, and something has come down."""
    repo = office_builder.office(tmp_path / "office")
    office_builder.item(repo, "law/act", files={"act.pdf": office_builder.PDF})
    office_builder.item(repo, "law/over", publish_on="2026-09-01", expires_on="2026-10-14")
    office_builder.item(repo, "law/broken", publish_on="2569-10-01")
    verbal = {"approver": "head", "at": "2026-10-15T09:00", "channel": "โทรศัพท์", "recorded_by": "web1"}
    office_builder.item(repo, "law/urgent", verbal=verbal)
    return repo


@pytest.fixture
def unusable(tmp_path: Path) -> Path:
    repo = office_builder.office(tmp_path / "unusable", "name: 5\n")
    office_builder.item(repo, "law/act")
    return repo


def test_check(speak: Speak, office: Path, unusable: Path, tmp_path: Path) -> None:
    assert speak(check, office, "--repo", office) == 1
    assert speak(check, unusable, "--repo", unusable) == 1
    assert speak(check, EVERYTHING, "--repo", EVERYTHING) == 1
    assert speak(check, EVERYTHING, "--repo", EVERYTHING, "--format", "github") == 1
    assert speak(check, office, "--repo", office, "no/such/path") == terminal.USAGE
    assert speak(check, office, "--repo", office, "--date", "2569-10-01") == terminal.USAGE
    assert speak(check, tmp_path, "--repo", tmp_path / "nowhere") == terminal.USAGE


def test_publish(speak: Speak, office: Path, unusable: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert speak(publish, office, "--repo", office, "--to", site) == 1
    assert speak(publish, office, "--repo", office, "--to", site, "--rollback") == terminal.USAGE
    assert speak(publish, office, "--repo", office, "--to", site, "--date", "2026-10-14") == terminal.USAGE
    assert speak(publish, office, "--repo", office, "--to", site, "--keep", "0") == terminal.USAGE
    assert speak(publish, office, "--repo", office, "--to", site, "--as-of", "2569-10-01") == terminal.USAGE
    office_builder.item(office, "law/broken")
    assert speak(publish, office, "--repo", office, "--to", site) == 0
    assert speak(publish, office, "--repo", office, "--to", site, "--rollback") == 0
    assert speak(publish, office, "--repo", office, "--to", office / "content" / "site") == terminal.USAGE
    assert speak(publish, office, "--repo", office, "--to", office) == terminal.USAGE
    (site / "current").readlink()
    next((site / "releases").glob("*.json")).write_text("{}", encoding="utf-8")
    assert speak(publish, office, "--repo", office, "--to", site, "--rollback") == terminal.USAGE
    assert speak(publish, unusable, "--repo", unusable, "--to", tmp_path / "other") == terminal.USAGE


def test_a_site_that_contradicts_the_states(speak: Speak, office: Path, tmp_path: Path) -> None:
    """The templates of an office that is not ours: no listing, a foreign host, a dead link, a text that came down."""
    own = tmp_path / "own"
    (own / "content").mkdir(parents=True)
    for name in ("theme", "hooks", "schemas"):
        shutil.copytree(CHECKOUT / name, own / name)
    for name in ("mkdocs.yml", "office.yml"):
        shutil.copy(CHECKOUT / name, own)
    hidden = "รายละเอียดที่ยาวพอให้รู้ว่าเป็นของรายการใดของสำนักงานนี้"
    office_builder.item(office, "law/over", publish_on="2026-09-01", expires_on="2026-10-14", summary=hidden)
    wrong = f'<img src="https://other.example/a.png"><a href="nowhere/">x</a>{hidden}'
    (own / "theme" / "listing.html").write_text(f"<html><body><main>{wrong}</main></body></html>", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(product, "_CHECKOUT", own)
        assert speak(publish, office, "--repo", office, "--to", tmp_path / "site") == 1
    assert not (tmp_path / "site" / "current").exists()


def test_due(speak: Speak, office: Path, unusable: Path) -> None:
    assert speak(due, office, "--repo", office, "--within", "60") == 0
    assert speak(due, office, "--repo", office, "--date", "2030-01-01") == 0
    assert speak(due, office, "--repo", office, "--within", "-1") == terminal.USAGE
    assert speak(due, unusable, "--repo", unusable) == terminal.USAGE


def test_compare_live(speak: Speak, served: tuple[Path, str], tmp_path: Path) -> None:
    root, url = served
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps({"files": {"index.html": "0", "gone.html": "0"}}), encoding="utf-8")
    assert speak(compare_live, root, "--manifest", manifest, "--url", url) == 1
    manifest.write_text(json.dumps({"files": {}}), encoding="utf-8")
    assert speak(compare_live, root, "--manifest", manifest, "--url", url) == 0
    manifest.write_text(json.dumps({"files": {"index.html": "0"}}), encoding="utf-8")
    assert speak(compare_live, root, "--manifest", manifest, "--url", "http://office.example") == terminal.USAGE
    manifest.write_text("{", encoding="utf-8")
    assert speak(compare_live, root, "--manifest", manifest, "--url", url) == terminal.USAGE
    assert speak(compare_live, root, "--manifest", tmp_path / "none.json", "--url", url) == terminal.USAGE


def test_publication_due(speak: Speak, world: World, tmp_path: Path) -> None:
    place = world.repository.folder
    assert speak(publication_due, place, "--repo", place) in (0, 1)
    world.publish(2, {"content/law/act/index.md": law()})
    assert speak(publication_due, place, "--repo", place) == 0
    assert speak(publication_due, tmp_path, "--repo", tmp_path / "nowhere") == terminal.USAGE


def test_derive(speak: Speak, tmp_path: Path) -> None:
    shutil.copytree(CHECKOUT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    stale = "<!-- rooms:begin -->\n<!-- rooms:end -->\n"
    (tmp_path / "README.md").write_text(stale, encoding="utf-8")
    assert speak(derive, tmp_path, "--repo", tmp_path, "--check") == 1
    assert speak(derive, tmp_path, "--repo", tmp_path) == 0


def test_request_report(speak: Speak, unusable: Path, tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        who = ["-c", "user.name=x", "-c", "user.email=x@office.example"]
        subprocess.run(["git", "-C", str(unusable), *who, *arguments], check=True, capture_output=True)

    git("init", "-q")
    git("add", "-A")
    git("commit", "-q", "-m", "x")
    asked = ["--repo", unusable, "--to", tmp_path / "report"]
    assert speak(request_report, unusable, *asked, "--base", "HEAD", "--head", "nowhere") == terminal.USAGE


def test_bench(speak: Speak, tmp_path: Path, language: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Its table is README's, in English; the verdicts follow."""
    assert speak(bench, tmp_path, "--items", "0") == terminal.USAGE
    bench.show(json.loads((CHECKOUT / "benchmark" / "results.json").read_text(encoding="utf-8")), language)
    words = {line.split()[0] for line in capsys.readouterr().out.splitlines() if " (at " in line} - {"-"}
    assert words <= {data.label("bound", verdict, language) for verdict in ("holds", "broken")}


def test_the_hook_of_a_bare_repository(language: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(CHECKOUT / "hooks" / "pre_receive.py")],
        env=os.environ | {"GIT_DIR": str(tmp_path), "PRAKAT_LANG": language},
        input="",
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert not (foreign_to_english if language == "en" else foreign_to_thai)(done.stderr, "")


def test_the_builder(language: str, office: Path, unusable: Path, tmp_path: Path) -> None:
    for place in (office, unusable):
        done = built_alone(place, tmp_path / "site", DAY, "--quiet", PRAKAT_LANG=language)
        assert "[" in done.stderr, "each finding with its rule"
        foreign = foreign_to_english if language == "en" else foreign_to_thai
        assert not foreign(done.stderr, written_in(place)), done.stderr
