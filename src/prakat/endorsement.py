"""history proven approved x office -> by which position, and when, each merge was approved (R01)"""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from prakat.data import label
from prakat.history import open_repository
from prakat.merge_message import trailers_of
from prakat.office import Office

_BY = re.compile(r"Approved-by: .* <(?P<mail>[^<>]*)>")
_AT = "Approved-at: "


@dataclass(frozen=True, slots=True)
class Endorsement:
    position: str
    """Public pages show positions, never names or mails (DESIGN: Requests)."""
    day: datetime.date
    """In Bangkok."""


def endorsements(place: Path, commit: str, office: Office) -> Mapping[str, Endorsement]:
    """Merge on main -> its approval, up to a commit that the audit has proven; trailers alone prove nothing."""
    positions = {mail.lower(): person.position for person in office.people.values() for mail in person.emails}
    found = {}
    for each in open_repository(place).log(commit, first_parent=True):
        parsed = trailers_of(each.message)
        endorsement = _endorsement(parsed[1], positions) if parsed else None
        if endorsement:
            found[each.id] = endorsement
    return found


def _endorsement(trailers: list[str], positions: Mapping[str, str]) -> Endorsement | None:
    by = next((match for line in trailers if (match := _BY.fullmatch(line))), None)
    at = next((line.removeprefix(_AT) for line in trailers if line.startswith(_AT)), None)
    if by is None or at is None:
        return None
    position = positions.get(by["mail"].lower(), label("role", "approver"))
    return Endorsement(position, datetime.datetime.fromisoformat(at).date())
