"""The publisher that waits: merges and publishes as soon as something arrives at the bare repository, until Ctrl-C."""

import argparse
import datetime
import os
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import merge
import publish
import terminal
from prakat.cannot_work import CannotWork
from prakat.repository.receipt import moment_of_receipt, receipts_file
from prakat.repository.refs import MAIN
from prakat.repository.repository import Repository, open_repository
from prakat.rules.message import message, why
from prakat.thai.buddhist_era import bangkok_day

LOOKS_EVERY, NET = 0.5, 60
"""Seconds: between two looks at whether something has arrived, and after which it is done all the same."""


def main(argv: Sequence[str] | None = None) -> int:
    """0 once it is ended by Ctrl-C."""
    options = parser().parse_args(argv)
    repository = open_repository(options.repo)
    print(message("scripts.attending", place=repository.git_dir).text(options.lang), flush=True)
    with suppress(KeyboardInterrupt):
        attend(repository, options, threading.Event())
    return 0


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(__file__)
    made.add_argument("--to", type=Path, required=True, metavar="DIR")
    made.add_argument("--key", type=Path, metavar="FILE")
    return made


def attend(repository: Repository, options: argparse.Namespace, ended: threading.Event) -> None:
    """Works whenever something has arrived, or a minute has passed, or the day is another one."""
    seen: object = None
    waited = NET / LOOKS_EVERY
    while not ended.is_set():
        waited += 1
        if seen != (now := arrived(repository)) or waited > NET / LOOKS_EVERY:
            work(repository, options, is_asked=seen != now)
            seen, waited = arrived(repository), 0
        ended.wait(LOOKS_EVERY)


def arrived(repository: Repository) -> tuple[int, int, datetime.date]:
    """What changes when something is received, and at midnight; asks no program."""
    file = receipts_file(repository.git_dir)
    told = file.stat() if file.is_file() else None
    day = bangkok_day(moment_of_receipt(repository.git_dir))
    return (told.st_mtime_ns, told.st_size, day) if told else (0, 0, day)


def work(repository: Repository, options: argparse.Namespace, *, is_asked: bool) -> None:
    """Merges what may be merged; publishes where main has moved, the day is another, or it begins."""
    own = ["--repo", str(options.repo), "--lang", options.lang, *["--verbose"] * options.verbose]
    key = ["--key", str(options.key)] if options.key else []
    day = options.date or bangkok_day(moment_of_receipt(repository.git_dir)).isoformat()
    before = repository.ref(MAIN)
    try:
        merge.main([*own, *key, "merge"])
        is_new = repository.ref(MAIN) != before or not (options.to / "current").exists()
        if is_new or is_asked:
            os.environ.pop("PRAKAT_DATE", None)
            publish.main([*own, "--to", str(options.to), "--approved", "--date", day])
    except CannotWork as problem:
        print(why(problem, options.lang), file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(terminal.run(main))
