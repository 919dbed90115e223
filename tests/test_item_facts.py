"""What sign-off reads of an item quickly is what the strict parser reads of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prakat.item.item_facts import ItemFacts


def index(front: str) -> bytes:
    return f"---\n{front}\n---\n\ntext\n".encode()


@pytest.mark.parametrize(
    "front",
    [
        "title: x\nowner: {unit: health, provider: nok}",
        "title: x\nowner:\n  provider: nok\n  unit: health",
        'title: "a\\nowner: {unit: finance}"\nowner: {unit: health}',
        'title: "a\nowner: {unit: finance}\n"\nowner: {unit: health}',
        "title: |\n  owner: {unit: finance}\nowner: {unit: health}",
        "other: {owner: {unit: finance}}\nowner: {unit: health}",
        "other: [{owner: {unit: finance}}]\nowner: {unit: health}",
        '"owner": {"unit": "health"}',
        "owner: {unit: 12}",
        "owner: {unit: null}",
        "owner: {unit: true}",
        "owner: {deep: {unit: finance}, unit: health}",
        "owner: [unit, health]",
        "owner: health",
        "? owner\n: {unit: health}",
        "title: &a x\nowner: {unit: *a}",
        "owner: !!str {unit: health}",
        "verbal: {approver: dao, at: 2026-07-01T08:00}\nowner: {unit: health}",
        'title: "a"\nsummary: b # c\nowner: {unit: health, provider: nok}\nperiod: {}',
        'title: a\u2028owner: {unit: finance}\u2028x: "\nowner: {unit: health, provider: nok}\ny: "',
        'title: a\x85owner: {unit: finance}\x85x: "\nowner: {unit: health, provider: nok}\ny: "',
        "title: x",
    ],
)
def test_the_unit_is_that_of_the_strict_parser(front: str) -> None:
    facts = ItemFacts(index(front))
    if facts.whole.unit or "essence" not in facts.whole.essence:
        assert facts.unit == facts.whole.unit or not facts.whole.unit


@given(st.binary(max_size=300))
@settings(max_examples=200)
def test_any_bytes_are_facts(raw: bytes) -> None:
    for facts in (ItemFacts(raw), ItemFacts(b"---\n" + raw + b"\n---\n")):
        assert isinstance(facts.unit, str)
        assert facts.verbal is None or facts.verbal[0] is not None


def test_a_permission_is_seen_however_its_key_is_spelt() -> None:
    for key in ("verbal", '"verbal"', '"\\x76erbal"', "? verbal\n"):
        front = f"owner: {{unit: health}}\n{key}: {{approver: dao, at: 2026-07-01T08:00}}"
        assert ItemFacts(index(front)).verbal or not ItemFacts(index(front)).whole.unit
