"""commits of main, one after another -> what holds before the next: files, authority, time, who touched what last"""

from dataclasses import dataclass, field

from prakat.change_rules import Files
from prakat.commit import Commit, item_folder


@dataclass(slots=True)
class Standing:
    """What is known of main before the commit that is judged next."""

    files: Files
    office: str
    """The blob of office.yml by which people have authority: that of the first parent, or, while a violation that
    changed it is open, the one before that violation, lest it give authority to whoever made it."""
    time: int
    touched: dict[str, str] = field(default_factory=dict)
    """Item folder -> the last commit of main that changed it."""
    positions: dict[str, int] = field(default_factory=dict)
    """Commit of main -> its place, from 0."""

    def move_on(self, commit: Commit) -> None:
        """After the commit was judged; whether its office.yml gives authority is the audit's to say."""
        self.files.apply(commit.changes)
        self.time = max(self.time, commit.time)
        self.positions[commit.id] = len(self.positions)
        for change in commit.changes:
            if folder := item_folder(change.path):
                self.touched[folder] = commit.id
