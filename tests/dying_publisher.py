"""folder of releases -> what stands there after each SIGKILL: a publisher dies once at every call that touches the disk

Run as a program, since it forks: prints for each death how the process ended and whether `current` was whole."""

import itertools
import os
import signal
import sys
from pathlib import Path

from prakat.release import release, spare_tree
from prakat.release.release_folder import ReleaseFolder, only_publisher
from prakat.site.digest import digests

DAY = "2026-10-15"
_DISK = {
    *("open", "fcntl.flock", "shutil.rmtree", "os.listdir", "os.scandir", "os.mkdir", "os.rmdir"),
    *("os.rename", "os.remove", "os.symlink", "os.utime"),
    *("os.link", "os.chmod"),
}
"""Python's own audit events; each is raised before its call."""


def is_whole(to: Path) -> bool:
    """`current` is a release whose every file is there with the bytes of its manifest."""
    place = ReleaseFolder(to)
    current = place.current_id()
    return current is not None and place.manifest(current)["files"] == digests(to / "current")


def _die_at(call: int) -> None:
    calls = itertools.count()

    def hook(event: str, arguments: object) -> None:
        if event in _DISK and next(calls) == call:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def _publish(to: Path, text: str) -> None:
    """A landing beside one older release, which becomes the spare tree of the next; half of the pages are as before."""
    with only_publisher(to) as place:
        built = place.staging / "site"
        for number in range(20):
            page = built / "law" / str(number) / "index.html"
            page.parent.mkdir(parents=True)
            page.write_text(text if number % 2 else "as before", encoding="utf-8")
        content = {"day": DAY, "source": "work-tree", "items": [], "left_out": [], "files": digests(built)}
        release.land(place, built, content, keep=1)
        spare_tree.prepare_spare(place)


def main(to: Path) -> None:
    _publish(to, "first")
    for call in itertools.count():
        child = os.fork()
        if child == 0:
            _die_at(call)
            _publish(to, str(call % 2))
            os._exit(0)
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        print(call, ended, is_whole(to))
        if ended != -signal.SIGKILL:
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]))
