"""Write every text that is derived from schemas/ and src/ anew; --check says which are stale and writes nothing."""

import sys
from collections.abc import Sequence
from pathlib import Path

import terminal
from prakat.handbook import derived
from prakat.rules.message import message


def main(argv: Sequence[str] | None = None) -> int:
    parser = terminal.plain_parser(__doc__)
    parser.add_argument("--repo", type=Path, default=terminal.REPO, help="the repository (default: this one)")
    parser.add_argument("--check", action="store_true", help="exit 1 if a text is stale")
    options = parser.parse_args(argv)
    stale = [path for path, text in derived.texts(options.repo).items() if _read(options.repo / path) != text]
    for path in stale:
        what = "commands.stale" if options.check else "commands.written-anew"
        print(message(what, place=path).text(options.lang))
        if not options.check:
            (options.repo / path).write_text(derived.texts(options.repo)[path], encoding="utf-8")
    return int(options.check and bool(stale))


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(terminal.run(main))
