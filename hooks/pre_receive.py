"""git's pre-receive hook of the bare repository: takes requests, sign-offs and the publisher's pushes, nothing else.

Install it as `hooks/pre-receive` (scripts/init_office.py does); PRAKAT_PUSHER may name the person who pushes."""

import os
import sys
from pathlib import Path

from prakat.cannot_work import CannotWork
from prakat.hosting import reception
from prakat.repository.repository import QUARANTINE, open_repository
from prakat.rules.message import message, said
from prakat.rules.wording import Listed, chosen_language
from prakat.thai import buddhist_era


def main() -> int:
    lines = sys.stdin.buffer.read().decode("utf-8", "surrogateescape").split("\n")
    pushed = [reception.RefUpdate(*line.split(" ", 2)) for line in lines if line]
    moment = buddhist_era.chosen_moment(None, os.environ)
    language = chosen_language(os.environ)
    pusher = os.environ.get("PRAKAT_PUSHER") or os.environ.get("GL_USER") or os.environ.get("REMOTE_USER") or ""
    try:
        repository = open_repository(Path(os.environ.get("GIT_DIR", ".")).resolve(), QUARANTINE)
        refused: list[object] = [*reception.receive(repository, pushed, moment, pusher)]
    except CannotWork as problem:
        refused = [said(problem)]
    for reason in refused:
        sys.stderr.write(message("commands.not-taken", reason=Listed((reason,))).text(language) + "\n")
    return int(bool(refused))


if __name__ == "__main__":
    sys.exit(main())
