"""Tell the office's people by mail what waits for them, what became of their requests, and what is amiss; each once."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import terminal
from prakat.agenda import counter_view
from prakat.agenda.teller import Teller
from prakat.forge.choice import KINDS, kind_at
from prakat.merging import counter_choice
from prakat.network import mail
from prakat.repository.receipt import publishing_moment
from prakat.rules.message import message


def main(argv: Sequence[str] | None = None) -> int:
    """0 if everybody is told whom it concerns now; 1 if somebody could not be, and will be at the next run."""
    options = parser().parse_args(argv)
    server = mail.server_of(os.environ)
    if server is None:
        print(message("told.no-server").text(options.lang))
        return 0
    repository = counter_choice.repository_at(options.repo, options.forge)
    moment = publishing_moment(options.date, repository.git_dir)
    merging = counter_view.seen_from_outside(repository, moment, options.forge, options.kind, os.environ)
    teller = Teller(repository, server, options.to, pages_of(options.forge, options.kind) if options.forge else "")
    done = teller.tell(merging, moment)
    print(message("told.done", count=done.sent).text(options.lang))
    terminal.complain([done.problem.text(options.lang)] if done.problem else [])
    return int(done.problem is not None)


def pages_of(url: str, kind: str | None) -> str:
    """Where a forge shows a request, but for its number."""
    return f"{url.rstrip('/').removesuffix('.git')}/{'pull' if kind_at(url, kind) == 'github' else 'pulls'}/"


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(__file__)
    made.add_argument("--to", type=Path, metavar="DIR")
    made.add_argument("--forge", metavar="URL")
    made.add_argument("--kind", choices=KINDS)
    return made


if __name__ == "__main__":
    sys.exit(terminal.run(main))
