"""An office of a publisher that waits: what was signed is merged and live before anything else is done."""

import argparse
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import merge
import merge_rows
import publish
from prakat.cannot_work import CannotWork
from prakat.merging import bare_counter, plan
from prakat.merging.arrival import requests_stirred
from prakat.merging.publisher import publisher_key, publisher_lock
from prakat.merging.publisher_memory import PublisherMemory
from prakat.merging.publisher_state import Phase, at_work
from prakat.repository.receipt import moment_of_receipt, receipts
from prakat.repository.refs import MAIN, tip
from prakat.repository.repository import Repository
from prakat.thai.buddhist_era import bangkok_day
from said_once import SaidOnce


@dataclass(slots=True)
class AttendedOffice:
    repository: Repository
    options: argparse.Namespace
    """Of attend.py, for this office."""
    name: str = ""
    """Stands before each line that is printed, where several offices print."""
    said: SaidOnce = field(default_factory=SaidOnce)
    memory: PublisherMemory = field(default_factory=PublisherMemory)
    published: tuple[str | None, str] | None = None
    """The commit of main and the day that this process published last."""
    received: int | None = None
    """Ordinal of the last receipt that was looked at; None before the first call."""

    def work(self) -> None:
        """What has arrived; then all that a round does."""
        with self.said.heard(self.name, self.options.lang):
            self.memory.begin()
            try:
                with suppress(CannotWork):  # the whole round says it
                    self._merge_signed()
                merge.main([*self._own, *self._key, "merge"], self.memory)
            finally:
                self._publish()

    def rest(self, is_wanted: Callable[[], bool]) -> None:
        """What makes the next call quicker, until that `is_wanted`."""
        with suppress(CannotWork):  # the next call says it
            publish.prepare(self.options.to)
            if main := tip(self.repository, MAIN):
                self.memory.folders.learn(self.repository, main, is_wanted)

    def _merge_signed(self) -> None:
        """Only the requests that something has just come for; the round after it refuses, tells and closes."""
        git_dir, noted = self.repository.git_dir, receipts(self.repository.git_dir)
        before, self.received = self.received, len(noted)
        numbers = requests_stirred(noted, before) if before is not None else []
        if not numbers:
            return
        with publisher_lock(git_dir), at_work(git_dir, Phase.MERGING) as account:
            rows = [row for number in numbers if (row := self._merged(number))]
            account.facts["head"] = tip(self.repository, MAIN) or ""
        if rows:
            merge_rows.show(rows, "text", self.options.lang)
            self._publish()

    def _merged(self, number: int) -> dict[str, object] | None:
        """None if it is not, whatever the reason."""
        moment = moment_of_receipt(self.repository.git_dir)
        key = self.options.key or publisher_key(self.repository.git_dir)
        memory = self.memory
        merging = bare_counter.open_merging(self.repository, key, moment, memory.verified(), memory)
        if number not in merging.counter.requests() or not plan.mending_first(merging, [number]):
            return None
        row = merge_rows.row(merging, number, self.options.lang)
        return row if row["commit"] else None

    def _publish(self) -> None:
        """What this process has not published on this day, be it only for a take-down while nothing can be merged."""
        day = self.options.date or bangkok_day(moment_of_receipt(self.repository.git_dir)).isoformat()
        if self.published != (now := (tip(self.repository, MAIN), day)):
            os.environ.pop("PRAKAT_DATE", None)
            words = [*self._own, *self._key, "--to", str(self.options.to), "--approved", "--date", day]
            publish.main(words, self.memory)
            self.published = now

    @property
    def _own(self) -> list[str]:
        verbosely = ["--verbose"] * self.options.verbose
        return ["--repo", str(self.repository.folder), "--lang", self.options.lang, *verbosely]

    @property
    def _key(self) -> list[str]:
        return ["--key", str(self.options.key)] if self.options.key else []
