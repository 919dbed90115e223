"""Write a paper of the office from its history: form, record, memo, annual, currency, board, decision or evidence."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import terminal
from prakat.agenda import counter_view
from prakat.audit.auditor_memory import AuditorMemory, default_folder
from prakat.cannot_work import CannotWork
from prakat.papers.press import Press, press_at
from prakat.papers.typed_paper import EVIDENCE_PACK, TypedPaper
from prakat.papers.typeset import formats
from prakat.repository.bare import is_bare
from prakat.repository.receipt import viewing_moment
from prakat.repository.repository import open_repository
from prakat.repository.whole_file import put_whole
from prakat.rules.message import Message, message
from prakat.rules.system_problem import system_problem
from prakat.thai.period import Period

_STDOUT = Path("-")


def main(argv: Sequence[str] | None = None) -> int:
    """0 once it is written; what whoever prints it is to know goes to stderr."""
    options = parser().parse_intermixed_args(argv)
    typed, press = TypedPaper.of(options.kind, options.about), _press(options)
    with terminal.steps(message("papers.printing")):
        name, content, told = (
            _evidence(press, *typed.about) if typed.kind == EVIDENCE_PACK else _paper(press, typed, options)
        )
    terminal.complain(each.text(options.lang) for each in told)
    _put(content, options.out or Path(), name, options.lang)
    return 0


def _press(options: argparse.Namespace) -> Press:
    git_dir = open_repository(options.repo).git_dir if is_bare(options.repo) else None
    return press_at(
        options.repo,
        viewing_moment(options.date, os.environ, git_dir),
        lambda bare, moment: counter_view.seen_from_outside(bare, moment, None, None, os.environ),
        memory=AuditorMemory(default_folder()),
        progress=terminal.progress(message("papers.reading")),
    )


def _paper(press: Press, typed: TypedPaper, options: argparse.Namespace) -> tuple[str, bytes, Sequence[Message]]:
    made = press.paper(typed.kind, "".join(typed.about), options.number or "", options.by or "")
    return f"{made.name}.{options.format}", formats.printed(made, options.format, options.thai_digits), made.told


def _evidence(press: Press, what: str, year: str) -> tuple[str, bytes, Sequence[Message]]:
    from prakat.papers.evidence.evidence_pack import evidence_pack  # here: a form shall not wait for it

    period = Period.of(year)
    made = evidence_pack(press, what, period.year)
    return f"{what}-{period.year}.zip", made.content, made.told


def _put(content: bytes, place: Path, name: str, language: str) -> None:
    if place == _STDOUT:
        sys.stdout.buffer.write(content)
        return
    try:
        place = (place / name if place.is_dir() else place).resolve()
        if place.exists() and not place.is_file():  # a device, which must not be replaced
            place.write_bytes(content)
        else:
            put_whole(place, content)
    except OSError as problem:
        raise CannotWork("papers.unwritable", place=place, problem=system_problem(problem)) from None
    print(message("papers.written", place=place).text(language))


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(__file__)
    made.add_argument("kind", metavar="KIND")
    made.add_argument("about", nargs="*", metavar="ABOUT")
    made.add_argument("--format", choices=(*formats.PAPER_FORMATS, *formats.TABLE_FORMATS), default="pdf")
    made.add_argument("--out", type=Path, metavar="FILE")
    made.add_argument("--number", metavar="NUMBER")
    made.add_argument("--by", metavar="PERSON")
    made.add_argument("--thai-digits", action=argparse.BooleanOptionalAction)
    return made


if __name__ == "__main__":
    sys.exit(terminal.run(main))
