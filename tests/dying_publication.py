"""office x folder of releases x command for Python -> what stands in the folder after each death of its publisher

Run as a program, since it forks: publish.py dies by SIGKILL once in each state in which the folder stands between two
of its calls, until `current` leads to the new release (for what comes after, see dying_publisher.py), and once
together with a builder that is at work. A line of JSON for each death."""

import contextlib
import hashlib
import io
import json
import os
import shutil
import sys
from collections.abc import Iterator
from functools import partial
from itertools import takewhile
from pathlib import Path

import deaths
import publish as command
from dying_publisher import is_whole
from prakat.release.release_folder import ReleaseFolder

DAY = "2026-10-15"
_BUILDER = """\
#!/bin/sh
for word; do place=$word; done
mkdir -p "$place"
echo "<p>half a page" > "$place/index.html"
kill -s KILL 0
"""
"""Called as the site builder is: its last word is the folder to build."""


def state(to: Path) -> str:
    """Every name below the folder, how large it is or where it leads."""
    return hashlib.sha256("\0".join(sorted(_names(str(to)))).encode()).hexdigest()


def _names(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for each in entries:
            if each.is_symlink():
                yield f"{each.path} -> {Path(each.path).readlink()}"
            elif each.is_dir():
                yield each.path
                yield from _names(each.path)
            else:
                yield f"{each.path} {each.stat().st_size}"


def publish(repo: Path, to: Path, python: str) -> None:
    os.setpgid(0, 0)
    sys.executable = python
    with contextlib.redirect_stdout(io.StringIO()):
        assert command.main(["--repo", str(repo), "--to", str(to), "--date", DAY]) == 0


def fresh(released: Path) -> Path:
    """At the same path each time, since its states are compared."""
    place = released.with_name("dying")
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(released, place, symlinks=True)
    return place


def tell(repo: Path, to: Path, python: str, **told: object) -> None:
    """What stands there now, and after the next run."""
    told |= {"is_whole": is_whole(to), "current": ReleaseFolder(to).current_id()}
    ended = deaths.in_child(partial(publish, repo, to, python))
    after = {"ended": ended, "is_whole": is_whole(to), "is_clear": not ReleaseFolder(to).staging.exists()}
    print(json.dumps(told | {"after": after | {"current": ReleaseFolder(to).current_id()}}))


def main(repo: Path, released: Path, python: str) -> None:
    to = fresh(released)
    before = ReleaseFolder(to).current_id()
    notes = released.with_name("calls")
    found = deaths.calls(
        partial(publish, repo, to, python), lambda: f"{ReleaseFolder(to).current_id()}:{state(to)}", notes
    )
    for call in takewhile(lambda call: call.state.startswith(f"{before}:"), deaths.firsts(found)):
        to = fresh(released)
        ended = deaths.died_at(call.place, partial(publish, repo, to, python))
        tell(repo, to, python, ended=ended, is_as_seen=call.state == f"{before}:{state(to)}")
    builder = released.with_name("builder")
    builder.write_text(_BUILDER, encoding="utf-8")
    builder.chmod(0o755)
    to = fresh(released)
    ended = deaths.in_child(partial(publish, repo, to, str(builder)))
    is_at_work = (ReleaseFolder(to).staging / "site" / "index.html").is_file()
    tell(repo, to, python, ended=ended, is_as_seen=is_at_work)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
