"""a draft x its author -> sent once, however often it is asked for or stopped; or unsent, and why"""

import datetime
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from prakat.office.person import Person
from prakat.repository.lock import held
from prakat.repository.refs import MAIN
from prakat.rules.message import message
from prakat.rules.wording import Said
from prakat_desk.desk import Desk
from prakat_desk.keeping import small_file
from prakat_desk.keeping.draft import Draft
from prakat_desk.manuscript import Manuscript
from prakat_desk.sending.letter import Sheaf, placed
from prakat_desk.sending.outlet import Letter, Outlet, Sent, Signer, Unsent
from prakat_desk.sending.sent_once import SentOnce

_FOLDER = "sending"


@dataclass(frozen=True, slots=True)
class Dispatch:
    desk: Desk
    outlet: Outlet
    person: Person

    def letter(self, draft: Draft, base: str = "", moment: datetime.datetime | None = None) -> Letter | Sequence[Said]:
        """As it would be sent now, or what has to be seen to before."""
        base = base or self.base_of(draft)
        if not base:
            return [message("desk_sending.closed-meanwhile", number=draft.mends)]
        return Sheaf(self.desk, Manuscript(self.desk, self._placed(draft)), base).letter(moment or self._now)

    def _placed(self, draft: Draft) -> Draft:
        taken = {folder for each in self.outlet.pending().values() for folder in each.folders}
        return placed(self.desk, draft, taken)

    @property
    def _now(self) -> datetime.datetime:
        return self.desk.moment.replace(microsecond=0)

    def base_of(self, draft: Draft) -> str:
        """main, or the open request that it mends; empty where that is closed."""
        if not draft.mends:
            return self.desk.repository.ref(MAIN) or ""
        there = self.outlet.pending().get(draft.mends)
        return there.head if there else ""

    def send(
        self, draft: Draft, signer: Signer | None = None, number: int = 0, letter: Letter | None = None
    ) -> Sent | Unsent:
        """One request, whoever taps twice; `letter` is what was signed, else it is written now."""
        with self._alone():
            kept = self.desk.drafts.get(self.person.id, draft.id)
            if kept is None:
                return Unsent([message("desk_sending.no-draft")])
            kept = self._once.known(kept)
            if kept.is_sent:
                return Sent(kept.request, kept.head)
            kept = self._placed(kept)
            ready = letter or self.letter(kept)
            if not isinstance(ready, Letter):
                return Unsent(ready)
            return self._sent(kept, ready, signer, number)

    def _sent(self, draft: Draft, letter: Letter, signer: Signer | None, number: int) -> Sent | Unsent:
        draft, found = self._once.sent(draft, letter, signer, number)
        if isinstance(found, Sent):
            for name in draft.files:  # they are in git now
                draft = self.desk.drafts.drop_file(draft, name)
        return found

    def settled(self, draft: Draft) -> Draft:
        """The draft, known as sent where it was sent and the desk was stopped before it could note that."""
        if draft.is_sent or not draft.head:
            return draft
        with self._alone():
            return self._once.known(self.desk.drafts.get(self.person.id, draft.id) or draft)

    @property
    def _once(self) -> SentOnce[Draft]:
        return SentOnce(self.outlet, self.person, self.desk.drafts.save)

    def _alone(self) -> AbstractContextManager[None]:
        """One of a person at a time: the second tap waits, and then finds what the first one sent."""
        folder = small_file.private_folder(self.desk.state / _FOLDER)
        return held(folder / f"{self.person.id}.lock")
