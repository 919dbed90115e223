"""The command of a person's key in authorized_keys: git on this one repository, which then knows who pushes."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import terminal
from prakat.hosting.key_door import admitted
from prakat.repository.repository import open_repository


def main(argv: Sequence[str] | None = None) -> int:
    """0 if git, which it becomes, ends well; else what git ends with."""
    options = parser().parse_args(argv)
    repository = open_repository(options.repo.absolute())
    program, words, environment = admitted(repository.git_dir, options.pusher, os.environ)
    sys.stdout.flush()
    os.execve(program, ["git", *words], environment)  # noqa: S606  # no shell is wanted


def parser() -> argparse.ArgumentParser:
    made = terminal.plain_parser(__file__)
    made.add_argument("--repo", type=Path, required=True, metavar="DIR")
    made.add_argument("pusher", metavar="MAIL")
    return made


if __name__ == "__main__":
    sys.exit(terminal.run(main))
