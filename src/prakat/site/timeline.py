"""an item's versions x their days -> when each was shown, suspended or taken down, as readers saw it (R17, R19)"""

import datetime
import heapq
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from prakat.content.action import Action
from prakat.item.state import State
from prakat.office.settings import Settings
from prakat.rules.data import label
from prakat.site.revision import Revision
from prakat.site.term import Term
from prakat.thai.working_day import working_days_after

_DAY = datetime.timedelta(days=1)
RESTORED = "restored"


class Turn(NamedTuple):
    """What a reader saw happen to an item, on the day on which it did."""

    day: datetime.date
    """In Bangkok."""
    group: str
    """Of labels.yml: action, state, or turn for an earlier version that stands again."""
    what: str
    revision: Revision | None = None
    """The version that was shown from then on."""

    @property
    def text(self) -> str:
        """In the words that people read."""
        return label(self.group, self.what)

    @property
    def is_change(self) -> bool:
        """Whether a version came that readers had not seen."""
        return self.group == "action"

    def brings_note_of(self, shown: Revision | None) -> bool:
        """Whether a note on what changed came with it, up to the version that is shown."""
        known = self.revision if self.is_change else None
        return known is not None and known.has_note and shown is not None and known.height <= shown.height


class ToldTurn(NamedTuple):
    """What the history tells of a turn."""

    day: datetime.date
    group: str
    what: str
    is_begun_with: bool
    """Whether the office began with it, in the first commit of main: no request published it."""

    @property
    def text(self) -> str:
        """In the words that people read."""
        return label(self.group, self.what)


def told_turns(seen: Sequence[Turn]) -> tuple[ToldTurn, ...]:
    """Each once."""
    return tuple(dict.fromkeys(ToldTurn(each.day, each.group, each.what, _is_begun_with(each)) for each in seen))


def _is_begun_with(turn: Turn) -> bool:
    return turn.what == Action.PUBLISHED and turn.revision is not None and turn.revision.height == 0


class _Span(NamedTuple):
    since: datetime.date
    until: datetime.date
    """The first day, or part of a day, that is another's."""
    place: int
    """Of the version in order; -1 for none."""


def turns(known: Sequence[Revision], own: Term, day: datetime.date, settings: Settings) -> list[Turn]:
    """Oldest first, up to that day; `own` are the dates of the item that is built. Linear but for the sorting.

    Empty for an item that nobody could ever read."""
    terms = [each.term or own for each in known]
    found: list[Turn] = []
    is_up, newest = False, -1
    for span in _spans(known, terms, day, settings):
        was_up = is_up
        if span.place < newest and was_up:
            found.append(Turn(span.since, "state", State.SUSPENDED))
            is_up = False
        if span.place >= 0 and not known[span.place].is_gone:
            term = terms[span.place]
            if term.last is None or span.since <= term.last:
                found.append(_shown(known[newest + 1 : span.place + 1], known[span.place], span, is_first=not found))
                is_up = True
            down = max(span.since, term.last + _DAY) if term.last else None
            if is_up and down and down < span.until:
                found.append(Turn(down, "state", State.WITHDRAWN if term.is_withdrawn else State.EXPIRED))
                is_up = False
        elif span.place >= 0 and is_up:
            found.append(Turn(span.since, "action", Action.WITHDRAWN))
            is_up = False
        newest = max(newest, span.place)
    return found


def _shown(brought: Sequence[Revision], revision: Revision, span: _Span, *, is_first: bool) -> Turn:
    """`brought`: what came since the newest version that had its turn, which readers see all at once; nothing where an
    earlier one stands again."""
    if not brought:
        return Turn(span.since, "turn", RESTORED, revision)
    action = Action.PUBLISHED if is_first else revision.action if len(brought) == 1 else Action.AMENDED
    told = replace(revision, has_note=any(each.has_note for each in brought))
    return Turn(span.since, "action", Action.AMENDED if action is Action.WITHDRAWN else action, told)


def _spans(known: Sequence[Revision], terms: Sequence[Term], day: datetime.date, settings: Settings) -> Iterator[_Span]:
    """Whose turn it was: the newest that had come, whose day had come, and that was in writing in time."""
    waiting: list[int] = []
    over: set[int] = set()
    turn, since = -1, datetime.date.min
    for (at, _), moments in groupby(sorted(_moments(known, terms, day, settings)), key=lambda each: each[:2]):
        for _, _, place, is_over in moments:
            if is_over:
                over.add(place)
            else:
                heapq.heappush(waiting, -place)
        while waiting and -waiting[0] in over:
            heapq.heappop(waiting)
        if (now := -waiting[0] if waiting else -1) != turn:
            if since > datetime.date.min:
                yield _Span(since, at, turn)
            turn, since = now, at
    if since > datetime.date.min:
        yield _Span(since, day + _DAY, turn)


def _moments(
    known: Sequence[Revision], terms: Sequence[Term], day: datetime.date, settings: Settings
) -> Iterator[tuple[datetime.date, int, int, bool]]:
    """Day, order within it, place, and whether it is the end of what was not put in writing. What waited for the day
    begins at midnight, all at once; what was merged on it comes later, one after the other."""
    for place, (each, term) in enumerate(zip(known, terms, strict=True)):
        start = each.day if each.is_gone else max(each.day, term.first)
        over = None
        if term.permitted and not each.is_gone:
            limit = settings.ratify_within_working_days
            over = working_days_after(term.permitted, limit, settings.extra_holidays) + _DAY
        if start > day or each.is_postponed or (over and over <= start):
            continue
        yield start, 0 if start > each.day else place + 1, place, False
        if over and over <= day:
            yield over, 0, place, True
