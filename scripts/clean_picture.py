"""Take position, author and device out of a picture file as publication does, and tell its SHA-256 as published."""

import argparse
import hashlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import terminal
from prakat.cannot_work import CannotWork
from prakat.item.picture_file import PictureFile, read_picture
from prakat.item.picture_secret import picture_secrets
from prakat.item.upright_picture import upright
from prakat.rules.message import Message, message
from prakat.rules.wording import Label, Listed


def main(argv: Sequence[str] | None = None) -> int:
    """0; 2 for a file that is no picture."""
    options = parser().parse_args(argv)
    raw = options.file.read_bytes()
    picture = read_picture(raw)
    if picture is None:
        raise CannotWork("scripts.no-picture", place=options.file)
    told = [*_told(raw, picture)]
    if options.to:
        clean = picture.published if picture.is_upright or not options.upright else upright(picture)
        options.to.write_bytes(clean)
        told.append(message("scripts.picture-written", place=options.to, digest=hashlib.sha256(clean).hexdigest()))
    print(*(each.text(options.lang) for each in told), sep="\n")
    return 0


def _told(raw: bytes, picture: PictureFile) -> Iterator[Message]:
    yield message("scripts.picture-stored", digest=hashlib.sha256(raw).hexdigest())
    yield message("scripts.picture-published", digest=hashlib.sha256(picture.published).hexdigest())
    if secrets := picture_secrets(picture.embedded):
        yield message("scripts.picture-tells", found=Listed.of(Label("picture_secret", each) for each in secrets))
    else:
        yield message("scripts.picture-tells-nothing")


def parser() -> argparse.ArgumentParser:
    made = terminal.plain_parser(__file__)
    made.add_argument("file", type=Path, metavar="FILE")
    made.add_argument("--to", type=Path, metavar="FILE")
    made.add_argument("--upright", action="store_true")
    return made


if __name__ == "__main__":
    sys.exit(terminal.run(main))
