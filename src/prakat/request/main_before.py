"""commits of main, one after another -> main before the next: files, office in force, time, who touched what last"""

import datetime
from collections.abc import Container, Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from prakat.item.item_path import index_of, item_folder
from prakat.office.account_pins import AccountPins
from prakat.office.device_counters import DeviceCounters
from prakat.repository.commit import Commit, PathChange
from prakat.repository.file_tree import FileTree
from prakat.repository.object_id import NOTHING


class GlassBroken(NamedTuple):
    """What is kept of a break-glass until it is closed."""

    office: str
    """The blob of the office.yml before it."""
    involved: frozenset[str]
    """Ids of those who signed it, whom it appointed or gave a key, and in whose place."""
    since: datetime.date
    """The day of the merge in Bangkok."""


@dataclass(slots=True)
class MainBefore:
    """What is known of main before the commit that is judged next.

    Authority comes from office.yml at the merge's first parent (DESIGN: office.yml). While a violation that changed
    office.yml is open, that file would give authority to whoever broke in, so authority stays with the office.yml
    before the first such violation until the last of them is regularised. From this it follows, whatever the order
    of events:

    - Nobody gains authority except by a merge that was in order under the authority before it, or that the whole
      chain of that authority has regularised. An honest change of office.yml made meanwhile takes effect only
      afterwards, because its signers saw that change and not the file that it was made to.
    - To regularise is to approve office.yml as it then stands, or to revert it. Either way the earlier office
      signs, and then all of main's office.yml is in force, later honest changes included.
    - A regularisation that is itself not in order closes nothing, and holds authority back once more if it changed
      office.yml. One that cannot be read, or is gone, is such a violation (office.broken), so it locks nobody out.
    - Break-glass takes effect at once (two webmasters, a vacant step, an order, one appointment or key) and is open
      until regularised by the chain and a third person whom the office knew before; it has no effect while another
      violation of office.yml is open, which must be regularised first.
    - The price: the earlier office must still have people in office. An office that leaves a violation of office.yml
      open until the last of those appointments has ended needs a new epoch, which auditors accept by --trust.
    """

    files: FileTree
    office: str
    """The blob of the office.yml that gives authority: the first parent's or, while a violation that changed
    office.yml is open, the one before that violation."""
    time: int
    touched: dict[str, str] = field(default_factory=dict)
    """Item folder -> the last commit of main that changed it."""
    positions: dict[str, int] = field(default_factory=dict)
    """Commit of main -> its place, from 0."""
    open: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Commit of main with an open violation -> the item folders and other paths that it changed."""
    logged: Container[str] = frozenset()
    """Commits of the audit-log that a request may regularise."""
    glasses: dict[str, GlassBroken] = field(default_factory=dict)
    """Commit of main by break-glass -> what is known of it; those that are closed are no longer in `open`."""
    spoken: dict[str, str] | None = None
    """Path of each index.md with a verbal permission -> its blob; None until somebody has asked."""
    unread: set[str] = field(default_factory=set)
    """Those of these paths of which nobody has read yet whether they have one."""
    accounts: AccountPins = field(default_factory=AccountPins)
    """Whose the forge's accounts are, by the records so far."""
    counters: DeviceCounters = field(default_factory=DeviceCounters)
    """How often each device says it has signed, by the records so far."""
    epoch: str = ""
    """The first value of audit.since, which must never change; empty while history has not named one."""

    def copy(self) -> "MainBefore":
        """A copy that can be moved on without moving this one."""
        return replace(
            self,
            files=self.files.copy(),
            touched=dict(self.touched),
            positions=dict(self.positions),
            open=dict(self.open),
            glasses=dict(self.glasses),
            spoken=None if self.spoken is None else dict(self.spoken),
            unread=set(self.unread),
        )

    @property
    def open_glasses(self) -> dict[str, GlassBroken]:
        """The oldest first."""
        return {commit: each for commit, each in self.glasses.items() if commit in self.open}

    def stirred_since(self, base: str, folders: Iterable[str]) -> list[str]:
        """Those of the item folders that main has touched since `base`; all of them if `base` is unknown."""
        begun = self.positions.get(base)
        if begun is None:
            return [*folders]
        return [each for each in folders if each in self.touched and self.positions[self.touched[each]] > begun]

    def move_on(self, commit: Commit) -> None:
        """Call it after the commit was judged. Does not change `office`: only the audit decides who has authority."""
        self.files.apply(commit.changes)
        self.time = max(self.time, commit.time)
        self.positions[commit.id] = len(self.positions)
        for change in commit.changes:
            if folder := item_folder(change.path):
                self.touched[folder] = commit.id
                if self.spoken is not None and change.path == index_of(folder):
                    self._note(self.spoken, change)

    def _note(self, spoken: dict[str, str], change: PathChange) -> None:
        if change.new == NOTHING:
            spoken.pop(change.path, None)
            self.unread.discard(change.path)
        else:
            spoken[change.path] = change.new
            self.unread.add(change.path)
