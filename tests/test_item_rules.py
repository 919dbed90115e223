"""What an item's schema cannot say of it: each rule at its edges, over items alone (R05, R12, R16, R17, R19)."""

import pytest

from documents import line_of, written
from office_builder import fields
from prakat.item import item
from prakat.item.item import Item
from prakat.item.item_path import ItemPath
from prakat.item.item_rules import ITEM_RULES, check_body, check_item

PATH = ItemPath("official-information", "", "act")
CHANGING = {"timing": "on_change", "period": {"start": "2026-10-01"}, "expires_on": "never", "review_by": "2027-10-01"}
FILE = {"file": "a.pdf", "title": "เอกสาร"}
QUOTED = {"text": "ข้อความ", "holder": "กอง", "source": "หนังสือ"}
SHOWN = {"file": "a.jpg", "holder": "กอง", "licence": "CC BY"}


def parsed(body: str = "text", **changed: object) -> tuple[Item, str]:
    front = written(fields(PATH.folder, **changed))
    found = item.parse_item(PATH, f"---\n{front}---\n{body}".encode())
    assert isinstance(found, Item), found
    return found, front


def said(body: str = "text", **changed: object) -> list[str]:
    """Each rule that is broken, with the key at whose line it is said."""
    found, front = parsed(body, **changed)
    told = []
    for each in check_item(found):
        assert each.path == "content/official-information/act/index.md"
        keys = [pointer for pointer in found.source_lines.lines if pointer and line_of(front, pointer) + 1 == each.line]
        told.append(f"{each.rule} {'.'.join(map(str, max(keys, key=len)))}" if keys else f"{each.rule} {each.line}")
    return told


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"period": {"start": "2026-10-01", "end": "2026-10-01"}}, []),
        (
            {"period": {"start": "2026-10-02", "end": "2026-10-01"}, "expires_on": "2026-10-31"},
            ["date.order period.end"],
        ),
        ({"period": {"start": "2026-10-01"}}, ["period.end period"]),
        ({"period": {"start": "2026-10-01"}, "timing": "immediate"}, ["period.end period"]),
        (CHANGING, []),
        (CHANGING | {"timing": "fixed_period"}, ["period.end period", "expiry.never expires_on"]),
        (CHANGING | {"review_by": None}, ["expiry.review-by expires_on"]),
        (
            CHANGING | {"timing": "immediate", "review_by": None},
            ["expiry.review-by expires_on"],
        ),
        (CHANGING | {"timing": "immediate"}, []),
        ({"period": {"start": "2026-10-01"}, "timing": "immediate", "review_by": "2026-10-05"}, []),
        ({"period": None}, []),
        ({"period": None, "timing": "immediate"}, []),
        ({"closes": {"on": "2026-10-31", "what": "bids"}}, []),
        ({"closes": {"on": "2026-11-01", "what": "bids"}}, ["closes.after-expiry closes.on"]),
        ({"closes": {"on": "2026-09-30", "what": "bids"}}, ["closes.before-publication closes.on"]),
        (CHANGING | {"closes": {"on": "2100-12-31", "what": "other"}}, []),
        ({"publish_on": "2026-10-31"}, []),
        ({"publish_on": "2026-11-01"}, ["expiry.before-publication expires_on"]),
        ({"expires_on": "2026-10-30"}, ["expiry.before-end expires_on"]),
        ({"expires_on": "2026-10-30", "timing": "immediate"}, []),
        (CHANGING | {"expires_on": "2026-10-02"}, []),
        ({"expires_on": "2026-10-02", "publish_on": "2026-10-03"}, ["expiry.before-publication expires_on"]),
        ({"review_by": "2026-10-01"}, []),
        ({"review_by": "2026-09-30"}, ["review.before-publication review_by"]),
        ({"withdrawn": {"on": "2026-10-01", "reason": "คลาดเคลื่อน"}}, []),
        ({"withdrawn": {"on": "2026-09-30", "reason": "คลาดเคลื่อน"}}, ["withdrawn.before-publication withdrawn.on"]),
    ],
)
def test_days_of_an_item_follow_each_other(changed: dict[str, object], expected: list[str]) -> None:
    assert said(**changed) == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"attachments": [FILE, FILE | {"file": "b.pdf"}]}, []),
        ({"attachments": [FILE, FILE | {"title": "อีกฉบับ"}]}, ["attachment.repeated attachments.1.file"]),
        (
            {"attachments": [FILE, FILE | {"title": "อีกฉบับ"}, FILE | {"title": "ฉบับที่สาม"}]},
            ["attachment.repeated attachments.1.file", "attachment.repeated attachments.2.file"],
        ),
        ({"credits": [SHOWN, SHOWN | {"file": "b.jpg"}]}, []),
        ({"credits": [SHOWN, SHOWN | {"holder": "อื่น"}]}, ["credit.repeated credits.1.file"]),
        ({"credits": [QUOTED, QUOTED | {"holder": "อื่น"}]}, []),
        ({"credits": [QUOTED | {"text": "a.jpg"}, QUOTED | {"text": "b.jpg"}]}, []),
    ],
)
def test_nothing_is_named_twice(changed: dict[str, object], expected: list[str]) -> None:
    assert said(**changed) == expected


@pytest.mark.parametrize(
    ("body", "changed", "expected"),
    [
        ("text", {}, []),
        ("", {"attachments": [FILE]}, []),
        ("", {"external_link": "https://office.example/"}, []),
        ("", {}, ["body.empty 18"]),
        (" \n\t\n", {}, ["body.empty 18"]),
    ],
)
def test_a_page_gives_its_reader_something(body: str, changed: dict[str, object], expected: list[str]) -> None:
    found, _ = parsed(body, **changed)
    assert [each.replace("18", str(found.body_line)) for each in expected] == said(body, **changed)


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (["attachment.size"], []),
        (["attachment.size", "link.scheduled"], []),
        (["no.such"], ["ignore.unknown ignore.0.rule"]),
        (["attachment.size", "date.order"], ["ignore.error ignore.1.rule"]),
    ],
)
def test_an_exception_is_of_a_rule_that_only_warns(rules: list[str], expected: list[str]) -> None:
    assert said(ignore=[{"rule": rule, "why": "จำเป็นต้องคมชัดเมื่อพิมพ์"} for rule in rules]) == expected


@pytest.mark.parametrize("rule", ITEM_RULES, ids=lambda rule: rule.__name__)
def test_each_rule_is_a_sentence(rule: object) -> None:
    assert (rule.__doc__ or "").strip().endswith((".", ")."))


# The text


def markup(body: str) -> list[str]:
    found, _ = parsed(body)
    told, _ = check_body(found)
    return [
        f"{each.rule} {each.line - found.body_line} {each.values.get('found', each.values.get('file'))}"
        for each in told
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("text", []),
        ("a < b", []),
        ("[ก](https://office.example/)", []),
        ("[ก](mailto:a@b.example) [ข](tel:02) [ค](../b/)", []),
        ("ก\n\n[ก](javascript:alert(1))", ["link.scheme 2 javascript:alert(1)"]),
        ("[ก](ftp://x.example/)", ["link.scheme 0 ftp://x.example/"]),
        ("[ก](//x.example/)", ["link.scheme 0 //x.example/"]),
        ("ก\n<b>ข</b>", ["body.html 1 <b>"]),
        ("<b>ข</b>\n<i>ค</i>", ["body.html 1 <i>", "body.html 0 <b>"]),
        ("![ก](a.jpg)", []),
        ("![ก](a.png) ![ข](b.webp)", []),
        ("ก\n![ก](https://x.example/a.jpg)", ["picture.remote 1 https://x.example/a.jpg"]),
        ("![ก](a.gif)", ["picture.type 0 a.gif"]),
        ("![ก](a.pdf)", ["picture.type 0 a.pdf"]),
        ("![](a.jpg)", ["picture.alt 0 a.jpg"]),
        ("![ ](a.jpg)", ["picture.alt 0 a.jpg"]),
        (
            "![](http://x.example/a.gif)",
            ["picture.remote 0 http://x.example/a.gif", "picture.alt 0 http://x.example/a.gif"],
        ),
    ],
)
def test_a_text_holds_nothing_that_acts(body: str, expected: list[str]) -> None:
    assert markup(body) == expected
