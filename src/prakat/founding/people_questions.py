"""people answered so far -> the questions about each: role, name, key or account; nobody may be the only one (R38)"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from prakat.cannot_work import CannotWork
from prakat.founding.draft import Known, entries
from prakat.founding.offered_key import KEY_PLACE, typed_key
from prakat.founding.office_field import fitting, new_id, proposed_id
from prakat.founding.question import NO, YES, Question, yes_or_no
from prakat.office.office_rules import WEBMASTERS
from prakat.office.person import introduced
from prakat.rules.message import message
from prakat.rules.wording import Label, Listed, Said

ROLES = ("provider", "reviewer", "approver", "webmaster")
PUBLISHER = "publisher"
"""Stands for the publisher in the place of a person's id."""
CHECKER = "check"
"""Stands for the account that checks requests, where the publisher's does not."""
PERSON = "ROLE:ID:NAME:POSITION:MAIL"
NEW = "new"
OWN, MAKE, LINK, NONE = "own", "make", "link", "none"
"""Where a person's key comes from."""
_THREE = 3
"""Whoever asks for a change of office.yml, its approver and its webmaster are three people."""
Entry = Mapping[str, str]


def people_questions(known: Known, forge: str, *, has_desk: bool = False) -> Iterator[Question]:
    for number in range(1, len(known) + 2):
        own = _Person(number, entries(known, "people"), forge, has_desk)
        yield from own.questions()
        if YES not in (known.get(f"people.{number}.more"), known.get(f"people.{number}.second")):
            return


def account_question(key: str, forge: str, asked_of: Said | str, id_: str, others: Collection[str]) -> Question:
    words = message("founding.ask-account", forge=forge, name=asked_of)
    read = partial(_account, forge=forge, others=others)
    return Question(key, words, message("founding.tell-account"), read, flag=f"--account {id_}:LOGIN")


def _account(text: str, forge: str, others: Collection[str]) -> str:
    if text.casefold() in {each.casefold() for each in others}:
        raise CannotWork("founding.of-another", found=text)
    return fitting(text, ("people", "accounts", forge))


def id_of(entry: Entry) -> str:
    """Of somebody new, or of one who is there already."""
    return entry.get("id", "") if entry.get("who", NEW) == NEW else entry["who"]


def holders(people: Sequence[Entry], role: str) -> set[str]:
    """The ids of all who have that role."""
    return {id_of(each) for each in people if each.get("role") == role}


@dataclass(frozen=True, slots=True)
class _Person:
    number: int
    people: Sequence[Entry]
    """All that were answered, this one included."""
    forge: str
    has_desk: bool
    """Whether a link can lead a person to a desk, where they make a passkey."""

    @property
    def own(self) -> Entry:
        return self.people[self.number - 1] if len(self.people) >= self.number else {}

    @property
    def before(self) -> Sequence[Entry]:
        return self.people[: self.number - 1]

    @property
    def there(self) -> Mapping[str, Entry]:
        """Id -> everybody who is there already."""
        return {each["id"]: each for each in self.before if "id" in each and each.get("who", NEW) == NEW}

    @property
    def is_new(self) -> bool:
        return self.own.get("who", NEW) == NEW

    @property
    def named(self) -> str:
        return _named(self.own if self.is_new else self.there.get(self.own["who"], {}))

    def questions(self) -> Iterator[Question]:
        yield self._role()
        if "role" not in self.own:
            return
        if self.before:
            yield self._who()
        if self.is_new:
            yield from self._facts()
        yield from self._account() if self.forge else self._key()
        yield from self._ends()

    def _question(self, key: str, asked: Said, told: Said, read: Callable[[str], str], **more: Any) -> Question:
        return Question(f"people.{self.number}.{key}", asked, told, read, **{"flag": f"--person {PERSON}", **more})

    def _role(self) -> Question:
        wanted = not self.before or self.before[-1].get("second") == YES
        asked, told = message("founding.ask-role", number=self.number), message("founding.tell-role")
        choices = {each: Label("role", each) for each in ROLES}
        return self._question("role", asked, told, str, proposed="approver" * wanted, choices=choices)

    def _who(self) -> Question:
        """Somebody new, or one who is there already and has another role, too."""
        asked, told = message("founding.ask-who", role=self.own.get("role", "")), message("founding.tell-who")
        choices = {NEW: message("founding.somebody-new")}
        choices |= {id_: Listed.of([_named(each)]) for id_, each in self.there.items()}  # type: ignore[misc]
        return self._question("who", asked, told, self._without_role, proposed=NEW, choices=choices)

    def _without_role(self, who: str) -> str:
        if any(id_of(each) == who and each.get("role") == self.own.get("role") for each in self.before):
            raise CannotWork("founding.role-twice", role=self.own.get("role", ""))
        return who

    def _facts(self) -> Iterator[Question]:
        name, role = self.own.get("name", ""), self.own.get("role", "")
        asked, told = message("founding.ask-person", role=role), message("founding.tell-person")
        yield self._question("name", asked, told, partial(fitting, place=("people", "name")))
        asked, told = message("founding.ask-position", name=name), message("founding.tell-position")
        yield self._question("position", asked, told, partial(fitting, place=("people", "position")))
        asked, told = message("founding.ask-mail", name=name), message("founding.tell-mail")
        read = self._of_nobody_else("mail", partial(fitting, place=("people", "emails")))
        yield self._question("mail", asked, told, read)
        taken = [*self.there, PUBLISHER, CHECKER]
        asked, told = message("founding.ask-person-id", name=name), message("founding.tell-id")
        proposed = proposed_id(self.own.get("mail", "").partition("@")[0], taken)
        read = partial(new_id, place=("people", "id"), taken=taken)
        yield self._question("id", asked, told, read, proposed=proposed)

    def _of_nobody_else(self, kind: str, read: Callable[[str], str]) -> Callable[[str], str]:
        def checked(text: str) -> str:
            found = read(text)
            for each in self.before:
                if each.get(kind, "").casefold() == found.casefold() and id_of(each) != id_of(self.own):
                    raise CannotWork("founding.of-another", found=found)
            return found

        return checked

    def _account(self) -> Iterator[Question]:
        if self.is_new:
            others = [each["account"] for each in self.before if "account" in each]
            key, id_ = f"people.{self.number}.account", id_of(self.own)
            yield account_question(key, self.forge, self.named, id_, others)

    def _key(self) -> Iterator[Question]:
        """Of everybody once; without a desk only a provider may have none yet."""
        signs, id_ = self.own.get("role") != "provider", id_of(self.own)
        same = [each for each in self.before if id_ and id_of(each) == id_]
        if any(each.get("key_from") in (OWN, MAKE, LINK) for each in same) or (same and not signs):
            return
        flag = f"--key {id_}:FILE | --make-key {id_}"
        choices = {LINK: message("founding.key-link")} if self.has_desk else {}
        choices |= {OWN: message("founding.key-own"), MAKE: message("founding.key-make")}
        choices |= {} if signs or self.has_desk else {NONE: message("founding.key-later")}
        proposed = LINK if self.has_desk else NONE * (not signs)
        asked, told = message("founding.ask-key-from", name=self.named), message("founding.tell-key-from")
        yield self._question("key_from", asked, told, str, proposed=proposed, choices=choices, flag=flag)
        if self.own.get("key_from") == OWN:
            read = self._of_nobody_else("key", lambda text: fitting(typed_key(text), KEY_PLACE))
            asked, told = message("founding.ask-key", name=self.named), message("founding.tell-key")
            yield self._question("key", asked, told, read, flag=flag)

    def _ends(self) -> Iterator[Question]:
        so_far = self.people[: self.number]
        shown = (Listed((Label("role", each["role"]), each.get("name", "")), " ") for each in so_far if "role" in each)
        asked, told = message("founding.ask-more-people"), message("founding.tell-more-people", people=Listed.of(shown))
        yield self._question("more", asked, told, self._enough, choices=yes_or_no())
        if self.own.get("more") == NO and len(holders(so_far, "approver")) == 1:
            asked, told = message("founding.ask-second-approver"), message("founding.tell-second-approver")
            yield self._question("second", asked, told, str, choices=yes_or_no())

    def _enough(self, answer: str) -> str:
        """No more people are needed only if the office could work, and could change itself."""
        so_far = self.people[: self.number]
        webmasters = holders(so_far, "webmaster")
        if answer == NO and not holders(so_far, "approver"):
            raise CannotWork("founding.no-approver")
        if answer == NO and len(webmasters) < WEBMASTERS:
            raise CannotWork("founding.few-webmasters", found=len(webmasters))
        if answer == NO and len({id_of(each) for each in so_far}) < _THREE:
            raise CannotWork("founding.few-people")
        return answer


def _named(entry: Entry) -> str:
    return introduced(entry.get("name", ""), entry.get("position", ""))
