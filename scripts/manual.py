"""Show the manual of a role, in Thai, or write it as one web page; without a role, list the manuals."""

import re
import sys
from collections.abc import Sequence
from pathlib import Path

import terminal
from prakat.cannot_work import CannotWork
from prakat.handbook.manual import MANUALS, Manual, manual_of
from prakat.handbook.manual_page import manual_page
from prakat.rules.data import label
from prakat.rules.message import message
from prakat.rules.wording import Listed
from terminal_help import aligned, place_beside
from terminal_parser import Parser

_CODE = re.compile(r"^```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def main(argv: Sequence[str] | None = None) -> int:
    """0; 2 for a manual that there is none of."""
    options = parser().parse_args(argv)
    if options.role is None or options.role not in MANUALS:
        if options.role is not None or options.to:
            found = options.role or "--to"
            raise CannotWork("handbook.no-manual", found=found, known=Listed.of(MANUALS))
        lines = [(f"prakat manual {each}", label("manual", each, options.lang)) for each in MANUALS]
        print(*aligned(lines, place_beside(name for name, _ in lines)), sep="\n")
        print(message("handbook.as-page").text(options.lang))
        return 0
    manual = manual_of(options.role)
    if options.to:
        _write(manual, options.to)
        print(message("handbook.manual-written", place=options.to).text(options.lang))
    else:
        _show(manual, options.role, options.lang)
    return 0


def parser() -> Parser:
    made = terminal.plain_parser(__file__, roles=Listed.of(MANUALS))
    made.add_argument("role", nargs="?", metavar="ROLE")
    made.add_argument("--to", type=Path, metavar="FILE")
    return made


def _write(manual: Manual, to: Path) -> None:
    try:
        to.write_text(manual_page(manual), encoding="utf-8", newline="\n")
    except OSError as problem:
        raise CannotWork("handbook.unwritable", place=to, problem=problem) from problem


def _show(manual: Manual, role: str, language: str) -> None:
    """Laid out where people read it at a terminal; in a pipe as Markdown."""
    text = f"# {manual.title}\n\n{manual.summary}\n\n{manual.text.strip()}\n"
    for each in manual.attached:
        told = message("handbook.attached", title=each.title, name=each.name, manual=role)
        text += f"\n{told.text(language)}\n"
    if not sys.stdout.isatty():
        print(text, end="")
        return
    from rich.console import Console  # imported here, since it is needed only at a terminal
    from rich.markdown import Markdown

    console = Console()
    for number, part in enumerate(_CODE.split(text)):
        if number % 2:  # commands are copied: no line of them may be broken
            console.print(f"\n{part}", style="cyan", markup=False, highlight=False, soft_wrap=True)
        else:
            console.print(Markdown(part, hyperlinks=False))


if __name__ == "__main__":
    sys.exit(terminal.run(main))
