"""What people are told is data: in both languages, each used, none written into the code (DESIGN: The house)."""

import ast
import datetime
import errno
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from each_of import CHECKOUT, each_of
from prakat.cannot_work import CannotWork
from prakat.rules import data
from prakat.rules.message import catalogue, message, why
from prakat.rules.system_problem import system_problem
from prakat.rules.violation import kinds
from prakat.rules.wording import LANGUAGES, Day, Label, Listed, Moment, TypedDay
from prakat.thai.buddhist_era import BANGKOK

HOUSE = CHECKOUT / "src" / "prakat"
DESK = CHECKOUT / "src" / "prakat_desk"
THAI = re.compile("[ก-๙]")
ITS_MATTER = {
    *("thai", "search"),  # letters and the calendar themselves
    "founding/story_texts.py",  # the texts of an invented office
    "request/spoken_words.py",  # the words by which people sign and confirm
    *(
        "item/contact.py",
        "item/typed_number.py",
    ),  # the words before a telephone number, and letters that number clauses
    *("item/emphasis.py", "item/line_text.py", "item/table_rows.py"),  # signs that end a word, and clauses
    "site/typography.py",  # the words around a number that keep it on its line
    "prakat_desk/intake/recognised.py",  # the words around an official paper's number, dates and signer
    *("prakat_desk/intake/pdf_document.py", "prakat_desk/intake/pdf_lines.py"),  # pages' numbers, Thai letters
    *("prakat_desk/intake/sheet_value.py", "prakat_desk/intake/word_numbering.py"),  # as Excel and Word write them
}
"""Where Thai is what a module works on, and no message."""
CALLERS = [*(CHECKOUT / "scripts").glob("*.py"), *(CHECKOUT / "hooks").glob("*.py")]
CODE = [*HOUSE.rglob("*.py"), *DESK.rglob("*.py"), *CALLERS]
SAID_BY_A_PAGE = re.compile(r"(?<![\w.])t\(\s*'([a-z_]+\.[a-z0-9-]+)'(?! ~)")
CHOSEN_BY_A_PAGE = re.compile(r"(?<![\w.])t\(\s*'([a-z_]+\.[a-z0-9-]*-)' ~")
"""The desk's templates; one that is chosen is said by its beginning."""


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """All of a module's tree, which comes first, read and walked once for all that is asked of it."""
    return (*ast.walk(ast.parse(path.read_text(encoding="utf-8"))),)


@cache
def calls(path: Path) -> tuple[tuple[str, ast.Call], ...]:
    """Each with what it calls, as written."""
    return tuple((ast.unparse(node.func), node) for node in nodes(path) if isinstance(node, ast.Call))


def literals(path: Path) -> Iterator[ast.Constant]:
    """Every text in a module that is not a docstring."""
    docstrings = {id(node.value) for node in nodes(path) if isinstance(node, ast.Expr)}
    for node in nodes(path):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node


def room(path: Path) -> str:
    return path.relative_to(HOUSE).parts[0]


@each_of(sorted(catalogue()))
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
    pages = "\n".join(path.read_text(encoding="utf-8") for path in DESK.rglob("*.html"))
    said |= set(SAID_BY_A_PAGE.findall(pages))
    chosen = tuple(CHOSEN_BY_A_PAGE.findall(pages))
    assert set(SAID_BY_A_PAGE.findall(pages)) <= catalogue().keys()
    assert not {each for each in catalogue().keys() - said if not each.startswith(chosen or "?")}


def works_on_thai(path: Path) -> bool:
    if path.is_relative_to(DESK):
        return path.relative_to(DESK.parent).as_posix() in ITS_MATTER
    return path.is_relative_to(HOUSE) and bool({room(path), path.relative_to(HOUSE).as_posix()} & ITS_MATTER)


IN_WORDS = [path for path in CODE if not works_on_thai(path)]


@each_of(IN_WORDS)
def test_no_message_is_written_into_the_code(path: Path) -> None:
    found = [node for node in literals(path) if THAI.search(node.value)]
    assert not [(node.lineno, node.value) for node in found]


SAYING = ("CannotWork", "message", "_problem", "problem")
PASSED_ON = {"what", "id_", "value.message", "problem.message", "each", "_HEADS[0]", "how", "reason"}
"""Ids that stand as literals elsewhere in the same module."""


@each_of(IN_WORDS)
def test_what_cannot_work_is_said_by_a_message(path: Path) -> None:
    """The id of one, and the values that its texts have places for."""
    for function, node in calls(path):
        if function in SAYING:
            constants = [each.value for each in ast.walk(node.args[-1]) if isinstance(each, ast.Constant)]
            ids = [each for each in constants if isinstance(each, str)]
            for each in filter(catalogue().__contains__, ids):
                places = set(re.findall(r"\{(\w+)\}", catalogue()[str(each)]["th"]))
                assert places == {word.arg for word in node.keywords}, f"line {node.lineno}: {each}"
            assert ids or ast.unparse(node.args[-1]) in PASSED_ON, node.lineno
            assert set(ids) <= catalogue().keys(), f"line {node.lineno}"


@cache
def told_in_thai() -> Mapping[str, str]:
    return {
        **{each: entry["th"] for each, entry in catalogue().items()},
        **{each: kind.messages["th"] for each, kind in kinds().items()},
    }


@each_of(CODE)
def test_a_violation_or_a_forges_refusal_fills_its_places(path: Path) -> None:
    templates = told_in_thai()
    for node in nodes(path):
        if isinstance(node, ast.Call) and node.args:
            ids = {*chosen(node.args[0], nodes(path))} & templates.keys()
            given = {each.arg for each in node.keywords}
            for each in ids:
                places = set(re.findall(r"\{(\w+)\}", templates[each]))
                assert places <= given or None in given, f"line {node.lineno}: {each}"
            is_told = isinstance(node.func, ast.Name) and node.func.id == "violation"
            assert ids or not is_told or path.stem == "scene", (
                f"line {node.lineno}: which one is data of schemas/ there"
            )


def chosen(id_: ast.expr, nodes: Sequence[ast.AST], steps: int = 2) -> Iterator[str]:
    """The ids among which an expression chooses: itself, by a condition, by an assignment to its name, or by what a
    function of the module returns; through so many assignments and functions."""
    match id_:
        case ast.Constant(str(value)):
            yield value
        case ast.IfExp(body=body, orelse=other):
            yield from (*chosen(body, nodes, steps), *chosen(other, nodes, steps))
        case ast.Name(name) if steps:
            values = assigned(nodes).get(name, ())
            yield from (text for each in values for text in chosen(each, nodes, steps - 1))
        case ast.Call(func=ast.Name(name)) if steps:
            ends = returned(nodes).get(name, ())
            yield from (text for each in ends for text in chosen(each, nodes, steps - 1))


@cache
def assigned(nodes: Sequence[ast.AST]) -> Mapping[str, Sequence[ast.expr]]:
    """Every target of a module's assignments, as written -> the values."""
    found: dict[str, list[ast.expr]] = defaultdict(list)
    for node in nodes:
        if isinstance(node, ast.Assign):
            for target in dict.fromkeys(map(ast.unparse, node.targets)):
                found[target].append(node.value)
    return found


@cache
def returned(nodes: Sequence[ast.AST]) -> Mapping[str, Sequence[ast.expr]]:
    """Every function of a module -> what it returns."""
    found: dict[str, list[ast.expr]] = defaultdict(list)
    for node in nodes:
        if isinstance(node, ast.FunctionDef):
            ends = (each for each in ast.walk(node) if isinstance(each, ast.Return))
            found[node.name] += [each.value for each in ends if each.value]
    return found


def test_an_id_that_is_chosen_is_looked_at_too() -> None:
    """As in approval, where what somebody lacks is told by one of four kinds."""
    path = HOUSE / "request" / "policy" / "approval.py"
    told = [node for function, node in calls(path) if function == "violation"]
    found = {each for node in told for each in chosen(node.args[0], nodes(path))}
    four = {f"approval.{lack}" for lack in ("self-appointed", "unit", "day", "role")}
    assert found >= {"approval.signature", "approval.stranger", *four}


def test_a_message_has_an_id_of_one_form() -> None:
    assert not [each for each in catalogue() if not re.fullmatch(r"[a-z_]+\.[a-z0-9]+(-[a-z0-9]+)*", each)]


ENGLISH = re.compile(r"(?<![\w./-])(?:[a-z]{2,}[ ,]+){3}[a-z]{2,}")
"""Four words of no command and no path."""
IN_BOTH = {"forge.code-owners", "forge.no-code-owners", "audit.kit-how-to", "approval.unchecked"}
"""What stands in a file for whoever opens it, and what is typed as it stands."""


def test_thai_is_told_in_thai() -> None:
    assert not [each for each, text in told_in_thai().items() if each not in IN_BOTH and ENGLISH.search(text)]


FOR_NO_READER = {
    "Office: the epoch of the audit\n": "the subject of a commit",
    "schemas/requirements.yml and what cites it": "a comment in a page that is derived",
    "may not be merged": "a word of the log",
    "the last try returns or raises": "the message of a defect of ours",
    "{} stands not in the order": "the same",
    "process {} ended without an answer": "the same",
    "correct, complete, current, lawful": "what the last signer writes",
    "could not find expected ':'": "what PyYAML says, to be told in other words",
    "mapping values are not allowed": "the same",
    "\\ No newline at end of file": "a line of a diff, as git writes it",
}
QUERY = re.compile(r"\s*(CREATE TABLE|SELECT|INSERT (OR REPLACE )?INTO|DELETE FROM) ")
"""What a database is told."""
SENTENCE = re.compile(r"(?<![\w./-])(?:[A-Za-z]{2,}[ ,]+){3}[A-Za-z]{2,}")


def told_by_code(nodes: Sequence[ast.AST]) -> Iterator[str]:
    """Every text of a module but docstrings, and what is logged or says why an assertion holds; places as braces."""
    unread: set[int] = set()
    for node in nodes:
        is_logged = isinstance(node, ast.Call) and ast.unparse(node.func).startswith("_LOG.")
        if is_logged or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            unread |= {id(each) for each in ast.walk(node)}
        elif isinstance(node, ast.Assert) and node.msg:
            unread |= {id(each) for each in ast.walk(node.msg)}
    for node in nodes:
        if isinstance(node, ast.JoinedStr) and id(node) not in unread:
            unread |= {id(each) for each in node.values}
            yield "".join(str(each.value) if isinstance(each, ast.Constant) else "{}" for each in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in unread:
            yield node.value


def test_no_english_sentence_is_written_into_the_house() -> None:
    found = {
        text
        for path in (*HOUSE.rglob("*.py"), *DESK.rglob("*.py"))
        for text in told_by_code(nodes(path))
        if SENTENCE.search(text) and not QUERY.match(text)
    }
    assert found == FOR_NO_READER.keys()


def test_an_english_sentence_would_be_found() -> None:
    for written in (
        'print("this can be read twice")',
        'f"{x} cannot be read here at {y}"',
        'x = E("The file is gone")',
    ):
        assert any(SENTENCE.search(text) for text in told_by_code([*ast.walk(ast.parse(written))]))
    for written in ('"""this can be read twice"""', '_LOG.info("this can be read twice")', 'run("git", "log")'):
        assert not any(SENTENCE.search(text) for text in told_by_code([*ast.walk(ast.parse(written))]))


def test_no_python_name_of_an_error_is_a_value_of_a_message() -> None:
    """Whatever it is called goes into the log alone."""
    for path in IN_WORDS:
        for function, node in calls(path):
            if function in (*SAYING, "violation"):
                assert "__name__" not in ast.unparse(node), f"{path}:{node.lineno}"


def test_an_exception_is_told_in_the_words_of_its_message() -> None:
    inner = CannotWork("repository.none", place="/srv/office")
    outer = CannotWork("repository.unreadable", place="/srv", problem=inner)
    assert why(outer, "th") == "/srv: เปิดคลังไม่ได้: /srv/office: ไม่ใช่คลัง git"
    assert why(outer, "en") == "/srv: the repository cannot be opened: /srv/office: this is no git repository."


def test_values_stand_harmless_in_a_message() -> None:
    told = message("repository.missing-object", object="a\x1b[31m\u202e\n" + "x" * 500).text("en")
    assert told.isprintable()
    assert len(told) < 200


def test_days_are_of_the_buddhist_era_for_thai_readers_only() -> None:
    day = datetime.date(2026, 10, 1)
    assert (Day(day).text("th"), Day(day).text("en")) == ("1 ตุลาคม 2569", "2026-10-01")
    moment = datetime.datetime(2026, 10, 1, 2, tzinfo=datetime.UTC)
    assert Moment(moment).text("th") == "1 ตุลาคม 2569 เวลา 09.00 น."
    assert Moment(moment).text("en") == moment.astimezone(BANGKOK).isoformat()
    assert message("x", day=day, at=moment).values == {"day": Day(day), "at": Moment(moment)}
    assert (TypedDay(day).text("th"), TypedDay(day).text("en")) == ("2026-10-01 (1 ตุลาคม 2569)", "2026-10-01")


def test_what_the_system_refuses_is_told_in_words() -> None:
    outer = CannotWork("release.unwritable", place="/srv", problem=PermissionError(errno.EACCES, "Permission denied"))
    assert "(ไม่มีสิทธิ์)" in why(outer, "th")
    assert "(no permission)" in why(outer, "en")
    assert system_problem(OSError(errno.EXDEV, "Cross-device link")).text("en") == "Cross-device link"
    assert system_problem(TimeoutError()).text("en") == "no answer"


def test_labels_and_lists_follow_the_language() -> None:
    both = Listed.of([Label("step", "approver"), "x"])
    assert both.text("en") == "Approver, x"
    assert THAI.search(both.text("th"))
