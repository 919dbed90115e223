"""The house over its syntax trees: what may know what, and how long anything may be (DESIGN: The house)."""

import ast
import graphlib
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import accumulate, chain
from pathlib import Path
from typing import Any

import pytest

from each_of import CHECKOUT, each_of
from prakat.handbook.floors import DESK_FLOORS, FLOORS
from prakat.rules import data

HOUSE = CHECKOUT / "src" / "prakat"
PRAKAT = sorted(HOUSE.rglob("*.py"))
DESK = sorted((CHECKOUT / "src" / "prakat_desk").rglob("*.py"))
HOOKS = sorted((CHECKOUT / "hooks").glob("*.py"))
SCRIPTS = sorted((CHECKOUT / "scripts").glob("*.py"))
BENCHMARK = sorted((CHECKOUT / "benchmark").glob("*.py"))
RELEASE = sorted((CHECKOUT / "release").glob("*.py"))
ALL = [*PRAKAT, *DESK, *HOOKS, *SCRIPTS, *BENCHMARK, *RELEASE]
CONNECTIONS = {
    *("socket", "ssl", "http", "urllib.request", "smtplib", "ftplib", "requests", "httpx", "urllib3", "aiohttp"),
}
WEB = ("starlette", "uvicorn", "multipart", "itsdangerous", "webauthn", "authlib")
"""Which only the desk knows."""
LONGEST = {"src": 250, "hooks": 59, "scripts": 99}
LONGEST_FUNCTION = 35


def name(path: Path) -> str:
    return path.relative_to(CHECKOUT).as_posix()


def module(path: Path) -> str:
    """As another module imports it."""
    return ".".join(path.relative_to(CHECKOUT / "src").with_suffix("").parts).removesuffix(".__init__")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """All of its tree, walked once for all that is asked of it."""
    return (*ast.walk(tree(path)),)


@cache
def imports(path: Path) -> frozenset[str]:
    """Dotted names, with what is taken out of a package: `from urllib import request` is urllib.request."""
    found: set[str] = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)}:{node.lineno}: a relative import"
            found |= {str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)}
    return frozenset(found)


@cache
def known(path: Path) -> frozenset[str]:
    """What it imports, and every package around that."""
    around = (accumulate(one.split("."), "{}.{}".format) for one in imports(path))
    return frozenset(chain.from_iterable(around))


def knows(path: Path, package: str) -> bool:
    return package in known(path)


def parts(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in nodes(path) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


@each_of([*PRAKAT, *DESK])
def test_prakat_knows_neither_its_callers_nor_the_terminal(path: Path) -> None:
    callers = {each.stem for each in (*HOOKS, *SCRIPTS)} - {each.stem for each in PRAKAT}
    for package in ("hooks", "scripts", "benchmark", "release", "mkdocs", "properdocs", "argparse", *callers):
        assert not knows(path, package), f"imports {package}"
    assert path in DESK or not any(knows(path, each) for each in ("prakat_desk", *WEB))
    printing = [node.lineno for node in nodes(path) if isinstance(node, ast.Name) and node.id in ("print", "input")]
    assert not printing


def room(path: Path) -> str:
    return path.relative_to(HOUSE).with_suffix("").parts[0]


ROOMS = {each: [path for path in PRAKAT if room(path) == each] for floor in FLOORS for each in floor}


def below(each: str) -> set[str]:
    """The rooms on the floors below."""
    place = next(place for place, floor in enumerate(FLOORS) if each in floor)
    return {one for floor in FLOORS[place + 1 :] for one in floor}


def test_the_whole_house_is_looked_at() -> None:
    """Whoever moves a file out of sight hears of it here."""
    there = [name for _, _, names in os.walk(HOUSE) for name in names if name.endswith(".py")]
    assert len(PRAKAT) == len(there) > 150
    assert sorted(ROOMS) == sorted({room(path) for path in PRAKAT} - {"__init__", "__main__"})
    assert sum(map(len, ROOMS.values())) == len(PRAKAT) - 2


@pytest.mark.parametrize("each", [pytest.param(one, id=f"{one} ({len(ROOMS[one])} files)") for one in ROOMS])
def test_rooms_import_only_what_stands_below_them(each: str) -> None:
    assert ROOMS[each]
    allowed = below(each) | {each}
    for path in ROOMS[each]:
        used = {one.split(".")[1] for one in imports(path) if one.startswith("prakat.")}
        assert used <= allowed | {"prakat"}, f"{name(path)} imports {sorted(used - allowed)}"


def desk_room(path: Path) -> str:
    return path.relative_to(CHECKOUT / "src" / "prakat_desk").with_suffix("").parts[0]


def test_the_desk_imports_downwards_too() -> None:
    """Its modules and folders beside `__init__` each stand on one floor."""
    floors = {each: place for place, floor in enumerate(DESK_FLOORS) for each in floor}
    assert {desk_room(path) for path in DESK} - {"__init__"} <= floors.keys()
    for path in DESK:
        used = {each.split(".")[1] for each in imports(path) if each.startswith("prakat_desk.")} & floors.keys()
        own = desk_room(path)
        assert not {each for each in used if each != own and floors[each] <= floors[own]}, name(path)


def rooms_that_know(*packages: str) -> set[str]:
    return {room(path) for path in PRAKAT for package in packages if knows(path, package)}


def test_only_hooks_know_mkdocs() -> None:
    assert {name(path) for path in ALL if knows(path, "mkdocs")} == {"hooks/builder.py"}
    assert not rooms_that_know("mkdocs", "properdocs")


def test_only_repository_knows_git() -> None:
    assert rooms_that_know("git") == {"repository"}
    assert not [name(path) for path in (*HOOKS, *SCRIPTS, *BENCHMARK, *RELEASE) if knows(path, "git")]


def test_only_network_and_forge_open_connections() -> None:
    """git opens its own for `network`."""
    assert rooms_that_know(*CONNECTIONS) == {"network", "forge"}
    assert not [name(path) for path in (*HOOKS, *SCRIPTS) for package in CONNECTIONS if knows(path, package)]


def test_policy_knows_no_git() -> None:
    """Nor what is read from it: it judges values."""
    policy = sorted((HOUSE / "request" / "policy").glob("*.py"))
    assert len(policy) >= 6
    for path in policy:
        used = {each for each in imports(path) if each == "git" or each.startswith("prakat.repository")}
        assert not used, f"{name(path)} imports {used}"


def test_what_draws_at_a_terminal_stays_out_of_the_house() -> None:
    assert not rooms_that_know("rich")


def test_imports_of_prakat_make_no_circle() -> None:
    known = {module(path) for path in PRAKAT}
    graph = {module(path): imports(path) & known - {"prakat"} for path in PRAKAT}
    assert tuple(graphlib.TopologicalSorter(graph).static_order())


def definitions(path: Path) -> Iterator[tuple[str, ast.stmt]]:
    """Every name that the module itself gives to something, with the statement that does."""
    for node in tree(path).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            stored = (each for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store))
            yield from ((each.id, node) for each in stored)


def public(path: Path) -> dict[str, ast.stmt]:
    return {one: node for one, node in definitions(path) if not one.startswith("_")}


SAID_WITH_THEIR_MODULE: Mapping[str, str] = {
    "KIND": "each forge's own, as office.yml calls it",
    "MAX_BYTES": "the most that the module reads of its input",
    "as_csv": "the module's rows in that format",
    "as_json": "the module's rows in that format",
    "connect": "each forge's own",
    "open_merging": "each counter's own",
    "read": "what the module is called after, from where it is kept",
    "short_date": "the same date, as text and as HTML",
    "summary": "the module's rows in one line",
    "write": "what the module is called after, to where it is kept",
}
"""Names that several modules give, each to its own; callers say the module with them."""


def test_no_two_public_names_are_alike() -> None:
    """What is called alike is taken for the same."""
    names = Counter(one for path in PRAKAT for one in public(path))
    assert len(names) > 500
    assert {one for one, count in names.items() if count > 1} == SAID_WITH_THEIR_MODULE.keys()


@each_of(ALL)
def test_a_name_of_several_modules_is_said_with_its_module(path: Path) -> None:
    bare = {each for one in imports(path) if one.startswith("prakat.") for each in [one.rpartition(".")[2]]}
    assert not bare & SAID_WITH_THEIR_MODULE.keys()


OTHER_CLASSES: Mapping[str, str] = {"rules.wording": "each kind of value that a text may hold"}
"""Modules of classes without one of their own name."""


def has_mostly_classes(path: Path) -> bool:
    """Whether public classes take more than half of the lines of what the module defines."""
    lines = Counter[bool]()
    for node in tree(path).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            is_public_class = isinstance(node, ast.ClassDef) and not node.name.startswith("_")
            lines[is_public_class] += 1 + (node.end_lineno or 0) - node.lineno
    return lines[True] > lines[False]


def test_a_module_of_classes_holds_the_class_of_its_name() -> None:
    found = {
        module(path).removeprefix("prakat.")
        for path in PRAKAT
        if has_mostly_classes(path)
        if path.stem.replace("_", "") not in {one.casefold() for one in public(path)}
    }
    assert found == OTHER_CLASSES.keys()


WRITTEN_ONCE: Mapping[str, str] = {
    r"office\.yml": "office/office.py",
    r"index\.md": "item/item_path.py",
    r"/?content/.*": "item/item_path.py",
    r"/?registers/.*": "content/logbook.py",
    r"refs/.*": "repository/refs.py",
    r"--initial-branch.*": "repository/bare.py",
    r"(100644|100755|120000|160000|040000|000000)\b.*": "repository/file_mode.py",
    r"(register\.(json|csv)|(atom|rss|sitemap)\.xml)": "content/address.py",
    r"0{40}": "repository/object_id.py",
}
"""What only one module spells; the others import its name."""


def literals(path: Path) -> Iterator[tuple[int, str]]:
    """Every text in the code, docstrings and other bare strings left out."""
    bare = {id(node.value) for node in nodes(path) if isinstance(node, ast.Expr)}
    for node in nodes(path):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in bare:
            yield node.lineno, node.value


@each_of([*PRAKAT, *DESK, *HOOKS, *SCRIPTS])
def test_what_has_a_name_is_not_spelled_again(path: Path) -> None:
    others = [each for each, owner in WRITTEN_ONCE.items() if HOUSE / owner != path]
    assert not [(line, text) for line, text in literals(path) for each in others if re.fullmatch(each, text, re.DOTALL)]


def test_every_module_that_spells_something_is_there() -> None:
    assert all((HOUSE / owner).is_file() for owner in WRITTEN_ONCE.values())


def test_no_module_is_called_after_nothing_in_particular() -> None:
    assert not {path.stem for path in (*PRAKAT, *DESK)} & {"utils", "util", "helpers", "common", "misc", "tools"}


@each_of([*PRAKAT, *DESK])
def test_module_opens_with_one_line(path: Path) -> None:
    """docs/modules.md quotes it, and README that of each room."""
    docstring = ast.get_docstring(tree(path), clean=False)
    assert docstring
    assert "\n" not in docstring


@each_of([*PRAKAT, *DESK, *HOOKS, *SCRIPTS])
def test_file_is_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST[path.relative_to(CHECKOUT).parts[0]]


@each_of(ALL)
def test_functions_are_short(path: Path) -> None:
    long = [each.name for each in parts(path) if (each.end_lineno or 0) - each.lineno >= LONGEST_FUNCTION]
    assert not long


@each_of([*PRAKAT, *DESK, *HOOKS, *SCRIPTS])
def test_buddhist_years_are_never_held_in_a_date(path: Path) -> None:
    """date(2564, 2, 29) is accepted though no such day was; only buddhist_era adds 543."""
    for node in nodes(path):
        if isinstance(node, ast.Constant) and node.value == 543:
            assert path.stem == "buddhist_era", f"line {node.lineno}"
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in (
            "date",
            "datetime",
            "fromisoformat",
        ):
            for first in node.args[:1]:
                if isinstance(first, ast.Constant):
                    assert int(re.match("[0-9]*", str(first.value)).group() or 0) < 2400, f"line {node.lineno}"  # type: ignore[union-attr]


def _described(node: Any, pointer: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, dict):
        for key, part in node.get("properties", {}).items():
            yield f"{pointer}.{key}", part
        for key, part in node.items():
            yield from _described(part, f"{pointer}.{key}")
    elif isinstance(node, list):
        for part in node:
            yield from _described(part, pointer)


SCHEMAS = sorted(str(path.relative_to(data.folder())) for path in data.folder().rglob("*.schema.json"))


@pytest.mark.parametrize("schema", SCHEMAS)
def test_every_field_has_a_thai_title_and_description(schema: str) -> None:
    """Forms, messages and manuals are derived from them."""
    root = data.load(schema)
    for pointer, part in [("", root), *_described(root)]:
        for key in ("title", "description"):
            assert re.search("[ก-๙]", part.get(key, "")) or part.get(key) in ("LINE",), f"{pointer}: {key}"


def _vocabularies(node: Any, pointer: str) -> Iterator[tuple[str, str, list[str]]]:
    if isinstance(node, dict):
        if "enum" in node:
            yield pointer, node.get("labels", ""), node["enum"]
        for key, part in node.items():
            if key == "properties":
                for field, each in part.items():
                    yield from _vocabularies(each, f"{pointer}.{field}")
            elif key != "enum":
                yield from _vocabularies(part, pointer)
    elif isinstance(node, list):
        for part in node:
            yield from _vocabularies(part, pointer)


VOCABULARIES = [
    pytest.param(group, values, id=pointer)
    for schema in SCHEMAS
    for pointer, group, values in _vocabularies(data.load(schema), schema.removesuffix(".schema.json"))
]


@pytest.mark.parametrize(("group", "values"), VOCABULARIES)
def test_every_value_of_a_vocabulary_has_labels(group: str, values: list[str]) -> None:
    for value in values:
        for language in ("th", "en"):
            assert data.label(group, value, language)


@pytest.mark.parametrize("keyword", ["pattern", "type"])
def test_every_pattern_and_type_of_the_schemas_is_told_in_words(keyword: str) -> None:
    def values(node: object) -> Iterator[str]:
        if isinstance(node, dict):
            yield from (value for key, value in node.items() if key == keyword and isinstance(value, str))
        for each in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            yield from values(each)

    assert {each for name in SCHEMAS for each in values(data.load(name))} == data.load("labels.yml")[keyword].keys()


def test_every_rule_says_what_must_be_in_both_languages() -> None:
    for rule, entry in data.load("rules.yml").items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*", rule)
        places = [
            set(re.findall(r"\{(\w+)\}", entry[language])) - {"title", "description"} for language in ("th", "en")
        ]
        assert places[0] == places[1], rule
        assert re.search("[ก-๙]", entry["th"]), rule
        assert not re.search("[ก-๙]", entry["en"]), rule
