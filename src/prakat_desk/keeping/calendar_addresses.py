"""the small folder -> each person's own secret address of the calendar, kept as a digest; a new one voids the last"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from prakat_desk.keeping.one_time import OneTimeSecrets

LASTS = datetime.timedelta(days=400)
"""Then the person asks for another: an address that nobody looks after any more opens nothing."""
_MOST = 4000
_PERSON = "person"


@dataclass(frozen=True, slots=True)
class CalendarAddresses:
    folder: Path
    clock: Callable[[], datetime.datetime]

    def make(self, person: str) -> str:
        """A new secret. Raises OSError."""
        self.void(person)
        return self._secrets.make({_PERSON: person})

    def void(self, person: str) -> None:
        self._secrets.void(_PERSON, person)

    def owner(self, secret: str) -> str:
        """Id of the person whose address it is; empty for nobody's. It may be asked for as often as one likes."""
        found = self._secrets.about(secret)
        return found.get(_PERSON, "") if found else ""

    def has_one(self, person: str) -> bool:
        return any(each.get(_PERSON) == person for each in self._secrets.good())

    @property
    def _secrets(self) -> OneTimeSecrets:
        return OneTimeSecrets(self.folder, LASTS, _MOST, self.clock)
