"""commits and pushers of a request x office -> who counts as its author, and by which commit or line (R02)"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from prakat.office.account_pins import AccountPins
from prakat.office.authority import Authority, account_of
from prakat.repository.commit import Commit
from prakat.rules.message import Message, message

_CO_AUTHORED = "co-authored-by"
_CO_AUTHOR = re.compile(rf"^[ \t]*{_CO_AUTHORED}[ \t]*:(?P<who>.*)$", re.IGNORECASE | re.MULTILINE)
_MAIL = re.compile(r"<([^<>]*)>")
_GITHUB = "@users.noreply.github.com"
_WEB_FLOW = ("GitHub", "noreply@github.com")
"""The committer of changes made on GitHub's web pages is GitHub itself; the pusher is then the person who made them."""


@dataclass(frozen=True, slots=True)
class Authorship:
    parts: Mapping[str, Message]
    """Id of each person who took part, and therefore cannot sign -> by which commit or line, and how to mend that."""
    strangers: tuple[str, ...]
    """Mails and names that are nobody's in office.yml."""

    @property
    def people(self) -> frozenset[str]:
        return frozenset(self.parts)


def authorship(commits: Sequence[Commit], pushers: Sequence[str], known: Authority, pins: AccountPins) -> Authorship:
    """Commit authors, committers, co-authors and pushers. `commits` as in a log, the newest first.

    Of several parts that one counts which tells most of how to mend it: a commit before a push, a line after all else.
    Whoever has the name of an account that was another's is both: a stranger, and the one who had it."""
    parts: dict[str, Message] = {}
    strangers: dict[str, None] = {}
    for name, (people, is_strange), part in (
        *((mail, _people(mail, known), part) for mail, part in _makers(commits, pushers)),
        *((pusher, _owners(pusher, known, pins), message("request.part-pusher")) for pusher in pushers),
        *((mail, _people(mail, known), part) for mail, part in _named_by_lines(commits)),
    ):
        parts |= {person: part for person in people if person not in parts}
        strangers |= {name or "—": None} if is_strange else {}
    return Authorship(parts, tuple(strangers))


def _people(mail: str, known: Authority) -> tuple[frozenset[str], bool]:
    found = known.people_of_mail(mail)
    return found, not found


def _owners(pusher: str, known: Authority, pins: AccountPins) -> tuple[frozenset[str], bool]:
    """Ids of the people whom a pusher's id, mail or account names; and whether it is a stranger's all the same."""
    if pusher in known.office.people:
        return frozenset({pusher}), False
    account = account_of(pusher)
    if account and account.number and (owner := pins.owner(account, known).person):
        return frozenset({owner.id}), False
    found = known.people_of_mail(pusher)
    return found, not found or bool(account and account.number)


def _makers(commits: Sequence[Commit], pushers: Sequence[str]) -> Iterator[tuple[str, Message]]:
    """The mails of those who made commits, and by which."""
    is_told = any(mail.endswith(_GITHUB) for mail in pushers)
    for commit in commits:
        shown = commit.id[:12]
        is_merge = len(commit.parents) > 1
        yield commit.author[1], message("request.part-update" if is_merge else "request.part-author", commit=shown)
        if not (is_told and commit.committer == _WEB_FLOW):
            yield commit.committer[1], message("request.part-committer", commit=shown)


def _named_by_lines(commits: Sequence[Commit]) -> Iterator[tuple[str, Message]]:
    for commit in commits:
        for line, mail in _co_authors(commit.message):
            yield mail, message("request.part-co-author", commit=commit.id[:12], line=line)


def _co_authors(text: str) -> Iterator[tuple[str, str]]:
    """Line and mail; found anywhere in the message and in any spelling of the trailer, since whoever is named took
    part."""
    if _CO_AUTHORED not in text.lower():
        return
    for match in _CO_AUTHOR.finditer(text):
        for mail in _MAIL.findall(match["who"]) or [match["who"].strip()]:
            yield match.group().strip(), mail
