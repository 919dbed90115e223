"""what was told to whom <-> a small file of the publisher's own, so that nothing is told twice and nothing is lost"""

import datetime
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from prakat.agenda.matter import Matter
from prakat.repository.receipt import OWN_FOLDER
from prakat.repository.whole_file import bytes_within, put_whole
from prakat.thai.buddhist_era import moment_of_text, moment_text

_NAME = "told.json"
_MOST_BYTES, _MOST = 1 << 25, 50_000
_KEPT = datetime.timedelta(days=90)
"""Longer than anything that happened is told of; what is still so is kept however old it is."""
_LEAP, _SETTLES = datetime.timedelta(days=7), datetime.timedelta(hours=1)
_MOST_IN_AN_HOUR = 10
_HOUR = datetime.timedelta(hours=1)


@dataclass(slots=True)
class Told:
    begun: datetime.datetime
    """What happened before is not told."""
    seen: datetime.datetime
    """When it was last looked at whether somebody is to be told."""
    leapt: datetime.datetime | None = None
    """When the clock was found to have jumped, by the clock as it is since."""
    stages: dict[str, tuple[int, datetime.datetime]] = field(default_factory=dict)
    """Person and matter -> the stage that was told, and when."""
    sent: dict[str, list[datetime.datetime]] = field(default_factory=dict)
    """Person -> when the last letters were sent."""
    failed: dict[str, tuple[int, datetime.datetime]] = field(default_factory=dict)
    """Person -> how often the address was refused in a row, and when last."""
    is_anew: bool = False
    """Whether there was a file that could not be read."""

    def look(self, moment: datetime.datetime) -> bool:
        """Whether the clock can be believed: one that jumped back, or a week ahead, is given an hour to be set."""
        if not -_HOUR <= moment - self.seen <= _LEAP:
            self.leapt = moment
        self.seen = moment
        if self.leapt and not datetime.timedelta() <= moment - self.leapt < _SETTLES:
            self.leapt = None
        return self.leapt is None

    def is_new(self, each: Matter) -> bool:
        known = self.stages.get(_key(each))
        return known is None or known[0] < each.stage

    def may_write(self, person: str, moment: datetime.datetime, *, is_urgent: bool = False) -> bool:
        """No flood, whoever causes it; but what is urgent, as a receipt for a signature, waits for none to be over. An
        address that was refused is tried ever less often."""
        lately = [each for each in self.sent.get(person, ()) if abs(moment - each) < _HOUR]
        times, last = self.failed.get(person, (0, moment))
        pause = min(datetime.timedelta(minutes=2**times) if times else datetime.timedelta(), _HOUR)
        return (is_urgent or len(lately) < _MOST_IN_AN_HOUR) and abs(moment - last) >= pause

    def note_sent(self, person: str, matters: Collection[Matter], moment: datetime.datetime) -> None:
        self.note_known(matters, moment)
        self.sent[person] = [*self.sent.get(person, ()), moment][-_MOST_IN_AN_HOUR:]
        self.failed.pop(person, None)

    def note_known(self, matters: Collection[Matter], moment: datetime.datetime) -> None:
        """As if told."""
        self.stages |= {_key(each): (each.stage, moment) for each in matters}

    def note_failed(self, person: str, moment: datetime.datetime) -> None:
        self.failed[person] = (min(self.failed.get(person, (0, moment))[0] + 1, 10), moment)

    def forget(self, current: Collection[Matter], moment: datetime.datetime) -> None:
        """What is old and no longer so."""
        kept = {_key(each) for each in current}
        young = {key: told for key, told in self.stages.items() if key in kept or abs(moment - told[1]) < _KEPT}
        self.stages = dict(sorted(young.items(), key=lambda each: each[1][1])[-_MOST:])

    def write(self, git_dir: Path) -> None:
        """Whole or not at all. Raises OSError."""
        facts = {
            "begun": moment_text(self.begun),
            "seen": moment_text(self.seen),
            "leapt": moment_text(self.leapt) if self.leapt else "",
            "stages": {key: [stage, moment_text(at)] for key, (stage, at) in self.stages.items()},
            "sent": {person: [moment_text(each) for each in times] for person, times in self.sent.items()},
            "failed": {person: [times, moment_text(at)] for person, (times, at) in self.failed.items()},
        }
        text = json.dumps(facts, ensure_ascii=False, sort_keys=True, indent=0)
        put_whole(git_dir / OWN_FOLDER / _NAME, text.encode("utf-8", "replace"), 0o600)


def told_before(git_dir: Path, moment: datetime.datetime) -> Told:
    """What the file says; where there is none, or not one of ours, nothing was told before."""
    place = git_dir / OWN_FOLDER / _NAME
    raw = bytes_within(place, _MOST_BYTES)
    if raw is not None:
        try:
            return _read(json.loads(raw))
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
            pass
    return Told(moment, moment, is_anew=raw is not None or place.exists())


def _read(found: Mapping[str, Any]) -> Told:
    return Told(
        begun=moment_of_text(found["begun"]),
        seen=moment_of_text(found["seen"]),
        leapt=moment_of_text(found["leapt"]) if found["leapt"] else None,
        stages={str(key): (int(stage), moment_of_text(at)) for key, (stage, at) in found["stages"].items()},
        sent={str(person): [moment_of_text(each) for each in times] for person, times in found["sent"].items()},
        failed={str(person): (int(times), moment_of_text(at)) for person, (times, at) in found["failed"].items()},
    )


def _key(each: Matter) -> str:
    return f"{each.person} {each.key}"
