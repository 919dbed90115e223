"""The command of a person's key in authorized_keys: git on this one repository, which then knows who pushes."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import terminal
from prakat.cannot_work import CannotWork
from prakat.hosting.desk_hand_in import take_handed
from prakat.hosting.key_door import admitted, admitted_by_desk
from prakat.merging.first_look import office_of_main
from prakat.repository.repository import Repository, open_repository


def main(argv: Sequence[str] | None = None) -> int:
    """0 if git, which it becomes, ends well, or what the desk handed in is laid down; else what git ends with."""
    options = parser().parse_args(argv)
    repository = open_repository(options.repo.absolute())
    if options.desk == bool(options.pusher):
        raise CannotWork("scripts.door-for-whom")
    if not options.desk or not take_handed(repository.git_dir, os.environ, sys.stdin.buffer):
        become_git(repository, options)
    return 0


def become_git(repository: Repository, options: argparse.Namespace) -> NoReturn:
    if options.desk:
        known = office_of_main(repository)
        people = known.office.people if known else ()
        program, words, environment = admitted_by_desk(repository.git_dir, people, os.environ)
    else:
        program, words, environment = admitted(repository.git_dir, options.pusher, os.environ)
    sys.stdout.flush()
    os.execve(program, ["git", *words], environment)  # noqa: S606  # no shell is wanted


def parser() -> argparse.ArgumentParser:
    made = terminal.plain_parser(__file__)
    made.add_argument("--repo", type=Path, required=True, metavar="DIR")
    made.add_argument("--desk", action="store_true")
    made.add_argument("pusher", metavar="MAIL", nargs="?", default="")
    return made


if __name__ == "__main__":
    sys.exit(terminal.run(main))
