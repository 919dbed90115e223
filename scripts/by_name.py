"""Run the command of a name, as `prakat check`; without a name list them all."""

import argparse
import importlib
import sys
from collections.abc import Sequence
from pathlib import Path

import terminal
from prakat import product
from prakat.cannot_work import CannotWork
from prakat.rules.wording import Listed

HERE = Path(__file__).parent
SHORT = {"init": "init_office"}
"""Names by which a command is also known."""


def main(argv: Sequence[str] | None = None) -> int:
    """0 for the list; else what the command ends with."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words and not words[0].startswith("-"):
        name = words[0].replace("-", "_")
        module = SHORT.get(name, name)
        if module not in names():
            raise CannotWork("scripts.no-command", found=words[0], known=Listed.of(sorted(named())))
        sys.argv = [f"prakat {words[0]}", *words[1:]]
        return int(importlib.import_module(module).main(words[1:]))
    options = parser().parse_args(words)
    if options.version:
        print(product.version())
        return 0
    for name, module in sorted(named().items()):
        described = importlib.import_module(module).parser().description
        print(f"prakat {name:<16} {described}")
    return 0


def parser() -> argparse.ArgumentParser:
    made = terminal.plain_parser(__doc__)
    made.add_argument("--version", action="store_true", help="print the version of Prakat")
    return made


def names() -> set[str]:
    """The commands that are there, by the names of their modules."""
    return {path.stem for path in HERE.glob("*.py") if "\ndef main(" in path.read_text(encoding="utf-8")} - {"by_name"}


def named() -> dict[str, str]:
    """Name of a command -> its module."""
    short = {module: name for name, module in SHORT.items()}
    return {short.get(module, module): module for module in names()}


if __name__ == "__main__":
    sys.exit(terminal.run(main))
