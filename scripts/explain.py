"""Explain a rule or a violation: why it is one, how to mend what it finds, an example; without an id, list them all."""

import sys
from collections.abc import Iterator, Sequence

import terminal
from prakat.handbook.id_words import all_ids, id_words, in_short
from terminal_help import columns, filled
from terminal_parser import Parser

_INDENT = "  "


def main(argv: Sequence[str] | None = None) -> int:
    """0; 2 for an id that nothing has."""
    options = parser().parse_args(argv)
    if options.ids:
        print("\n\n\n".join("\n".join(_explained(each, options.lang)) for each in options.ids))
        return 0
    width = max(map(len, all_ids())) + len(_INDENT)
    for each in all_ids():
        print(f"{each:<{width}}{in_short(each, options.lang)}")
    return 0


def parser() -> Parser:
    made = terminal.plain_parser(__file__)
    made.add_argument("ids", nargs="*", metavar="ID")
    return made


def _explained(named: str, language: str) -> Iterator[str]:
    words = id_words(named, language)
    yield words.title
    for heading, text in words.told:
        yield from ("", heading, *(_INDENT + line for line in filled(text, columns() - len(_INDENT))))
    for heading, text in words.shown:
        yield from ("", heading, *(_INDENT + line for line in text.splitlines()))


if __name__ == "__main__":
    sys.exit(terminal.run(main))
