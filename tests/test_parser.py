"""Any bytes become an item or findings at the right line, whatever is wrong with them."""

import copy
import json
import math
import re
from collections.abc import Callable, Iterator
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import EVERY, ITEM, OFFICE, Pointer, at, fields, line_of, written
from growth import TIMES, is_linear
from prakat.item import item, item_rules
from prakat.item.item import Item
from prakat.item.item_path import ItemPath
from prakat.item.state import State, state_on
from prakat.office import office
from prakat.office.office import Office
from prakat.office.settings import Settings
from prakat.rules import data, schema, strict_yaml
from prakat.rules.finding import Finding, rules
from prakat.rules.strict_yaml import YamlDocument
from prakat.rules.unreadable import Unreadable
from prakat.rules.wording import LANGUAGES
from prakat.thai.buddhist_era import EARLIEST, LATEST

PATH = ItemPath("law", "", "act")
UNSAFE = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ud800-\\udfff]")
often = settings(max_examples=150)


def parse(name: str, text: str) -> Item | Office | list[Finding]:
    raw = text.encode()
    return office.parse_office(raw) if name == "office" else item.parse_item(PATH, b"---\n" + raw + b"---\n")


def found(name: str, text: str) -> list[tuple[int, str]]:
    """Line, from 1 in the YAML text, and rule of each finding."""
    result = parse(name, text)
    above = 0 if name == "office" else 1
    return [(each.line - above, each.rule) for each in result] if isinstance(result, list) else []


@pytest.mark.parametrize("name", EVERY)
def test_document_with_every_field_is_accepted(name: str) -> None:
    assert not isinstance(parse(name, written(EVERY[name])), list)


@pytest.mark.parametrize("name", EVERY)
def test_documents_of_this_test_use_every_field_of_the_schema(name: str) -> None:
    def keys(node: Any) -> Iterator[str]:
        if isinstance(node, dict):
            yield from node.get("properties", {})
            for entry in node.values():
                yield from keys(entry)
        elif isinstance(node, list):
            for entry in node:
                yield from keys(entry)

    assert set(keys(data.load(f"{name}.schema.json"))) == {
        pointer[-1] for pointer, _ in fields(name) if isinstance(pointer[-1], str)
    }


def _missing() -> Iterator[Any]:
    for name in EVERY:
        root = data.load(f"{name}.schema.json")
        for pointer, part in [((), root), *fields(name)]:
            for key in part.get("required", ()):
                yield pytest.param(name, pointer, key, id=f"{name}-{'.'.join(map(str, (*pointer, key)))}")


@pytest.mark.parametrize(("name", "pointer", "key"), list(_missing()))
def test_missing_field_is_found_where_it_should_stand(name: str, pointer: Pointer, key: str) -> None:
    changed = copy.deepcopy(EVERY[name])
    del at(changed, pointer)[key]
    text = written(changed)
    assert found(name, text) == [(line_of(text, pointer), "field.required")]


EMPTY_TEXT = {"clock": "date.clock", "duration": "field.duration", "plain-text": "field.length", "web-url": "field.url"}


def _wrong_type(part: dict[str, Any]) -> tuple[Any, str]:
    if "enum" in part:
        return 12, "field.value"
    if "anyOf" in part:
        return 12, "field.choice"
    return (12 if part["type"] == "string" else "ข้อความ"), "field.type"


def _nothing(part: dict[str, Any]) -> tuple[Any, str]:
    return None, "field.value" if "enum" in part else "field.choice" if "anyOf" in part else "field.empty"


def _empty(part: dict[str, Any]) -> tuple[Any, str] | None:
    if "enum" in part:
        return "", "field.value"
    kind = part.get("type")
    if kind == "string":
        rule = "field.pattern" if "pattern" in part else EMPTY_TEXT.get(part["format"], "date.format")
        return "", rule
    if kind == "array":
        return ([], "field.length") if "minItems" in part else None
    if kind == "object":
        return ({}, "field.required") if "required" in part else None
    return None


def _too_much(part: dict[str, Any], value: Any) -> tuple[Any, str] | None:
    if "visibleLength" in part:
        return "ก" * (part["visibleLength"][1] + 1), "field.length"
    if "maxLength" in part:
        head, tail = ("", value[value.find("@") :]) if "@" in value else (value, "")
        return head + "a" * part["maxLength"] + tail, "field.length"
    if "maxItems" in part:
        return value * (part["maxItems"] + 1), "field.length"
    if "maximum" in part:
        return part["maximum"] + 1, "field.value"
    return None


def _broken() -> Iterator[Any]:
    for name in EVERY:
        for pointer, part in fields(name):
            ways = {
                "type": _wrong_type(part),
                "nothing": _nothing(part),
                "empty": _empty(part),
                "long": _too_much(part, at(EVERY[name], pointer)),
                "low": (part["minimum"] - 1, "field.value") if "minimum" in part else None,
            }
            for way, change in ways.items():
                if change:
                    label = f"{name}-{'.'.join(map(str, pointer))}-{way}"
                    yield pytest.param(name, pointer, *change, id=label)


@pytest.mark.parametrize(("name", "pointer", "value", "rule"), list(_broken()))
def test_wrong_value_is_found_at_its_key(name: str, pointer: Pointer, value: Any, rule: str) -> None:
    changed = copy.deepcopy(EVERY[name])
    at(changed, pointer[:-1])[pointer[-1]] = value
    text = written(changed)
    result = found(name, text)
    assert (line_of(text, pointer), rule) in result
    assert {line for line, _ in result} <= {line_of(text, pointer), line_of(text, pointer[:-1])}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0332", "0332"),
        ("no", "no"),
        ("12:30", "12:30"),
        ("2026-10-01", "2026-10-01"),
        ("1.0", "1.0"),
        ("1e3", "1e3"),
        ("0x1F", "0x1F"),
        (".inf", ".inf"),
        ("12", 12),
        ("-7", -7),
        ("9999999999999999", "9999999999999999"),
        ("true", True),
        ("True", "True"),
        ("null", None),
        ("~", None),
        ("", None),
        ("'12'", "12"),
    ],
)
def test_value_means_what_json_would_mean_by_it(text: str, value: object) -> None:
    read = strict_yaml.read_yaml(f"key: {text}\n").data["key"]
    assert (read, type(read)) == (value, type(value))


JSON_TEXT = st.text(st.characters(categories=("L", "M", "N", "P", "S", "Zs")), max_size=20)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**14), 10**14) | JSON_TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(JSON_TEXT, inner, max_size=4),
    max_leaves=12,
)


@given(JSON)
@often
def test_json_is_read_as_json(value: object) -> None:
    assert strict_yaml.read_yaml(json.dumps(value, ensure_ascii=False)).data == value


@given(st.text(st.characters(exclude_categories=())) | st.text("-?:,[]{}#&*!|>'\"%@` \t\n~aก0.", max_size=80))
@often
def test_any_text_is_a_document_or_unreadable(text: str) -> None:
    try:
        assert isinstance(strict_yaml.read_yaml(text), YamlDocument)
    except Unreadable as problem:
        assert problem.rule in rules()
        assert 1 <= problem.line <= text.count("\n") + 2


TOKENS = [
    *(b"---", b"...", b"\n", b"\r\n", b"\r", b"\t", b"\0", b"\x7f", b"- ", b"? ", b": ", b"[", b"]", b"{", b"}"),
    *(b"&a ", b"*a", b"!!", b"!!python/object:a ", b"|\n", b">\n", b'"', b"'", b"\\", b"%YAML 1.2", b"#", b"<<: "),
    *(b"2569-10-01", b"never", b"on_change", b"12", b"null", b"title: ", b"![](b)", b"<b>", b"[^1]", b"[a](b)"),
    *(text.encode() for text in ("๒๕๖๙", "ก", "่", "\u2028", "\ufeff", "\u202e")),
    *(b"\xff", b"\xfe", b"\xa1\xc3\xd0", b"\xed\xa0\x80", b"\xc0\x80"),
]


@st.composite
def damaged(draw: st.DrawFn, name: str) -> bytes:
    """A valid document with a few bytes put in, taken out or repeated."""
    text = written(EVERY[name])
    raw = (text if name == "office" else f"---\n{text}---\n\nเนื้อหา [ก](https://office.example/)\n").encode()
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(raw)))
        end = start + draw(st.sampled_from([0, 0, 1, 3, 40]))
        raw = raw[:start] + draw(st.sampled_from(TOKENS) | st.binary(max_size=6)) + raw[end:]
    return raw


def _has_only_sound_findings(findings: list[Finding], raw: bytes) -> bool:
    assert findings
    for each in findings:
        assert 1 <= each.line <= raw.count(b"\n") + raw.count(b"\r") + 2
        assert not any(UNSAFE.search(each.message(language)) for language in LANGUAGES)
    return True


@given(damaged("item") | st.binary() | st.binary().map(lambda raw: b"---\n" + raw + b"\n---\n"))
@often
def test_any_bytes_are_an_item_or_findings(raw: bytes) -> None:
    result = item.parse_item(PATH, raw)
    if isinstance(result, list):
        assert _has_only_sound_findings(result, raw)
        return
    further = [*item_rules.check_item(result), *item_rules.check_body(result)[0]]
    assert not further or _has_only_sound_findings(further, raw)
    assert EARLIEST <= result.publish_on.year <= LATEST
    assert state_on(result, result.publish_on, Settings()) in State


@given(damaged("office") | st.binary())
@often
def test_any_bytes_are_an_office_or_findings(raw: bytes) -> None:
    result = office.parse_office(raw)
    assert isinstance(result, Office) or _has_only_sound_findings(result, raw)


STRANGE = (
    st.sampled_from(["", " ", "\n", "a\n", "notice.pdf\n", "\x1c", "a\u2028b", "\u200b", "2569-10-01", "2026-02-30"])
    | st.sampled_from(
        ["never", "all", "https://a.example/\0", "http://[", "clerk@office.example\n", "ssh-rsa A\n", "oia-9\n"]
    )
    | st.sampled_from([True, 1, 0, "1", {}, [], [[]], ["website", "website"], [1, True], [0, False], [None, {}, "a"]])
    | JSON
).map(copy.deepcopy)  # a sampled list is one object, which a later change would change for all


@st.composite
def mutated(draw: st.DrawFn, name: str) -> Any:
    """A valid document in which a few values are replaced, taken away or joined by others."""
    changed = copy.deepcopy(EVERY[name])
    pointers = [pointer for pointer, _ in fields(name)]
    for _ in range(draw(st.integers(1, 3))):
        pointer = draw(st.sampled_from(pointers))
        try:
            parent, old = at(changed, pointer[:-1]), at(changed, pointer)
        except (KeyError, IndexError, TypeError):
            continue
        if isinstance(parent, str):
            continue
        way = draw(st.sampled_from(["replace", "remove", "add", "append"]))
        if way == "remove":
            del parent[pointer[-1]]
        elif way == "add" and isinstance(parent, dict):
            parent[draw(JSON_TEXT)] = draw(STRANGE)
        elif way == "append" and isinstance(old, str):
            parent[pointer[-1]] = old + draw(st.sampled_from(["\n", " ", "\0", "\u2029", "่", "ก" * 500, "/../"]))
        else:
            parent[pointer[-1]] = draw(STRANGE)
    return changed


@pytest.mark.parametrize("name", EVERY)
def test_both_validators_agree(name: str) -> None:
    rule_of = schema.named(name)

    @given(mutated(name))
    @settings(max_examples=400)
    def agree(document: Any) -> None:
        assert rule_of.quick.is_valid(document) == rule_of.thorough.is_valid(document)
        findings = list(rule_of.findings("path", YamlDocument(document)))
        assert bool(findings) is not rule_of.quick.is_valid(document)

    agree()


def test_document_that_only_the_quick_validator_refuses_is_refused() -> None:
    torn = schema.Schema({}, jsonschema_rs.Draft202012Validator({"properties": {"title": {"type": "string"}}}))
    findings = list(torn.findings("index.md", YamlDocument({"title": 1}, {("title",): 7})))
    assert [(each.line, each.rule) for each in findings] == [(7, "field.pattern")]


HOSTILE: dict[str, Callable[[int], str]] = {
    "brackets": lambda most: "remarks: " + "[" * (most // 2),
    "braces": lambda most: "remarks: " + "{a: " * (most // 4),
    "indentation": lambda most: "".join(" " * depth + "a:\n" for depth in range(math.isqrt(2 * most))),
    "bomb": lambda most: "a: &a [x]\n" + "".join(f"b{n}: [*a, *a, *a, *a]\n" for n in range(most // 120)),
    "groups that cannot be sorted": lambda most: f"channels: [{','.join(f'{{a{n}: 1}}' for n in range(most // 15))}]",
    "lists that cannot be sorted": lambda most: f"fulfils: [{','.join(f'[{n}]' for n in range(most // 7))},{{}}]",
    "date of spaces": lambda most: f'publish_on: "1{" " * most}x"',
    "date of dots": lambda most: f'publish_on: "1/{"." * most}x"',
    "month of vowels": lambda most: f'publish_on: "1 {"ะ" * (most // 3)}x"',
    "unknown names": lambda most: "".join(f"name{n}: 1\n" for n in range(most // 15)),
    "address": lambda most: "external_link: https://" + "a." * (most // 2),
    "slugs": lambda most: f"former_paths: [{'a-' * (most // 2)}]",
    "open quote": lambda most: 'title: "' + "a\n" * (most // 2),
    "tabs": lambda most: "\t" * most,
    "question marks": lambda most: "? " * (most // 2),
    "dashes": lambda most: "- " * (most // 2),
    "block": lambda most: "title: |\n" + " a\n" * (most // 3),
    "tag": lambda most: f"title: !{'a' * most} b",
    "directive": lambda most: "%YAML 1.2\n--- # zwei\ntitle: a\n",
    "many tags": lambda most: "%TAG ! tag:example.org,2000:\n" * (most // 30) + "--- #\na: 1\n",
}
MOST = 60_000
"""Characters of each: a little less than a front matter may have."""


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_refused_in_time(name: str) -> None:
    def refused(most: int) -> None:
        text = HOSTILE[name](most)
        assert isinstance(parse("item", written(ITEM) + text + "\n"), list)
        assert isinstance(parse("item", text + "\n"), list)
        assert isinstance(parse("office", written(OFFICE) + text + "\n"), list)

    assert is_linear(refused, MOST // TIMES, MOST)
