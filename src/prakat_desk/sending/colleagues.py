"""an item x who wants to change it -> who else is at work on it, told before anything is written"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from prakat.item.item_path import folder_of
from prakat.rules.message import message
from prakat.rules.wording import Listed, Said
from prakat_desk.desk import Desk
from prakat_desk.sending.outlet import Outlet

LATELY = datetime.timedelta(days=7)
"""A draft that nobody has touched for longer is no work that is going on."""


@dataclass(frozen=True, slots=True)
class Colleagues:
    desk: Desk
    outlet: Outlet

    def at_work(self, path: str, person: str, but: int = 0) -> list[Said]:
        """Open requests on the item, other than number `but`; and colleagues who are writing, by name alone."""
        return [*self._asked(path, person, but), *self._writing(path, person)] if path else []

    def _asked(self, path: str, person: str, but: int) -> Iterator[Said]:
        for each in self.outlet.pending().values():
            if each.number != but and folder_of(path) in each.folders:
                if person in each.authors:
                    yield message("desk_sending.own-request", number=each.number)
                else:
                    yield message("desk_sending.other-request", number=each.number, names=self._names(each.authors))

    def _writing(self, path: str, person: str) -> Iterator[Said]:
        """Never what they write, nor since when."""
        since = self.desk.clock() - LATELY
        for each in self.desk.authority.office.people.values():
            drafts = self.desk.drafts.of(each.id) if each.id != person else []
            if any(draft.path == path and not draft.is_sent and draft.changed > since for draft in drafts):
                yield message("desk_sending.other-draft", name=each.introduced)

    def _names(self, people: frozenset[str]) -> Said:
        known = self.desk.authority.office.people
        return Listed.of(known[each].introduced for each in sorted(people) if each in known)
