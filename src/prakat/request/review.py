"""approving reviews on a forge -> the steps that they sign; a record -> the review in it (DESIGN: Requests)"""

import datetime
import enum
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from prakat.office.account_pins import AccountPins, Owner
from prakat.office.authority import Authority, ForgeAccount, Units
from prakat.office.person import Person
from prakat.request.policy.approval import able_to_sign
from prakat.request.policy.request import Request
from prakat.request.policy.sign_off import OtherAccount, SignOff
from prakat.request.policy.step import WITNESS, Step
from prakat.request.spoken_words import excerpt, states_check
from prakat.thai.buddhist_era import bangkok_day, moment_text


class ReviewState(enum.StrEnum):
    APPROVED = "approved"
    REJECTED = "rejected"
    COMMENTED = "commented"
    DISMISSED = "dismissed"
    PENDING = "pending"


@dataclass(frozen=True, slots=True)
class Review:
    forge: str
    """`github` or `forgejo`: which of a person's accounts the login is."""
    id: int
    login: str
    state: ReviewState
    head: str
    """The commit that was reviewed."""
    at: datetime.datetime
    """When the forge received it or it was last changed, in Bangkok."""
    body: str
    account: int = 0
    """The number of the account; 0 in records of versions that did not read it."""

    def owner(self, known: Authority, pins: AccountPins) -> Owner:
        """Whose account it is; nobody's if it is a stranger's, or if office.yml gives it to several people."""
        return pins.owner(ForgeAccount(self.forge, self.login, self.account), known)

    def sign_off(self, step: str, ordinal: int, known: Authority, pins: AccountPins) -> SignOff:
        """The review as the policy judges it. The forge vouches for the account, and the publisher's signature on the
        record vouches that the forge did."""
        person, pinned = self.owner(known, pins)
        return SignOff(
            step=step,
            person=person,
            head=self.head,
            received=self.at,
            ordinal=ordinal,
            is_genuine=self.state is ReviewState.APPROVED,
            checked=states_check(self.body),
            said=excerpt(self.body),
            other_account=OtherAccount(self.login, self.account, pinned) if pinned else None,
        )

    def object(self) -> str:
        """As the audit-log stores it: equal reviews give equal texts."""
        facts = {
            "forge": self.forge,
            "id": self.id,
            "login": self.login,
            "state": self.state.value,
            "head": self.head,
            "at": moment_text(self.at),
            "body": self.body,
            **({"account": self.account} if self.account else {}),
        }
        return json.dumps(facts, ensure_ascii=False, sort_keys=True)


def review_of(text: str) -> Review | None:
    """The review in a record; None for any text that `object` would not have written."""
    if not text.startswith("{"):
        return None
    try:
        facts: Mapping[str, Any] = json.loads(text)
        at = datetime.datetime.fromisoformat(facts["at"])
        names = ("login", "head", "body")
        login, head, body = (facts[name] for name in names)
        state, account = ReviewState(facts["state"]), facts.get("account", 0)
        found = Review(facts["forge"], facts["id"], login, state, head, at, body, account)
        is_whole = type(found.id) is int and type(account) is int
        return found if is_whole and found.object() == text else None
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return None


def in_force(reviews: Sequence[Review]) -> list[Review]:
    """Approvals in the order of receipt, except where the same account asked for changes later."""
    ordered = sorted(reviews, key=lambda each: (each.at, each.id))
    refused = {_account(each): index for index, each in enumerate(ordered) if each.state is ReviewState.REJECTED}
    return [
        each
        for index, each in enumerate(ordered)
        if each.state is ReviewState.APPROVED and index > refused.get(_account(each), -1)
    ]


def refusing(reviews: Sequence[Review]) -> list[tuple[int, Review]]:
    """Those that ask for changes, each with its place in the order of receipt, from 1, except where the same account
    approved later."""
    ordered = sorted(reviews, key=lambda each: (each.at, each.id))
    agreed = {_account(each): index for index, each in enumerate(ordered) if each.state is ReviewState.APPROVED}
    return [
        (index + 1, each)
        for index, each in enumerate(ordered)
        if each.state is ReviewState.REJECTED and index > agreed.get(_account(each), -1)
    ]


def _account(review: Review) -> str | int:
    return review.account or review.login


@dataclass(frozen=True, slots=True)
class Assignment:
    """Which reviews sign which steps: a review names no step, so the signer's roles and the order decide."""

    known: Authority
    request: Request
    needed: Units
    chain: tuple[Step, ...]
    approvals: tuple[Review, ...]
    """In force, in the order of receipt."""
    pins: AccountPins = field(default_factory=AccountPins)

    def steps(self) -> dict[str, tuple[int, Review]]:
        """Step -> index in the order of receipt, and review. Approvals that count fill as many steps as possible; any
        other step gets the newest approval that may have been meant for it, so that the policy says what is wrong."""
        filled = self._best(0, 0, frozenset())
        used = {index for index, _ in filled.values()}
        for step in self.chain:
            if step.name not in filled and (index := self._meant(step, used)) is not None:
                filled[step.name] = index, self.approvals[index]
                used.add(index)
        return filled

    def _best(self, number: int, start: int, people: frozenset[str]) -> dict[str, tuple[int, Review]]:
        """The largest assignment of the approvals from `start` on to the steps from `number` on, none by `people`."""
        if number == len(self.chain):
            return {}
        best: dict[str, tuple[int, Review]] = {}
        tried: set[str] = set()
        for index in range(start, len(self.approvals)):
            person = self._counts(index, number)
            if person is None or person in people or person in tried:
                continue
            tried.add(person)
            found = {self.chain[number].name: (index, self.approvals[index])}
            found |= self._best(number + 1, index + 1, people | {person})
            if len(found) == len(self.chain) - number:
                return found
            best = max(best, found, key=len)
        without = self._best(number + 1, start, people)
        both = (without, best) if self.chain[number] == WITNESS else (best, without)  # anybody may be meant for another
        return max(both, key=len)

    def _counts(self, index: int, number: int) -> str | None:
        """Who signed that approval, if it may count for the step."""
        review, step = self.approvals[index], self.chain[number]
        person = review.owner(self.known, self.pins).person
        if person is None or person.id in self.request.authors or review.head != self.request.head:
            return None
        if self.request.targeted and review.at <= self.request.targeted:
            return None
        is_stated = states_check(review.body) or number < len(self.chain) - 1
        able = able_to_sign(self.request, self.known, step, self.needed, bangkok_day(review.at))
        return person.id if is_stated and person in able else None

    def _meant(self, step: Step, used: set[int]) -> int | None:
        for index in reversed(range(len(self.approvals))):
            person = self._named(self.approvals[index])
            if index not in used and person and (step == WITNESS or step.role in self._roles(person)):
                return index
        return None

    def _named(self, review: Review) -> Person | None:
        """Who is meant: the owner of the account or, if that is another's by now, whoever had its name before."""
        owner = review.owner(self.known, self.pins)
        unnumbered = ForgeAccount(review.forge, review.login, 0)
        return owner.person or (self.pins.owner(unnumbered, self.known).person if owner.pinned else None)

    def _roles(self, person: Person | None) -> set[str]:
        """Every role that the person has, had, will have, or would get by this very request."""
        if person is None:
            return set()
        after = self.request.office_after.office.people.get(person.id) if self.request.office_after else None
        return {each.role for one in (person, after) if one for each in one.appointments}
