"""What a command can do -> its help, in columns that line up in Thai, whose vowels and tones take no place."""

import shutil
from collections.abc import Iterable, Iterator, Sequence

from prakat.handbook.command_page import Command, Option
from prakat.handbook.command_words import words_of
from prakat.rules.message import message
from prakat.thai.visible_text import visible_length

_WIDEST, _NARROWEST = 100, 40
_INDENT, _COLUMN, _GAP = 2, 28, 2


def columns() -> int:
    """How wide a text may be at this terminal; 80 in a pipe."""
    return max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size().columns)) - 1


def filled(text: str, width: int) -> list[str]:
    """Lines of that many columns, broken at spaces alone: a Thai word is never cut."""
    lines = [""]
    for word in filter(None, text.split(" ")):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and visible_length(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def place_beside(names: Iterable[str]) -> int:
    """The column in which the texts of these names begin."""
    return min(_COLUMN, max((visible_length(name) for name in names), default=0) + _INDENT + _GAP)


def aligned(rows: Iterable[tuple[str, str]], place: int) -> Iterator[str]:
    """Name and text of each row; the texts begin in one column, below a name that reaches into it."""
    for name, text in rows:
        first, *rest = filled(text, columns() - place)
        room = place - _INDENT - visible_length(name)
        if room < _GAP:
            yield " " * _INDENT + name
            yield f"{' ' * place}{first}".rstrip()
        else:
            yield f"{' ' * _INDENT}{name}{' ' * room}{first}".rstrip()
        yield from (" " * place + line for line in rest)


def help_page(command: Command, common: Sequence[str], program: str, language: str) -> str:
    """Usage, what it does, and its options; `common` are the names of those that most commands have."""
    usages = [each.usage for each in command.options if each.name not in common]
    if command.acts:
        usages.append(message("scripts.act-and-more").text(language))
    head = f"{message('scripts.usage').text(language)} {program}"
    used = filled(" ".join([_unbroken(each) for each in usages]), columns() - 4)
    short = len(used) == 1 and visible_length(f"{head} {used[0]}") <= columns()
    lines = [f"{head} {used[0]}".rstrip()] if short else [head, *(" " * 4 + line for line in used)]
    lines = [line.replace(_SPACE, " ") for line in lines] + ["", *filled(command.does, columns())]
    parts = dict(_parts(command, common, language))
    place = place_beside(name for rows in parts.values() for name, _ in rows)
    for what, rows in parts.items():
        lines += ["", message(what).text(language), *aligned(rows, place)] if rows else []
    return "\n".join(lines) + "\n"


_SPACE = "\u00a0"


def _unbroken(usage: str) -> str:
    return usage.replace(" ", _SPACE)


def _parts(command: Command, common: Sequence[str], language: str) -> Iterable[tuple[str, list[tuple[str, str]]]]:
    own = [each for each in command.options if each.name not in common]
    yield "scripts.acts", [(each.name, each.does) for each in command.acts]
    yield "scripts.arguments", _rows(each for each in own if not each.is_option)
    yield "scripts.options", _rows(each for each in own if each.is_option)
    shown = words_of("").option("--help", {}, language)
    yield "scripts.common-options", [*_rows(each for each in command.options if each.name in common), ("--help", shown)]


def _rows(options: Iterable[Option]) -> list[tuple[str, str]]:
    return [(f"{each.name} {each.takes}".strip(), each.told) for each in options]
