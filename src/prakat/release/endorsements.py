"""merges that the audit found clean -> the position that approved each, and when (R01)"""

import datetime
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from prakat.office import office
from prakat.repository.evidence import surviving
from prakat.repository.repository import Repository, open_repository
from prakat.request.merge_message import trailers_of
from prakat.rules.data import label
from prakat.site.endorsement import Endorsement

_BY = re.compile(r"Approved-by: .* <(?P<mail>[^<>]*)>")
_AT = "Approved-at: "
Positions = Mapping[str, str]
"""Mail in lower case -> position."""


def endorsements(folder: Path, commit: str, clean: frozenset[str], after: str = "") -> Mapping[str, Endorsement]:
    """Merge on main, after another commit or from the first on -> its approval, for the merges in `clean`; the trailers
    of any other merge prove nothing."""
    repository = open_repository(folder)
    wanted = (commit, f"^{after}") if after else (commit,)
    merges = [each for each in repository.log(*wanted, first_parent=True) if each.id in clean]
    offices = dict(zip((each.id for each in merges), _offices(repository, [each.id for each in merges]), strict=True))
    found = {}
    for each in merges:
        parsed = trailers_of(each.message)
        endorsement = _endorsement(parsed[1], offices[each.id]) if parsed else None
        if endorsement:
            found[each.id] = endorsement
    return found


def _offices(repository: Repository, merges: list[str]) -> Iterator[Positions]:
    """The positions in the office.yml by which each merge was judged, its first parent's; each file is read once."""
    known: dict[str, Positions] = {}
    ids = repository.ids(f"{merge}^1:{office.FILE}" for merge in merges)
    for oid, _, raw in surviving(repository, dict.fromkeys(each for each in ids if each)):
        found, _ = office.approved_office(raw)
        people = found.people.values() if found else ()
        known[oid] = {mail.lower(): person.position for person in people for mail in person.emails}
    yield from (known.get(oid or "", {}) for oid in ids)


def _endorsement(trailers: list[str], positions: Positions) -> Endorsement | None:
    by = next((match for line in trailers if (match := _BY.fullmatch(line))), None)
    at = next((line.removeprefix(_AT) for line in trailers if line.startswith(_AT)), None)
    if by is None or at is None:
        return None
    position = positions.get(by["mail"].lower(), label("role", "approver"))
    return Endorsement(position, datetime.datetime.fromisoformat(at).date())
