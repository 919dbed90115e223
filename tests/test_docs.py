"""README and docs/: short, every link leads somewhere, every command is typed, every citation has its heading."""

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from chapters import CHECKOUT, commands
from prakat.handbook import derived
from prakat.handbook.floors import ROOMS

README, THAI = CHECKOUT / "README.md", CHECKOUT / "README.th.md"
DOCS = sorted((CHECKOUT / "docs").glob("*.md"))
PAGES = [README, THAI, CHECKOUT / "CONTRIBUTING.md", CHECKOUT / "CHANGELOG.md", *DOCS]
SHOWN = [path.relative_to(CHECKOUT).as_posix() for path in PAGES]
MANUAL = CHECKOUT / derived.STAFF_MANUAL
LONGEST = 78
"""Lines of a README, without the row that each room has."""
TYPED = {
    "README.md": "tests/test_readme.py",
    "README.th.md": "tests/test_readme.py",
    "docs/bare.md": "tests/test_office_with_neither.py",
    "docs/desk.md": "tests/desk/test_desk_chapter.py",
    "docs/forgejo.md": "tests/forge/test_office_on_forgejo.py",
    "docs/github.md": "tests/test_office_on_github.py",
    "docs/machines.md": "tests/test_machines.py",
    "docs/upgrade.md": "tests/test_upgrade_chapter.py",
}
"""Page -> the test that takes every block of it, one by one."""
UNTYPED = {
    (
        "README.md",
        "two",
    ): "two stay until Ctrl-C, and tests type their recipes; make test runs this very test",
    ("README.th.md", "three"): "the same, and make demo, which test_readme types for README.md",
    ("docs/upgrade.md", "install"): "it asks pip for a wheel; the tests of the release build and install two of them",
    ("docs/upgrade.md", "switch"): "the same, and protect's own tests put a bare repository's hook back",
    ("docs/github.md", "protect"): "it asks GitHub itself; test_github_contract validates every request of it",
}
"""Page and what its test calls the block -> why that is only looked at."""
_FENCED = re.compile(r"^( *)(`{3,})([a-z]*)\n.*?^\1\2$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]*`")
_LINK = re.compile(r"\]\(([^()\s]+(?:\([^()\s]*\))?)\)")
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
_ANCHOR = re.compile(r'<a id="([^"]+)"></a>')
_SHELL = {"sh", "bash", "shell", "console"}


def text(shown: str) -> str:
    return (CHECKOUT / shown).read_text(encoding="utf-8")


def prose(shown: str) -> str:
    """Without what is code."""
    return re.sub(r"\\.", "", _CODE.sub("", _FENCED.sub("", text(shown))))


def slug(heading: str) -> str:
    """As GitHub and Forgejo name a heading of plain words."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def anchors(path: Path) -> set[str]:
    found = _FENCED.sub("", path.read_text(encoding="utf-8"))
    return {slug(each) for each in _HEADING.findall(found)} | set(_ANCHOR.findall(found))


def test_readme_is_one_screen_and_a_half() -> None:
    for path in (README, THAI):
        assert len(path.read_text(encoding="utf-8").splitlines()) - len(ROOMS) <= LONGEST, path.name


@pytest.mark.parametrize("shown", SHOWN)
def test_every_link_leads_somewhere(shown: str) -> None:
    for link in _LINK.findall(prose(shown)):
        if re.match(r"[a-z]+:", link):
            assert link.startswith("https://"), link
            continue
        path, _, anchor = unquote(link).partition("#")
        target = (CHECKOUT / shown).parent / path if path else CHECKOUT / shown
        if not MANUAL.is_file() and target.is_relative_to(MANUAL.parents[1]):
            continue  # an office that began anew has none of the sample's manuals
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("shown", SHOWN)
def test_no_anchor_stands_twice(shown: str) -> None:
    found = _ANCHOR.findall(text(shown))
    assert len(found) == len(set(found))


def test_every_page_can_be_reached_from_readme() -> None:
    seen, open_ = set(), [README]
    while open_:
        page = open_.pop()
        if page not in seen and page.suffix == ".md":
            seen.add(page)
            links = (unquote(each).partition("#")[0] for each in _LINK.findall(prose(str(page.relative_to(CHECKOUT)))))
            there = ((page.parent / each).resolve() for each in links if each and not re.match(r"[a-z]+:", each))
            open_ += [each for each in there if each.exists()]
    assert set(PAGES) <= seen


@pytest.mark.parametrize("shown", SHOWN)
def test_every_block_of_commands_is_taken_by_a_test(shown: str) -> None:
    shells = [each for each in _FENCED.finditer(text(shown)) if each[3] in _SHELL]
    if not shells:
        assert shown not in TYPED
        return
    assert len(commands(shown)) == len(shells)
    tree = ast.parse(text(TYPED[shown]))
    blocks = next(each for each in taken(tree, shown) if len(each) == len(shells))
    typed = {name for call in calls(tree, "types") for name in names(call)} | passed_on(tree)
    assert set(blocks) - typed == {block for page, block in UNTYPED if page == shown}


def calls(tree: ast.AST, method: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == method:
            yield node


def names(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)}


def passed_on(tree: ast.AST) -> set[str]:
    """What stands in a list of several that are typed in a loop."""
    lists = (
        node.value for node in ast.walk(tree) if isinstance(node, ast.Assign) and isinstance(node.value, ast.Tuple)
    )
    return {name for each in lists for name in names(each)}


def taken(tree: ast.Module, page: str) -> Iterator[list[str]]:
    """What a test calls the blocks that it unpacks of `commands(page)`."""
    constants = {
        node.targets[0].id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Call)
            and ast.unparse(node.value.func) == "commands"
        ):
            (asked,) = node.value.args
            named = asked.value if isinstance(asked, ast.Constant) else constants[ast.unparse(asked)]
            if named == page:
                unpacked = node.targets[0]
                assert isinstance(unpacked, ast.Tuple)
                yield [each.id for each in unpacked.elts if isinstance(each, ast.Name)]


def test_every_target_of_make_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE))
    for shown in SHOWN:
        for name in re.findall(r"(?:^|`)make ([a-z]+)", text(shown), re.MULTILINE):
            assert name in targets, f"{shown}: make {name}"


def test_every_script_that_is_named_exists() -> None:
    for shown in SHOWN:
        for name in re.findall(r"\b((?:scripts|hooks|tests|schemas|benchmark)/[\w/.-]*\.(?:py|yml|json))", text(shown)):
            assert (CHECKOUT / name).is_file(), f"{shown}: {name}"


_CITED = re.compile(r"\bDESIGN\b(?:: (?P<headings>[^).;]*(?:\.yml[^).;]*)?)\))?")


def test_every_citation_of_the_design_has_its_heading() -> None:
    known = {each.lower() for each in _HEADING.findall(text("docs/design.md"))}
    cited = 0
    for folder in ("src", "scripts", "hooks", "tests", "benchmark"):
        for path in (CHECKOUT / folder).rglob("*.py"):
            if path == Path(__file__):
                continue
            found = path.read_text(encoding="utf-8")
            for each in _CITED.finditer(found):
                assert each["headings"], f"{path.name}: say (DESIGN: a heading of docs/design.md)"
                assert heading_of(each["headings"], known), f"{path.name}: {each[0]}"
                cited += 1
    assert cited > 15


def heading_of(headings: str, known: set[str]) -> bool:
    """Whether it is a heading, or several with commas between."""
    named = " ".join(headings.lower().split())
    return named in known or all(part.strip() in known for part in named.split(","))


def test_every_dependency_is_told_of_once() -> None:
    project = tomllib.loads(text("pyproject.toml"))
    asked = [*project["build-system"]["requires"], *project["project"]["dependencies"]]
    asked += [each for extra in project["project"]["optional-dependencies"].values() for each in extra]
    names = {re.match(r"[\w.-]+", each)[0] for each in asked} - {"prakat"}  # type: ignore[index]
    names |= set(json.loads(text("package.json"))["devDependencies"])
    assert sorted(re.findall(r"^\| `([^`]+)` \|", text("docs/dependencies.md"), re.MULTILINE)) == sorted(names)


def test_the_project_needs_nothing_beside_it() -> None:
    for shown in SHOWN:
        assert "../shared" not in text(shown)
