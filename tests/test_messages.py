"""What people are told is data: in both languages, each used, none written into the code (DESIGN: The house)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from prakat.cannot_work import CannotWork
from prakat.merging.confirmation import CONFIRM
from prakat.request.review import CHECKED_TH
from prakat.rules import data
from prakat.rules.message import catalogue, message, why
from prakat.rules.violation import kinds
from prakat.rules.wording import LANGUAGES, Label, Listed

CHECKOUT = Path(__file__).resolve().parents[1]
HOUSE = CHECKOUT / "src" / "prakat"
THAI = re.compile("[ก-๙]")
ITS_MATTER = {
    *("thai", "search"),  # letters and the calendar themselves
    "founding/story_texts.py",  # the texts of an invented office
    *(f"request/request_{each}.py" for each in ("form", "report", "comment", "check")),  # being written anew
}
"""Where Thai is what a module works on, and no message."""
FORMULAS = {CHECKED_TH, CONFIRM}
"""What people write and Prakat reads: other words would make of an old sign-off none."""
CONVERTED = {
    *("cannot_work.py", "thai", "repository", "request", "audit_log", "audit", "forge", "merging"),
    *("hosting", "founding", "handbook"),
}
CONVERTED_CALLERS = {
    *("audit", "audit_rows", "check_requests", "demo", "init_office", "interview", "merge", "merge_rows", "protect"),
    *("record_release", "request_comment", "verify_kit", "terminal", "terminal_log"),
}
CALLERS = [*(CHECKOUT / "scripts").glob("*.py"), *(CHECKOUT / "hooks").glob("*.py")]
CODE = [*HOUSE.rglob("*.py"), *CALLERS]


def literals(path: Path) -> Iterator[ast.Constant]:
    """Every text in a module that is not a docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node


def room(path: Path) -> str:
    return path.relative_to(HOUSE).parts[0]


@pytest.mark.parametrize("each", sorted(catalogue()))
def test_a_message_is_in_both_languages_with_the_same_places(each: str) -> None:
    entry = catalogue()[each]
    assert set(entry) == set(LANGUAGES)
    places = [set(re.findall(r"\{(\w+)\}", entry[language])) for language in LANGUAGES]
    assert places[0] == places[1]
    assert THAI.search(entry["th"])
    assert not THAI.search(entry["en"])


def test_a_message_stands_in_the_file_of_its_room() -> None:
    for path in (data.folder() / "messages").glob("*.yml"):
        assert {each.split(".")[0] for each in data.load(f"messages/{path.name}")} == {path.stem}


def test_every_message_is_said_somewhere() -> None:
    said = {node.value for path in CODE for node in literals(path)}
    assert not catalogue().keys() - said


def test_a_message_has_an_id_of_one_form() -> None:
    assert not [each for each in catalogue() if not re.fullmatch(r"[a-z_]+\.[a-z0-9]+(-[a-z0-9]+)*", each)]


@pytest.mark.parametrize("path", [path for path in HOUSE.rglob("*.py") if room(path) in CONVERTED], ids=str)
def test_no_message_is_written_into_the_code(path: Path) -> None:
    if not {room(path), path.relative_to(HOUSE).as_posix()} & ITS_MATTER:
        assert not written(path)


@pytest.mark.parametrize("path", [path for path in CALLERS if path.stem in CONVERTED_CALLERS], ids=str)
def test_no_message_is_written_into_a_command(path: Path) -> None:
    assert not written(path)


def written(path: Path) -> list[tuple[int, str]]:
    """Line and text of every literal in Thai."""
    found = [node for node in literals(path) if THAI.search(node.value)]
    return [(node.lineno, node.value) for node in found if node.value not in FORMULAS]


@pytest.mark.parametrize("path", CODE, ids=str)
def test_whoever_says_a_message_fills_its_places(path: Path) -> None:
    templates = {each: entry["th"] for each, entry in catalogue().items()}
    templates |= {each: kind.messages["th"] for each, kind in kinds().items()}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            given = {each.arg for each in node.keywords}
            places = set(re.findall(r"\{(\w+)\}", templates.get(str(node.args[0].value), "")))
            assert places <= given, f"{path.name}:{node.lineno}"


ENGLISH = re.compile(r"(?<![\w./-])(?:[a-z]{2,}[ ,]+){3}[a-z]{2,}")
"""Four words of no command and no path."""
IN_BOTH = {"forge.code-owners", "forge.no-code-owners", "audit.kit-how-to", "approval.unchecked"}
"""What stands in a file for whoever opens it, and what is typed as it stands."""


def test_thai_is_told_in_thai() -> None:
    texts = {each: entry["th"] for each, entry in catalogue().items()}
    texts |= {each: kind.messages["th"] for each, kind in kinds().items()}
    assert not [each for each, text in texts.items() if each not in IN_BOTH and ENGLISH.search(text)]


def test_an_exception_is_told_in_the_words_of_its_message() -> None:
    inner = CannotWork("repository.none", place="/srv/office")
    outer = CannotWork("repository.unreadable", place="/srv", problem=inner)
    assert why(outer, "th") == "/srv: เปิดคลังไม่ได้: /srv/office: ไม่ใช่คลัง git"
    assert why(outer, "en") == "/srv: the repository cannot be opened: /srv/office: this is no git repository."


def test_values_stand_harmless_in_a_message() -> None:
    told = message("repository.none", place="a\x1b[31m\u202e\n" + "x" * 500).text("en")
    assert told.isprintable()
    assert len(told) < 200


def test_labels_and_lists_follow_the_language() -> None:
    both = Listed.of([Label("step", "approver"), "x"])
    assert both.text("en") == "Approver, x"
    assert THAI.search(both.text("th"))
