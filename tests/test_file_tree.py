"""Files of main by path, moved on from commit to commit, and asked for names that are alike (R46)."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prakat.repository.commit import PathChange
from prakat.repository.file_tree import FileTree, TreeEntry, entries_of, folders_above
from prakat.repository.object_id import NOTHING
from small_history import Step, made

ONE, TWO = "1" * 40, "2" * 40


def tree(*paths: str) -> FileTree:
    return FileTree(dict.fromkeys(paths, ("100644", ONE)))


def added(path: str, mode: str = "100644", new: str = ONE) -> PathChange:
    return PathChange(path, "000000", mode, NOTHING, new)


def gone(path: str) -> PathChange:
    return PathChange(path, "100644", "000000", ONE, NOTHING)


def test_changes_are_applied_in_their_order() -> None:
    files = tree("a", "b/c")
    files.apply([added("a", "100755", TWO), gone("b/c"), added("d"), gone("e")])
    assert files.entries == {"a": ("100755", TWO), "d": ("100644", ONE)}


def test_a_copy_is_moved_on_alone() -> None:
    files = tree("a")
    other = files.copy()
    other.apply([gone("a"), added("B")])
    assert files.entries == {"a": ("100644", ONE)}
    assert files.twin("b") is None
    assert other.twin("b") == "B"


def test_blobs_are_those_of_the_paths_that_are_there() -> None:
    assert tree("a", "b").blobs(["b", "c"]) == {"b": ONE}


def test_the_folders_above_a_path_are_told_from_the_top() -> None:
    assert list(folders_above("a/c/d")) == ["a", "a/c"]
    assert list(folders_above("a")) == []


class Walked(dict[str, TreeEntry]):
    """Counts how often all of it is looked at."""

    times = 0

    def __iter__(self) -> Iterator[str]:
        self.times += 1
        return super().__iter__()


def test_thousands_of_odd_names_are_compared_without_looking_at_all_files_for_each() -> None:
    """A push of 6,000 names in capitals took quadratic time."""
    files = FileTree(Walked(dict.fromkeys(("content/law/act/index.md", "b"), ("100644", ONE))))
    assert isinstance(files.entries, Walked)
    changes = [added(f"content/law/act/{number}.PDF") for number in range(500)]
    files.apply([*changes, *(added(f"content/law/act/{name}") for name in ("7.pdf", "8.Pdf"))])
    files.entries.times = 0
    twins = {change.path: files.twin(change.path) for change in changes}
    assert {path.rpartition("/")[2] for path, twin in twins.items() if twin} == {"7.PDF", "8.PDF"}
    assert files.entries.times <= 1


@pytest.mark.parametrize(
    ("paths", "asked", "twin"),
    [
        (["content/law/act/index.md"], "content/law/Act/index.md", "content/law/act"),
        (["content/law/Act/index.md"], "content/law/act/index.md", "content/law/Act"),
        (["Content/law/act/index.md"], "content/law/act/index.md", "Content"),
        (["office.yml"], "Office.yml", "office.yml"),
        (["caf\u00e9"], "cafe\u0301", "caf\u00e9"),
        (["cafe\u0301"], "caf\u00e9", "cafe\u0301"),
        (["straße"], "STRASSE", "straße"),
        (["a/B"], "a/b", "a/B"),
        (["A/b"], "a", "A"),
        (["a"], "A/b", "a"),
        (["a", "B"], "a", None),
        (["content/law/act/index.md"], "content/law/action/index.md", None),
        (["ก/ข"], "ก/ค", None),
        (["a", "A"], "A", "a"),
        (["Abc", "aBc"], "abc", "Abc"),
        ([], "A", None),
    ],
)
def test_a_twin_differs_by_letter_case_or_form_only(paths: list[str], asked: str, twin: str | None) -> None:
    files = tree(*paths)
    if asked not in files.entries:
        files.apply([added(asked)])
    assert files.twin(asked) == twin


def test_a_twin_that_is_gone_is_none() -> None:
    files = tree("A/b", "c")
    files.apply([gone("A/b"), added("a/b")])
    assert files.twin("a/b") is None
    files.apply([added("A/c")])
    assert files.twin("a/b") == "A"


NAMES = st.lists(st.sampled_from(["a", "A", "b", "B", "é", "e\u0301", "É", "ก"]), min_size=1, max_size=3).map("/".join)


def folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


@given(st.lists(st.tuples(NAMES, st.booleans()), max_size=12), NAMES)
def test_a_twin_is_found_whenever_there_is_one(steps: list[tuple[str, bool]], asked: str) -> None:
    """As if every file and folder were compared with every other."""
    files = tree()
    for path, is_added in steps:
        files.apply([added(path) if is_added else gone(path)])
    files.apply([added(asked)])
    there = {"/".join(path.split("/")[:depth]) for path in files.entries for depth in range(1, path.count("/") + 2)}
    own = {"/".join(asked.split("/")[:depth]) for depth in range(1, asked.count("/") + 2)}
    twins = {each for each in there for part in own if each != part and folded(each) == folded(part)}
    found = files.twin(asked)
    assert (found in twins) if twins else (found is None)


def test_every_file_of_a_commit_stands_there_by_its_name(tmp_path: Path) -> None:
    names = ["a b", "ก/ข", 'q"uote', "new\nline", "tab\there", "\udcff/x"]
    files = {
        **dict.fromkeys(names, b"1"),
        "run": ("100755", b"2"),
        "link": ("120000", b"a b"),
        "sub": ("160000", ONE.encode()),
    }
    repository, ids = made(tmp_path / "office.git", Step("root", files=files))  # type: ignore[arg-type]
    found = entries_of(repository, ids["root"])
    assert sorted(found) == sorted(files)
    assert {name: mode for name, (mode, _) in found.items() if mode != "100644"} == {
        "run": "100755",
        "link": "120000",
        "sub": "160000",
    }
    assert found["sub"][1] == ONE
    assert entries_of(repository, ids["root"], "ก", "run").keys() == {"ก/ข", "run"}
