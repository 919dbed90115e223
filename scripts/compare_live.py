"""Compare the site as the public gets it with the manifest of its release: what is missing, what differs."""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import terminal
from prakat.cannot_work import CannotWork
from prakat.network import web_page
from prakat.release import deviation
from prakat.rules import report
from prakat.rules.data import label
from prakat.rules.message import message


def main(argv: Sequence[str] | None = None) -> int:
    """0 where every file is as it was released, else 1."""
    options = parser().parse_args(argv)
    try:
        manifest = json.loads(options.manifest.read_text(encoding="utf-8"))
    except OSError as problem:
        raise CannotWork("commands.unreadable-file", place=options.manifest, problem=problem) from None
    except ValueError:
        raise CannotWork("release.damaged-manifest", place=options.manifest) from None
    site_url = options.url.rstrip("/") + "/"
    found = deviation.lasting(manifest, site_url, web_page.read, options.patience, time.sleep)
    if options.format == "json":
        print(report.as_json(each.row() for each in found))
    else:
        told = (f"{each.path}: {label('deviation', each.problem, options.lang)}" for each in found)
        print("\n".join(told) or message("commands.site-same").text(options.lang))
    return int(bool(found))


def parser() -> argparse.ArgumentParser:
    made = terminal.plain_parser(__file__)
    made.add_argument("--manifest", type=Path, required=True, metavar="FILE")
    made.add_argument("--url", required=True)
    made.add_argument("--patience", type=int, default=0, metavar="MINUTES")
    made.add_argument("--format", choices=("text", "json"), default="text")
    return made


if __name__ == "__main__":
    sys.exit(terminal.run(main))
