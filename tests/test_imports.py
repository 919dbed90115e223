"""A command loads what its run needs, and nothing heavy besides: what is not loaded takes no time (R37)."""

import subprocess
import sys
from collections.abc import Collection
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
FEW_NEED = frozenset(
    {
        *("git", "filelock", "rapidfuzz", "anyascii", "platformdirs", "urllib3", "asyncio", "multiprocessing"),
        *("PIL", "puremagic", "openpyxl", "holidays", "leather", "feedgen", "rich", "concurrent.futures"),
        *("jsonschema", "jsonschema_rs", "mkdocs", "properdocs", "weasyprint", "docx", "prakat_desk"),
        *("markdown_it", "prakat.item.dialect"),
    }
)
"""Each is asked for by some runs of a command, and imported by the function that asks for it."""
NO_PAGES = frozenset(
    {
        "prakat.item.proofreader",
        "lxml",
        "jinja2",
        "ahocorasick",
        "html5lib",
        "email.message",
        "ssl",
        "importlib.metadata",
    }
)
"""What only those need that make or read pages, or send letters."""
COMMANDS = {
    "audit": FEW_NEED | NO_PAGES | {"prakat.item.body", "prakat.audit.sealed_kit", "prakat.rules.schema_errors"},
    "checking": FEW_NEED | NO_PAGES,
    "due": FEW_NEED | NO_PAGES,
    "today": FEW_NEED,
    "merge": FEW_NEED,
    "publish": FEW_NEED,
    "coverage": FEW_NEED,
    "door": FEW_NEED | NO_PAGES,
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_loads_nothing_heavy_that_few_of_its_runs_need(command: str) -> None:
    assert not loaded_by(command) & COMMANDS[command]


def test_what_is_not_loaded_is_there() -> None:
    """Else its absence would prove nothing."""
    names = sorted(each for each in FEW_NEED | NO_PAGES if each not in ("properdocs", "html5lib"))
    assert loaded_by(*names) >= set(names)


def loaded_by(*names: str) -> Collection[str]:
    """Every module that a new Python has once it has imported those."""
    program = "import sys; sys.path.insert(0, 'scripts'); [__import__(each) for each in sys.argv[1:]]; "
    program += "print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program, *names], cwd=CHECKOUT, capture_output=True, check=True)
    return frozenset(done.stdout.decode().split())
