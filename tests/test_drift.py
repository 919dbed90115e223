"""What must stand at a place, what stands there, and what people read of the difference."""

from typing import Any

import pytest

from prakat.hosting.drift import MISSING, THERE, Drift, field_drifts
from prakat.rules.message import message


def told(wanted: Any, found: Any) -> list[str]:
    drifts = field_drifts("main", "", {"x": wanted}, {"x": found})
    return [each.text("en").removesuffix(" Run this again with --apply.") for each in drifts]


@pytest.mark.parametrize(
    ("wanted", "found", "text"),
    [
        (True, False, "main x: must be on; found off."),
        (False, True, "main x: must be off; found on."),
        (False, None, "main x: must be off; found no value."),
        (2, 1, "main x: must be 2; found 1."),
        ("merge", "", "main x: must be merge; found no value."),
        ("", "content/**", "main x: must be no value; found content/**."),
        (["a"], [], "main x[a]: must be there; found missing."),
        ([], ["b"], "main x[b]: must be missing; found there."),
        (["a"], None, "main x[a]: must be there; found missing."),
        ({"y": 1}, {"y": 2, "z": 3}, "main x.y: must be 1; found 2."),
        ({"y": 1}, None, "main x: must be {'y': 1}; found no value."),
        (None, {"y": 1}, "main x: must be no value; found {'y': 1}."),
        ([{"type": "update", "p": 1}], [{"type": "update", "p": 2}], "main x[update].p: must be 1; found 2."),
        ([{"context": "check", "by": 1}], [{"context": "check"}], "main x[check].by: must be 1; found no value."),
        ([{"actor_type": "User", "actor_id": 1}], [], "main x[User 1]: must be there; found missing."),
    ],
)
def test_each_difference_is_said_at_its_place(wanted: Any, found: Any, text: str) -> None:
    assert told(wanted, found) == [text]
    assert told(wanted, wanted) == []


def test_lists_are_compared_in_any_order_and_their_differences_said_in_one() -> None:
    assert told(["a", "b"], ["b", "a"]) == []
    assert [each.split(":")[0] for each in told(["c", "a"], ["b", "d"])] == [f"main x[{each}]" for each in "abcd"]


def test_a_row_says_who_mends_it() -> None:
    by_hand = message("hosting.mend-token")
    drift = Drift("deploy keys", "server", MISSING, THERE, by_hand)
    assert drift.row() == {
        "setting": "deploy keys",
        "field": "server",
        "wanted": "ไม่มี",
        "found": "มี",
        "kind": "drift",
        "mend": by_hand.text(),
    }
    assert drift.text() == f"deploy keys server: ต้องเป็น ไม่มี แต่พบ มี {by_hand.text()}"
    assert Drift("main", "", THERE, MISSING).row("en")["mend"] == "Run this again with --apply."


def test_a_note_says_what_is_and_what_catches_it() -> None:
    note = Drift("tags", "", THERE, message("hosting.not-by-github"), message("hosting.note-comments"), is_note=True)
    assert note.row("en")["kind"] == "note"
    assert note.text("en").startswith("Note, tags: GitHub does not protect this. Whoever may write can edit")
    assert note.text().startswith("ควรรู้ tags: GitHub ป้องกันเรื่องนี้ไม่ได้ ")
