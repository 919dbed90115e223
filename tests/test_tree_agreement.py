"""Whether what lies on the disk is what the manifest of a release names, and what was verified before."""

import os
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

import pytest

from prakat.release.sealed_tree import SealedTree
from prakat.release.tree_agreement import TreeAgreement, VerifiedTree, altered
from prakat.site.digest import digests

NOTHING = VerifiedTree({}, {})
Tampering = Callable[[Path], object]


def replaced(file: Path, content: bytes) -> None:
    file.unlink()
    file.write_bytes(content)


TAMPERINGS: Mapping[str, Tampering] = {
    "site.tree-lacks": lambda root: (root / "a/b.txt").unlink(),
    "site.tree-besides": lambda root: (root / "a/c.txt").write_bytes(b"x"),
    "site.tree-differs": lambda root: replaced(root / "a/b.txt", b"two"),
    "site.tree-link": lambda root: (root / "a/link").symlink_to(".."),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "one/a").mkdir(parents=True)
    (tmp_path / "one/a/b.txt").write_bytes(b"one")
    (tmp_path / "one/index.html").write_bytes(b"")
    return tmp_path / "one"


def linked(root: Path, to: Path) -> Path:
    for name in digests(root):
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        os.link(root / name, to / name)
    return to


def verified(root: Path) -> VerifiedTree:
    return VerifiedTree(SealedTree.of(root).files, digests(root))


def problems(
    root: Path, manifest: Mapping[str, str], before: VerifiedTree = NOTHING, fresh: Collection[str] = ()
) -> list[str]:
    return [each.what.id for each in TreeAgreement(root, manifest, fresh, before).problems()]


@pytest.mark.parametrize("what", TAMPERINGS)
@pytest.mark.parametrize("is_made_of_another", [False, True])
def test_any_difference_is_named(root: Path, tmp_path: Path, what: str, is_made_of_another: bool) -> None:
    manifest, before = digests(root), verified(root) if is_made_of_another else NOTHING
    tree = linked(root, tmp_path / "two")
    assert problems(tree, manifest, before) == []
    TAMPERINGS[what](tree)
    assert problems(tree, manifest, before) == [what]


def test_what_is_the_file_of_then_is_not_read(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manifest, before = digests(root), verified(root)
    tree = linked(root, tmp_path / "two")
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("it was verified"))
    assert problems(tree, manifest, before) == []


@pytest.mark.parametrize("way", ["fresh", "another digest then", "a copy", "unknown then"])
def test_what_is_not_is_read(root: Path, tmp_path: Path, way: str) -> None:
    manifest, before = digests(root), verified(root)
    tree, fresh = linked(root, tmp_path / "two"), frozenset[str]()
    if way == "fresh":
        fresh = frozenset({"a/b.txt"})
    elif way == "a copy":
        replaced(tree / "a/b.txt", b"one")
    elif way == "unknown then":
        before = VerifiedTree({}, manifest)
    else:
        before = VerifiedTree(before.marks, {**manifest, "a/b.txt": "1" * 64})
    assert problems(tree, manifest, before, fresh) == []
    told = {**manifest, "a/b.txt": "0" * 64}
    assert problems(tree, told, before, fresh) == ["site.tree-differs"]


def test_the_seal_is_that_of_the_tree(root: Path, tmp_path: Path) -> None:
    before, tree = verified(root), linked(root, tmp_path / "two")
    (tree / "a/new.txt").write_bytes(b"new")
    (tree / "index.html").unlink()
    agreement = TreeAgreement(tree, digests(tree), {"a/new.txt"}, before)
    assert (list(agreement.problems()), agreement.seal) == ([], SealedTree.of(tree).seal)


SEAL_BREAKERS: Mapping[str, Tampering] = {
    **TAMPERINGS,
    "written into": lambda root: (root / "a/b.txt").write_bytes(b"one!"),
    "with the same bytes": lambda root: replaced(root / "a/b.txt", b"one"),
    "with another time": lambda root: os.utime(root / "a/b.txt", (1, 1)),
    "under another name": lambda root: (root / "a/b.txt").rename(root / "a/d.txt"),
}


@pytest.mark.parametrize("how", SEAL_BREAKERS)
def test_a_seal_is_broken(root: Path, tmp_path: Path, how: str) -> None:
    """And not by links that other trees make to the files or give up."""
    seal = SealedTree.of(root).seal
    linked(root, tmp_path / "two")
    (tmp_path / "two/a/b.txt").unlink()
    assert SealedTree.of(root).seal == seal
    SEAL_BREAKERS[how](root)
    assert SealedTree.of(root).seal != seal


@pytest.mark.parametrize("what", TAMPERINGS)
def test_what_was_altered_is_named(root: Path, what: str) -> None:
    manifest = digests(root)
    assert altered(root, manifest) == []
    TAMPERINGS[what](root)
    (name,) = altered(root, manifest)
    assert name in {"a/b.txt", "a/c.txt", "a/link"}


def test_by_whom_they_were_written_does_not_matter(root: Path) -> None:
    """What only has another inode was not altered."""
    manifest = digests(root)
    replaced(root / "a/b.txt", b"one")
    assert altered(root, manifest) == []
