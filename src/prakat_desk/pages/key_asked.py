"""a request for somebody's keys -> sent as any other request, and what its asker is told of who must sign"""

from dataclasses import dataclass

from prakat.cannot_work import CannotWork
from prakat.office.person import Person
from prakat.repository.passkey_proof import PASSKEY
from prakat.repository.public_key import fingerprint, plain_key
from prakat.rules.wording import Listed
from prakat.thai import buddhist_era
from prakat_desk.desk import Desk
from prakat_desk.entry.key_request import KeyRequest
from prakat_desk.entry.passkey_key import name_of_key
from prakat_desk.keeping.seen_passkeys import SeenPasskey
from prakat_desk.sending.bare_outlet import outlet_of
from prakat_desk.sending.outlet import Letter, Unsent
from prakat_desk.visit import Visit


@dataclass(frozen=True, slots=True)
class KeyAsked:
    number: int
    request: KeyRequest


@dataclass(frozen=True, slots=True)
class Device:
    """One of a person's keys, as people know it."""

    key: str
    """Without its comment."""
    name: str
    is_passkey: bool
    fingerprint: str
    """As `ssh-keygen -l` prints it."""
    seen: SeenPasskey | None


def asked_for_keys(desk: Desk, request: KeyRequest, language: str) -> KeyAsked:
    """Raises CannotWork where it is refused, in the words of the place where requests live."""
    letter = Letter(
        mark=f"keys-{request.author.id}",
        title=request.title.text(),
        changes={request.path: request.content},
        base=request.base,
        moment=desk.moment,
    )
    sent = outlet_of(desk, language).send(letter, request.author)
    if isinstance(sent, Unsent):
        raise CannotWork("desk_entry.not-sent", reasons=Listed.of(sent.reasons, "\n"))
    return KeyAsked(sent.number, request)


def devices_of(desk: Desk, person: Person) -> list[Device]:
    found = [(plain_key(each), name_of_key(each)) for each in person.keys]
    return [
        Device(key, name, key.startswith(f"{PASSKEY} "), fingerprint(key), desk.passkeys.of(key)) for key, name in found
    ]


def usual_name(visit: Visit, person: Person) -> str:
    """What a device is called unless its owner calls it otherwise."""
    day = visit.desk.day
    month = f"{buddhist_era.year(day)}-{day.month:02}"
    return visit.say("desk_entry.usual-name", name=person.name, month=month)
