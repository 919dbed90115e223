"""an office's situation -> what owners are told of their pages, and webmasters of the machines (R07, R18 to R20)"""

import datetime
from collections.abc import Iterator
from itertools import chain

from prakat.agenda.completeness_watch import completeness_matters
from prakat.agenda.letter_turns import request_path, their_turns
from prakat.agenda.matter import Matter
from prakat.agenda.situation import Situation
from prakat.content.due import Due
from prakat.merging.publisher_state import Life, Phase
from prakat.rules.message import Message, message
from prakat.rules.wording import Label

_AHEAD = {"expires": (14, 3, 0), "review": (14, 3, 0), "confirm": (0,)}
"""Event -> how many days before it the owner is told; the last time, once it is there."""
_NEAR = datetime.timedelta(hours=6)
"""So long before an urgent matter is too late, the webmasters are told."""


def watched(found: Situation) -> Iterator[Matter]:
    """All that the situation itself has to say to somebody."""
    yield from their_turns(found)
    yield from chain.from_iterable(_of_owner(found, each) for each in found.due)
    people = [each.id for each in found.office.people.values() if each.has_role("webmaster", found.day)]
    for key, about, path in chain(_clocks(found), _machines(found), _violations(found)):
        for person in people:
            yield Matter(person, key, about, 0, (), path, is_urgent=True)
    yield from chain.from_iterable(completeness_matters(found, each) for each in people)


def _of_owner(found: Situation, each: Due) -> Iterator[Matter]:
    left = (each.date - found.day).days
    stage = sum(left <= days for days in _AHEAD.get(each.event, ()))
    if stage:
        about = message("told.due", day=each.date, event=Label("event", each.event), title=each.title)
        key = f"due/{each.event}/{each.date.isoformat()}/{each.path}"
        yield Matter(each.provider, key, about, stage, (), "/mine")


_Told = tuple[str, Message, str]
"""Key, sentence, page."""


def _clocks(found: Situation) -> Iterator[_Told]:
    for each in found.clocks:
        if found.moment >= each.until - _NEAR:
            key = f"clock/{each.kind}/{each.request}/{each.folder}/{each.until.isoformat()}"
            is_over = each.is_over(found.moment)
            about = message("told.clock-over" if is_over else "told.clock", title=each.title, until=each.until)
            yield f"{key}/{is_over}", about, request_path(each.request) if each.request else "/today"


def _machines(found: Situation) -> Iterator[_Told]:
    """Each of them at most once a day, however its words change."""
    day, state = found.day.isoformat(), found.publisher
    if found.heartbeat.is_missed and found.heartbeat.last:
        yield f"night/{day}", message("agenda.night-missed", at=found.heartbeat.last), "/today"
    if state and (life := state.life(found.moment)) is not Life.ALIVE:
        ahead = message("told.ahead", at=state.at, now=found.moment)
        yield f"life/{day}", message("told.silent", at=state.at) if life is Life.SILENT else ahead, "/today"
    for phase, said in state.said.items() if state else ():
        if phase is Phase.TELLING:  # the morning page says it
            continue
        yield f"said/{phase}/{day}", message("told.halted", problem=said), "/today"
    for each in found.disks:
        if each.is_little:
            free = f"{each.free / 1024**3:.1f}"
            yield f"disk/{each.of}/{day}", message("told.disk", of=Label("disk", each.of), free=free), "/today"


def _violations(found: Situation) -> Iterator[_Told]:
    for each in found.examination.violations if found.examination else ():
        at = each.at.isoformat() if each.at else ""
        key = f"violation/{each.violation.id}/{each.request}/{at}"
        yield key, message("told.violation", violation=each.violation), "/audit"
