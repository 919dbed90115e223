"""git's pre-receive hook of the bare repository: takes requests, sign-offs and the publisher's pushes, nothing else.

Install it as `hooks/pre-receive` (scripts/init_office.py does). Nothing that whoever pushes can put into the
environment says who they are or what day it is: the first comes from `prakat door`, the second from the clock."""

import os
import sys
from pathlib import Path

from prakat.cannot_work import CannotWork
from prakat.hosting import reception
from prakat.hosting.key_door import pusher_of, voucher_of
from prakat.repository.receipt import moment_of_receipt
from prakat.repository.repository import QUARANTINE, open_repository
from prakat.rules.message import message, said
from prakat.rules.wording import chosen_language


def main() -> int:
    lines = sys.stdin.buffer.read().decode("utf-8", "surrogateescape").split("\n")
    pushed = [reception.RefUpdate(*line.split(" ", 2)) for line in lines if line]
    language = chosen_language(os.environ)
    try:
        repository = open_repository(Path(os.environ.get("GIT_DIR", ".")).resolve(), QUARANTINE)
        pusher = pusher_of(repository.git_dir, os.environ)
        via = voucher_of(repository.git_dir, os.environ)
        answer = reception.receive(repository, pushed, moment_of_receipt(repository.git_dir), pusher, via)
    except (CannotWork, OSError) as problem:
        answer = reception.PushAnswer([message("hosting.cannot-receive", problem=said(problem))])
    told = [message("commands.not-taken", reason=each) for each in answer.refused] or answer.told
    for each in told:
        sys.stderr.buffer.write(f"{each.text(language)}\n".encode("utf-8", "backslashreplace"))
    return int(bool(answer.refused))


if __name__ == "__main__":
    sys.exit(main())
