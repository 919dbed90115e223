"""desk x day -> who is in and who is not yet, what is still missing, and the first request once all is there (R38)"""

from collections.abc import Iterator
from dataclasses import dataclass

from prakat.cannot_work import CannotWork
from prakat.merging.enrolment import HandedKey, epoch_request, is_being_founded, keys_handed_in
from prakat.office import office
from prakat.office.authority import ALL_UNITS
from prakat.office.named_epoch import with_epoch
from prakat.office.office_rules import WEBMASTERS
from prakat.office.person import Person
from prakat.repository.passkey import application_of
from prakat.repository.public_key import fingerprint, plain_key, spoken_fingerprint
from prakat.repository.refs import MAIN
from prakat.request.policy.broken_glass import can_sign
from prakat.request.policy.step import OFFICE_CHAIN, Step
from prakat.rules.message import Message, message
from prakat_desk.desk import Desk
from prakat_desk.entry.key_request import office_turns
from prakat_desk.entry.passkey_key import name_of_key
from prakat_desk.keeping.invitations import Invitation


@dataclass(frozen=True, slots=True)
class FounderKey:
    """As it is told to others in the room."""

    spoken: str
    whole: str
    """As ssh-keygen writes it."""
    device: str


@dataclass(frozen=True, slots=True)
class Founder:
    person: Person
    roles: tuple[str, ...]
    keys: tuple[FounderKey, ...]
    """Empty for whoever is not in yet."""
    is_waiting: bool
    """Whether a key waits for the publisher."""
    invitation: Invitation | None


@dataclass(frozen=True, slots=True)
class Founding:
    desk: Desk

    @property
    def is_open(self) -> bool:
        return is_being_founded(self.desk.repository)

    @property
    def asked(self) -> int | None:
        """The first request, once it is sent."""
        return epoch_request(self.desk.repository)

    def waiting_key(self, person: str) -> HandedKey | None:
        return keys_handed_in(self.desk.repository.git_dir).get(person)

    def founders(self) -> list[Founder]:
        """Everybody who has an appointment on the day, in the order of office.yml."""
        desk = self.desk
        waiting, invited = keys_handed_in(desk.repository.git_dir), desk.invitations.open()
        return [_founder(each, desk, each.id in waiting, invited.get(each.id)) for each in self._people()]

    def lacking(self) -> Iterator[Message]:
        """What is missing till the first request can be sent."""
        able = [each for each in self._people() if can_sign(each, self.desk.authority)]
        webmasters = [each for each in able if each.has_role("webmaster", self.desk.day)]
        if len(webmasters) < WEBMASTERS:
            yield message("desk_founding.few-webmasters", must=WEBMASTERS, found=len(webmasters))
        for step in OFFICE_CHAIN:
            holders = self.desk.authority.holders(step.role, ALL_UNITS, self.desk.day)
            if not any(each in able for each in holders):
                yield message("desk_founding.no-signer", step=step.name)

    def without_signers(self) -> list[str]:
        """Roles of the chain that nobody who is in holds: pages cannot be published before somebody comes in."""
        able = [each for each in self._people() if can_sign(each, self.desk.authority)]
        chain = self.desk.authority.office.sign_off
        return [role for role in chain if not any(each.has_role(role, self.desk.day) for each in able)]

    def askers(self) -> list[Person]:
        """Who may send the first request: others can sign each step of it. A webmaster, if there is one."""
        if any(self.lacking()):
            return []
        able = [each for each in self._people() if _has_passkey(each) and office_turns(self.desk, each) is not None]
        return [each for each in able if each.has_role("webmaster", self.desk.day)] or able

    def turns(self, asker: Person) -> tuple[tuple[Step, tuple[Person, ...]], ...]:
        """Each step of that person's request, with those who can sign it."""
        return office_turns(self.desk, asker) or ()

    def first_office(self, main: str) -> bytes:
        """office.yml as the first request makes it: what stands on main then is the last that is taken on trust.

        Raises CannotWork where main is another by now."""
        repository = self.desk.repository
        if main != repository.ref(MAIN) or not self.is_open:
            raise CannotWork("desk_founding.moved")
        return with_epoch(repository.object(f"{main}:{office.FILE}")[1], main)

    def _people(self) -> list[Person]:
        return [each for each in self.desk.authority.office.people.values() if not each.has_left(self.desk.day)]


def _has_passkey(person: Person) -> bool:
    return any(application_of(plain_key(each)) for each in person.keys)


def _founder(person: Person, desk: Desk, is_waiting: bool, invitation: Invitation | None) -> Founder:
    held = dict.fromkeys(each.role for each in person.appointments if each.holds_on(desk.day))
    keys = tuple(FounderKey(spoken_fingerprint(each), fingerprint(each), name_of_key(each)) for each in person.keys)
    return Founder(person, tuple(held), keys, is_waiting and not keys, invitation if not keys else None)
