"""person x keys to come -> the office request that says so, by whom, and who signs it (DESIGN: Requests)"""

from collections.abc import Sequence
from dataclasses import dataclass

from prakat.cannot_work import CannotWork
from prakat.office import office
from prakat.office.authority import ALL_UNITS, Authority, mail_of
from prakat.office.person import Person
from prakat.office.person_keys import KeyOrder, with_person_keys
from prakat.repository.public_key import plain_key
from prakat.repository.refs import MAIN
from prakat.request.policy.broken_glass import can_sign
from prakat.request.policy.step import OFFICE_CHAIN, TWO_WEBMASTERS, Step
from prakat.rules.message import Message, message
from prakat_desk.desk import Desk
from prakat_desk.keeping.invitations import Invitation


@dataclass(frozen=True, slots=True)
class KeyRequest:
    author: Person
    title: Message
    base: str
    """The commit of main that it changes."""
    content: bytes
    """The office.yml to be."""
    turns: tuple[tuple[Step, tuple[Person, ...]], ...]
    """Each step with those who can sign it."""

    @property
    def path(self) -> str:
        return office.FILE


def invited_request(desk: Desk, invitation: Invitation, key: str) -> KeyRequest:
    """The key that an invited person made. Raises CannotWork."""
    known = desk.authority
    person = invited_person(known, invitation.person)
    order = KeyOrder(invitation.order_no, invitation.order_date) if invitation.order_no else None
    kept = () if invitation.is_lost or order else person.keys
    title = message("desk_entry.request-new", name=person.name)
    return _request(desk, person, (*kept, key), [person.id, invitation.by], title, order)


def removal(desk: Desk, person: Person, key: str, asker: str) -> KeyRequest:
    """A device's key taken away, by its owner or a webmaster. Raises CannotWork."""
    left = tuple(each for each in person.keys if plain_key(each) != key)
    if len(left) == len(person.keys):
        raise CannotWork("desk_entry.no-such-device")
    return _request(desk, person, left, [asker], message("desk_entry.request-less", name=person.name), None)


def invited_person(known: Authority, person: str) -> Person:
    if person not in known.office.people:
        raise CannotWork("office.no-such-person", person=person)
    return known.office.people[person]


def needs_order(desk: Desk, person: Person, by: str) -> bool:
    """Whether nobody could sign the person's new key but two webmasters, who name an order."""
    return all(office_turns(desk, each, OFFICE_CHAIN) is None for each in _askers(desk.authority, [person.id, by]))


def _request(
    desk: Desk, person: Person, keys: Sequence[str], askers: Sequence[str], title: Message, order: KeyOrder | None
) -> KeyRequest:
    """By the first of the askers whose request the others can sign: who asks signs nothing."""
    base = desk.repository.ref(MAIN)
    if base is None:
        raise CannotWork("desk.no-office")
    content = with_person_keys(desk.repository.object(f"{base}:{office.FILE}")[1], person.id, keys, order)
    for author in _askers(desk.authority, askers):
        turns = office_turns(desk, author, TWO_WEBMASTERS if order else OFFICE_CHAIN)
        if turns is not None:
            return KeyRequest(author, title, base, content, turns)
    raise CannotWork("desk_entry.nobody-signs", name=person.name)


def _askers(known: Authority, ids: Sequence[str]) -> list[Person]:
    """Those whose commits show whose they are."""
    people = [known.office.people[each] for each in dict.fromkeys(ids) if each in known.office.people]
    return [each for each in people if each.id in known.people_of_mail(mail_of(each))]


def office_turns(
    desk: Desk, author: Person, chain: Sequence[Step] = OFFICE_CHAIN
) -> tuple[tuple[Step, tuple[Person, ...]], ...] | None:
    """Each step of that author's office request with those who can sign it; None where the chain has not a signer of
    its own for each."""
    known = desk.authority
    able = [
        tuple(
            each
            for each in known.holders(step.role, ALL_UNITS, desk.day)
            if each.id != author.id and can_sign(each, known)
        )
        for step in chain
    ]
    first, second = able
    if not any(one.id != other.id for one in first for other in second):
        return None
    return tuple(zip(chain, able, strict=True))
