"""folder of an office with a request, signed or sent back x moment -> what comes of each death of its publisher

Run as a program, since it forks: merge.py dies by SIGKILL once in each state in which the disk stands between two of
its calls; where one of these moves a ref, once more as if git had been killed as well and had left its locks. A line
of JSON for each death."""

import contextlib
import datetime
import hashlib
import io
import json
import os
import shutil
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import deaths
import merge as command
from prakat.merging.plan import Merged
from prakat.merging.refusal import take_in_refusals
from sign_off_office import World, copy, records

REQUEST = 2
LOCKS = ("refs/heads/main", "refs/heads/audit-log", f"refs/heads/request/{REQUEST}", "packed-refs")


def state(world: World) -> str:
    """Of the repository: every file by its name, and what refs and our own notes hold; not what the publisher says of
    itself, which has the hour in it."""
    found = hashlib.sha256()
    root = world.repository.git_dir
    for path in sorted(each for each in root.rglob("*") if each.is_file() and "publisher-state" not in each.name):
        is_named_by_content = "objects" in path.relative_to(root).parts
        found.update(f"{path}\0".encode() + (b"" if is_named_by_content else path.read_bytes()))
    return found.hexdigest()


def merge(world: World) -> None:
    place, key, moment = str(world.repository.folder), str(world.key), world.now.isoformat()
    with contextlib.redirect_stdout(io.StringIO()):
        assert command.main(["--repo", place, "--key", key, "--date", moment, "merge"]) == 0


def outcome(world: World) -> dict[str, object]:
    """Of the next run, a minute later."""
    take_in_refusals(world.merging())
    done = world.merge(REQUEST)
    return {
        "merged": isinstance(done, Merged),
        "kinds": [each.kind.value for each in records(world)],
        "problems": world.problems(),
        "is_open": world.repository.ref(f"refs/heads/request/{REQUEST}") is not None,
    }


def fresh(prepared: Path, now: datetime.datetime) -> World:
    """At the same path each time, since its states are compared."""
    place = prepared.with_name("dying")
    shutil.rmtree(place, ignore_errors=True)
    made = copy(prepared, place)
    made.now = now
    return made


def killed(world: World, call: deaths.Call, locks: Sequence[str]) -> dict[str, object]:
    ended = deaths.died_at(call.place, lambda: merge(world))
    told = {"ended": ended, "locks": len(locks), "is_as_seen": state(world) == call.state}
    for name in locks:
        lock = world.repository.git_dir / f"{name}.lock"
        lock.touch()
        os.utime(lock, (0, 0))  # as if the ten seconds were over that a lock of git is left to its process
    return told


def main(prepared: Path, now: datetime.datetime) -> None:
    watched = fresh(prepared, now)
    found = deaths.calls(lambda: merge(watched), lambda: state(watched), prepared.with_name("calls"))
    moving = {call.state for call in found if call.moves_refs}
    cases: list[tuple[deaths.Call, Sequence[str]]] = [(call, ()) for call in deaths.firsts(found)]
    cases += [(call, LOCKS) for call, _ in cases if call.state in moving]
    for call, locks in cases:
        world = fresh(prepared, now)
        told = killed(world, call, locks)
        deaths.in_child(partial(tell, world, told))


def tell(world: World, told: dict[str, object]) -> None:
    print(json.dumps(told | outcome(world)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), datetime.datetime.fromisoformat(sys.argv[2]))
