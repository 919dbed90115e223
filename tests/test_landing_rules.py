"""An item is what was signed, whole: what main has made of its folder since the request began counts too (R01)."""

from pathlib import Path

import pytest

from office_of_values import office
from prakat.item.item_facts import ItemFacts
from prakat.repository.branch_copies import newest_tip
from prakat.repository.commit import Commit, PathChange
from prakat.repository.file_tree import FileTree, entries_of
from prakat.repository.mainline import Landing, landings, merge_base, net_changes, read_mainline
from prakat.repository.object_id import NOTHING
from prakat.repository.refs import MAIN
from prakat.repository.repository import Repository
from prakat.request.fact_reader import FactReader
from prakat.request.landing_rules import LandedSubmission, differing, examine, pointers
from prakat.request.main_before import MainBefore
from prakat.request.submission import Submission
from sign_off_office import law
from small_history import Step, made

FOLDER = "content/law/act"
INDEX, PDF, OTHER = f"{FOLDER}/index.md", f"{FOLDER}/notice.pdf", "content/law/other/index.md"
ROOT = Step("root", files={"office.yml": office(), INDEX: law("พระราชบัญญัติ"), PDF: b"1", OTHER: b"1"})


def begin(repository: Repository, commit: Commit) -> MainBefore:
    entries = entries_of(repository, commit.id)
    return MainBefore(FileTree(entries), entries["office.yml"][1], commit.time, positions={commit.id: 0})


def found(place: Path, *steps: Step, forget: bool = False) -> list[list[str]]:
    """What stands against each landing after the root; `forget` where main was at each commit."""
    repository, ids = made(place / "office.git", ROOT, *steps)
    main = read_mainline(repository, str(newest_tip(repository, MAIN)))
    before, reader, said = begin(repository, main.own[0]), FactReader(repository), []
    for landing in landings(main, ids["root"]):
        said.append(_examined(repository, landing, before, reader))
        if forget:
            before.positions.clear()
    return said


def _examined(repository: Repository, landing: Landing, before: MainBefore, reader: FactReader) -> list[str]:
    base = merge_base(repository, landing)
    net = net_changes(repository, landing, base) if base else landing.commit.changes
    asked = Submission.of(2, landing.head, landing.brought, net, before.files, ())
    said = examine(LandedSubmission(landing, base, asked), before, reader, pointers(reader, net))
    return [f"{each.id} {each.values.get('path', '')}" for each in said]


def test_a_file_beside_an_item_that_changed_since_is_outdated(tmp_path: Path) -> None:
    steps = (
        *(Step("one", ["root"], {PDF: b"2"}), Step("push", ["root"], {INDEX: law("พระราชบัญญัติใหม่")})),
        Step("merge", ["push", "one"], {PDF: b"2"}),
    )
    assert found(tmp_path, *steps) == [[], [f"request.outdated {FOLDER}"]]


def test_a_file_that_main_added_beside_an_item_since_makes_it_outdated(tmp_path: Path) -> None:
    steps = (
        *(Step("one", ["root"], {PDF: b"2"}), Step("push", ["root"], {f"{FOLDER}/more.pdf": b"1"})),
        Step("merge", ["push", "one"], {PDF: b"2"}),
    )
    assert found(tmp_path, *steps) == [[], [f"request.outdated {FOLDER}"]]


def test_a_folder_that_is_as_it_was_again_is_not_outdated(tmp_path: Path) -> None:
    steps = (
        *(Step("one", ["root"], {PDF: b"2"}), Step("push", ["root"], {INDEX: b"x"})),
        Step("back", ["push"], {INDEX: law("พระราชบัญญัติ")}),
        Step("merge", ["back", "one"], {PDF: b"2"}),
    )
    assert found(tmp_path, *steps) == [[], [], []]


def test_another_folder_that_changed_since_makes_nothing_outdated(tmp_path: Path) -> None:
    steps = (
        *(Step("one", ["root"], {PDF: b"2"}), Step("push", ["root"], {OTHER: b"2"})),
        Step("merge", ["push", "one"], {PDF: b"2"}),
    )
    assert found(tmp_path, *steps) == [[], []]


def test_a_change_before_the_request_began_makes_nothing_outdated(tmp_path: Path) -> None:
    steps = (
        *(Step("push", ["root"], {INDEX: b"x"}), Step("one", ["push"], {PDF: b"2"})),
        Step("merge", ["push", "one"], {PDF: b"2"}),
    )
    assert found(tmp_path, *steps) == [[], []]


def test_the_two_changed_since_are_both_said(tmp_path: Path) -> None:
    """The path that both changed, and the folder that is another."""
    steps = (
        *(Step("one", ["root"], {PDF: b"2"}), Step("push", ["root"], {PDF: b"3"})),
        Step("merge", ["push", "one"], {PDF: b"2"}),
    )
    assert found(tmp_path, *steps) == [[], [f"request.outdated {PDF}", f"request.outdated {FOLDER}"]]


def test_where_main_was_is_looked_up_if_nobody_remembers(tmp_path: Path) -> None:
    """The base may be a commit that another merge brought."""
    steps = (
        *(Step("one", ["root"], {OTHER: b"2"}), Step("two", ["one"], {PDF: b"2"})),
        *(Step("first", ["root", "one"], {OTHER: b"2"}), Step("push", ["first"], {INDEX: b"x"})),
        Step("merge", ["push", "two"], {PDF: b"2"}),
    )
    assert found(tmp_path, *steps) == [[], [], [f"request.outdated {FOLDER}"]]
    honest = (*steps[:3], Step("merge", ["first", "two"], {PDF: b"2"}))
    assert found(tmp_path / "honest", *honest) == [[], []]


def test_an_epoch_that_nobody_has_named_yet_may_be_named(tmp_path: Path) -> None:
    steps = (
        Step("push", ["root"], {"office.yml": office(since="6" * 40)}),
        Step("again", ["push"], {"office.yml": None}),
    )
    assert found(tmp_path, *steps) == [[], ["office.broken "]]


# Folders


def entries(*paths: str, oid: str = "1") -> dict[str, tuple[str, str]]:
    return dict.fromkeys(paths, ("100644", oid * 40))


@pytest.mark.parametrize(
    ("began", "now", "folders"),
    [
        (entries("a/b", "c/d"), entries("a/b", "c/d"), []),
        (entries("a/b", "c/d"), entries("a/b", "c/d", oid="2"), ["a", "c"]),
        (entries("a/b"), entries("a/b", "a/e"), ["a"]),
        (entries("a/b", "a/e"), entries("a/b"), ["a"]),
        (entries("a/b"), {**entries("a/b"), **entries("ab/c", "c/d")}, ["c"]),
        (entries("a/b"), {"a/b": ("100755", "1" * 40)}, ["a"]),
        ({}, {}, []),
    ],
)
def test_a_folder_differs_where_it_holds_something_else(
    began: dict[str, tuple[str, str]], now: dict[str, tuple[str, str]], folders: list[str]
) -> None:
    assert list(differing(["a", "c"], began, FileTree(now))) == folders


# main before


def test_what_main_touched_since_a_commit_is_remembered_by_folder() -> None:
    before = MainBefore(FileTree({}), "", 10, positions={"root": 0})
    for number, path in enumerate([INDEX, OTHER, "office.yml"], start=1):
        changes = (PathChange(path, "000000", "100644", NOTHING, "1" * 40),)
        before.move_on(Commit(f"c{number}", "", (), 20 - number, ("", ""), ("", ""), "", changes))
    folders = [FOLDER, "content/law/other", "content/law/third"]
    assert before.time == 19
    assert before.positions == {"root": 0, "c1": 1, "c2": 2, "c3": 3}
    assert before.files.entries.keys() == {INDEX, OTHER, "office.yml"}
    assert before.stirred_since("root", folders) == folders[:2]
    assert before.stirred_since("c1", folders) == folders[1:2]
    assert before.stirred_since("c2", folders) == before.stirred_since("c3", folders) == []
    assert before.stirred_since("elsewhere", folders) == folders


def test_a_copy_of_main_before_is_moved_on_alone() -> None:
    before = MainBefore(FileTree({}), "blob", 10, positions={"root": 0}, epoch="root")
    other = before.copy()
    change = PathChange(INDEX, "000000", "100644", NOTHING, "1" * 40)
    other.move_on(Commit("c1", "", (), 20, ("", ""), ("", ""), "", (change,)))
    assert (before.files.entries, before.time, before.touched, before.positions) == ({}, 10, {}, {"root": 0})
    assert (other.office, other.epoch, other.touched) == ("blob", "root", {FOLDER: "c1"})


# Pointers to files that are kept elsewhere

POINTER = b"version https://git-lfs.github.com/spec/v1\n"


@pytest.mark.parametrize(
    ("content", "path", "is_one"),
    [
        (POINTER, PDF, True),
        (POINTER + b"x" * (1024 - len(POINTER)), PDF, True),
        (POINTER + b"x" * (1025 - len(POINTER)), PDF, False),
        (b"\n" + POINTER, PDF, False),
        (POINTER, "mkdocs.yml", False),
        (POINTER, "content/readme.txt", False),
        (b"%PDF-1.4\n", PDF, False),
    ],
)
def test_a_pointer_is_a_small_file_beside_an_item_that_says_so(
    tmp_path: Path, content: bytes, path: str, is_one: bool
) -> None:
    repository, ids = made(tmp_path / "office.git", Step("root"), Step("one", ["root"], {path: content, "gone": None}))
    (commit,) = repository.log(ids["one"], f"^{ids['root']}")
    reader = FactReader(repository)
    assert pointers(reader, commit.changes) == ({commit.changes[0].new} if is_one else set())
    reader.items[commit.changes[0].new] = ItemFacts(content)
    long_one = content.startswith(POINTER) and path == PDF
    assert pointers(reader, commit.changes) == ({commit.changes[0].new} if long_one else set())


# What is read of a blob


def test_what_a_blob_says_is_read_once(tmp_path: Path) -> None:
    register = b"- {unit: health, problem: x}\n- {problem: y}\n- z\n- {unit: health, problem: x}\n"
    files = {"office.yml": office(since="6" * 40), INDEX: law("พระราชบัญญัติ"), "r": register, "broken": b"- [\n"}
    repository, ids = made(tmp_path / "office.git", Step("root", files=files))
    blobs = {path: oid for path, (_, oid) in entries_of(repository, ids["root"]).items()}
    reader = FactReader(repository)
    known = reader.office(blobs["office.yml"])
    assert known
    assert known.office.people.keys() >= {"nok", "dao"}
    assert reader.office(blobs["office.yml"]) is known
    assert reader.office(blobs["r"]) is reader.office("e" * 40) is None
    assert (reader.since(blobs["office.yml"]), reader.since(blobs["r"]), reader.since(NOTHING)) == ("6" * 40, "", "")
    assert reader.since(ids["root"]) == ""
    assert sorted(unit for unit, _ in reader.register(blobs["r"])) == ["", "", "health"]
    assert reader.register(blobs["broken"]) == {("", '"- [\\n"')}
    assert reader.item(blobs[INDEX]).units == ("health",)
    reader.announce_items([blobs[INDEX], blobs["r"], blobs["r"]])
    assert reader.items.keys() == {blobs[INDEX], blobs["r"]}
    assert reader.item(blobs["r"]) is reader.items[blobs["r"]]
