"""The strict reader of YAML: values, the line of every key, and the first thing that is wrong, where it is (R34)."""

import json

import pytest

from prakat.rules import strict_yaml
from prakat.rules.strict_yaml import MAX_DEPTH, MAX_NODES, YamlDocument, read_yaml, read_yaml_bytes, yaml_comments
from prakat.rules.text_decoding import decode_text, head
from prakat.rules.unreadable import Unreadable


def wrong(text: str, first_line: int = 1) -> tuple[str, int]:
    with pytest.raises(Unreadable) as caught:
        read_yaml(text, first_line)
    return caught.value.rule, caught.value.line


def test_every_key_and_entry_has_its_line() -> None:
    text = "a: 1\n\nb:\n  c: x\n  d:\n  - y\n  - {e: z,\n     f: w}\n'g': [1,\n  2]\n"
    found = read_yaml(text, first_line=2)
    assert found.data == {"a": 1, "b": {"c": "x", "d": ["y", {"e": "z", "f": "w"}]}, "g": [1, 2]}
    lines = {".".join(map(str, pointer)): line for pointer, line in found.lines.items()}
    assert lines == {
        "": 2,
        "a": 2,
        "b": 4,
        "b.c": 5,
        "b.d": 6,
        "b.d.0": 7,
        "b.d.1": 8,
        "b.d.1.e": 8,
        "b.d.1.f": 9,
        "g": 10,
        "g.0": 10,
        "g.1": 11,
    }


def test_a_line_that_is_not_known_is_that_of_what_is_around_it() -> None:
    found = read_yaml("a:\n  b: 1\n", first_line=5)
    assert (found.line("a", "b"), found.line("a", "c"), found.line("c"), found.line()) == (6, 5, 5, 5)
    assert found.line("a", "b", 0, "x") == 6
    assert YamlDocument({}).line("a") == YamlDocument({}).line() == 1


@pytest.mark.parametrize(
    ("text", "value"), [("", None), ("# x\n", None), ("x", "x"), ("- 1\n- ~\n", [1, None]), ("12", 12)]
)
def test_a_document_may_be_anything_once(text: str, value: object) -> None:
    assert read_yaml(text).data == value
    assert read_yaml(text, 7).lines[()] == 7


def test_a_document_after_blank_lines_begins_where_it_is_written() -> None:
    assert read_yaml("\n\na: 1\n", 2).lines == {(): 4, ("a",): 4}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("-0", 0),
        ("-1", -1),
        ("007", "007"),
        ("999999999999999", 999999999999999),
        ("9999999999999999", "9999999999999999"),
        ("1_000", "1_000"),
        ("+1", "+1"),
        ("- 1", [1]),
        ("false", False),
        ("FALSE", "FALSE"),
        ("null", None),
        ("NULL", "NULL"),
        ("'true'", "true"),
        ('"null"', "null"),
        ("|-\n  12", "12"),
        (">-\n  true", "true"),
        ("๑๒", "๑๒"),
    ],
)
def test_what_stands_without_quotes_is_text_unless_it_is_plainly_something_else(text: str, value: object) -> None:
    found = read_yaml(f"k:\n {text}\n").data["k"]
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("text", "rule", "line"),
    [
        ("a: 1\na: 2\n", "yaml.duplicate-key", 2),
        ("x: {b: 1,\n b: 1}", "yaml.duplicate-key", 2),
        ("a: 1\n'a': 2\n", "yaml.duplicate-key", 2),
        ("a: &x 1\n", "yaml.anchor", 1),
        ("a: &x {b: 1}\n", "yaml.anchor", 1),
        ("a:\n  &x b: 1\n", "yaml.anchor", 2),
        ("a: [1, *x]\n", "yaml.anchor", 1),
        ("a: !!str 1\n", "yaml.tag", 1),
        ("a: !x {b: 1}\n", "yaml.tag", 1),
        ("a: 1\n!x b: 1\n", "yaml.tag", 2),
        ("a: 1\n? [b]\n: 1\n", "yaml.key", 2),
        ("? {a: 1}\n: 1\n", "yaml.key", 1),
        ("a: 1\n---\nb: 1\n", "yaml.documents", 2),
        ("a: \x00\n", "text.control", 1),
        ("a: \ud800\n", "text.control", 1),
        ("a: 1\n\tb: 1\n", "yaml.tab", 2),
        ("a:\n\tb: 1\n", "yaml.tab", 2),
        ("a: 1\n  b: 1\n", "yaml.indent", 2),
        ("a: b: c\n", "yaml.colon", 1),
        ("a: 1\nb: see: this\n", "yaml.colon", 2),
        ("a: 1\njust text\nb: 2\n", "yaml.no-colon", 2),
        ("a: 1\njust text\n", "yaml.no-colon", 2),
        ("just text\na: 1\n", "yaml.no-colon", 1),
        ("a: 1\n- b\n", "yaml.indent", 2),
        ("  a: 1\nb: 2\n", "yaml.syntax", 2),
        ("a:\n  b: 1\n c: 2\n", "yaml.indent", 3),
        ('a: "x\nb: 1\n', "yaml.syntax", 1),
        ("a: [1\nb: 2\n", "yaml.syntax", 1),
        ("a: }\n", "yaml.syntax", 1),
        ("a: @x\n", "yaml.syntax", 1),
        ("a: 'x' y\n", "yaml.syntax", 1),
    ],
)
def test_what_is_wrong_is_said_at_the_line_to_be_mended(text: str, rule: str, line: int) -> None:
    assert wrong(text) == (rule, line)
    assert wrong(text, 5) == (rule, line + 4)


def test_what_is_shown_is_the_line_itself() -> None:
    with pytest.raises(Unreadable) as caught:
        read_yaml("a: 1\n  just text  \nb: 2\nc: d: e\n")
    assert caught.value.values["found"] in ("c: d: e", "just text")
    with pytest.raises(Unreadable) as caught:
        read_yaml("a: 1\na: 2\n")
    assert caught.value.values == {"key": "a", "first": "1"}


def test_values_nest_as_deep_as_the_limit_and_no_deeper() -> None:
    assert read_yaml("[" * MAX_DEPTH + "x" + "]" * MAX_DEPTH)
    assert wrong("[" * (MAX_DEPTH + 1) + "x" + "]" * (MAX_DEPTH + 1)) == ("yaml.depth", 1)
    deep = "".join(" " * depth + "a:\n" for depth in range(MAX_DEPTH))
    assert read_yaml(deep + " " * MAX_DEPTH + "x\n")
    assert wrong(deep + " " * MAX_DEPTH + "a: x\n")[0] == "yaml.depth"


def test_there_are_as_many_values_as_the_limit_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MAX_NODES == 200_000
    monkeypatch.setattr(strict_yaml, "MAX_NODES", 4)
    assert read_yaml("[1, 2, 3]").data == [1, 2, 3]
    assert wrong("[1, 2,\n3, 4]") == ("yaml.depth", 2)


def test_json_is_yaml() -> None:
    value = {"a": [1, True, None, "ก\n\t\u2028 "], "b": {"": "x", "'": '"'}}
    assert read_yaml(json.dumps(value)).data == value


# Bytes


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"", ""),
        ("\ufeffก\n".encode(), "ก\n"),
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
        (b"a\r\r\nb", "a\n\nb"),
        ("ก\u200bข\u200c".encode(), "ก\u200bข\u200c"),
        (b"a\tb", "a\tb"),
    ],
)
def test_bytes_are_text_with_plain_line_ends(raw: bytes, text: str) -> None:
    assert decode_text(raw, 100) == text


@pytest.mark.parametrize(
    ("raw", "rule", "line", "found"),
    [
        (b"a\nb\n\xff", "file.encoding", 3, "0xff"),
        ("a\nประกาศสำนักงาน".encode("cp874"), "file.encoding", 2, "TIS-620 / Windows-874"),
        (b"\xff\xfea\x00\xff", "file.encoding", 1, "UTF-16"),
        (b"\xfe\xff\x00a", "file.encoding", 1, "UTF-16"),
        (b"caf\xe9 na\xefve", "file.encoding", 1, "TIS-620 / Windows-874"),
        (b"a \xdc\xdc\xdc", "file.encoding", 1, "0xdc"),
        (b"\x80\x91\x92" + b"\xa1", "file.encoding", 1, "0x80"),
        (b"a\nb\x00", "text.control", 2, "U+0000"),
        ("a\n\nb\u202ec".encode(), "text.control", 3, "U+202E right-to-left override"),
        ("a\u2028".encode(), "text.control", 1, "U+2028 line separator"),
        ("a\n\ufeff".encode(), "text.control", 2, "U+FEFF zero width no-break space"),
        (b"\x0c", "text.control", 1, "U+000C"),
        (b"x" * 101, "file.too-large", 1, "101"),
    ],
)
def test_bytes_that_are_no_text_are_refused_at_their_line(raw: bytes, rule: str, line: int, found: str) -> None:
    with pytest.raises(Unreadable) as caught:
        decode_text(raw, 100)
    assert (caught.value.rule, caught.value.line, caught.value.values["found"]) == (rule, line, found)


def test_a_file_is_as_long_as_its_limit_and_no_longer(tmp_path) -> None:  # type: ignore[no-untyped-def]
    assert decode_text(b"x" * 100, 100)
    assert read_yaml_bytes(b"- 1\n", 4).data == [1]
    with pytest.raises(Unreadable):
        read_yaml_bytes(b"- 1\n", 3)
    (tmp_path / "long").write_bytes(b"x" * 200)
    assert head(tmp_path / "long", 100) == b"x" * 101
    (tmp_path / "short").write_bytes(b"x")
    assert head(tmp_path / "short", 100) == b"x"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ""),
        ("# alone", "# alone"),
        (
            "# first\na: 1 # behind\n\n  # deep\nb: [1, # within\n  2]\n# last\n",
            "# first\n# behind\n# deep\n# within\n# last",
        ),
        ("a: '# no'\nb: \"# no\"\nc: x#no\nd: x\n  #yes\n", "#yes"),
        ("a: | # head\n  # no\n  text\n# after\nb: >- # fold\n  # no\n", "# head\n# after\n# fold"),
        ("a: 😀 # ก\n😀: ก # ข\n", "# ก\n# ข"),
    ],
)
def test_what_stands_behind_a_number_sign_is_a_comment(text: str, found: str) -> None:
    read_yaml(text)
    assert yaml_comments(text) == found
