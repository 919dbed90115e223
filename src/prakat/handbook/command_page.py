"""the commands' parsers and make's targets -> docs/commands.md: usage, options, exit codes"""

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from prakat.handbook.markdown import anchor, both, escaped, opening, table
from prakat.rules.message import message
from prakat.rules.wording import LANGUAGES

_WIDTH = 110
PROGRAM = "prakat"
"""Its own name, and that by which all others are called."""
_TARGET = re.compile(r"^([a-z]+):.*?## (.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Option:
    name: str
    """`--repo`, or the name of a positional argument."""
    takes: str
    """The name of its value; empty for a switch and for a positional argument."""
    told: str
    is_needed: bool

    @property
    def is_option(self) -> bool:
        return self.name.startswith("-")

    @property
    def usage(self) -> str:
        written = f"{self.name} {self.takes}".strip()
        return written if self.is_needed else f"[{written}]"


@dataclass(frozen=True, slots=True)
class Command:
    name: str
    does: str
    options: tuple[Option, ...]
    acts: tuple["Command", ...] = ()
    """Its subcommands."""
    exits: str = ""

    @property
    def called(self) -> str:
        return self.name if self.name == PROGRAM else f"{PROGRAM} {self.name}"

    def uses(self, shared: Sequence[Option]) -> bool:
        return bool(shared) and set(shared) <= set(self.options)


def command_page(commands: Sequence[Command], shared: Sequence[Option], makefile: str) -> str:
    """The page; `shared` are the options that most commands take, described only once."""
    targets = ((f"`make {name}`", escaped(told)) for name, told in _TARGET.findall(makefile))
    index = ((f"[`{each.name}`](#{each.name})", escaped(each.does)) for each in commands)
    parts = [
        opening("handbook.commands-title", "handbook.commands", "schemas/commands, scripts/*.py and the Makefile"),
        table((both("handbook.command"), both("handbook.does")), [*targets, *index]),
        "\n\n".join(message("handbook.exits").text(language) for language in LANGUAGES) + "\n",
        "\n\n".join(message("handbook.shared").text(language) for language in LANGUAGES) + "\n",
        _options(shared),
        *(_section(each, shared) for each in commands),
    ]
    return "\n".join(parts)


def _section(command: Command, shared: Sequence[Option]) -> str:
    own = [each for each in command.options if not (command.uses(shared) and each in shared)]
    common = ["[--repo ...]"] if command.uses(shared) else []
    lines = [anchor(command.name), "", f"## {command.name}", "", escaped(command.does), ""]
    lines += ["```text", *_usages(command, [*common, *(each.usage for each in own)]), "```", ""]
    lines += [_options(own, command.acts)] if own or command.acts else []
    return "\n".join([*lines, f"**{both('handbook.exit')}** {escaped(command.exits)}", ""])


def _usages(command: Command, words: Sequence[str]) -> Iterator[str]:
    for act in command.acts or [None]:
        end = [act.name, *(each.usage for each in act.options)] if act else []
        usage = " ".join([command.called, *words, *end])
        yield from textwrap.wrap(
            usage, _WIDTH, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
        )


def _options(options: Sequence[Option], acts: Sequence[Command] = ()) -> str:
    """Every option that has a description, and below each subcommand its own."""
    rows = list(_rows(options))
    for act in acts:
        rows += [(f"`{act.name}`", escaped(act.does)), *_rows(act.options, f"{act.name} ")]
    return table((both("handbook.option"), both("handbook.meaning")), rows)


def _rows(options: Sequence[Option], before: str = "") -> Iterator[tuple[str, str]]:
    for each in options:
        if each.told:
            yield f"`{before}{each.name} {each.takes}".rstrip().replace("|", r"\|") + "`", escaped(each.told)
