"""the small folder -> who is invited to make a passkey, by whom, until when; a link opens once (R34)"""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from prakat_desk.keeping.one_time import OneTimeSecrets

LASTS = datetime.timedelta(hours=72)
_MOST = 4000
"""Twice as many as office.yml may name people."""


@dataclass(frozen=True, slots=True)
class Invitation:
    person: str
    by: str
    """Id of whoever made the link."""
    is_lost: bool = False
    """Whether the new key takes the place of all that the person has."""
    order_no: str = ""
    order_date: str = ""
    """Of the order that says so, where nobody else could sign the person's step."""
    until: datetime.datetime = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)

    def facts(self) -> dict[str, str]:
        texts = {"person": self.person, "by": self.by, "order_no": self.order_no, "order_date": self.order_date}
        return {**texts, "is_lost": "yes" * self.is_lost, "until": self.until.isoformat()}


@dataclass(frozen=True, slots=True)
class Invitations:
    folder: Path
    clock: Callable[[], datetime.datetime]

    def make(self, invitation: Invitation) -> str:
        """The link's secret; an earlier one of the same person is void."""
        self._secrets.void("person", invitation.person)
        return self._secrets.make(invitation.facts())

    def of(self, secret: str) -> Invitation | None:
        """Of a link that may still be used."""
        return _invitation(self._secrets.about(secret))

    def use(self, secret: str) -> Invitation | None:
        """For one of all who use the link at once."""
        return _invitation(self._secrets.use(secret))

    def give_back(self, secret: str, invitation: Invitation) -> None:
        """For a link whose use came to nothing."""
        self._secrets.give_back(secret, invitation.facts())

    def open(self) -> dict[str, Invitation]:
        """Id of a person -> the link that may still be used."""
        found = map(_invitation, self._secrets.good())
        return {each.person: each for each in found if each}

    @property
    def _secrets(self) -> OneTimeSecrets:
        return OneTimeSecrets(self.folder, LASTS, _MOST, self.clock)


def _invitation(found: Mapping[str, str] | None) -> Invitation | None:
    if found is None:
        return None
    texts = {name: found.get(name, "") for name in ("person", "by", "order_no", "order_date")}
    until = datetime.datetime.fromisoformat(found["until"])
    return Invitation(**texts, is_lost=bool(found.get("is_lost")), until=until)
