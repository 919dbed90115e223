"""a forge x the person's own token -> requests sent as pull requests, followed by its reviews, mended and withdrawn"""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from prakat.cannot_work import CannotWork
from prakat.forge.choice import Choice
from prakat.forge.people_pulls import ListedPull, PeoplePulls
from prakat.hosting.signable import Signable
from prakat.item.item_path import item_folder
from prakat.merging.forge_mirror import fetch_heads
from prakat.merging.merging import Merging
from prakat.merging.plan import Plan
from prakat.merging.talk_book import Remark, forge_remark
from prakat.office.authority import ForgeAccount
from prakat.office.person import Person
from prakat.repository.mainline import differences
from prakat.repository.object_id import NOTHING
from prakat.repository.refs import HEADS, MAIN, move
from prakat.repository.repository import GitFailed, Repository
from prakat.request.merge_message import one_line
from prakat.request.spoken_refusal import review_words
from prakat.rules.message import message
from prakat.rules.typed_lines import typed_lines
from prakat.rules.wording import Said
from prakat.thai.buddhist_era import bangkok_day
from prakat_desk.sending.forge_look import merging_now, planned_now
from prakat_desk.sending.outlet import (
    Closed,
    Decision,
    HandedRefusal,
    Letter,
    Pending,
    Sent,
    Signed,
    Signer,
    Turn,
    Unsent,
    Utterance,
    signed_steps,
    turn_of,
)
from prakat_desk.sending.request_book import RequestBook
from prakat_desk.sending.workshop import workshop, written_commit

_BRANCH = "desk/"


@dataclass(frozen=True)
class ForgeOutlet:
    """Has no slots, so that what one page asks for is read once."""

    repository: Repository
    """The desk's own mirror."""
    choice: Choice
    """With the token of whoever asks."""

    def free_number(self) -> int:
        return 0

    def head_of(self, letter: Letter, author: Person) -> str:
        with workshop(self.repository) as shop:
            return self._written(shop, letter, author)

    def send(self, letter: Letter, author: Person, number: int = 0, signer: Signer | None = None) -> Sent | Unsent:
        """A sign-off of the requester is the pull request itself, which the forge shows as the person's."""
        with workshop(self.repository) as shop:
            head = self._written(shop, letter, author)
            branch = self.choice.forge.pull(letter.mends).branch if letter.mends else _branch(letter.mark, head)
            ref = f"{HEADS}{branch}"
            move(shop, ref, head, NOTHING)
            try:
                self.choice.remote.push(shop, ref)
            except GitFailed as problem:
                return Unsent([message("desk_sending.not-received", problem=problem)])
            if letter.mends:
                return Sent(letter.mends, head)
            try:
                return Sent(self._pulls.open_one(branch, one_line(letter.title), letter.form), head)
            except CannotWork as problem:
                self.choice.remote.push(shop, ref, is_deletion=True)
                return Unsent([message("desk_sending.not-received", problem=problem)])

    def found(self, mark: str, head: str) -> int:
        return self._pulls.number_of(_branch(mark, head))

    def pending(self) -> Mapping[int, Pending]:
        repository, heads = self.repository, self.merging.counter.requests()
        there = {each.number: each for each in self._open if each.number in heads}
        return {
            number: Pending(
                number,
                heads[number],
                each.title,
                self._owners(each),
                tuple(sorted({place for path in _touched(repository, heads[number]) if (place := item_folder(path))})),
                each.sent,
            )
            for number, each in there.items()
        }

    def turn(self, number: int) -> Turn:
        signable = self.signable(number)
        if not isinstance(signable, Signable):
            return Turn(against=tuple(signable))
        sent = next((each.sent for each in self._open if each.number == number), None)
        return turn_of(signable, signable.waits_since(None) or sent)

    def signed(self, number: int) -> Sequence[Signed]:
        signable = self.signable(number)
        if not isinstance(signable, Signable):
            return []
        return sorted(signed_steps(signable), key=lambda each: each.at)

    @property
    def takes_accounts_word(self) -> bool:
        return True

    def signable(self, number: int) -> Signable | Sequence[Said]:
        if number not in self._kept:
            found = planned_now(self.merging, self.choice, number)
            known = self.merging.work.known
            self._kept[number] = Signable(found, known, self._day) if isinstance(found, Plan) else found
        return self._kept[number]

    def sign(self, decision: Decision, person: Person) -> Sequence[Said | str]:
        """The person's own approving review, of that head and no other."""
        return self._done(lambda: self._pulls.approve(decision.number, decision.head, decision.said))

    def remarks(self, number: int) -> Sequence[Remark]:
        """The comments of the office's people: what an author says is an answer, what others say a question. Any writer
        there may change a comment, so that it proves nothing; it is shown, as on the forge's own page."""
        authors = self._authors(number)
        found = ((each, self._owner(each.login, each.account)) for each in self.choice.forge.comments(number))
        return [forge_remark(number, place, each, who, authors) for place, (each, who) in enumerate(found, 1) if who]

    def say(self, said: Utterance, person: Person) -> Sequence[Said | str]:
        """The person's own comment."""
        last = self.remarks(said.number)[-1:]
        if any((each.by, each.talk.text) == (person.id, typed_lines(said.text)) for each in last):
            return []
        return self._done(lambda: self.choice.forge.say(said.number, typed_lines(said.text)))

    def send_back(self, refused: HandedRefusal, person: Person) -> Sequence[Said | str]:
        """The person's own review, which asks for changes and gives the reason in words."""
        words = review_words(refused.reason, refused.text)
        return self._done(lambda: self._pulls.send_back(refused.number, refused.head, words))

    def _done(self, act: Callable[[], object]) -> Sequence[Said | str]:
        try:
            act()
        except CannotWork as problem:
            return [message("desk_decision.forge-refused", problem=problem)]
        return []

    def _authors(self, number: int) -> frozenset[str]:
        """Of one that is closed, whoever opened it."""
        found = self.signable(number)
        if isinstance(found, Signable):
            return found.found.request.authors
        pull = self.choice.forge.pull(number)
        owner = self._owner(pull.opener, pull.opener_account)
        return frozenset({owner.id} if owner else ())

    def closed(self) -> Mapping[int, Closed]:
        """What the audit-log tells of, and what was closed without a word of the publisher's."""
        found = dict(RequestBook(self.repository).closed())
        for each in self._pulls.closed():
            if each.number not in found and each.closed:
                fate, owners = "withdrawn", self._owners(each)
                found[each.number] = Closed(each.number, fate, each.closed, each.title, owners, each.head)
        return found

    def told(self, closed: Closed) -> Closed:
        return closed if closed.fate == "withdrawn" else RequestBook(self.repository).told(closed)

    def withdraw(self, number: int, person: Person) -> Sequence[Said | str]:
        pull = self.choice.forge.pull(number)
        if pull.is_open:
            self.choice.forge.close(number)
        return []

    def _written(self, shop: Repository, letter: Letter, author: Person) -> str:
        if letter.mends:
            fetch_heads(self.repository, self.choice.remote, {letter.mends: letter.base})
        return written_commit(shop, letter, author)

    def _owners(self, pull: ListedPull) -> frozenset[str]:
        """Whoever opened it."""
        owner = self._owner(pull.login, pull.account)
        return frozenset({owner.id} if owner else ())

    def _owner(self, login: str, account: int) -> Person | None:
        known = ForgeAccount(self.choice.forge.kind, login, account)
        return self.merging.work.before.accounts.owner(known, self.merging.work.known).person

    @cached_property
    def _kept(self) -> dict[int, Signable | Sequence[Said]]:
        """What one page asks for more than once."""
        return {}

    @property
    def _pulls(self) -> PeoplePulls:
        return PeoplePulls(self.choice.forge)

    @cached_property
    def _open(self) -> list[ListedPull]:
        return self._pulls.open()

    @property
    def _day(self) -> datetime.date:
        return bangkok_day(self.merging.work.moment)

    @cached_property
    def merging(self) -> Merging:
        return merging_now(self.repository, self.choice, {each.number: each.head for each in self._open})


def _branch(mark: str, head: str) -> str:
    """The same letter goes to the same branch, another of the same draft to another."""
    return f"{_BRANCH}{mark[:12]}-{head[:12]}"


def _touched(repository: Repository, head: str) -> list[str]:
    base = repository.line("merge-base", MAIN, head)
    return [each.path for each in differences(repository, base, head)]
