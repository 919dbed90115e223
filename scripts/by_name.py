"""Run the command of a name, as `prakat check`; without a name list them all."""

import argparse
import importlib
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import terminal
from prakat import product
from prakat.cannot_work import CannotWork
from prakat.handbook.command_words import user_groups, words_of
from prakat.rules.message import message
from prakat.rules.nearest import nearest
from prakat.rules.wording import LANGUAGE, LANGUAGES, Listed, chosen_language
from terminal_help import aligned, place_beside
from terminal_parser import Language

HERE = Path(__file__).parent
SHORT = {"init": "init_office"}
"""Names by which a command is also known."""


def main(argv: Sequence[str] | None = None) -> int:
    """0 for the list; else what the command ends with."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["--lang"] and len(words) > 2 and words[1] in LANGUAGES:
        os.environ[LANGUAGE] = words[1]
        words = words[2:]
    if words and not words[0].startswith("-"):
        sys.argv = [f"prakat {words[0]}", *words[1:]]
        return int(importlib.import_module(_module(words[0])).main(words[1:]))
    options = parser().parse_args(words)
    print(product.version() if options.version else "\n".join(listed(options.lang)))
    return 0


def parser() -> argparse.ArgumentParser:
    made = terminal.plain_parser(__file__)
    made.add_argument("--version", action="store_true")
    return made


def _module(typed: str) -> str:
    """The module of the command that was typed, with - or _; raises CannotWork for a name that none has."""
    known = named()
    name = typed.replace("-", "_")
    if module := known.get(name) or (name in known.values() and name):
        return module
    Language.chosen = chosen_language(os.environ)
    if alike := nearest(typed, known):
        raise CannotWork("scripts.no-command-but", found=typed, known=Listed.of(alike))
    raise CannotWork("scripts.no-command", found=typed)


def listed(language: str) -> Iterator[str]:
    """Every command with one line, grouped by who uses it."""
    yield message("scripts.list").text(language)
    rows = [(f"prakat {name}", words_of(module)) for name, module in sorted(named().items())]
    place = place_beside(name for name, _ in rows)
    for group, title in user_groups().items():
        lines = [(name, words.does[language]) for name, words in rows if words.user == group]
        if lines:
            yield from ("", title[language], *aligned(lines, place))
    yield from ("", message("scripts.list-end").text(language))


def named() -> dict[str, str]:
    """Name of a command -> its module."""
    modules = {path.stem for path in HERE.glob("*.py") if "\ndef main(" in path.read_text(encoding="utf-8")}
    short = {module: name for name, module in SHORT.items()}
    return {short.get(module, module): module for module in modules - {"by_name"}}


if __name__ == "__main__":
    sys.exit(terminal.run(main))
