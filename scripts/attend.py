"""The publisher that waits: merges and publishes as soon as something arrives at the bare repository, until Ctrl-C."""

import argparse
import io
import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack, redirect_stderr, redirect_stdout, suppress
from pathlib import Path

import merge
import publish
import terminal
from prakat.agenda.teller import Teller
from prakat.cannot_work import CannotWork
from prakat.merging.attendance import NET, Attendance
from prakat.merging.beside import command_ended
from prakat.merging.publisher_state import tell_problem
from prakat.network.mail import MailServer, server_of
from prakat.repository.receipt import moment_of_receipt
from prakat.repository.refs import MAIN
from prakat.repository.repository import Repository, open_repository
from prakat.rules.message import message, why
from prakat.thai.buddhist_era import bangkok_day


def main(argv: Sequence[str] | None = None) -> int:
    """0 once it is ended by Ctrl-C."""
    options = parser().parse_args(argv)
    attendance = Attendance(open_repository(options.repo))
    print(message("scripts.attending", place=attendance.repository.git_dir).text(options.lang), flush=True)
    with suppress(KeyboardInterrupt):
        attend(attendance, options)
    return command_ended(0)


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(__file__)
    made.add_argument("--to", type=Path, required=True, metavar="DIR")
    made.add_argument("--key", type=Path, metavar="FILE")
    made.set_defaults(said="", published=None)
    return made


def attend(attendance: Attendance, options: argparse.Namespace) -> None:
    """Works whenever something has arrived, or a minute has passed, or the day is another one."""
    other = message("scripts.attended", place=attendance.repository.git_dir).text(options.lang)
    with attendance.alone(lambda: print(other, flush=True)) as is_alone, ExitStack() as beside:
        if is_alone and (server := mail_server(attendance.repository, options)):
            teller = Teller(open_repository(options.repo), server, options.to)
            beside.enter_context(attendance.beside(teller.tell_again, NET))
        for _ in attendance.calls() if is_alone else ():
            work(attendance.repository, options)


def mail_server(repository: Repository, options: argparse.Namespace) -> MailServer | None:
    """Wrong settings of mail stop no publication."""
    try:
        return server_of(os.environ)
    except CannotWork as problem:
        print(why(problem, options.lang), flush=True)
        told = message(problem.message, **problem.values)
    tell_problem(repository.git_dir, told)
    return None


def work(repository: Repository, options: argparse.Namespace) -> None:
    """Says nothing again that the run before said."""
    heard = io.StringIO()
    try:
        with redirect_stdout(heard), redirect_stderr(heard):
            merge_and_publish(repository, options)
    except CannotWork as problem:
        print(why(problem, options.lang), file=heard)
    finally:
        if (told := heard.getvalue()) != options.said:
            print(told, end="", flush=True)
            options.said = told


def merge_and_publish(repository: Repository, options: argparse.Namespace) -> None:
    """Merges what may be merged; publishes what this process has not published on this day, be it only for a take-down
    while nothing can be merged."""
    own = ["--repo", str(options.repo), "--lang", options.lang, *["--verbose"] * options.verbose]
    key = ["--key", str(options.key)] if options.key else []
    day = options.date or bangkok_day(moment_of_receipt(repository.git_dir)).isoformat()
    try:
        merge.main([*own, *key, "merge"])
    finally:
        if options.published != (now := (repository.ref(MAIN), day)):
            os.environ.pop("PRAKAT_DATE", None)
            publish.main([*own, *key, "--to", str(options.to), "--approved", "--date", day])
            options.published = now


if __name__ == "__main__":
    sys.exit(terminal.run(main))
