"""What a commit did to each item, in one word, from the blobs that it changed (DESIGN: Actions)."""

import pytest

from office_of_values import READER, SHELF, Content, changed
from prakat.content.item_action import ItemAction, Touch, item_actions, touches
from prakat.repository.file_tree import TreeEntry
from prakat.repository.object_id import NOTHING
from sign_off_office import law

A, B, C = ("content/law/a", "content/law/b", "content/law/2569/c")
VERBAL = {"approver": "dao", "at": "2026-07-01T08:00", "channel": "โทรศัพท์", "recorded_by": "wit"}
WITHDRAWN = {"on": "2026-07-02", "reason": "คลาดเคลื่อน"}


def index(folder: str) -> str:
    return f"{folder}/index.md"


def tree(files: dict[str, Content]) -> dict[str, TreeEntry]:
    return {path: ("100644", SHELF.put(data)) for path, data in files.items() if isinstance(data, bytes)}


def done(before: dict[str, Content], files: dict[str, Content]) -> dict[str, ItemAction]:
    return item_actions(touches(changed(tree(before), files)), READER.item)


def words(before: dict[str, Content], files: dict[str, Content]) -> dict[str, str]:
    return {folder: each.action.value for folder, each in done(before, files).items()}


def renewed(**more: object) -> bytes:
    return law(expires_on="2027-01-31", **more)


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        (None, law(), "published"),
        (law(), None, "withdrawn"),
        (law(), law("เรื่องอื่น"), "amended"),
        (law(), law(body="อื่น"), "amended"),
        (law(), renewed(), "renewed"),
        (law(), renewed(title="เรื่องอื่น"), "amended"),
        (law(verbal=VERBAL), law(), "ratified"),
        (law(verbal=VERBAL), renewed(), "ratified"),
        (law(), law(verbal=VERBAL), "amended"),
        (law(verbal=VERBAL), renewed(verbal=VERBAL), "renewed"),
        (law(), law(withdrawn=WITHDRAWN), "withdrawn"),
        (law(withdrawn=WITHDRAWN), law(withdrawn=WITHDRAWN | {"reason": "อื่น ๆ"}), "amended"),
        (law(withdrawn=WITHDRAWN), law(), "amended"),
        (b"x", law(), "amended"),
    ],
)
def test_a_text_is_published_changed_or_taken_down(before: bytes | None, after: bytes | None, word: str) -> None:
    given: dict[str, Content] = {index(A): before} if before else {}
    assert words(given, {index(A): after}) == {A: word}


@pytest.mark.parametrize(
    ("before", "after", "has_note"),
    [
        (law(), law(body="อื่น", change_note="เลื่อนวันสอบ"), True),
        (law(change_note="เลื่อนวันสอบ"), law(body="อื่น", change_note="เลื่อนวันสอบ"), False),
        (law(change_note="เลื่อนวันสอบ"), law(body="อื่น", change_note="เพิ่มสถานที่สอบ"), True),
        (law(change_note="เลื่อนวันสอบ"), law(), False),
    ],
)
def test_a_change_brings_a_note_only_if_that_is_another_one(before: bytes, after: bytes, has_note: bool) -> None:
    assert done({index(A): before}, {index(A): after})[A].has_note is has_note


def test_a_renewal_changes_no_other_file() -> None:
    given: dict[str, Content] = {index(A): law(), f"{A}/a.pdf": b"1"}
    assert words(given, {index(A): renewed(), f"{A}/a.pdf": b"2"}) == {A: "amended"}
    assert words(given, {index(A): renewed(), f"{A}/a.pdf": None}) == {A: "amended"}
    assert words(given, {index(A): renewed(), index(B): law()}) == {A: "renewed", B: "published"}
    assert words(given, {f"{A}/a.pdf": b"2"}) == {A: "amended"}


def test_only_what_lies_in_an_item_is_told() -> None:
    assert words({}, {"office.yml": b"x", "content/x": b"x", "registers/problems.yml": b"x"}) == {}


# What moved


def moved(*former: str, **more: object) -> bytes:
    return law(former_paths=[each.removeprefix("content/") for each in former], **more)


def test_an_item_moves_from_a_folder_that_is_gone_and_that_it_names() -> None:
    told = done({index(A): law()}, {index(A): None, index(B): moved(A)})
    assert {folder: (each.action.value, each.origin) for folder, each in told.items()} == {
        A: ("moved", ""),
        B: ("moved", A),
    }


def test_an_item_that_names_another_folder_or_one_that_stays_is_new() -> None:
    assert words({index(A): law()}, {index(A): None, index(B): moved(C)}) == {A: "withdrawn", B: "published"}
    assert words({index(A): law()}, {index(B): moved(A)}) == {B: "published"}
    assert words({index(A): law(), f"{A}/x": b"1"}, {f"{A}/x": None, index(B): moved(A)}) == {
        A: "amended",
        B: "published",
    }


def test_of_two_folders_that_are_gone_the_last_former_path_is_the_origin() -> None:
    told = done({index(A): law(), index(C): law()}, {index(A): None, index(C): None, index(B): moved(C, A)})
    assert told[B].origin == A
    assert {folder: each.action.value for folder, each in told.items()} == {A: "moved", B: "moved", C: "withdrawn"}


def test_a_former_path_may_be_written_with_slashes() -> None:
    assert done({index(A): law()}, {index(A): None, index(B): moved("/law/a/")})[B].origin == A


def test_an_item_that_was_there_is_not_moved_over() -> None:
    assert words({index(A): law(), index(B): law()}, {index(A): None, index(B): moved(A)}) == {
        A: "withdrawn",
        B: "amended",
    }


def test_only_what_tells_something_is_read() -> None:
    """An audit of ten thousand commits reads each blob that it must, and no other."""
    gone = frozenset({A})
    assert Touch("1", "2", True, frozenset()).asks == ("1", "2")
    assert Touch("1", NOTHING, True, gone).asks == ()
    assert Touch("1", "1", True, frozenset()).asks == ()
    assert Touch("", "", False, gone).asks == ()
    assert Touch(NOTHING, "2", True, frozenset()).asks == ()
    assert Touch(NOTHING, "2", True, gone).asks == ("2",)


def test_a_change_of_mode_alone_amends() -> None:
    oid = SHELF.put(law())
    change = changed({index(A): ("100644", oid)}, {index(A): ("100755", law())})
    assert touches(change) == {A: Touch(oid, oid, True, frozenset())}
    assert item_actions(touches(change), READER.item)[A].action.value == "amended"
