"""break-glass that is open x nothing typed -> the request by which the chain and one more person approve it (R39)"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from prakat.audit_log.record import RecordKind
from prakat.repository.refs import AUDIT_LOG, MAIN
from prakat.repository.repository import Repository
from prakat.request.policy.request import Mode
from prakat.request.submission import regularised
from prakat.rules.message import Message, message
from prakat_desk.desk import Desk
from prakat_desk.errand.matter import Outcome
from prakat_desk.form.entries import Read
from prakat_desk.form.form_field import FormField
from prakat_desk.form.problem import Problem
from prakat_desk.keeping.errands import Errand
from prakat_desk.sending.request_book import RequestBook


def open_glasses(desk: Desk) -> tuple[str, ...]:
    """Commits of main by break-glass that no later request names, the oldest first; whether one is in order, the door
    judges."""
    return _open_glasses(desk.repository, *(desk.repository.ref(each) or "" for each in (MAIN, AUDIT_LOG)))


@lru_cache(maxsize=2)
def _open_glasses(repository: Repository, main: str, state: str) -> tuple[str, ...]:
    log = RequestBook(repository).log
    broken = [str(each.facts["commit"]) for each in log.of(RecordKind.MERGE) if each.facts["mode"] == Mode.BREAK_GLASS]
    later = repository.log(main, f"^{broken[0]}", first_parent=True) if broken else ()
    closed = {named for each in later for named in regularised([each])}
    return tuple(each for each in broken if each not in closed)


@dataclass(frozen=True, slots=True)
class Closing:
    """Of all that is open, as the office then stands."""

    desk: Desk
    errand: Errand

    @property
    def heading(self) -> Message:
        return message("desk_office.closing-heading")

    @property
    def fields(self) -> Sequence[FormField]:
        return ()

    def names(self, language: str) -> Mapping[str, Mapping[str, str]]:
        return {}

    def first(self) -> Mapping[str, Any]:
        return {}

    def outcome(self, read: Read, language: str) -> Outcome:
        found = open_glasses(self.desk)
        none = () if found else (Problem("", message("desk_office.nothing-open").text(language), True),)
        return Outcome(message("desk_office.closing-title"), {}, none, found)
