"""The publisher that waits: merges and publishes as soon as something arrives at the bare repository, until Ctrl-C."""

import argparse
import datetime
import io
import os
import sys
import threading
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path

import merge
import publish
import terminal
from prakat.cannot_work import CannotWork
from prakat.merging import in_tray
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
    made.set_defaults(said="")
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


def arrived(repository: Repository) -> tuple[tuple[int, ...], datetime.date]:
    """What changes when something is received or handed in, and at midnight; asks no program."""
    file = receipts_file(repository.git_dir)
    told = file.stat() if file.is_file() else None
    day = bangkok_day(moment_of_receipt(repository.git_dir))
    received = (told.st_mtime_ns, told.st_size) if told else (0, 0)
    return (*received, *in_tray.stirred(repository.git_dir)), day


def work(repository: Repository, options: argparse.Namespace, *, is_asked: bool) -> None:
    """Merges what may be merged; publishes where main has moved, the day is another, or it begins. What the run before
    said already is not said again."""
    heard = io.StringIO()
    try:
        with redirect_stdout(heard), redirect_stderr(heard):
            merge_and_publish(repository, options, is_asked=is_asked)
    except CannotWork as problem:
        print(why(problem, options.lang), file=heard)
    finally:
        if (told := heard.getvalue()) != options.said:
            print(told, end="", flush=True)
            options.said = told


def merge_and_publish(repository: Repository, options: argparse.Namespace, *, is_asked: bool) -> None:
    own = ["--repo", str(options.repo), "--lang", options.lang, *["--verbose"] * options.verbose]
    key = ["--key", str(options.key)] if options.key else []
    day = options.date or bangkok_day(moment_of_receipt(repository.git_dir)).isoformat()
    before = repository.ref(MAIN)
    merge.main([*own, *key, "merge"])
    if is_asked or repository.ref(MAIN) != before or not (options.to / "current").exists():
        os.environ.pop("PRAKAT_DATE", None)
        publish.main([*own, *key, "--to", str(options.to), "--approved", "--date", day])


if __name__ == "__main__":
    sys.exit(terminal.run(main))
