"""Every rule over documents: what it accepts, what it rejects, and that something notices when it is gone."""

import ast
import datetime
import importlib
import shutil
import types
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import office_builder
from one_language import foreign_to_english, foreign_to_thai, written_in
from prakat.content import register
from prakat.rules.damaged_text import mended
from prakat.rules.finding import Finding, rules
from prakat.rules.wording import LANGUAGES
from unusual_trees import TREES, without_privileges

ITEMS = Path(__file__).parent / "items"
DAY = datetime.date(2026, 11, 20)
DOCUMENTS = {str(case.relative_to(ITEMS)): case for case in sorted(ITEMS.glob("*/*/*")) if case.is_dir()}
UNUSUAL = {tree.name: tree for tree in TREES}
CASES = sorted({*DOCUMENTS, *UNUSUAL})
_LONGEST = 20_000
"""Characters of a damaged case; those of huge files hold no such damage."""


@dataclass(frozen=True, slots=True)
class Verdict:
    place: Path
    expected: list[str]
    findings: tuple[Finding, ...]
    own: str
    """What the office wrote, and what is certainly meant by it."""

    def found(self, without: str = "") -> list[str]:
        return sorted(_written(each) for each in self.findings if each.rule != without)


def _written(finding: Finding) -> str:
    row = finding.row()
    return f"{row['path']}:{row['line']} {row['rule']} {row['severity']}"


def _verdict(case: str, place: Path) -> Verdict:
    office_builder.office(place)
    if case in UNUSUAL:
        UNUSUAL[case].build(place)
        expected = UNUSUAL[case].expected
    else:
        folder = DOCUMENTS[case]
        (place / "content").rmdir()
        shutil.copytree(folder, place, dirs_exist_ok=True)
        expected = (folder / "expected.txt").read_text(encoding="utf-8") if (folder / "expected.txt").exists() else ""
    if "/file.unreadable/" in case:
        place.chmod(0o755)
    own = written_in(place)
    return Verdict(place, sorted(expected.splitlines()), _read(case, place), f"{own}\n{mended(own[:_LONGEST])}")


def _read(case: str, place: Path) -> tuple[Finding, ...]:
    if "/file.unreadable/" in case:
        with without_privileges(place):
            return register.read(Path(), DAY).findings
    return register.read(place, DAY).findings


@pytest.fixture(scope="session")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Verdict]:
    """Every case, read once."""
    root = tmp_path_factory.mktemp("cases")
    return {case: _verdict(case, root / str(number)) for number, case in enumerate(CASES)}


@pytest.mark.parametrize("case", CASES)
def test_case_has_exactly_the_findings_written_beside_it(case: str, verdicts: dict[str, Verdict]) -> None:
    assert verdicts[case].found() == verdicts[case].expected


@pytest.mark.parametrize("case", [case for case in CASES if case.startswith("accepted/")])
def test_accepted_case_is_free_of_errors_and_of_its_rule(case: str, verdicts: dict[str, Verdict]) -> None:
    assert not [each for each in verdicts[case].findings if each.is_error or each.rule == case.split("/")[1]]


OF_TWO_VERSIONS = {
    "change-note.missing": "compares with the version before: tests/test_change_note.py",
    "path.gone": "of what a request deletes: tests/test_vanished_page.py",
}


@pytest.mark.parametrize("rule", sorted(rules().keys() - OF_TWO_VERSIONS.keys()))
def test_rule_has_an_accepted_and_a_rejected_case(rule: str) -> None:
    kinds = {case.split("/")[0] for case in CASES if case.split("/")[1] == rule}
    assert kinds == {"accepted", "rejected"}


# Rules, switched off in turn


HOUSE = Path(office_builder.__file__).parents[1] / "src" / "prakat"
NAMED = "the reader stops at the first fault; which of its names it gets is no rule of its own"
OF_THE_SCHEMA = "the validator finds it; what stands here only puts it into words"
NOT_SWITCHED = {
    **dict.fromkeys(("front-matter.missing", "front-matter.first-line", "yaml.syntax", "yaml.no-colon"), NAMED),
    **dict.fromkeys(("yaml.indent", "yaml.colon", "yaml.tab"), NAMED),
    **dict.fromkeys(("field.type", "field.empty", "field.length", "field.value", "field.choice"), OF_THE_SCHEMA),
    **dict.fromkeys(("field.repeated", "field.url", "field.lines", "field.pattern"), OF_THE_SCHEMA),
    **dict.fromkeys(("date.buddhist-era", "date.thai-digits", "date.format"), OF_THE_SCHEMA),
    **dict.fromkeys(("date.impossible", "date.year", "date.time"), OF_THE_SCHEMA),
}
"""Rules without a statement of their own that could be left out, and why."""


BEHIND = {
    ("body.unread", "_misread"): "says nothing, but has what is told of shown as it was typed: tests/test_publish.py",
    ("change-note.missing", "_unnoted"): OF_TWO_VERSIONS["change-note.missing"],
    ("path.gone", "vanished_pages"): OF_TWO_VERSIONS["path.gone"],
    (
        "link.broken",
        "_is_of_others",
    ): "finds no link, but tells whose it is where main has lost a file: test_whole_evidence.py",
    ("link.anchor", "_is_of_others"): "the same statement",
    (
        "link.scheduled",
        "without_false_alarms",
    ): "says nothing, but leaves out what an earlier version mends: test_version_by_day.py",
    ("path.windows", "unfit_names"): "of what a request brings beside content/: tests/test_windows_names.py",
    ("front-matter.not-mapping", "_document"): "prakat upgrade says it of an office.yml; no case of an item gets there",
    ("text.control", "read_yaml"): "bytes with such a character are refused before they are YAML",
    ("yaml.anchor", "_Reader._value"): "what refuses an anchor refuses what stands for it as well",
}
"""Rule and function -> why no document can tell whether one of its statements is left out; their own tests do."""


@dataclass(frozen=True, slots=True)
class Switch:
    """The statement of a function that says that a rule is broken."""

    rule: str
    path: Path
    function: str
    """With its class."""
    line: int

    @property
    def name(self) -> str:
        return f"{self.rule}-{self.path.stem}-{self.line}"

    @contextmanager
    def off(self) -> Iterator[None]:
        """The function without that statement, in the place of the function."""
        owner: Any = importlib.import_module(".".join(("prakat", *self.path.relative_to(HOUSE).with_suffix("").parts)))
        for part in self.function.split("."):
            owner = getattr(owner, part)
        before = owner.__code__
        owner.__code__ = self._without(ast.parse(self.path.read_text(encoding="utf-8")))
        try:
            yield
        finally:
            owner.__code__ = before

    def _without(self, tree: ast.Module) -> types.CodeType:
        _Leave(self.line).visit(tree)
        waiting: list[types.CodeType] = [compile(ast.fix_missing_locations(tree), str(self.path), "exec")]
        while waiting:
            code = waiting.pop()
            if code.co_qualname == self.function:
                return code
            waiting += [each for each in code.co_consts if isinstance(each, types.CodeType)]
        raise LookupError(self.function)


class _Leave(ast.NodeTransformer):
    """Leaves out the statement of that line; what yielded goes on to be a generator."""

    def __init__(self, line: int) -> None:
        self.line = line

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        is_generator = _yields(node)
        self.generic_visit(node)
        if is_generator:
            node.body.append(ast.If(ast.Constant(False), [ast.Expr(ast.Yield())], []))
        return node

    def visit(self, node: ast.AST) -> Any:
        if _may_be_left_out(node) and node.lineno == self.line:
            return ast.Pass()
        return super().visit(node)


def _yields(node: ast.AST) -> bool:
    return any(isinstance(each, ast.Yield | ast.YieldFrom) for each in ast.walk(node))


def _may_be_left_out(node: ast.AST) -> Any:
    """Says something by itself: a yield, a raise, a return, a call."""
    is_said = isinstance(node, ast.Expr) and isinstance(node.value, ast.Yield | ast.YieldFrom | ast.Call)
    return is_said or isinstance(node, ast.Raise | ast.Return)


def _switches() -> Iterator[Switch]:
    for path in sorted(HOUSE.rglob("*.py")):
        for function, node in _functions(ast.parse(path.read_text(encoding="utf-8"))):
            for statement in filter(_may_be_left_out, ast.walk(node)):
                words = {each.value for each in ast.walk(statement) if isinstance(each, ast.Constant)}
                for rule in sorted((words & rules().keys()) - NOT_SWITCHED.keys()):
                    yield Switch(rule, path, function, statement.lineno)


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from ((f"{node.name}.{each.name}", each) for each in node.body if isinstance(each, ast.FunctionDef))


SWITCHES = list(_switches())


def test_every_rule_can_be_switched_off_or_is_named_with_the_reason_why_not() -> None:
    assert {each.rule for each in SWITCHES} | NOT_SWITCHED.keys() == set(rules())
    assert not {each.rule for each in SWITCHES} & NOT_SWITCHED.keys()


def _is_noticed(case: str, verdict: Verdict) -> bool:
    with suppress(Exception):  # what goes on without the rule may fail
        return sorted(map(_written, _read(case, verdict.place))) != verdict.expected
    return True


@pytest.mark.parametrize("switch", SWITCHES, ids=lambda each: each.name)
def test_a_rule_that_is_switched_off_is_noticed(switch: Switch, verdicts: dict[str, Verdict]) -> None:
    """Where several statements say the same rule, each of them is missed by a case of that rule."""
    own = [case for case in CASES if case.startswith(f"rejected/{switch.rule}/")]
    with switch.off():
        is_noticed = any(_is_noticed(case, verdicts[case]) for case in own)
    assert is_noticed or (switch.rule, switch.function) in BEHIND


@pytest.mark.parametrize("rule", sorted(NOT_SWITCHED))
def test_findings_that_are_left_out_are_noticed(rule: str, verdicts: dict[str, Verdict]) -> None:
    """Of the others: without them some rejected case of their own no longer has what is written beside it."""
    own = [case for case in CASES if case.startswith(f"rejected/{rule}/")]
    assert any(verdicts[case].found(without=rule) != verdicts[case].expected for case in own)


@pytest.mark.parametrize("case", CASES)
def test_messages_of_a_case_are_in_one_language(case: str, verdicts: dict[str, Verdict]) -> None:
    """What the writer typed stands in them as it was typed."""
    for finding in verdicts[case].findings:
        assert not foreign_to_english(finding.message("en"), verdicts[case].own)
        assert not foreign_to_thai(finding.message("th"), verdicts[case].own)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_one_harmless_line(language: str, verdicts: dict[str, Verdict]) -> None:
    for verdict in verdicts.values():
        for finding in verdict.findings:
            assert finding.message(language).isprintable()


def test_cases_name_rules_that_exist() -> None:
    assert {case.split("/")[1] for case in CASES} <= {*rules(), "everything"}
