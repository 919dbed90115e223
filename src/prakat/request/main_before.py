"""commits of main, one after another -> main before the next: files, office in force, time, who touched what last"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from prakat.item.item_path import item_folder
from prakat.repository.commit import Commit
from prakat.repository.file_tree import FileTree


@dataclass(slots=True)
class MainBefore:
    """What is known of main before the commit that is judged next.

    Who has authority: office.yml as it stands at the merge's first parent says (DESIGN: office.yml). Where a violation
    that changed office.yml is open, that file would give authority to whoever broke in, so authority stays with the
    office.yml before the first such violation until the last of them is regularised. What follows, whatever the
    order of events:

    - Nobody gains authority by anything but a merge that was in order under the authority before it, or that the
      whole chain of that authority has regularised. An honest change of office.yml made meanwhile counts only
      afterwards: its signers saw what it changed, not what it was built upon.
    - To regularise is to approve office.yml as it then stands, or to revert; either way by the office before, and
      what then stands on main is in force whole, later honest changes included.
    - A regularisation that is itself not in order closes nothing, and holds authority back once more if it changed
      office.yml. One that cannot be read, or is gone, is such a violation (office.broken), so it locks nobody out.
    - Break-glass is in force at once (two webmasters, a vacant step, an order), and open until regularised; but not
      while another violation of office.yml is open: that comes first.
    - The price: the office before must still have people in office. Whoever lets a violation of office.yml lie
      until the last of its appointments has ended can go on only from a new epoch, which auditors take by --trust.
    """

    files: FileTree
    office: str
    """The blob of office.yml by which people have authority: that of the first parent, or, while a violation that
    changed it is open, the one before that violation, lest it give authority to whoever made it."""
    time: int
    touched: dict[str, str] = field(default_factory=dict)
    """Item folder -> the last commit of main that changed it."""
    positions: dict[str, int] = field(default_factory=dict)
    """Commit of main -> its place, from 0."""
    epoch: str = ""
    """What audit.since has said first, and has to go on to say; empty where history has not named it yet."""

    def copy(self) -> "MainBefore":
        """To be moved on without moving this one."""
        return replace(self, files=self.files.copy(), touched=dict(self.touched), positions=dict(self.positions))

    def stirred_since(self, base: str, folders: Iterable[str]) -> list[str]:
        """Of those item folders, the ones that main has touched since it was at `base`; all, where that is unknown."""
        begun = self.positions.get(base)
        if begun is None:
            return [*folders]
        return [each for each in folders if each in self.touched and self.positions[self.touched[each]] > begun]

    def move_on(self, commit: Commit) -> None:
        """After the commit was judged; whether its office.yml gives authority is the audit's to say."""
        self.files.apply(commit.changes)
        self.time = max(self.time, commit.time)
        self.positions[commit.id] = len(self.positions)
        for change in commit.changes:
            if folder := item_folder(change.path):
                self.touched[folder] = commit.id
