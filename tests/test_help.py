"""The help of every command: in Thai and in English, its words data and each of an option, its columns in line."""

import argparse
import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import by_name
import terminal
from one_language import foreign_to_english, foreign_to_thai
from prakat.handbook.command_words import user_groups, value_name, words_of
from prakat.rules import data
from prakat.rules.message import catalogue
from prakat.rules.wording import LANGUAGE, LANGUAGES
from prakat.thai.visible_text import visible_length
from terminal_help import aligned, filled
from terminal_parser import Parser

CHECKOUT = Path(__file__).resolve().parents[1]
THAI = re.compile("[ก-๙]")
COMMANDS = {**by_name.named(), "prakat": "by_name"}
SHARED = data.load("commands.yml")
PARSING = ("add_argument", "add_parser", "add_subparsers", "add_argument_group", "parser", "plain_parser")
TOLD_ELSEWHERE = ("--help",)
"""By no parser: every help page ends with it."""


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv(LANGUAGE, request.param)
    return str(request.param)


@pytest.fixture(autouse=True)
def of_a_usual_width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def parser_of(command: str) -> Parser:
    made = importlib.import_module(COMMANDS[command]).parser()
    assert isinstance(made, Parser)
    return made


def pages(command: str) -> Iterator[str]:
    """The help of a command and of each of its acts."""
    made = parser_of(command)
    yield made.format_help()
    yield from (act.format_help() for act in made._acts())


def names(made: Parser) -> Iterator[tuple[str, str]]:
    """The name by which an option's words are found, and that of its value."""
    for action in made._actions:
        if not isinstance(action, argparse._HelpAction | argparse._SubParsersAction):
            value = str(action.metavar or action.dest.upper())
            yield (*action.option_strings, value)[0], "" if action.nargs == 0 or action.choices else value


def in_both(entry: object) -> bool:
    """Of a message, or Thai and English with the same places."""
    if isinstance(entry, str):
        return entry in catalogue()
    assert isinstance(entry, dict) and list(entry) == list(LANGUAGES), entry
    places = [set(re.findall(r"\{(\w+)\}", entry[each])) for each in LANGUAGES]
    return bool(THAI.search(entry["th"]) and not THAI.search(entry["en"]) and places[0] == places[1])


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_option_has_words_and_all_words_are_of_an_option(command: str) -> None:
    made, words = parser_of(command), words_of(COMMANDS[command])
    own = dict(names(made))
    assert own.keys() - words.options.keys() <= SHARED["options"].keys()
    assert words.options.keys() <= own.keys()
    assert all(in_both(each) for each in words.options.values())
    acts = {act.act: dict(names(act)) for act in made._acts()}
    assert acts.keys() == words.acts.keys()
    for act, options in acts.items():
        assert in_both(words.acts[act].does)
        assert options.keys() == words.acts[act].options.keys()
        assert all(in_both(each) for each in words.acts[act].options.values())


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_says_what_it_does_and_for_whom(command: str) -> None:
    words = words_of(COMMANDS[command])
    assert THAI.search(words.does["th"]) and words.does["en"] and not THAI.search(words.does["en"])
    assert words.user in user_groups() or command == "prakat"
    assert (data.folder() / "commands" / f"{COMMANDS[command]}.yml").is_file()


def test_no_words_are_of_a_command_that_is_not_there() -> None:
    assert {path.stem for path in (data.folder() / "commands").iterdir()} == set(COMMANDS.values())


def test_what_commands_share_is_used_and_in_both_languages() -> None:
    made = [parser_of(each) for each in COMMANDS]
    made += [act for each in made for act in each._acts()]
    own = [(each, name) for each in made for name, _ in names(each)]
    inherited = {name for each, name in own if name not in words_of(each.command).options}
    assert SHARED["options"].keys() == (inherited | {*TOLD_ELSEWHERE}) & SHARED["options"].keys()
    assert SHARED["values"].keys() == {value for each in made for _, value in names(each) if value} | {"ACT"}
    assert SHARED["groups"].keys() == {words_of(each).user for each in COMMANDS.values()} - {""}
    for group in SHARED.values():
        for name, entry in group.items():
            assert list(entry) == list(LANGUAGES) and THAI.search(entry["th"]), name
    assert value_name("no-such-value", "th") == "no-such-value"


@pytest.mark.parametrize("path", sorted((CHECKOUT / "scripts").glob("*.py")), ids=lambda path: path.name)
def test_no_word_of_the_help_is_written_into_a_script(path: Path) -> None:
    """The module's first line alone is, as its English description."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            is_of_a_parser = ast.unparse(node.func).rpartition(".")[2] in PARSING
            written = {"help", "description", "epilog", "usage"} & {
                each.arg for each in node.keywords if is_of_a_parser
            }
            assert not written, f"line {node.lineno}: its words are data of schemas/commands/{path.stem}.yml"
            assert "__doc__" not in map(ast.unparse, node.args), f"line {node.lineno}: terminal.parser takes __file__"


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_help_is_in_one_language_and_lines_up(command: str, language: str) -> None:
    foreign = foreign_to_thai if language == "th" else foreign_to_english
    for page in pages(command):
        assert page.startswith("วิธีใช้:" if language == "th" else "usage:")
        assert not foreign(page, "")
        lines = page.splitlines()
        unbroken = [line for line in lines if not re.search(r"\S{50}", line)]
        assert all(visible_length(line) < 80 for line in unbroken)
        begins = {visible_length(match[1] + "|") - 1 for line in lines if (match := re.match(r"(  \S.*?  +)\S", line))}
        assert len(begins) == 1, page


def test_a_thai_mark_takes_no_place_in_a_column() -> None:
    rows = list(aligned([("ที่อยู่", "หนึ่ง"), ("ไฟล์", "สอง"), ("x" * 30, "สาม")], 12))
    assert rows == ["  ที่อยู่       หนึ่ง", "  ไฟล์       สอง", "  " + "x" * 30, "            สาม"]


def test_a_line_is_broken_at_spaces_alone() -> None:
    text = "ตรวจเฉพาะไฟล์หรือโฟลเดอร์นี้ ปกติ ทั้งหมด"
    assert filled(text, 1) == text.split()
    assert filled(text, 200) == [text]
    assert all(visible_length(line) <= 30 for line in filled(text, 30))
    assert filled("", 10) == [""]


@pytest.mark.parametrize("words", [["--help", "--lang", "en"], ["--lang", "en", "--help"], ["--lang=en", "--help"]])
def test_help_is_in_the_language_that_is_asked_for(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    for chosen, expected in ((words, "usage: "), (["--help"], "วิธีใช้: ")):
        with pytest.raises(SystemExit) as ended:
            parser_of("check").parse_args(chosen)
        assert ended.value.code == 0
        assert capsys.readouterr().out.startswith(expected)


def test_the_environment_chooses_the_language_of_every_command(language: str) -> None:
    options = parser_of("due").parse_args([])
    assert options.lang == terminal.Language.chosen == language  # type: ignore[attr-defined]
    assert parser_of("due").parse_args(["--lang", "th"]).lang == "th"


def test_help_of_an_act_is_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser_of("merge").parse_args(["reject", "--help"])
    told = capsys.readouterr().out
    assert "ปฏิเสธและปิดคำขอ" in told and "คำชี้แจงเหตุผลแก่เจ้าของเรื่อง" in told
    assert "--forge" not in told
