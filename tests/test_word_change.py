"""Changed words are told in Thai, as a reader would point at them, and no difference is ever left out."""

import random

import pytest

from prakat.request.word_change import Effort, WordChange, word_changes
from prakat.thai.cluster import clusters


def found(old: str, new: str) -> list[WordChange]:
    return word_changes(old, new, Effort())


def pairs(old: str, new: str) -> list[tuple[int, str, str]]:
    return [(each.line, each.removed, each.added) for each in found(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("จำนวนสามอัตรา", "จำนวนห้าอัตรา", [(1, "สาม", "ห้า")]),
        ("ต้องยื่นด้วยตนเอง\nภายในวันที่ ๕", "ไม่ต้องยื่นด้วยตนเอง\nภายในวันที่ ๗", [(1, "", "ไม่"), (2, "๕", "๗")]),
        ("ผู้อำนวยการโรงพยาบาล", "ผู้อนุมัติโรงพยาบาล", [(1, "อำนวยการ", "อนุมัติ")]),
        ("ราคา 1,200 บาท", "ราคา 12,000 บาท", [(1, "1,200", "12,000")]),
        ("a\nb\nc", "a\nc", [(2, "b↵", "")]),
        ("x", "x\n", [(2, "", "↵")]),
        ("a b", "a  b", [(1, "", "␣")]),
        ("", "ใหม่\nทั้งหมด", [(1, "", "ใหม่↵ทั้งหมด")]),
        ("เก่า", "", [(1, "เก่า", "")]),
        ("เหมือนเดิม", "เหมือนเดิม", []),
    ],
)
def test_a_change_is_told_by_its_words(old: str, new: str, expected: list[tuple[int, str, str]]) -> None:
    assert pairs(old, new) == expected


def test_what_stands_around_a_change_is_of_its_own_line_and_not_endless() -> None:
    (change,) = found("ก่อน\n" + "นา" * 50 + "ปี" + "มา" * 50, "ก่อน\n" + "นา" * 50 + "วัน" + "มา" * 50)
    assert (change.before, change.removed, change.added) == ("…" + "นา" * 24, "ปี", "วัน")
    assert change.after == "มา" * 24 + "…"


def test_no_difference_is_left_out() -> None:
    """Of any two texts, what was taken away and what was added is as much as they differ by."""
    chance = random.Random(8)
    letters = "กขคเาิ้ \nab1"
    for _ in range(400):
        old = "".join(chance.choices(letters, k=chance.randrange(60)))
        new = list(old)
        for _ in range(chance.randrange(4)):
            at = chance.randrange(len(new) + 1)
            new[at : at + chance.randrange(3)] = chance.choices(letters, k=chance.randrange(3))
        text = "".join(new)
        changes = found(old, text)
        assert (changes == []) == (old == text)
        removed, added = ("".join(each[side] for each in changes) for side in (2, 3))
        assert len(added) - len(removed) == len(text) - len(old)


def test_clusters_are_the_text() -> None:
    chance = random.Random(9)
    for _ in range(200):
        text = "".join(chance.choices("กเา้ิำๅฯ๑1aé\u0301\u200b😀 \n", k=30))
        assert "".join(clusters(text)) == text
    assert clusters("เก้าอี้ 12 ตัว") == ["เก้า", "อี้", " ", "12", " ", "ตั", "ว"]


def test_texts_that_are_hard_to_compare_cost_no_more_than_the_effort_allows() -> None:
    """They are told whole, between the ends that are equal."""
    effort = Effort(left=10)
    old, new = "ต้น\n" + "ก\nข\n" * 9 + "ท้าย", "ต้น\n" + "ข\nค\n" * 9 + "ท้าย"
    (change,) = word_changes(old, new, effort)
    assert (change.line, change.removed, change.added) == (2, "↵".join("กข" * 9), "↵".join("ขค" * 9))
    assert effort.left == 10
