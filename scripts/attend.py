"""The publisher that waits: merges and publishes as soon as something arrives at the bare repository, until Ctrl-C."""

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack, nullcontext, suppress
from pathlib import Path

import terminal
from attended_office import AttendedOffice
from prakat.agenda.teller import Teller
from prakat.cannot_work import CannotWork
from prakat.merging.attendance import NET, Attendance, Call
from prakat.merging.beside import command_ended, end_in_order
from prakat.merging.many_offices import ManyOffices, OfficePlace
from prakat.merging.publisher_state import tell_problem
from prakat.merging.turns import Turns
from prakat.network.mail import MailServer, server_of
from prakat.repository.repository import Repository, open_repository
from prakat.rules.message import message, why


def main(argv: Sequence[str] | None = None) -> int:
    """0 once it is ended by Ctrl-C or SIGTERM."""
    options = parser().parse_args(argv)
    end_in_order()
    with suppress(KeyboardInterrupt):
        if options.offices is None:
            attend(AttendedOffice(open_repository(options.repo), options))
        else:
            attend_many(options)
    return command_ended(0)


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(__file__)
    where = made.add_mutually_exclusive_group(required=True)
    where.add_argument("--to", type=Path, metavar="DIR")
    where.add_argument("--offices", type=Path, metavar="DIR")
    made.add_argument("--key", type=Path, metavar="FILE")
    return made


def attend_many(options: argparse.Namespace) -> None:
    """Each in a process of its own, which is a copy of this one: nothing is loaded again."""
    if options.key:
        raise CannotWork("scripts.keys-of-many")

    def begun(place: OfficePlace, turns: Turns) -> None:
        own = argparse.Namespace(**{**vars(options), "repo": place.repository, "to": place.site})
        attend(AttendedOffice(open_repository(own.repo), own, f"{place.name}: "), turns)

    def told(problem: CannotWork) -> None:
        print(why(problem, options.lang), flush=True)

    print(message("scripts.attending-many", place=options.offices).text(options.lang), flush=True)
    ManyOffices(options.offices, begun, told).run()


def attend(office: AttendedOffice, turns: Turns | None = None) -> None:
    """Works whenever something has arrived, or a minute has passed, or the day is another one."""
    options, attendance = office.options, Attendance(office.repository)
    place = office.repository.git_dir
    print(f"{office.name}{message('scripts.attending', place=place).text(options.lang)}", flush=True)
    other = f"{office.name}{message('scripts.attended', place=place).text(options.lang)}"
    with attendance.alone(lambda: print(other, flush=True)) as is_alone, ExitStack() as beside:
        if is_alone and (server := mail_server(office.repository, options)):
            teller = Teller(open_repository(options.repo), server, options.to)
            beside.enter_context(attendance.beside(teller.tell_again, NET, at_rest=True))
        for call in attendance.calls() if is_alone else ():
            if call is Call.IDLE:
                office.rest(attendance.is_stirred)
                continue
            with turns.turn(attendance.is_stirred) if turns and call is Call.DUE else nullcontext():
                office.work()


def mail_server(repository: Repository, options: argparse.Namespace) -> MailServer | None:
    """Wrong settings of mail stop no publication."""
    try:
        return server_of(os.environ)
    except CannotWork as problem:
        print(why(problem, options.lang), flush=True)
        told = message(problem.message, **problem.values)
    tell_problem(repository.git_dir, told)
    return None


if __name__ == "__main__":
    sys.exit(terminal.run(main))
