"""What sign-off reads of an item quickly is exactly what the strict parser reads of it (R01, R09)."""

import datetime
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import documents
from prakat.item import item
from prakat.item.front_matter import split
from prakat.item.item import Item
from prakat.item.item_facts import ItemFacts, Whole
from prakat.item.item_path import ItemPath
from prakat.rules import schema
from prakat.rules.strict_yaml import read_yaml
from prakat.rules.unreadable import Unreadable
from prakat.thai.buddhist_era import BANGKOK
from yaml_spellings import HOSTILE, Spelling

PATH = ItemPath("official-information", "", "act")
OWNER = {"unit": "health", "provider": "nok"}
NEEDED = {
    key: documents.ITEM[key] for key in ("title", "summary", "period", "source", "timing", "publish_on", "expires_on")
}
MORE = ("withdrawn", "verbal", "former_paths", "review_by", "remarks", "external_link", "kind", "fulfils", "channels")
LONG_AGO = datetime.datetime(1900, 1, 1, tzinfo=BANGKOK)
REST = documents.written(NEEDED)


def index(front: str, body: str = "text\n") -> bytes:
    return f"---\n{front}\n---\n\n{body}".encode("utf-8", "surrogatepass")


def accepted(raw: bytes) -> Item | None:
    """As its schema takes it; nobody asks what is wrong with another, which takes long to say."""
    try:
        data = read_yaml(split(raw).text).data
    except Unreadable:
        return None
    found = item.parse_item(PATH, raw) if schema.named("item").quick.is_valid(data) else None
    return found if isinstance(found, Item) else None


def assert_exact(raw: bytes) -> bool:
    """That each thing asked of it alone is what the strict parser says; whether its schema takes it."""
    found = accepted(raw)
    if found is None:
        return False
    permitted = (found.verbal.approver, found.verbal.at) if found.verbal else None
    strict = (found.units, permitted, found.withdrawn is not None, found.former_paths)
    assert ItemFacts(raw).units == strict[0]
    assert ItemFacts(raw).change_note == found.change_note
    assert ItemFacts(raw).verbal == strict[1]
    assert ItemFacts(raw).is_withdrawn == strict[2]
    assert ItemFacts(raw).former_paths == strict[3]
    whole = ItemFacts(raw).whole
    assert (whole.units, whole.verbal, whole.is_withdrawn, whole.former_paths) == strict
    assert (whole.title, whole.provider) == (found.title, found.provider)
    return True


def is_renewal(new: bytes, old: bytes) -> bool:
    """By the strict parser alone: other dates of a renewal, and nothing else."""
    wholes = [ItemFacts(each).whole for each in (new, old)]
    return wholes[0].essence == wholes[1].essence and wholes[0].term != wholes[1].term


# Cases


CALL = '{approver: dao, at: "2026-07-01T08:00:09+07:00", channel: phone, recorded_by: wit}'
ACCEPTED = {
    "in braces": "owner: {unit: health, provider: nok}",
    "the other way round": "owner: {provider: nok, unit: health}",
    "by lines": "owner:\n  unit: health\n  provider: nok",
    "by lines, the other way round": "owner:\n  provider: nok\n  unit: health",
    "quoted": '"owner": {"unit": "health", "provider": nok}',
    "by escapes": '"\\x6fwner": {unit: "heal\\x74h", provider: nok}',
    "with a question": "? owner\n: {unit: health, provider: nok}",
    "after a text that holds another": 'remarks: "a owner: {unit: finance}"\nowner: {unit: health, provider: nok}',
    "after a text of several lines": (
        'remarks: "a\n  owner: {unit: finance}\n  b"\nowner: {unit: health, provider: nok}'
    ),
    "after a text that goes on at the margin": (
        'remarks: "a\nowner: {unit: finance}\n"\nowner: {unit: health, provider: nok}'
    ),
    "after a block": "remarks: |-\n  owner: {unit: finance}\nowner: {unit: health, provider: nok}",
    "before a comment": "owner: {unit: health, provider: nok} # owner: {unit: finance}",
    "after a comment": "# owner: {unit: finance, provider: nok}\nowner: {unit: health, provider: nok}",
    "a word that YAML takes for a truth": "owner: {unit: yes, provider: nok}",
    "a word that YAML takes for a number": "owner: {unit: 1e3, provider: nok}",
    "wide": "owner:   {  unit:   health  ,  provider: nok  }",
    "a unit of digits and a letter": "owner: {unit: 1a, provider: nok}",
    "quoted text first": 'remarks: "a"\nkind: plan\nowner: {unit: health, provider: nok}',
    "verbal": f"owner: {{unit: health, provider: nok}}\nverbal: {CALL}",
    "verbal by escapes": f'owner: {{unit: health, provider: nok}}\n"\\x76erbal": {CALL}',
    "verbal with a question": f"owner: {{unit: health, provider: nok}}\n? verbal\n: {CALL}",
    "withdrawn": "owner: {unit: health, provider: nok}\n'withdrawn': {on: 2026-11-01, reason: ข้อมูลคลาดเคลื่อน}",
    "moved": "owner: {unit: health, provider: nok}\nformer_paths:\n- law/a\n- law/b",
    "two units": "owner: {unit: [health, finance], provider: nok}",
    "two units by lines": "owner:\n  unit:\n  - finance\n  - health\n  provider: nok",
    "a list of one": "owner: {unit: [health], provider: nok}",
    "a note": "owner: {unit: health, provider: nok}\nchange_note: เลื่อนวันสอบ",
    "a note by escapes": 'owner: {unit: health, provider: nok}\n"change\\x5fnote": เลื่อนวันสอบ',
    "the word alone": "owner: {unit: health, provider: nok}\nremarks: verbal withdrawn former_paths",
}
REFUSED = {
    "a text of two lines": 'remarks: "a\\nowner: {unit: finance}"\nowner: {unit: health, provider: nok}',
    "nothing": "",
    "a number": "owner: {unit: 12, provider: nok}",
    "no unit": "owner: {provider: nok}",
    "null": "owner: {unit: null, provider: nok}",
    "a truth": "owner: {unit: true, provider: nok}",
    "another owner besides": "owner: {deep: {unit: finance}, unit: health, provider: nok}",
    "a list": "owner: [unit, health]",
    "a list that holds a number": "owner: {unit: [health, 12], provider: nok}",
    "an empty list": "owner: {unit: [], provider: nok}",
    "a text": "owner: health",
    "an anchor": "remarks: &a x\nowner: {unit: *a, provider: nok}",
    "a tag": "owner: !!str {unit: health, provider: nok}",
    "twice": "owner: {unit: health, provider: nok}\nowner: {unit: finance, provider: nok}",
    "an unknown key": "other: {owner: {unit: finance}}\nowner: {unit: health, provider: nok}",
    "a separator of lines": (
        'remarks: a\u2028owner: {unit: finance}\u2028x: "\nowner: {unit: health, provider: nok}\nkind: "'
    ),
    "a next line": 'remarks: a\x85owner: {unit: finance}\x85x: "\nowner: {unit: health, provider: nok}\nkind: "',
    "a unit that goes on": "owner:\n  unit: health\n    finance\n  provider: nok",
}


@pytest.mark.parametrize("front", ACCEPTED.values(), ids=ACCEPTED)
def test_each_thing_read_quickly_is_what_the_strict_parser_reads(front: str) -> None:
    assert assert_exact(index(front + "\n" + REST))
    assert assert_exact(index(REST + front))


@pytest.mark.parametrize("front", REFUSED.values(), ids=REFUSED)
def test_what_its_schema_refuses_is_read_without_an_error(front: str) -> None:
    """Such an item is never public, whoever owns it."""
    raw = index(front + "\n" + REST)
    assert accepted(raw) is None
    assert ItemFacts(raw).units in (ItemFacts(raw).whole.units, ("health",))
    assert ItemFacts(raw).verbal is None


BODIES = ("", "text", "text\r\nmore\r\n", "\n---\nowner: {unit: finance}\n---\n", "verbal: x\n---\n")


@pytest.mark.parametrize("front", ACCEPTED.values(), ids=ACCEPTED)
@pytest.mark.parametrize("fence", ["---\n", "--- \n", "---\t\n", "---\r\n", "---"])
def test_a_fence_and_a_body_change_nothing(front: str, fence: str) -> None:
    for body in BODIES if "\n" in fence else ("",):
        assert assert_exact(f"---\n{front}\n{REST}{fence}{body}".encode())


def test_a_permission_is_known_however_its_key_is_spelt() -> None:
    told = "{approver: dao, at: 2026-07-01T08:00}"
    for key in ("verbal", '"verbal"', "'verbal'", '"\\x76erbal"', '"ver\\u0062al"', "? verbal\n"):
        facts = ItemFacts(index(f"owner: {{unit: health, provider: nok}}\n{key}: {told}"))
        assert facts.units == ("health",)
        assert facts.verbal == ("dao", datetime.datetime(2026, 7, 1, 8, tzinfo=BANGKOK))


@pytest.mark.parametrize(
    ("written", "verbal"),
    [
        ("null", None),
        ("{approver: dao, at: 2026-07-01T08:00}", ("dao", datetime.datetime(2026, 7, 1, 8, tzinfo=BANGKOK))),
        ("{approver: dao, at: 2026-07-01}", ("dao", LONG_AGO)),
        ("{approver: dao, at: 2569-07-01T08:00}", ("dao", LONG_AGO)),
        ("{approver: 1, at: 2026-07-01T08:00}", ("", datetime.datetime(2026, 7, 1, 8, tzinfo=BANGKOK))),
        ("{approver: dao}", ("dao", LONG_AGO)),
        ("x", ("", LONG_AGO)),
        ("[]", ("", LONG_AGO)),
    ],
)
def test_a_permission_that_cannot_be_read_is_one_long_ago(
    written: str, verbal: tuple[str, datetime.datetime] | None
) -> None:
    assert ItemFacts(index(f"owner: {{unit: health, provider: nok}}\nverbal: {written}")).verbal == verbal


def test_what_is_no_item_belongs_to_nobody() -> None:
    for raw in (
        b"",
        b"x",
        b"---\n",
        b"---\nowner: {unit: health}\n",
        b"---\n- owner\n---\n",
        b"---\n[\n---\n",
        b"---\n\xff\n---\n",
    ):
        facts = ItemFacts(raw)
        assert (facts.units, facts.verbal, facts.is_withdrawn, facts.former_paths) == ((), None, False, ())
    assert ItemFacts(b"\xff").whole == Whole(essence="\ufffd", substance="\ufffd")


def test_of_former_paths_only_texts_are_some() -> None:
    assert ItemFacts(index("former_paths: [a, 1, [b], c]")).former_paths == ("a", "c")
    assert ItemFacts(index("former_paths: a")).former_paths == ()


# Any item, however it is written


@st.composite
def items(draw: st.DrawFn, is_hostile: bool = False) -> bytes:
    """An item's bytes; most of them its schema takes."""
    fields: dict[str, Any] = {"owner": OWNER, **NEEDED}
    fields |= {key: documents.ITEM[key] for key in draw(st.lists(st.sampled_from(MORE), unique=True, max_size=4))}
    text = st.sampled_from(HOSTILE) | st.text("abก :#{}'\"-", max_size=12)
    for key in ("title", "summary", "remarks"):
        if draw(st.booleans()):
            fields[key] = f"ข้อความทดสอบ {draw(text)} x"
    if is_hostile and draw(st.booleans()):
        fields["owner"] = {
            "unit": draw(st.sampled_from(["health", "yes", "1e3", "a-b", "12", "null", "n"])),
            "provider": "nok",
        }
    front = Spelling(draw(st.integers(0, 2**32))).front_matter(fields, is_hostile)
    end = draw(st.sampled_from(["---\n", "---\n", "--- \n", "---"]))
    body = draw(st.sampled_from(["", "text\n", "\n---\nverbal: x\n", "owner: {unit: finance}\n---\n"]))
    text_of_all = f"---\n{front}{end}{body}"
    if draw(st.integers(0, 9)) == 0:
        text_of_all = text_of_all.replace("\n", draw(st.sampled_from(["\r\n", "\r"])))
    return ("\ufeff" * (draw(st.integers(0, 19)) == 0) + text_of_all).encode()


@given(items())
@settings(deadline=None, max_examples=300)
def test_any_spelling_of_an_item_is_read_exactly(raw: bytes) -> None:
    assume(assert_exact(raw))


@given(items(is_hostile=True))
@settings(deadline=None, max_examples=300)
def test_any_hostile_spelling_of_an_item_is_read_exactly_or_refused(raw: bytes) -> None:
    if not assert_exact(raw):
        assert all(isinstance(each, str) for each in ItemFacts(raw).units)


@given(items(), st.data())
@settings(deadline=None, max_examples=300)
def test_a_renewal_is_one_for_the_quick_reading_as_for_the_strict_one(old: bytes, data: st.DataObject) -> None:
    """Of a version with other dates, another body, other spaces or other ends of lines."""
    new = old
    for before, after in data.draw(
        st.lists(
            st.sampled_from(
                [
                    (b"2026-12-31", b"2027-01-31"),
                    (b"2026-10-31", b"2026-11-30"),
                    (b"2026-11-30", b"2026-12-30"),
                    (b"text\n", b"other\n"),
                    (b"\n", b"\r\n"),
                    (b"text\n", b"text\r\n"),
                    (b"text\n", b"text\r"),
                    (b"---\ntext", b"--- \ntext"),
                    (b"nok", b"fah"),
                    (b"plan", b"report"),
                ]
            ),
            max_size=3,
        )
    ):
        new = new.replace(before, after)
    assume(accepted(old) and accepted(new))
    assert ItemFacts(new).is_renewal_of(ItemFacts(old)) == is_renewal(new, old)


@given(st.binary(max_size=300))
@settings(deadline=None, max_examples=200)
def test_any_bytes_are_facts(raw: bytes) -> None:
    for each in (raw, b"---\n" + raw + b"\n---\n"):
        facts = ItemFacts(each)
        assert all(isinstance(each, str) for each in facts.units)
        assert facts.verbal is None or isinstance(facts.verbal[1], datetime.datetime)
        assert facts.is_withdrawn in (True, False)
        assert all(isinstance(path, str) for path in facts.former_paths)
        assert facts.is_renewal_of(ItemFacts(raw)) in (True, False)
        assert_exact(each)


# A renewal


def document(body: str = "text\n", **changed: object) -> bytes:
    fields = {**NEEDED, "owner": OWNER, "review_by": "2026-11-30", **changed}
    kept = {key: value for key, value in fields.items() if value is not None}
    return index(documents.written(kept), body)


@pytest.mark.parametrize(
    ("new", "is_one"),
    [
        ({"expires_on": "2027-01-31"}, True),
        ({"review_by": "2026-12-30"}, True),
        ({"review_by": None}, True),
        ({"period": {"start": "2026-10-01", "end": "2026-11-30"}}, True),
        ({}, False),
        ({"expires_on": "2027-01-31", "title": "ประกาศเรื่องอื่น"}, False),
        ({"expires_on": "2027-01-31", "body": "other\n"}, False),
        ({"expires_on": "2027-01-31", "body": "text\r\n"}, True),
        ({"expires_on": "2027-01-31", "remarks": "x"}, False),
        ({"publish_on": "2026-10-02"}, False),
        ({"body": "other\n"}, False),
    ],
)
def test_a_renewal_changes_dates_and_nothing_else(new: dict[str, Any], is_one: bool) -> None:
    old, raw = document(), document(**new)
    assert accepted(old)
    assert accepted(raw)
    assert ItemFacts(raw).is_renewal_of(ItemFacts(old)) is is_one
    assert ItemFacts(old).is_renewal_of(ItemFacts(raw)) is is_one
    assert is_renewal(raw, old) is is_one


def test_where_the_front_matter_ends_is_what_the_strict_parser_says() -> None:
    """A fence with a space after it is one, and what follows is the text."""
    old = document("text\n---\nmore\n")
    new = document("text\n---\nmore\n", expires_on="2027-01-31").replace(b"\n---\n\ntext", b"\n--- \n\ntext")
    assert is_renewal(new, old)
    assert ItemFacts(new).is_renewal_of(ItemFacts(old))
