"""Write all texts that are derived from schemas/, src/ and the commands; --check says which are stale."""

import argparse
import importlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import terminal
from prakat.handbook import derived
from prakat.handbook.command_page import Command, Option
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
    made = terminal.plain_parser(__doc__)
    made.add_argument("--repo", type=Path, default=HERE.parent, help="the repository (default: this one)")
    made.add_argument("--check", action="store_true", help="write nothing; exit 1 if a text is stale")
    return made


def commands() -> tuple[Command, ...]:
    """Every script that has a parser, by name."""
    return tuple(_commands())


def shared() -> tuple[Option, ...]:
    """The options of every command that works on an office."""
    return options_of(terminal.parser(None))


def _commands() -> Iterator[Command]:
    for path in sorted(HERE.glob("*.py")):
        module = importlib.import_module(path.stem)
        if hasattr(module, "main"):
            made = module.parser()
            exits = " ".join((module.main.__doc__ or "").split())
            yield Command(path.name, str(made.description), options_of(made), tuple(acts_of(made)), exits)


def acts_of(made: argparse.ArgumentParser) -> Iterator[Command]:
    for action in made._actions:
        if isinstance(action, argparse._SubParsersAction):
            told = {each.dest: each.help or "" for each in action._choices_actions}
            for name, act in action.choices.items():
                yield Command(name, told[name], options_of(act))


def options_of(made: argparse.ArgumentParser) -> tuple[Option, ...]:
    others = (argparse._HelpAction, argparse._SubParsersAction)
    return tuple(_option(each) for each in made._actions if not isinstance(each, others))


def _option(action: argparse.Action) -> Option:
    told = (action.help or "default: %(default)s" * bool(action.default)) % {"default": action.default}
    shown = str(action.metavar or (action.choices and "|".join(map(str, action.choices))) or action.dest.upper())
    many = " ..." if action.nargs in ("*", "+") else ""
    if not action.option_strings:
        return Option(f"{shown}{many}", "", told, action.nargs not in ("*", "?"))
    takes = "" if action.nargs == 0 else f"{shown}{many}"
    return Option(action.option_strings[0], takes, told, action.required)


if __name__ == "__main__":
    sys.exit(terminal.run(main))
