"""Nothing is read twice on the way to a page, and whoever builds the site, its bytes are the same (R19, R37)."""

import logging
import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import office_builder
import publish
import terminal
from built_tree import CHECKOUT, built, built_alone, read
from once import once, shared_root
from prakat import product
from prakat.cannot_work import CannotWork
from prakat.content import registered_item
from prakat.content.item_folder import ItemFolder
from prakat.content.registered_item import FolderReading
from prakat.release import build
from prakat.rules.message import why
from prakat.site import drawing
from prakat.site.digest import digests

DAY, WAITS, SAMPLES_DAY = "2026-10-15", "2026-10-20", "2026-11-20"
STANDS = {"timing": "on_change", "expires_on": "never", "review_by": "2027-10-01"}
GONE = ("TREE", "GIT", "COMMIT", "PROVEN", "VERSIONS", "APPROVED", "DOCS")
"""Variables by which publish once told the builder what to build."""


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    place = office_builder.office(tmp_path / "office")
    for name in ("one", "two", "three"):
        office_builder.item(place, f"law/{name}", title=f"ประกาศเรื่อง {name}", **STANDS)
    subprocess.run(["git", "init", "-q", "-b", "main"], cwd=place, check=True)
    _commit(place, "2026-10-02")
    return place


def _commit(repo: Path, day: str) -> None:
    moment = f"{day}T09:00:00+07:00"
    own = {f"GIT_{who}_{what}": "x@office.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = {**os.environ, **own, "GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
    for words in (("add", "-A"), ("commit", "-q", "-m", "x")):
        subprocess.run(["git", *words], cwd=repo, env=environment, check=True)


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> Counter[tuple[str, str]]:
    """How often each item folder is read, by its path and its title, which tells one version from another."""
    found: Counter[tuple[str, str]] = Counter()
    original = registered_item._read

    def counted(folder: ItemFolder, *, is_checked: bool) -> FolderReading:
        reading = original(folder, is_checked=is_checked)
        found[folder.path.folder, reading.entry.item.title if reading.entry else ""] += 1
        return reading

    monkeypatch.setattr(registered_item, "_read", counted)
    return found


def _publish(repo: Path, to: Path, day: str = DAY) -> int:
    return publish.main(["--repo", str(repo), "--to", str(to), "--date", day])


def test_a_publication_reads_each_item_folder_once(
    repo: Path, tmp_path: Path, readings: Counter[tuple[str, str]]
) -> None:
    assert _publish(repo, tmp_path / "public") == 0
    assert readings == {(f"content/law/{name}", f"ประกาศเรื่อง {name}"): 1 for name in ("one", "two", "three")}


@pytest.mark.parametrize("moves", [False, True])
def test_a_version_that_stands_in_for_a_newer_one_is_read_once_beside_it(
    repo: Path, tmp_path: Path, readings: Counter[tuple[str, str]], moves: bool
) -> None:
    newest = "law/moved" if moves else "law/two"
    if moves:
        shutil.rmtree(repo / "content/law/two")
    changed: dict[str, object] = {"former_paths": ["law/two"]} if moves else {}
    office_builder.item(repo, newest, title="ประกาศฉบับใหม่ที่รอวัน", publish_on=WAITS, **STANDS, **changed)
    _commit(repo, "2026-10-03")
    assert _publish(repo, tmp_path / "public") == 0
    shown = (tmp_path / "public/current/law/two/index.html").read_text(encoding="utf-8")
    assert "ประกาศเรื่อง two" in shown.replace("\u200b", "")
    known = {("content/law/two", "ประกาศเรื่อง two"), (f"content/{newest}", "ประกาศฉบับใหม่ที่รอวัน")}
    assert set(readings) == known | {(f"content/law/{name}", f"ประกาศเรื่อง {name}") for name in ("one", "three")}
    assert set(readings.values()) == {1}


# --- the same bytes -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return once(shared_root(tmp_path_factory) / "evidence", lambda place: built(CHECKOUT, place, SAMPLES_DAY))


def test_a_release_has_the_bytes_of_the_site_that_was_handed_over(sample: Path, tmp_path: Path) -> None:
    assert _publish(CHECKOUT, tmp_path / "public", SAMPLES_DAY) == 0
    assert digests(tmp_path / "public/current") == digests(sample)


@pytest.mark.parametrize(("builder", "clock"), [("mkdocs", "0"), ("properdocs", "4000000000")])
def test_a_builder_alone_makes_the_same_bytes_at_any_time(
    builder: str, clock: str, sample: Path, tmp_path: Path
) -> None:
    done = built_alone(CHECKOUT, tmp_path, SAMPLES_DAY, "--strict", builder=builder, SOURCE_DATE_EPOCH=clock)
    assert done.returncode == 0, done.stderr
    assert digests(tmp_path) == digests(sample)


def test_prakat_draws_each_page_as_the_builder_does(sample: Path) -> None:
    site = read(CHECKOUT, SAMPLES_DAY)
    environment = drawing.environment_of(site)
    drawn = {f"{url}index.html": drawing.page(environment, view) for url, view in site.pages.items()}
    drawn |= {name: drawing.file(environment, name) for name in (drawing.ERROR_PAGE, "robots.txt")}
    assert drawn.keys() == {str(each.relative_to(sample)) for each in sample.rglob("*.html")} | {"robots.txt"}
    assert [name for name, text in drawn.items() if text.encode() != (sample / name).read_bytes()] == []


def test_no_environment_variable_says_what_is_built(
    repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office_builder.item(repo, "law/two", title="ประกาศฉบับใหม่ที่รอวัน", publish_on=WAITS, **STANDS)
    _commit(repo, "2026-10-03")
    plain = digests(built(repo, tmp_path / "plain", DAY))
    other = office_builder.office(tmp_path / "other")
    office_builder.item(other, "law/other")
    for name in GONE:
        monkeypatch.setenv(f"PRAKAT_{name}", str(other))
    assert _publish(repo, tmp_path / "public") == 0
    assert digests(tmp_path / "public/current") == plain
    done = built_alone(repo, tmp_path / "alone", DAY, "--strict")
    assert done.returncode == 0, done.stderr
    assert digests(tmp_path / "alone") == plain


def test_a_day_that_is_chosen_needs_none_of_the_environment(
    repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRAKAT_DATE", "no day")
    assert _publish(repo, tmp_path / "public") == 0


# --- a builder that fails -----------------------------------------------------------------------------------------


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of what Prakat brings, to be broken; the builder's log stays as it was, whatever becomes of it."""
    place = tmp_path / "own"
    for name in ("theme", "hooks", "schemas"):
        shutil.copytree(CHECKOUT / name, place / name)
    shutil.copy(CHECKOUT / "mkdocs.yml", place)
    monkeypatch.setattr(product, "_CHECKOUT", place)
    logger = logging.getLogger(build.BUILDER)
    before = (logger.propagate, logger.level, [*logger.handlers], [*logger.filters])
    yield place
    assert (logger.propagate, logger.level, [*logger.handlers], [*logger.filters]) == before
    assert build.handed() is None


def _hook(act: str) -> str:
    return f"\n\ndef on_pre_build(**_):\n    {act}\n"


BROKEN = {
    "a name in a template": ("theme/base.html", "{{ nobody.knows }}", ("'nobody' is undefined", "base.html:")),
    "a page": ("theme/item.html", "{% set x = 1 // 0 %}", ("law/one/: ZeroDivisionError", "division", "item.html:")),
    "a template that ends in the middle": ("theme/base.html", "{% if", ("end of template", "base.html")),
    "a template of a file": ("theme/robots.txt", "{{ 1 // 0 }}", ("ZeroDivisionError",)),
    "a crash": ("hooks/builder.py", _hook("raise KeyError('lost')"), ("KeyError: 'lost'",)),
    "a word of the builder": ("hooks/builder.py", _hook("raise PluginError('so it says')"), ("so it says",)),
    "an exit": ("hooks/builder.py", _hook("raise SystemExit('leaves')"), ("leaves",)),
    "an exit without a word": ("hooks/builder.py", _hook("raise SystemExit(3)"), ("3",)),
    "a complaint, then a crash": (
        "hooks/builder.py",
        _hook("_log.warning('grumbles'); raise OSError(28, 'no room')"),
        ("grumbles", "no room"),
    ),
    "a hook that cannot be loaded": ("hooks/builder.py", "\nimport nothing_of_that_name\n", ("nothing_of_that_name",)),
    "settings that are none": ("mkdocs.yml", "\nhooks: [nowhere.py]\n", ("nowhere.py",)),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_the_builder_says_of_its_failure_reaches_people(
    name: str, own: Path, repo: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file, text, said = BROKEN[name]
    with (own / file).open("a", encoding="utf-8") as broken:
        broken.write(text)
    with pytest.raises(CannotWork) as problem:
        build.run(read(repo, DAY), tmp_path / "site")
    assert problem.value.message == "release.builder-failed"
    assert [each for each in said if each not in why(problem.value)] == []
    assert capfd.readouterr() == ("", ""), "and nothing besides"
    assert terminal.run(lambda: _publish(repo, tmp_path / "public")) == terminal.USAGE
    told = capfd.readouterr().err
    assert [each for each in said if each not in told] == []
    assert "Traceback" not in told
    assert not (tmp_path / "public/current").exists()


def test_after_a_failure_the_next_site_is_whole(own: Path, repo: Path, tmp_path: Path) -> None:
    whole = digests(built(repo, tmp_path / "whole", DAY))
    template = own / "theme/base.html"
    text = template.read_text(encoding="utf-8")
    template.write_text(text + "{{ nobody.knows }}", encoding="utf-8")
    with pytest.raises(CannotWork):
        build.run(read(repo, DAY), tmp_path / "site")
    template.write_text(text, encoding="utf-8")
    assert digests(built(repo, tmp_path / "site", DAY)) == whole


def test_what_prakat_itself_cannot_do_is_no_failure_of_the_builder(
    repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = read(repo, DAY)

    def write(_: object, to: Path) -> None:
        raise CannotWork("content.no-folder", place=to)

    monkeypatch.setattr(type(site), "write", write)
    with pytest.raises(CannotWork, match=r"content\.no-folder"):
        build.run(site, tmp_path / "site")
