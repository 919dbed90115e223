"""a request pushed by force x who pushes -> whose work would be lost by it (R34)"""

from collections.abc import Iterator
from dataclasses import dataclass

from prakat.office.authority import Authority
from prakat.repository.commit import Commit
from prakat.repository.repository import Repository


@dataclass(frozen=True, slots=True)
class Overwriting:
    """A request's branch that moves from `old` to `new`; everybody may mend their own work, nobody another's."""

    repository: Repository
    known: Authority | None
    main: str | None
    old: str
    new: str

    def losers(self, pusher: str) -> list[str]:
        """Names of the people whose commits would be gone, although they do not push; empty for a fast-forward.

        A commit is somebody's own who wrote or made it. One whose files stand in the new request as they stood in it,
        as when it is moved onto a newer main or joined with another, is not gone. Where the server does not say who
        pushes, whoever made the new commits does."""
        lost, made = self._between(self.old, self.new), self._between(self.new, self.old)
        own = self._people(pusher) if pusher else {each for commit in made for each in self._makers(commit)}
        kept = {(change.path, change.new) for commit in made for change in commit.changes}
        found: dict[str, None] = {}
        for commit in lost:
            is_own = not own.isdisjoint({*self._people(commit.author[1]), *self._makers(commit)})
            if not is_own and not kept.issuperset((change.path, change.new) for change in commit.changes):
                found |= dict.fromkeys(self._names(commit))
        return list(found)

    def _between(self, tip: str, other: str) -> list[Commit]:
        main = [f"^{self.main}"] if self.main else []
        return list(self.repository.log(tip, f"^{other}", *main))

    def _people(self, mail: str) -> frozenset[str]:
        """Ids of people; of somebody whom office.yml does not know, the mail itself."""
        if self.known is None:
            return frozenset({mail.casefold()})
        if mail in self.known.office.people:
            return frozenset({mail})
        return self.known.people_of_mail(mail) or frozenset({mail.casefold()})

    def _makers(self, commit: Commit) -> frozenset[str]:
        return self._people(commit.committer[1])

    def _names(self, commit: Commit) -> Iterator[str]:
        people = self.known.office.people if self.known else {}
        for each in sorted(self._people(commit.author[1])):
            yield people[each].introduced if each in people else each
