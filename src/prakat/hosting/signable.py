"""request x who may sign -> whose turn it is, who is barred as an author, and whether anybody is left (R02, R09)"""

import datetime
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from prakat.merging.plan import Plan
from prakat.office.authority import Authority, Units, names_of
from prakat.office.person import Person
from prakat.request.policy.approval import able_to_sign, steps, units
from prakat.request.policy.step import WITNESS, Step
from prakat.rules.message import message
from prakat.rules.violation import Violation
from prakat.rules.wording import Said

SIGNING = "approval."
"""Begins the ids of the violations that are about a sign-off, which is named by its step."""
OF_MAIN = "office.unreadable"
"""The id of a violation of main itself, which is no fault of whoever asks."""


@dataclass(frozen=True, slots=True)
class Signable:
    found: Plan
    known: Authority
    day: datetime.date

    @property
    def chain(self) -> tuple[Step, ...]:
        return steps(self.found.request, self.known, self.found.how)

    @property
    def units(self) -> Units:
        return units(self.found.request, self.known, self.found.how, self.day)

    @property
    def turn(self) -> Step | None:
        """The first step without a sign-off that counts; none of a request that was sent back."""
        if any(each.id == "request.sent-back" for each in self.found.violations):
            return None
        return next((step for step in self.chain if step.name in self._unsigned), None)

    @property
    def _unsigned(self) -> set[str]:
        return {step_of(each) for each in self.found.violations if each.id.startswith(SIGNING)}

    @property
    def against(self) -> tuple[Violation, ...]:
        """What the request would be refused for, whoever signs it."""
        return tuple(against_request(self.found.violations))

    def waits_since(self, sent: datetime.datetime | None) -> datetime.datetime | None:
        """When its turn came: with the sign-off before it, or as it was sent."""
        done = [each.received for each in self.found.sign_offs if each.head == self.found.request.head]
        return max([*done, *([sent] if sent else [])], default=None)

    def counts(self, step: str) -> bool:
        """Whether the step has a sign-off with which nothing is wrong."""
        return step not in self._unsigned

    def next_turn(self) -> Iterator[Said]:
        """Whose turn it is to sign; or that all have."""
        if step := self.turn:
            able = self.able(step)
            yield message(
                "hosting.next-turn", step=step.name, able=names_of(able) if able else message("request.nobody")
            )
        elif self.found.may_merge:
            yield message("hosting.all-signed", number=self.found.request.number)

    def able(self, step: Step) -> list[Person]:
        """Who can sign that step today: no author, and nobody who has signed another."""
        valid = (each for each in self.found.sign_offs if self.counts(each.step))
        others = {each.person.id for each in valid if each.person}
        barred = others | self.found.request.authors
        return [each for each in self._holders(step, self.day) if each.id not in barred]

    def holds_some_step(self, person: Person) -> bool:
        """Whether the person could sign one of its steps today, were it not their own, nor signed before."""
        return any(person in self._holders(step, self.day) for step in self.chain)

    def _holders(self, step: Step, day: datetime.date) -> list[Person]:
        return able_to_sign(self.found.request, self.known, step, self.units, day)

    def barred(self) -> Iterator[tuple[Person, list[Step]]]:
        """Authors who could else sign today, each with the steps."""
        for author in sorted(self.found.request.authors & self.known.office.people.keys()):
            person = self.known.office.people[author]
            held = [step for step in self.chain if person in self._holders(step, self.day)]
            if held:
                yield person, held

    def is_barred_by_its_authors(self) -> bool:
        """Whether the chain could be signed, today or by somebody appointed for a later day, by anybody but them."""
        able = [self._ever(step) for step in self.chain]
        authors = self.found.request.authors
        return _can_fill(able) and not _can_fill([each - authors for each in able])

    def _ever(self, step: Step) -> frozenset[str]:
        """Who may sign the step on this day, or may on a later one."""
        appointments = (each for person in self.known.office.people.values() for each in person.appointments)
        days = {self.day, *(each.start for each in appointments if each.start > self.day)}
        return frozenset(each.id for day in days for each in self._holders(step, day))


def against_request(violations: Iterable[Violation]) -> Iterator[Violation]:
    """Those of them that no sign-off can mend."""
    return (each for each in violations if each.blocks_merge and not each.id.startswith(SIGNING))


def step_of(signing: Violation) -> str:
    """The step whose sign-off it is about."""
    return WITNESS.name if signing.id == "approval.witness" else str(signing.values.get("step"))


def _can_fill(able: Sequence[Collection[str]], taken: frozenset[str] = frozenset()) -> bool:
    """Whether each step has somebody of its own."""
    if not able:
        return True
    scarce, *others = sorted((set(each) - taken for each in able), key=len)
    return any(_can_fill(others, taken | {each}) for each in scarce)
