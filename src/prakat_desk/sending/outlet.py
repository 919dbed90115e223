"""where the office's requests live -> one protocol, for a bare repository and for a forge"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from prakat.hosting.signable import Signable
from prakat.merging.merging import Merging
from prakat.merging.talk_book import Remark
from prakat.office.person import Person
from prakat.request.talk import TalkKind
from prakat.rules.wording import Said


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent. The same letter of the same author is the same commit, however often it is written."""

    mark: str
    """The draft's id: by it, or by the commit, what was sent before the desk was killed is found again."""
    title: str
    """As people write it: it becomes a subject, or the name of a pull request, only in one line."""
    changes: Mapping[str, bytes | None]
    """Path in the repository -> its bytes; None deletes it."""
    base: str
    """The commit that the changes are laid upon: main, or the head of the request that is mended."""
    moment: datetime.datetime
    """The commit's."""
    form: str = ""
    """The paper form, filled in: shown with the request where a place shows a text with it."""
    mends: int = 0
    """The open request on which it is sent again; 0 for a new one."""
    regularises: tuple[str, ...] = ()
    """Commits of main whose open violations it closes; it may then change nothing."""


class Signer(Protocol):
    """Signs what somebody sends, as the requester; it counts as no step of the chain."""

    def signed(self, number: int, head: str) -> bytes | None:
        """The signed tag sign-off/<number>/requester on that commit; None where what was signed is another."""


@dataclass(frozen=True, slots=True)
class Sent:
    number: int
    head: str
    is_signed: bool = False


@dataclass(frozen=True, slots=True)
class Unsent:
    """Nothing was left behind: neither a branch nor a number."""

    reasons: Sequence[Said | str]
    """In the words of the place itself."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Whom an open request waits for."""

    step: str = ""
    """Of labels.yml, `step`; empty where all have signed, and it only waits for the publisher."""
    able: tuple[str, ...] = ()
    """Ids of those who can sign it today."""
    since: datetime.datetime | None = None
    against: tuple[Said, ...] = ()
    """What else keeps it from being merged, in words."""


@dataclass(frozen=True, slots=True)
class Signed:
    step: str
    person: str
    """Id; empty for nobody whom the office knows."""
    at: datetime.datetime
    counts: bool = True
    """Whether it is of the request as it is now, and right."""


def signed_steps(signable: Signable) -> list[Signed]:
    """In the order of the chain."""
    made = signable.found.sign_offs
    return [
        Signed(each.step, each.person.id if each.person else "", each.received, signable.counts(each.step))
        for each in made
    ]


def turn_of(signable: Signable, since: datetime.datetime | None) -> Turn:
    step = signable.turn
    able = tuple(person.id for person in signable.able(step)) if step else ()
    return Turn(step.name if step else "", able, since, signable.against)


@dataclass(frozen=True, slots=True)
class Pending:
    """An open request, as far as it can be told at once for a thousand of them."""

    number: int
    head: str
    title: str
    authors: frozenset[str]
    """Ids of people; only they may mend or withdraw it."""
    folders: tuple[str, ...]
    """The item folders that it touches."""
    sent: datetime.datetime | None
    """When it was received last."""


@dataclass(frozen=True, slots=True)
class Closed:
    number: int
    fate: str
    """merged, refused or withdrawn."""
    at: datetime.datetime
    title: str
    authors: frozenset[str]
    head: str = ""
    commit: str = ""
    """Of main, where it was merged."""
    reason: str = ""
    """Of labels.yml, `reason`, where it was refused."""
    text: str = ""
    by: str = ""
    """Id of whoever refused it."""
    folders: tuple[str, ...] = ()
    is_recorded: bool = True
    """False for what was sent back a moment ago, which the publisher is still to record."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One person's sign-off of one step of an open request as it was shown."""

    number: int
    step: str
    head: str
    said: str
    """What the person states with it."""
    tag: bytes = b""
    """The signed tag; empty where the place takes the word of an account instead."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """What somebody asks or answers of an open request as it was shown."""

    number: int
    head: str
    kind: TalkKind
    text: str
    moment: datetime.datetime


@dataclass(frozen=True, slots=True)
class HandedRefusal:
    """Why somebody sends back an open request as it was shown."""

    number: int
    head: str
    reason: str
    """Of labels.yml, `refusal`."""
    text: str
    tag: bytes = b""
    """Signed; empty where the place takes the word of an account instead."""


class Outlet(Protocol):
    """Raises CannotWork where the place cannot be reached or read; a draft is then still unsent."""

    def free_number(self) -> int:
        """The next one; 0 where the place itself gives it to what it has received."""

    def head_of(self, letter: Letter, author: Person) -> str:
        """The commit that `send` would send, so that it can be noted, and signed, before."""

    def send(self, letter: Letter, author: Person, number: int = 0, signer: Signer | None = None) -> Sent | Unsent:
        """Sends it under that number, if given and still free, else under the next free one; what `mends` names under
        that one. All of it is there, or nothing."""

    def found(self, mark: str, head: str) -> int:
        """The number under which the commit was received, open or closed; 0 where it never was."""

    def pending(self) -> Mapping[int, Pending]:
        """Every open request, in one pass."""

    def turn(self, number: int) -> Turn:
        """Whom an open request waits for; asked for one or a page of them."""

    def signed(self, number: int) -> Sequence[Signed]:
        """The sign-offs of an open request, in the order of receipt."""

    @property
    def takes_accounts_word(self) -> bool:
        """Whether people sign there by being who they are, and not with a key."""

    @property
    def merging(self) -> Merging:
        """Its counter as anybody may see it."""

    def signable(self, number: int) -> Signable | Sequence[Said]:
        """An open request with its chain, as it can be signed now; or why there is nothing to sign."""

    def sign(self, decision: Decision, person: Person) -> Sequence[Said | str]:
        """Hands the sign-off in; why it was refused, or nothing."""

    def remarks(self, number: int) -> Sequence[Remark]:
        """What was asked and answered, whatever became of the request."""

    def say(self, said: Utterance, person: Person) -> Sequence[Said | str]:
        """Why it was refused, or nothing. The same said twice is said once."""

    def send_back(self, refused: HandedRefusal, person: Person) -> Sequence[Said | str]:
        """Why it was refused, or nothing; from then on the request is closed, as soon as its publisher knows of it."""

    def closed(self) -> Mapping[int, Closed]:
        """Every request that was merged, refused or withdrawn, in one pass; without `title` and `folders` where they
        cost more than that: `told` then fills them in."""

    def told(self, closed: Closed) -> Closed:
        """With its title and its item folders."""

    def withdraw(self, number: int, person: Person) -> Sequence[Said | str]:
        """Takes an open request back for one of its authors; why it is refused, or nothing."""
