"""a forge account, by login and number x the numbers seen before -> its owner in office.yml, or why it is nobody's"""

from dataclasses import dataclass, field
from typing import NamedTuple

from prakat.office.authority import Authority, ForgeAccount
from prakat.office.person import Person


class Owner(NamedTuple):
    person: Person | None
    """None for a stranger."""
    pinned: int = 0
    """The number that the account of this name had before; 0 unless it is another now."""


@dataclass(slots=True)
class AccountPins:
    """Filled from the records in order, so that publisher and audit know the same at the same place of history."""

    numbers: dict[str, int] = field(default_factory=dict)
    """Forge and login -> the number that signed under this name."""
    owners: dict[str, str] = field(default_factory=dict)
    """Forge and number -> id of the person whose account it was."""

    def owner(self, account: ForgeAccount, known: Authority) -> Owner:
        """A number that office.yml names settles it, unless it was seen as another's who is still in office.yml; else
        the login, if its number is the one that was seen first; else the number, if its owner has not been given
        another account by office.yml."""
        forge, login, number = account
        person = _only(known, known.by_account.get((forge, login.casefold()), frozenset()))
        if not number:
            return Owner(person)
        seen = self.owners.get(_key(forge, number), "")
        if stated := known.by_number.get((forge, number)):
            return Owner(None if _is_taken(account, seen, stated, known) else _only(known, stated))
        if person is None:
            before = known.office.people.get(seen)
            is_renamed = before and self.numbers.get(_key(forge, before.accounts.get(forge, ""))) == number
            return Owner(before if is_renamed else None)
        must = person.account_ids.get(forge) or self.numbers.get(_key(forge, login), number)
        return Owner(person) if must == number and seen in ("", person.id) else Owner(None, must)

    def learn(self, account: ForgeAccount, known: Authority) -> None:
        """Called for every account in the record of a merge that is in order."""
        person = self.owner(account, known).person
        if account.number and person:
            self.numbers[_key(account.forge, account.login)] = account.number
            self.owners[_key(account.forge, account.number)] = person.id


def _key(forge: str, name: str | int) -> str:
    return f"{forge} {str(name).casefold()}"


def _is_taken(account: ForgeAccount, seen: str, stated: frozenset[str], known: Authority) -> bool:
    """Whether office.yml gives somebody the number of another's account, of whom it tells no other number."""
    before = known.office.people.get(seen)
    return before is not None and seen not in stated and not before.account_ids.get(account.forge)


def _only(known: Authority, owners: frozenset[str]) -> Person | None:
    return known.office.people[next(iter(owners))] if len(owners) == 1 else None
