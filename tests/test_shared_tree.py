"""Releases share unchanged files: what a new one is made of, what never gets in, a full disk, and what ten cost."""

import errno
import hashlib
import itertools
import os
import random
import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from prakat.cannot_work import CannotWork
from prakat.release import release, spare_tree
from prakat.release.release_folder import ReleaseFolder, only_publisher
from prakat.release.shared_tree import NotShared, SharedTree
from prakat.site.digest import digests

DAY = "2026-10-15"
Site = dict[str, str]
OLD: Site = {"index.html": "home", "law/one/index.html": "one", "law/two/index.html": "two", "law/two/two.pdf": "%PDF"}
NEW: Site = {**OLD, "law/two/index.html": "TWO", "law/three/index.html": "three"}


def content(site: Site) -> dict[str, Any]:
    files = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in site.items()}
    return {"day": DAY, "source": "work-tree", "items": [], "left_out": [], "files": files}


def land(
    to: Path, site: Site, only: Site | None = None, keep: int = 10, examine: Callable[[Path], object] | None = None
) -> Path:
    """A release of the site; its fresh files are `only` those, else all."""
    with only_publisher(to) as place:
        fresh = place.staging / "site"
        fresh.mkdir(parents=True)
        for name, text in (site if only is None else only).items():
            (fresh / name).parent.mkdir(parents=True, exist_ok=True)
            (fresh / name).write_text(text, encoding="utf-8")
        made = place.releases / release.land(place, fresh, content(site), keep, examine)
        spare_tree.prepare_spare(place)
    return made


def is_exactly(folder: Path, site: Site) -> bool:
    """Its files, their bytes, and no folder without any."""
    folders = {each for each in folder.rglob("*") if each.is_dir()}
    needed = {folder / above for name in site for above in Path(name).parents} - {folder}
    return digests(folder) == content(site)["files"] and folders == needed


def spare(to: Path) -> Path:
    (found,) = (to / ".spare").iterdir()
    return found


def inodes(folder: Path) -> dict[str, int]:
    return {each.relative_to(folder).as_posix(): each.stat().st_ino for each in folder.rglob("*") if each.is_file()}


@pytest.fixture
def to(tmp_path: Path) -> Path:
    """With a release of OLD, and a spare tree of it."""
    land(tmp_path / "www", OLD)
    return tmp_path / "www"


@pytest.mark.parametrize("only", [None, {name: NEW[name] for name in NEW if OLD.get(name) != NEW[name]}], ids=str)
def test_what_did_not_change_is_the_same_file_and_the_older_release_stays(to: Path, only: Site | None) -> None:
    older = (to / "current").resolve()
    newer = land(to, NEW, only)
    assert (to / "current").resolve() == newer != older
    assert is_exactly(newer, NEW) and is_exactly(older, OLD) and is_exactly(spare(to), NEW)
    before, now = inodes(older), inodes(newer)
    assert {name for name in before if before[name] == now[name]} == OLD.keys() - {"law/two/index.html"}
    assert inodes(spare(to)) == now


def test_without_a_spare_tree_the_release_is_the_same(to: Path) -> None:
    shutil.rmtree(to / ".spare")
    older = (to / "current").resolve()
    newer = land(to, NEW, {"law/two/index.html": "TWO", "law/three/index.html": "three"})
    assert is_exactly(newer, NEW) and is_exactly(older, OLD)
    assert inodes(newer)["index.html"] == inodes(older)["index.html"]


def test_the_way_to_the_switch_links_nothing_that_the_spare_tree_has(to: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    linked: list[object] = []
    link = os.link

    def noted(*arguments: Any, **named: Any) -> None:
        linked.append(arguments)
        link(*arguments, **named)

    monkeypatch.setattr(os, "link", noted)
    land(to, NEW, examine=lambda tree: linked.append(tree.name))
    assert linked[0] == "spare", "the tree that is examined, before any link"
    assert len(linked) == 1 + len(NEW), "then those of the next spare tree, as no release fell out of keep"


def test_released_files_are_read_only_since_releases_share_them(to: Path) -> None:
    land(to, NEW)
    modes = [each.stat().st_mode for each in to.rglob("*.html")]
    assert modes and not any(mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) for mode in modes)
    assert all(mode & stat.S_IROTH for mode in modes)


def test_an_unlisted_file_or_one_that_the_current_release_lacks_is_refused(to: Path) -> None:
    before = (to / "current").resolve()
    with pytest.raises(CannotWork, match=r"release\.unlisted"):
        land(to, OLD, {"law/draft/index.html": "draft"})
    with pytest.raises(NotShared, match=r"law/three/index\.html"):
        land(to, NEW, {"law/two/index.html": "TWO"})
    with pytest.raises(NotShared, match=r"law/two/index\.html"):
        land(to, NEW, {"law/three/index.html": "three"})
    (before / "law/one/index.html").unlink()
    with pytest.raises(NotShared, match=r"law/one/index\.html"):
        land(to, NEW, {"law/two/index.html": "TWO", "law/three/index.html": "three"})
    assert (to / "current").resolve() == before
    assert is_exactly(land(to, NEW), NEW), "of everything it works"
    with pytest.raises(NotShared):
        land(to.with_name("empty"), NEW, {})


def test_what_an_examination_refuses_is_never_named(to: Path) -> None:
    def refuse(tree: Path) -> None:
        assert is_exactly(tree, NEW)
        raise CannotWork("release.contradicted")

    with pytest.raises(CannotWork, match=r"release\.contradicted"):
        land(to, NEW, examine=refuse)
    assert is_exactly(to / "current", OLD)
    assert len(ReleaseFolder(to).known()) == len(list((to / "releases").glob("*.json"))) == 1
    assert is_exactly(land(to, NEW), NEW)


def _replace(tree: Path, name: str, text: str) -> None:
    (tree / name).unlink()
    (tree / name).write_text(text, encoding="utf-8")


def _folder_for_file(tree: Path) -> None:
    (tree / "index.html").unlink()
    (tree / "index.html" / "deep").mkdir(parents=True)
    (tree / "index.html" / "deep" / "x").touch()


def _file_for_folder(tree: Path) -> None:
    shutil.rmtree(tree / "law" / "two")
    (tree / "law" / "two").write_text("two", encoding="utf-8")


def _link_for_folder(tree: Path) -> None:
    shutil.rmtree(tree / "law" / "two")
    (tree / "law" / "two").symlink_to(tree.parents[1] / "outside")


def _link_for_tree(tree: Path) -> None:
    shutil.rmtree(tree)
    tree.symlink_to(tree.parents[1] / "outside")


PLANTED: dict[str, Callable[[Path], None]] = {
    "other bytes of the same size": lambda tree: _replace(tree, "law/one/index.html", "eno"),
    "the same bytes in another file": lambda tree: _replace(tree, "law/one/index.html", "one"),
    "bytes of an earlier day": lambda tree: _replace(tree, "law/two/index.html", "old"),
    "a file more": lambda tree: (tree / "law/one/secret.pdf").touch(),
    "a folder more": lambda tree: (tree / "law/none/at/all").mkdir(parents=True),
    "a file less": lambda tree: (tree / "law/one/index.html").unlink(),
    "a folder less": lambda tree: shutil.rmtree(tree / "law"),
    "a link to a file": lambda tree: (tree / "law/one/link.html").symlink_to("/etc/hostname"),
    "a link for a folder": _link_for_folder,
    "a link for the tree": _link_for_tree,
    "a pipe": lambda tree: os.mkfifo(tree / "law/one/pipe"),
    "a folder for a file": _folder_for_file,
    "a file for a folder": _file_for_folder,
    "nothing at all": lambda tree: shutil.rmtree(tree),
    "a second tree": lambda tree: (tree.with_name("zzz") / "deep").mkdir(parents=True),
    "a file for the tree": lambda tree: (shutil.rmtree(tree), tree.touch())[0],
}


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED.keys())
@pytest.mark.parametrize("is_whole", [True, False], ids=["everything", "changes"])
def test_what_is_planted_in_the_spare_tree_never_reaches_readers(
    to: Path, planted: Callable[[Path], None], is_whole: bool
) -> None:
    outside = to / "outside"
    outside.mkdir()
    (outside / "index.html").write_text("not ours", encoding="utf-8")
    planted(spare(to))
    made = land(to, NEW, None if is_whole else {"law/two/index.html": "TWO", "law/three/index.html": "three"})
    assert is_exactly(made, NEW)
    assert not any(each.is_symlink() or each.is_fifo() for each in made.rglob("*"))
    assert (outside / "index.html").read_text(encoding="utf-8") == "not ours"
    assert is_exactly(land(to, OLD), OLD)


def test_what_is_planted_in_an_older_release_does_not_come_back_with_it(to: Path) -> None:
    older = (to / "current").resolve()
    land(to, NEW)
    _replace(older, "law/one/index.html", "eno")
    (older / "law" / "more.html").touch()
    assert land(to, OLD) == older
    assert is_exactly(to / "current", OLD)


def test_publishing_everything_mends_what_was_altered_in_place(to: Path) -> None:
    """An edit in place is one of every release that shares the file; what is published anew shares it no longer."""
    (to / "current" / "law/one/index.html").chmod(0o644)
    (to / "current" / "law/one/index.html").write_text("eno", encoding="utf-8")
    assert is_exactly(land(to, NEW), NEW)


def test_publishing_the_same_again_mends_the_current_release(to: Path) -> None:
    current = (to / "current").resolve()
    _replace(current, "law/one/index.html", "eno")
    (current / "law" / "more.html").touch()
    kept = inodes(current)["index.html"]
    assert land(to, OLD) == current
    assert is_exactly(current, OLD)
    assert inodes(current)["index.html"] == kept


def test_a_file_that_cannot_be_linked_is_copied(to: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another account's, or a file system without hard links."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "not yours")

    monkeypatch.setattr(os, "link", refuse)
    shutil.rmtree(to / ".spare")
    newer = land(to, NEW, {"law/two/index.html": "TWO", "law/three/index.html": "three"})
    assert is_exactly(newer, NEW)
    assert (newer / "index.html").stat().st_nlink == 1


def test_keep_1_leaves_nothing_of_what_came_down(to: Path) -> None:
    newer = land(to, {"index.html": "home"}, keep=1)
    assert ReleaseFolder(to).known() == [newer.name]
    assert {each.name for each in to.rglob("*") if each.is_file()} == {".lock", f"{newer.name}.json", "index.html"}
    assert sorted(each.name for each in to.iterdir()) == [".lock", ".spare", "current", "releases"]


def test_a_release_no_longer_kept_becomes_the_spare_tree(to: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spare_tree, "prepare_spare", lambda _: None)
    shutil.rmtree(to / ".spare")
    oldest = (to / "current").resolve()
    land(to, NEW, keep=1)
    assert spare(to).name == oldest.name and is_exactly(spare(to), OLD)
    third = {**NEW, "law/two/index.html": "two again", "law/four": "a file"}
    assert is_exactly(land(to, third, {name: third[name] for name in ("law/two/index.html", "law/four")}), third)


def test_rollback_goes_on_with_the_files_of_the_release_that_is_back(to: Path) -> None:
    older = (to / "current").resolve()
    land(to, NEW)
    with only_publisher(to) as place:
        assert release.roll_back(place, release.datetime.date.fromisoformat(DAY)) == older.name
    with pytest.raises(NotShared):
        land(to, NEW | {"x.html": "x"}, {"x.html": "x"})
    made = land(to, OLD | {"x.html": "x"}, {"x.html": "x"})
    assert is_exactly(made, OLD | {"x.html": "x"})
    assert inodes(made)["law/one/index.html"] == inodes(older)["law/one/index.html"]


def test_a_manifest_without_its_release_is_cleared_away(to: Path) -> None:
    orphan = to / "releases" / f"{DAY}.0123456789ab.json"
    orphan.write_text("{}", encoding="utf-8")
    land(to, NEW)
    assert not orphan.exists()


@pytest.mark.parametrize("seed", range(12))
def test_any_row_of_releases_is_the_same_as_from_nothing(tmp_path: Path, seed: int) -> None:
    """Names that are now files, now folders; keep is now 1, now 3; all files fresh, or only those that differ."""
    chance, to = random.Random(seed), tmp_path / "www"
    current: Site = {}
    for _ in range(15):
        names = chance.sample([f"{a}{b}" for a in ("a", "b", "a/c", "b/c/d") for b in ("", "/x", "/y", "/x/z")], 7)
        names = [each for each in names if not any(one.startswith(f"{each}/") for one in names)]
        site = {each: current.get(each, "") if chance.random() < 0.5 else str(chance.random()) for each in names}
        if chance.random() < 0.2:
            shutil.rmtree(to / ".spare", ignore_errors=True)
        only = {name: text for name, text in site.items() if current.get(name) != text}
        made = land(to, site, chance.choice([None, only]), keep=chance.choice([1, 3]))
        assert is_exactly(made, site), seed
        for each in ReleaseFolder(to).known():
            assert ReleaseFolder(to).manifest(each)["files"] == digests(to / "releases" / each)
        current = site


REFUSING = ("link", "mkdir", "rename", "replace", "unlink", "rmdir", "fsync", "symlink", "chmod", "open")


@pytest.mark.parametrize("kind", [errno.ENOSPC, errno.EROFS], ids=errno.errorcode.get)
@pytest.mark.parametrize("has_spare", [True, False])
def test_a_disk_that_refuses_at_any_call_leaves_current_whole_and_the_next_run_right(
    to: Path, tmp_path: Path, kind: int, has_spare: bool
) -> None:
    """From that call on, as a full disk does, till the next run."""
    if not has_spare:
        shutil.rmtree(to / ".spare")
    whole, refused = tmp_path / "whole", set()
    to.rename(whole)
    for at in itertools.count():
        shutil.rmtree(to, ignore_errors=True)
        shutil.copytree(whole, to, symlinks=True)
        with pytest.MonkeyPatch.context() as patch:
            _refuse_from(patch, at, kind)
            try:
                land(to, NEW, {"law/two/index.html": "TWO", "law/three/index.html": "three"})
                refused.add("nothing")
            except CannotWork as problem:
                refused.add(problem.message)
        assert is_exactly(to / "current", OLD) or is_exactly(to / "current", NEW), at
        assert is_exactly(land(to, NEW), NEW), at
        assert not (to / ".staging").exists()
        if at > 60:
            break
    assert refused == {"release.unwritable", "nothing"}


def _refuse_from(patch: pytest.MonkeyPatch, at: int, kind: int) -> None:
    calls = itertools.count()

    def refusing(call: Callable[..., Any]) -> Callable[..., Any]:
        def refuse(*arguments: Any, **named: Any) -> Any:
            if next(calls) >= at:
                raise OSError(kind, os.strerror(kind))
            return call(*arguments, **named)

        return refuse

    for name in REFUSING:
        patch.setattr(os, name, refusing(getattr(os, name)))


def test_ten_releases_cost_one_and_a_bit(tmp_path: Path) -> None:
    """Blocks of the disk, each file counted once; four pages a folder."""
    to = tmp_path / "www"
    site = {f"law/{number // 4}/{number}.html": f"{number}" * 8000 for number in range(400)}
    land(to, site)
    shutil.rmtree(to / ".spare")
    one = _blocks(to)
    for number in range(9):
        changed = {"law/0/0.html": f"{number}" * 9000}
        site = {**site, **changed}
        land(to, site, changed)
    assert len(ReleaseFolder(to).known()) == 10
    assert _blocks(to) < 1.5 * one


def _blocks(folder: Path) -> int:
    found = {each.lstat().st_ino: each.lstat().st_blocks for each in folder.rglob("*")}
    return sum(found.values())


def test_of_everything_current_is_shared_as_it_is(to: Path) -> None:
    current = (to / "current").resolve()
    assert SharedTree.whole(current).old == inodes(current)
