"""commits of main, one after another -> main before the next: files, office in force, time, who touched what last"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from prakat.item.item_path import item_folder
from prakat.office.account_pins import AccountPins
from prakat.repository.commit import Commit
from prakat.repository.file_tree import FileTree


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
    - Break-glass takes effect at once (two webmasters, a vacant step, an order) and is open until regularised; it
      has no effect while another violation of office.yml is open, which must be regularised first.
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
    accounts: AccountPins = field(default_factory=AccountPins)
    """Whose the forge's accounts are, by the records so far."""
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
        )

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
