"""what the publisher did last -> a small file in its own folder, for whoever asks whether it lives, and back"""

import datetime
import enum
import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from prakat.cannot_work import CannotWork
from prakat.repository.lock import held
from prakat.repository.object_id import OBJECT_ID
from prakat.repository.receipt import OWN_FOLDER, moment_of_receipt
from prakat.repository.whole_file import bytes_within, put_whole
from prakat.rules.message import message
from prakat.rules.wording import LANGUAGES, Said, in_words, visible
from prakat.thai.buddhist_era import moment_of_text, moment_text

_LOG = logging.getLogger(__name__)
_NAME = "publisher-state.json"
_MOST_BYTES, _MOST_TOOK, _MOST_LEFT_OUT, _LONGEST = 1 << 20, 200, 200, 2000
_SILENT_FOR = {True: datetime.timedelta(minutes=3), False: datetime.timedelta(minutes=30)}
"""After so long something is wrong: with a publisher that waits, and with one that a timer starts."""


class Phase(enum.StrEnum):
    IDLE = "idle"
    MERGING = "merging"
    PUBLISHING = "publishing"
    TELLING = "telling"


class Life(enum.StrEnum):
    ALIVE = "alive"
    SILENT = "silent"
    AHEAD = "ahead"
    """It was there at a time that is still to come: one of the two clocks is wrong."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was said, in the words of each language: whoever reads it later need not know of what."""

    th: str
    en: str

    @classmethod
    def of(cls, told: Said) -> "Spoken":
        return cls(*(visible(in_words(told, each), _LONGEST) for each in LANGUAGES))

    def text(self, language: str = "th") -> str:
        return self.th if language == "th" else self.en


@dataclass(frozen=True, slots=True)
class PutAside:
    """An item that the newest publication left out."""

    path: str
    """Its folder."""
    rule: str
    why: Spoken


@dataclass(frozen=True, slots=True)
class PublisherState:
    at: datetime.datetime
    """Its last sign of life."""
    attends: bool = False
    """Whether it waits for what arrives, rather than being started by a timer."""
    phase: Phase = Phase.IDLE
    head: str = ""
    """main as it was seen last."""
    released: str = ""
    """The commit of main that readers see."""
    released_at: datetime.datetime | None = None
    took: Mapping[int, int] = field(default_factory=dict)
    """Request -> seconds from its last signature until readers saw it; the newest ones."""
    left_out: tuple[PutAside, ...] = ()
    said: Mapping[Phase, Spoken] = field(default_factory=dict)
    """What it could not do when it last tried, by what it was doing."""

    def life(self, now: datetime.datetime) -> Life:
        allowed = _SILENT_FOR[self.attends]
        if self.at - now > allowed:
            return Life.AHEAD
        return Life.SILENT if now - self.at > allowed else Life.ALIVE


def state_of(git_dir: Path) -> PublisherState | None:
    """None where no publisher was ever there, or the file is not one that it wrote."""
    raw = bytes_within(_file(git_dir), _MOST_BYTES)
    if raw is None:
        return None
    try:
        return _read(json.loads(raw))
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return None


@dataclass(slots=True)
class PhaseReport:
    """What is to be told of a phase once it is over."""

    problem: Said | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    """Of PublisherState."""


@contextmanager
def at_work(git_dir: Path, phase: Phase) -> Iterator[PhaseReport]:
    """While the block runs, that is what the publisher does. What was said of it before is forgotten, or said anew."""
    _note(git_dir, moment_of_receipt(git_dir), phase=phase)
    account = PhaseReport()
    try:
        yield account
    except CannotWork as problem:
        account.problem = message(problem.message, **problem.values)
        _over(git_dir, phase, account)
        raise
    _over(git_dir, phase, account)


def _over(git_dir: Path, phase: Phase, account: PhaseReport) -> None:
    told = Spoken.of(account.problem) if account.problem else None
    _note(git_dir, moment_of_receipt(git_dir), about=(phase, told), phase=Phase.IDLE, **account.facts)


def tell_problem(git_dir: Path, problem: Said | None) -> None:
    """Of mail, which another process may send: it is no sign of the publisher's life."""
    if known := state_of(git_dir):
        _note(git_dir, known.at, about=(Phase.TELLING, Spoken.of(problem) if problem else None))


def beat(git_dir: Path, at: datetime.datetime) -> None:
    """A publisher that waits is there."""
    _note(git_dir, at, attends=True)


def leave(git_dir: Path, at: datetime.datetime) -> None:
    """A publisher that waited has ended as it was asked to: what comes then is a timer's."""
    _note(git_dir, at, attends=False, phase=Phase.IDLE)


def _note(
    git_dir: Path, at: datetime.datetime, about: tuple[Phase, Spoken | None] | None = None, **changes: Any
) -> None:
    """One writer at a time. A disk that refuses stops no publication."""
    try:
        with held(_file(git_dir).with_suffix(".lock")):
            state = replace(state_of(git_dir) or PublisherState(at), at=at, **changes)
            if about:
                said = {**state.said, about[0]: about[1]}
                state = replace(state, said={phase: told for phase, told in said.items() if told})
            put_whole(_file(git_dir), _written(state))
    except OSError as problem:
        _LOG.warning("what the publisher does could not be noted: %s", problem)


def _file(git_dir: Path) -> Path:
    return git_dir / OWN_FOLDER / _NAME


def _written(state: PublisherState) -> bytes:
    newest = sorted(state.took)[-_MOST_TOOK:]
    facts = {
        "at": moment_text(state.at),
        "attends": state.attends,
        "phase": state.phase.value,
        "head": state.head,
        "released": state.released,
        "released_at": moment_text(state.released_at) if state.released_at else "",
        "took": {str(each): state.took[each] for each in newest},
        "left_out": [[each.path, each.rule, each.why.th, each.why.en] for each in state.left_out[:_MOST_LEFT_OUT]],
        "said": {phase.value: [told.th, told.en] for phase, told in state.said.items()},
    }
    return json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True).encode("utf-8", "replace") + b"\n"


def _read(found: Mapping[str, Any]) -> PublisherState:
    """Raises an error of Python's where it is not what `_written` writes."""
    return PublisherState(
        at=moment_of_text(found["at"]),
        attends=found["attends"] is True,
        phase=Phase(found["phase"]),
        head=_commit(found["head"]),
        released=_commit(found["released"]),
        released_at=moment_of_text(found["released_at"]) if found["released_at"] else None,
        took={int(number): int(seconds) for number, seconds in [*found["took"].items()][:_MOST_TOOK]},
        left_out=tuple(_put_aside(each) for each in found["left_out"][:_MOST_LEFT_OUT]),
        said={Phase(phase): _spoken(told) for phase, told in found["said"].items()},
    )


def _commit(text: str) -> str:
    if text and not OBJECT_ID.fullmatch(text):
        raise ValueError(text)
    return text


def _put_aside(found: Sequence[str]) -> PutAside:
    path, rule, *words = found
    return PutAside(visible(path, _LONGEST), visible(rule), _spoken(words))


def _spoken(words: Sequence[str]) -> Spoken:
    th, en = words
    return Spoken(visible(th, _LONGEST), visible(en, _LONGEST))
