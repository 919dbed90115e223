"""heads of branches -> every object that their history names: is it there, and is it what its id says (R34)"""

import enum
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from prakat.repository.object_files import ObjectFiles, object_files
from prakat.repository.repository import GitFailed, Repository

_NAMES = ("rev-list", "--objects", "--no-object-names", "--missing=print", "--stdin")
_PRESENT = ("cat-file", "--batch-all-objects", "--unordered", "--batch-check=%(objectname)")


class Flaw(enum.StrEnum):
    MISSING = "missing"
    ALTERED = "altered"
    """Its bytes are not those of its id, or no longer readable."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Objects that were asked for once."""

    heads: tuple[str, ...] = ()
    """All that their history names is known here."""
    whole: bytes = field(default=b"", repr=False)
    """The id of each object that was found whole, one a line."""
    lost: Mapping[str, Flaw] = field(default_factory=dict)
    files: ObjectFiles = field(default=ObjectFiles(), repr=False)
    """Where all of them lay; empty where something came or went meanwhile."""
    is_mapped: bool = True
    """False if so much is lost that git could not even name the rest."""


def surviving(repository: Repository, ids: Iterable[str]) -> Iterator[tuple[str, str, bytes]]:
    """As `Repository.objects`; but what cannot be read, or does not match its id, is of the type `altered`."""
    rest = list(ids)
    while rest:
        read = 0
        try:
            for each in repository.objects(rest):
                read += 1
                yield each
        except GitFailed:
            yield rest[read], Flaw.ALTERED.value, b""
            rest = rest[read + 1 :]
        else:
            return


def evidence_of(repository: Repository, heads: Iterable[str], tags: Iterable[str], known: Evidence) -> Evidence:
    """Every new object, and tag, is read and its id computed; those that are `known` are only asked whether they are
    there."""
    wanted, files = tuple(dict.fromkeys(heads)), object_files(repository)
    if not _is_there(repository, known, files):
        known = Evidence()  # it may be lost, or nothing may name it any more: all is asked anew
    try:
        named = _named(repository, wanted, known.heads)
    except GitFailed:
        return Evidence(wanted, is_mapped=False)
    lost = {oid.removeprefix("?"): Flaw.MISSING for oid in named if oid.startswith("?")}
    here = [oid for oid in named if not oid.startswith("?")]
    here += _unknown(tags, known)
    for oid, (_, kind, _) in zip(here, surviving(repository, here), strict=True):
        if kind in (Flaw.MISSING, Flaw.ALTERED):
            lost[oid] = Flaw(kind)
    whole = known.whole + "".join(f"{oid}\n" for oid in here).encode("ascii")
    is_still = not lost and files == object_files(repository)
    return Evidence(wanted, b"" if lost else whole, lost, files if is_still else ObjectFiles())


def _is_there(repository: Repository, known: Evidence, files: ObjectFiles) -> bool:
    """Whether every known object is where it was or, where some file is gone, git still lists it."""
    if known.files and known.files <= files:
        return True
    found = known.whole.decode("ascii", "replace").split()
    return not found or set(repository.run(*_PRESENT).decode("ascii").split()).issuperset(found)


def _unknown(tags: Iterable[str], known: Evidence) -> list[str]:
    asked = dict.fromkeys(tags)
    found = set(known.whole.decode("ascii", "replace").split()) if asked else set()
    return [each for each in asked if each not in found]


def _named(repository: Repository, heads: Iterable[str], known: Iterable[str]) -> list[str]:
    """The id of every object that the history of the heads names and that of the known does not; with `?` if git has
    not found it."""
    given = "".join([*(f"{each}\n" for each in heads), *(f"^{each}\n" for each in known)])
    return repository.run(*_NAMES, given=given.encode("ascii")).decode("ascii").split()
