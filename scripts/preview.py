"""Show the office's site as it would be on that day, on this machine alone, and anew after each change."""

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import suppress

import terminal
from prakat.content.office_tree import office_day, office_tree
from prakat.network.loopback_port import LOOPBACK, check_port
from prakat.release import build
from prakat.release.basis import WORK_TREE, Basis
from prakat.release.own_build import site_of
from prakat.rules.message import message


def main(argv: Sequence[str] | None = None) -> int:
    """0 once it is ended by Ctrl-C."""
    options = parser().parse_args(argv)
    day = office_day(options.repo, options.date, os.environ)
    check_port(options.port)
    address = f"{LOOPBACK}:{options.port}"
    with office_tree(options.repo) as tree:
        what = Basis(tree, options.repo, None, WORK_TREE)
        print(message("scripts.previewing", day=day, url=f"http://{address}/").text(options.lang), flush=True)
        with suppress(KeyboardInterrupt):
            build.serve(lambda: site_of(what, day, is_preview=True), address, options.lang)
    return 0


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(__file__)
    made.add_argument("--port", type=int, default=8000)
    return made


if __name__ == "__main__":
    sys.exit(terminal.run(main))
