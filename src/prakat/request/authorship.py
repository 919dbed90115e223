"""commits and pushers of a request x office -> who counts as its author, and by which commit or line (R02)"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from prakat.office.authority import Authority
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


def authorship(commits: Sequence[Commit], pushers: Sequence[str], known: Authority) -> Authorship:
    """Commit authors, committers, co-authors and pushers. `commits` as in a log, the newest first."""
    parts: dict[str, Message] = {}
    strangers: dict[str, None] = {}
    for mail, part in _named(commits, pushers, known):
        people = {mail} if mail in known.office.people and mail in pushers else known.people_of_mail(mail)
        for person in people:
            parts.setdefault(person, part)
        if not people:
            strangers[mail or "—"] = None
    return Authorship(parts, tuple(strangers))


def _named(commits: Sequence[Commit], pushers: Sequence[str], known: Authority) -> Iterator[tuple[str, Message]]:
    """Whoever is named, and by what: pushers, makers of commits, and then those whom only a line names."""
    is_told = any(mail.endswith(_GITHUB) for mail in pushers)
    yield from ((pusher, message("request.part-pusher")) for pusher in pushers)
    for commit in commits:
        shown = commit.id[:12]
        is_merge = len(commit.parents) > 1
        yield commit.author[1], message("request.part-update" if is_merge else "request.part-author", commit=shown)
        if not (is_told and commit.committer == _WEB_FLOW):
            yield commit.committer[1], message("request.part-committer", commit=shown)
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
