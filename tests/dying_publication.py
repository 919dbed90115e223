"""office x folder of releases -> what stands in the folder after each death of its publisher

Run as a program, since it forks: publish.py dies by SIGKILL once in each state in which the folder stands between two
of its calls, until `current` leads to the new release (for what comes after, see dying_publisher.py), and once with
half a page written. While the site is built, a state is not each file but each dozen. A line of JSON for each death."""

import contextlib
import hashlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from itertools import takewhile
from pathlib import Path

import deaths
import publish as command
from dying_publisher import is_whole
from prakat.release import build
from prakat.release.release_folder import ReleaseFolder
from prakat.site.site import Site
from program_server import import_everything

DAY = "2026-10-15"
BUILT, STEP = ".staging/site", 12


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
                inside = _names(each.path)
                yield from (f"{each.path} {sum(1 for _ in inside) // STEP}",) if each.path.endswith(BUILT) else inside
            else:
                yield f"{each.path} {each.stat().st_size}"


def publish(repo: Path, to: Path) -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        assert command.main(["--repo", str(repo), "--to", str(to), "--date", DAY]) == 0


def publish_half(repo: Path, to: Path) -> None:
    def die(site: Site, built: Path) -> None:
        built.mkdir(parents=True)
        (built / "index.html").write_text("<p>half a page", encoding="utf-8")
        os.kill(os.getpid(), signal.SIGKILL)

    build.run = die
    publish(repo, to)


def fresh(released: Path) -> Path:
    """At the same path each time, since its states are compared."""
    place = released.with_name("dying")
    shutil.rmtree(place, ignore_errors=True)
    subprocess.run(["cp", "-a", released, place], check=True)  # with its hard links
    return place


def tell(repo: Path, to: Path, **told: object) -> None:
    """What stands there now, and after the next run."""
    told |= {"is_whole": is_whole(to), "current": ReleaseFolder(to).current_id()}
    ended = deaths.in_child(partial(publish, repo, to))
    after = {"ended": ended, "is_whole": is_whole(to), "is_clear": not ReleaseFolder(to).staging.exists()}
    print(json.dumps(told | {"after": after | {"current": ReleaseFolder(to).current_id()}}))


def main(repo: Path, released: Path) -> None:
    import_everything()  # once, instead of in each process that dies
    to = fresh(released)
    before = ReleaseFolder(to).current_id()
    notes = released.with_name("calls")
    found = deaths.calls(partial(publish, repo, to), lambda: f"{ReleaseFolder(to).current_id()}:{state(to)}", notes)
    for call in takewhile(lambda call: call.state.startswith(f"{before}:"), deaths.firsts(found)):
        to = fresh(released)
        ended = deaths.died_at(call.place, partial(publish, repo, to))
        tell(repo, to, ended=ended, is_as_seen=call.state == f"{before}:{state(to)}")
    to = fresh(released)
    ended = deaths.in_child(partial(publish_half, repo, to))
    is_at_work = (ReleaseFolder(to).staging / "site" / "index.html").is_file()
    tell(repo, to, ended=ended, is_as_seen=is_at_work)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
