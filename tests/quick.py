"""The tests nearest to what changed, as many as fit into two minutes: `make quick`.

Which module imports which, and which names which file, is read off the syntax trees. A test is the nearer, the fewer
imports lie between it and what changed. `make test` runs every one.
"""

import argparse
import ast
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path, PurePosixPath

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
ROOTS = ("src", "scripts", "hooks", "tests/browser", "tests/forge", "tests", ".")
"""Where modules are imported from; a module belongs to the first that it lies in."""
WHOLE_HOUSE = [f"tests/test_{each}.py" for each in ("architecture", "derived", "messages", "unread", "glossary")]
PROGRAMS = ("scripts/", "hooks/")
TIERS = ("tests/browser/", "tests/forge/", "tests/test_package.py", "tests/test_office_from_nothing.py")
ENOUGH = 40
"""Files of tests. Steps are taken whole; the first always, more while they stay below."""
BEGIN_WITHIN, TIERS_WITHIN = 70, 40
"""Seconds after the first test within which another may begin, and one that needs a browser or a forge."""
TOO_FAR = "not reached by make quick"


def main() -> int:
    options = parser().parse_args()
    paths = sorted(changed(options.against))
    print(f"{len(paths)} files differ from {options.against}", *paths[:20], "..." * (len(paths) > 20), sep="\n  ")
    workers = ["-n", "3", "--max-worker-restart=0", "--dist", "loadfile", "--no-loadscope-reorder"]
    words = ["-p", "quick", *workers, "-m", "not alone", "-r", "fE"]
    return subprocess.run([sys.executable, "-m", "pytest", *words, *chosen_tests(paths)], cwd=CHECKOUT).returncode


def chosen_tests(paths: Iterable[str]) -> list[str]:
    """Nearest first; after what names or imports a change itself, the tests that look over the whole house."""
    steps = [each for each in touched(paths) if each]
    found = [*(steps[0] if steps else []), *WHOLE_HOUSE]
    for step in steps[1:]:
        if len(found) + len(step) > ENOUGH:
            break
        found += step
    return list(dict.fromkeys(found))


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    made.add_argument("--against", default="main", metavar="BRANCH", help="what to compare with (default: main)")
    return made


_BEGUN: list[float] = []


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """What there is no time for is counted, and told at the end."""
    now = time.monotonic()
    _BEGUN[:] = _BEGUN or [now]
    if now - _BEGUN[0] > (TIERS_WITHIN if item.nodeid.startswith(TIERS) else BEGIN_WITHIN):
        pytest.skip(TOO_FAR)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [each.nodeid for each in terminalreporter.getreports("skipped") if TOO_FAR in str(each.longrepr)]
    if skipped:
        files = ", ".join(dict.fromkeys(each.partition("::")[0] for each in skipped))
        terminalreporter.write_line(f"{len(skipped)} tests were not reached in time, of {files}")
    terminalreporter.write_line("These are the tests nearest to the change; make test runs them all.")


def changed(against: str) -> set[str]:
    """Paths that differ from the commit at which this branch left `against`, committed or not, and new files."""
    base = _git("merge-base", "HEAD", against).strip()
    new = _git("ls-files", "--others", "--exclude-standard")
    return {*_git("diff", "--name-only", base).splitlines(), *new.splitlines()}


def _git(*words: str) -> str:
    told = subprocess.run(["git", "-c", "core.quotePath=false", *words], cwd=CHECKOUT, capture_output=True, text=True)
    if told.returncode:
        sys.exit(f"make quick compares with a branch: {told.stderr.strip()}\nName one: make quick AGAINST=origin/main")
    return told.stdout


@cache
def modules() -> Mapping[str, str]:
    """Path -> the name by which the module is imported."""
    listed = _git("ls-files", "--cached", "--others", "--exclude-standard", "*.py").splitlines()
    paths = [each for each in listed if (CHECKOUT / each).is_file()]
    return {each: _imported_as(each) for each in paths}


def _imported_as(path: str) -> str:
    root = next(each for each in ROOTS if each == "." or path.startswith(f"{each}/"))
    return ".".join(PurePosixPath(path).relative_to(root).with_suffix("").parts).removesuffix(".__init__")


@cache
def read(path: str) -> tuple[frozenset[str], frozenset[str]]:
    """The modules that one imports, and the parts of paths that stand in it as texts."""
    imported: set[str] = set()
    texts: set[str] = set()
    for node in ast.walk(ast.parse((CHECKOUT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported |= {str(node.module), *(f"{node.module}.{each.name}" for each in node.names)}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            texts |= set(node.value.split("/"))
    packages = {str(each) for named in imported for each in PurePosixPath(named.replace(".", "/")).parents}
    return frozenset(imported | {each.replace("/", ".") for each in packages}), frozenset(texts)


@cache
def importers() -> Mapping[str, frozenset[str]]:
    """Path of a module -> paths of those that import it."""
    paths = {named: path for path, named in modules().items()}
    found: dict[str, set[str]] = defaultdict(set)
    for path in modules():
        for each in read(path)[0] & paths.keys():
            found[paths[each]].add(path)
    return {path: frozenset(those - {path}) for path, those in found.items()}


def changed_with(path: str) -> set[str]:
    """The module itself, with those that start it as a program; of another file those that name it, and those that name
    the nearest folder around it."""
    if path in modules():
        return {path, *(_naming(path) if path.startswith(PROGRAMS) else ())}
    folders = map(str, PurePosixPath(path).parents[:-1])
    return _naming(path) | next(filter(None, map(_naming, folders)), set())


def _naming(path: str) -> set[str]:
    return {module for module in modules() if PurePosixPath(path).name in read(module)[1]}


def touched(paths: Iterable[str]) -> Iterator[list[str]]:
    """Test modules in steps, each one import further from what changed; what needs a forge or a browser comes last.

    A module that is gone touches nothing, for whoever imported it has changed too."""
    here = {each for path in paths for each in changed_with(path)}
    seen: set[str] = set()
    while here:
        seen |= here
        found = {each for each in here if PurePosixPath(each).name.startswith("test_")}
        found |= {each for path in here if path.endswith("/conftest.py") for each in _below(path)} - seen
        yield sorted(found, key=lambda each: (each.startswith(TIERS), each))
        here = {each for path in here for each in importers().get(path, ())} - seen


def _below(conftest: str) -> set[str]:
    folder = conftest.removesuffix("conftest.py")
    return {each for each in modules() if each.startswith(f"{folder}test_")}


if __name__ == "__main__":
    sys.exit(main())
