"""a request that everybody has signed x what the publisher says -> when readers see it and what it took, or why not"""

import datetime
from dataclasses import dataclass

from prakat.content.shelf import shelf_of
from prakat.item.item_path import index_of
from prakat.item.state import State
from prakat.merging.publisher_state import Life, Phase, PublisherState, state_of
from prakat.repository.repository import GitFailed, Repository
from prakat.rules.message import Message, message
from prakat_desk.desk import Desk
from prakat_desk.sending.outlet import Closed, Outlet


@dataclass(frozen=True, slots=True)
class Live:
    number: int
    told: tuple[Message, ...]
    is_waiting: bool
    """Whether the publisher has yet to do something, so that it is worth looking again."""


def live_of(desk: Desk, outlet: Outlet, number: int) -> Live | None:
    """None where there is nothing to say: somebody has yet to sign, it was refused, or no publisher tells."""
    state = state_of(desk.repository.git_dir)
    if state is None:
        return None
    if number in outlet.pending():
        turn = outlet.turn(number)
        if not (turn.step or turn.against):
            return Live(number, (_waiting(desk, state, Phase.MERGING),), is_waiting=True)
        if number in outlet.pending():  # else it was merged while it was judged
            return None
    closed = outlet.closed().get(number)
    if closed is None or closed.fate != "merged":
        return None
    if number not in state.took and not _is_released(desk.repository, closed.commit, state.released):
        return Live(number, (_waiting(desk, state, Phase.PUBLISHING),), is_waiting=True)
    told = _seen(desk, state, outlet.told(closed))
    return Live(number, told, is_waiting=False) if told else None


def _waiting(desk: Desk, state: PublisherState, phase: Phase) -> Message:
    now = desk.moment
    life = state.life(now)
    if life is Life.SILENT:
        return message("desk_told.silent", at=state.at)
    if life is Life.AHEAD:
        return message("told.ahead", at=state.at, now=now)
    if problem := state.said.get(phase):
        return message("desk_told.halted", problem=problem)
    return message("desk_told.at-work" if state.phase is not Phase.IDLE else "desk_told.soon")


def _is_released(repository: Repository, commit: str, released: str) -> bool:
    if not commit or not released:
        return False
    try:
        return not repository.line("rev-list", "--max-count=1", commit, f"^{released}")
    except GitFailed:
        return False


def _seen(desk: Desk, state: PublisherState, closed: Closed) -> tuple[Message, ...]:
    """That it is there and what it took; and of each of its pages that readers cannot see, why."""
    known = shelf_of(desk.repository).now()
    out = {each.path: each for each in state.left_out}
    hidden = [message("desk_told.left-out", folder=each, why=out[each].why) for each in closed.folders if each in out]
    settings = desk.authority.office.settings
    for each in closed.folders:
        found = known.get(index_of(each))
        if found and each not in out and found.state(desk.day, settings) is State.SCHEDULED:
            hidden.append(message("desk_told.scheduled", title=found.item.title, day=found.item.publish_on))
    if len(hidden) == len(closed.folders) and hidden:
        return tuple(hidden)
    if closed.number in state.took:
        took = datetime.timedelta(seconds=state.took[closed.number])
        return (_took(took), *hidden)
    return tuple(hidden)


def _took(took: datetime.timedelta) -> Message:
    minutes, seconds = divmod(int(took.total_seconds()), 60)
    if minutes:
        return message("desk_told.took-minutes", minutes=minutes, seconds=seconds)
    return message("desk_told.took", seconds=seconds)
