"""an open request x whoever looks at it -> whether it is the person's turn to sign, and why not (R02, R39)"""

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from prakat.hosting.signable import Signable
from prakat.office.authority import holds, names_of
from prakat.office.person import Person
from prakat.request.policy.step import REQUESTER, Step
from prakat.rules.message import Message, message
from prakat.rules.wording import Label, Listed


class Place(enum.StrEnum):
    """Where a person stands to an open request."""

    TURN = "turn"
    """May sign now."""
    STUCK = "stuck"
    """Whose turn it would be, were nothing against it."""
    AUTHOR = "author"
    LATER = "later"
    DONE = "done"
    BARRED = "barred"
    """Signs such steps, and not this request."""
    ONLOOKER = "onlooker"


@dataclass(frozen=True, slots=True)
class Stance:
    place: Place
    step: str = ""
    """Which one the person may sign now: one of the chain, or the requester's own."""
    is_last: bool = False
    """Whether the signer of that step has to state that it was checked."""
    why: Message | None = None
    """In words, where there is something to say."""

    @property
    def may_sign(self) -> bool:
        return bool(self.step)


def stance(signable: Signable, person: Person, *, is_sound: bool, asks_requester: bool) -> Stance:
    """`is_sound`: nothing is against the request itself. `asks_requester`: its place takes signatures of requesters."""
    request, chain, turn = signable.found.request, signable.chain, signable.turn
    if person.id in request.authors:
        return _of_author(signable, person, asks_requester=asks_requester)
    if own := _signed(signable, person):
        return Stance(Place.DONE, why=message("desk_decision.done", step=own, next=_next(signable)))
    if turn and person in signable.able(turn):
        if not is_sound:
            return Stance(Place.STUCK, why=message("desk_decision.stuck"))
        return Stance(Place.TURN, turn.name, is_last=turn == chain[-1])
    later = [step for step in _after(chain, turn) if person in signable.able(step)]
    if turn and later:
        able = signable.able(turn)
        shown = names_of(able) if able else message("request.nobody")
        told = message("desk_decision.later", step=later[0].name, before=turn.name, able=shown)
        return Stance(Place.LATER, why=told)
    return _of_other(signable, person)


def _of_other(signable: Signable, person: Person) -> Stance:
    """Somebody who signs such steps of other requests, or none at all."""
    day, needed = signable.day, signable.units
    held = [step for step in signable.chain if step.role and person.has_role(step.role, day)]
    if not held:
        return Stance(Place.ONLOOKER)
    if not any(holds(person, step.role, needed, day) for step in held):
        known = signable.known.office
        units = Listed.of(map(known.unit_name, sorted(needed))) if needed else message("request.all-units")
        return Stance(Place.BARRED, why=message("desk_decision.other-units", role=held[0].role, units=units))
    return Stance(Place.BARRED, why=message("desk_decision.signed-by-others", role=held[0].role))


def _of_author(signable: Signable, person: Person, *, asks_requester: bool) -> Stance:
    """An author signs no step, but may sign what was asked for without the requester's signature."""
    is_unsigned = asks_requester and signable.found.signed_request is None and bool(person.keys)
    step = REQUESTER if is_unsigned else ""
    held = [steps for who, steps in signable.barred() if who == person]
    if not held:
        return Stance(Place.AUTHOR, step)
    steps = Listed.of(Label("step", each.name) for each in held[0])
    return Stance(Place.AUTHOR, step, why=message("desk_decision.author", steps=steps))


def _signed(signable: Signable, person: Person) -> str:
    """The step that the person has signed as the request is now."""
    made = signable.found.sign_offs
    return next((each.step for each in made if each.person == person and signable.counts(each.step)), "")


def _after(chain: Sequence[Step], turn: Step | None) -> Sequence[Step]:
    return chain[chain.index(turn) + 1 :] if turn else ()


def _next(signable: Signable) -> Message:
    if (step := signable.turn) is None:
        return message("desk_decision.next-nobody")
    able = signable.able(step)
    shown = names_of(able) if able else message("request.nobody")
    return message("desk_decision.next", step=step.name, able=shown)
