"""break-glass that is open x nothing typed -> the request by which the chain and one more person approve it (R39)"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from prakat.audit_log.record import RecordKind
from prakat.request.main_before import GlassBroken
from prakat.request.policy.request import Mode
from prakat.rules.message import Message, message
from prakat_desk.desk import Desk
from prakat_desk.errand.matter import Outcome
from prakat_desk.form.entries import Read
from prakat_desk.form.form_field import FormField
from prakat_desk.form.problem import Problem
from prakat_desk.keeping.errands import Errand
from prakat_desk.sending.request_book import RequestBook


def open_glasses(desk: Desk) -> Mapping[str, GlassBroken]:
    """Commit of main -> what is known of it, the oldest first. All of history is judged where there was any."""
    book = RequestBook(desk.repository)
    if not any(each.facts.get("mode") == Mode.BREAK_GLASS for each in book.log.of(RecordKind.MERGE)):
        return {}
    work = book.front.whole_work
    return work.before.open_glasses if work else {}


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

    def since(self) -> str:
        return ""

    def outcome(self, read: Read, language: str) -> Outcome:
        found = tuple(open_glasses(self.desk))
        none = () if found else (Problem("", message("desk_office.nothing-open").text(language), True),)
        return Outcome(message("desk_office.closing-title"), {}, none, found)
