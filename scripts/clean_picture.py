"""Take position, author and device out of a picture file as publication does, and tell its SHA-256 as published."""

import argparse
import hashlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import terminal
from prakat.cannot_work import CannotWork
from prakat.item.picture_file import read_picture
from prakat.item.picture_trace import picture_traces
from prakat.item.upright_picture import upright
from prakat.rules.message import Message, message
from prakat.rules.system_problem import system_problem
from prakat.rules.wording import Label, Listed


def main(argv: Sequence[str] | None = None) -> int:
    """0; 2 for a file that is no picture."""
    options = parser().parse_args(argv)
    try:
        told = [*_told(options.file, options.to, options.upright)]
    except OSError as problem:
        raise CannotWork("scripts.file-unusable", problem=system_problem(problem)) from problem
    print(*(each.text(options.lang) for each in told), sep="\n")
    return 0


def _told(file: Path, to: Path | None, is_upright: bool) -> Iterator[Message]:
    raw = file.read_bytes()
    picture = read_picture(raw)
    if picture is None:
        raise CannotWork("scripts.no-picture", place=file)
    yield message("scripts.picture-stored", digest=hashlib.sha256(raw).hexdigest())
    yield message("scripts.picture-published", digest=hashlib.sha256(picture.published).hexdigest())
    if told_of := picture_traces(picture.embedded):
        yield message("scripts.picture-tells", found=Listed.of(Label("picture_trace", each) for each in told_of))
    else:
        yield message("scripts.picture-tells-nothing")
    if to:
        clean = upright(picture) if is_upright and not picture.is_upright else picture.published
        to.write_bytes(clean)
        yield message("scripts.picture-written", place=to, digest=hashlib.sha256(clean).hexdigest())


def parser() -> argparse.ArgumentParser:
    made = terminal.plain_parser(__file__)
    made.add_argument("file", type=Path, metavar="FILE")
    made.add_argument("--to", type=Path, metavar="FILE")
    made.add_argument("--upright", action="store_true")
    return made


if __name__ == "__main__":
    sys.exit(terminal.run(main))
