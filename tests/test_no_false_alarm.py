"""Honest requests of every kind raise no alarm, from whatever copy and at whatever moment somebody looks (R34)."""

import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from honest_office import HonestOffice
from prakat.audit.audit_row import Audit
from prakat.audit.auditor import audit
from prakat.audit.auditor_memory import AuditorMemory
from prakat.audit.epoch import Trust
from prakat.repository.repository import open_repository
from sign_off_office import VERIFIED, World

COUNT = int(os.environ.get("PRAKAT_HONEST", "24"))
"""Requests; 1000 take a quarter of an hour."""
SEED = 10
LOOKS = 0.35
"""How likely each copy is looked at after an act."""
NOTES = {"audit.under-way", "audit.stale-tag"}
EVERY = {
    *("published", "amended", "renewed", "withdrawn", "moved", "ratified", "office", "tooling", "register", "refused"),
    *("signed anew", "two at once", "heartbeat", "half merged", "break-glass", "regularised"),
}


@dataclass
class Copy:
    name: str
    place: Path
    fetches: tuple[tuple[str, ...], ...]
    """What its owner types now and then; the first brings all."""
    absent: frozenset[str] = frozenset()
    """What is said of it until all was fetched once, or always: main alone cannot tell what is under way."""
    is_whole: bool = True
    """Whether all was fetched since the office's last act."""

    def git(self, *arguments: str) -> None:
        subprocess.run(["git", "-C", str(self.place), *arguments], check=True, capture_output=True)


BOTH = ("main:refs/remotes/origin/main", "audit-log:refs/remotes/origin/audit-log")


def copies(world: World) -> list[Copy]:
    def made(name: str, *options: str, fetches: tuple[tuple[str, ...], ...], absent: tuple[str, ...] = ()) -> Copy:
        place, source = world.place / name, f"file://{world.repository.folder}"
        subprocess.run(["git", "clone", "-q", *options, source, str(place)], check=True, capture_output=True)
        return Copy(name, place, fetches, frozenset(absent))

    def usual(remote: str) -> tuple[tuple[str, ...], ...]:
        return (remote,), (remote, "main"), (remote, "audit-log"), (remote, "--prune"), (remote, "--tags", "--force")

    return [
        made("old", fetches=usual("origin")),
        made("other", "--origin", "the-office", fetches=usual("the-office")),
        made(
            "single",
            "--single-branch",
            fetches=(("origin", *BOTH), ("origin",)),
            absent=("repository.no-log", "repository.behind"),
        ),
        made("mirror.git", "--mirror", fetches=(("origin",), ("origin", "--prune", "+refs/*:refs/*"))),
    ]


def look(place: Path, memory: AuditorMemory | None = None) -> Audit:
    return audit(open_repository(place), Trust(), verified=VERIFIED, memory=memory)


def alarms(found: Audit) -> set[str]:
    assert {each.id for each in found.notes} <= NOTES
    return {each.id for row in found.open_rows for each in row.violations}


def moments(office: HonestOffice, chance: random.Random) -> Iterator[tuple[Copy | None, set[str]]]:
    """Each copy that somebody looks at after an act, and what the audit says of it; None is a clone made just then."""
    world = office.world
    every = copies(world)
    for _ in office.acts(COUNT):
        for each in every:
            each.is_whole = False
            if chance.random() < LOOKS:
                how = chance.choice(each.fetches)
                each.git("fetch", "-q", *how)
                each.is_whole = how == each.fetches[0]
                each.absent -= {"repository.no-log"} if each.is_whole else set()
            if chance.random() < LOOKS:
                memory = AuditorMemory(world.place / f"memory-{each.name}") if chance.random() < 0.8 else None
                yield each, alarms(look(each.place, memory))
        if chance.random() < LOOKS / 2:
            shutil.rmtree(world.place / "fresh", ignore_errors=True)
            source = f"file://{world.repository.folder}"
            subprocess.run(["git", "clone", "-q", source, str(world.place / "fresh")], check=True)
            yield None, alarms(look(world.place / "fresh"))


def test_honest_requests_of_every_kind_raise_no_alarm_in_any_copy(world: World) -> None:
    chance = random.Random(SEED)
    office = HonestOffice(world, chance)
    looks: dict[str, int] = {}
    for copy, found in moments(office, chance):
        may: set[str] = {"office.break-glass"} if office.done.get("break-glass") else set()
        if copy and not copy.is_whole:
            may |= {"repository.behind"}
        elif not office.is_glass_broken:
            may = set()
        may |= copy.absent if copy else set()
        assert found <= may, (copy, found, office.done, office.number)
        looks[copy.name if copy else "fresh"] = looks.get(copy.name if copy else "fresh", 0) + 1
    assert office.done.keys() >= EVERY
    assert len(looks) == 5
    assert alarms(look(world.repository.folder)) == set()
