"""Write all texts that are derived from schemas/, src/ and the commands; --check says which are stale."""

import argparse
import importlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import by_name
import terminal
from prakat.handbook import derived
from prakat.handbook.command_page import PROGRAM, Command, Option
from prakat.rules.message import message

HERE = Path(__file__).parent


def main(argv: Sequence[str] | None = None) -> int:
    """0; with --check 1 if a text is stale."""
    options = parser().parse_args(argv)
    texts = derived.texts(options.repo, commands(), shared())
    stale = {path: text for path, text in texts.items() if (options.repo / path).read_text(encoding="utf-8") != text}
    for path, text in stale.items():
        what = "commands.stale" if options.check else "commands.written-anew"
        print(message(what, place=path).text(options.lang))
        if not options.check:
            (options.repo / path).write_text(text, encoding="utf-8", newline="\n")
    return int(options.check and bool(stale))


def parser() -> argparse.ArgumentParser:
    made = terminal.plain_parser(__file__)
    made.add_argument("--repo", type=Path, default=HERE.parent, metavar="DIR")
    made.add_argument("--check", action="store_true")
    return made


def commands() -> tuple[Command, ...]:
    """Every script that has a parser, by name."""
    return tuple(_commands())


def shared() -> tuple[Option, ...]:
    """The options of every command that works on an office."""
    return terminal.parser("").described("en").options


def _commands() -> Iterator[Command]:
    names = {module: name for name, module in by_name.named().items()}
    for path in sorted(HERE.glob("*.py")):
        module = importlib.import_module(path.stem)
        if hasattr(module, "main"):
            exits = " ".join((module.main.__doc__ or "").split())
            yield replace(module.parser().described("en"), name=names.get(path.stem, PROGRAM), exits=exits)


if __name__ == "__main__":
    sys.exit(terminal.run(main))
