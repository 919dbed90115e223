"""bare repository -> what was asked and answered of its requests, and of which open ones the authors owe an answer"""

import datetime
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from prakat.forge.forge import Comment
from prakat.merging.first_look import office_of_main
from prakat.office.authority import Authority, mail_of
from prakat.office.person import Person
from prakat.repository.receipt import receipts
from prakat.repository.refs import REQUEST, TALK, talk_ref
from prakat.repository.repository import Repository
from prakat.request.talk import Talk, TalkKind, parse_talk, unanswered
from prakat.rules.typed_lines import typed_lines
from prakat.thai.buddhist_era import moment_of

_LONGEST_COMMENT = 20_000


class Remark(NamedTuple):
    """What was said, with what the repository knows of it."""

    talk: Talk
    by: str
    """Id of a person; empty for nobody whom the office knows by now."""
    at: datetime.datetime
    """When it was received; where nothing tells that, as in a clone, by its writer's clock."""


def talk_of_request(repository: Repository, number: int) -> list[Talk]:
    """In the order in which they came. What the door would not have taken is left out."""
    return [said for _, said in _found(repository, number)]


def remarks(repository: Repository, number: int, known: Authority | None) -> list[Remark]:
    found = [*_found(repository, number)]
    noted = {(each.ref, each.object): each.moment for each in receipts(repository.git_dir)} if found else {}
    return [_remark(oid, said, noted, known) for oid, said in found]


def open_questions(repository: Repository) -> Mapping[int, tuple[str, datetime.datetime]]:
    """Number of each open request whose authors owe an answer -> id of who asked first, and since when."""
    refs = repository.refs(TALK, REQUEST)
    there = {ref.removeprefix(TALK).partition("/")[0] for ref in refs if ref.startswith(TALK)}
    waiting = [ref.removeprefix(REQUEST) for ref in refs if ref.startswith(REQUEST)]
    numbers = [int(each) for each in waiting if each in there and each.isascii() and each.isdecimal()]
    known = office_of_main(repository) if numbers else None
    found: dict[int, tuple[str, datetime.datetime]] = {}
    for number in numbers:
        said = remarks(repository, number, known)
        if asked := unanswered(each.talk for each in said):
            found[number] = next((each.by, each.at) for each in said if each.talk is asked)
    return found


def forge_remark(number: int, place: int, comment: Comment, who: Person, authors: frozenset[str]) -> Remark:
    """A comment on a forge, which may have been changed since."""
    kind = TalkKind.ANSWER if who.id in authors else TalkKind.QUESTION
    time = int(comment.at.timestamp())
    talk = Talk(number, place, kind, "", mail_of(who), time, typed_lines(comment.body[:_LONGEST_COMMENT]))
    return Remark(talk, who.id, comment.at)


def _found(repository: Repository, number: int) -> Iterator[tuple[str, Talk]]:
    there = repository.refs(talk_ref(number, ""))
    known = {ref: oid for ref, oid in there.items() if ref.rpartition("/")[2].isdecimal()}
    ordered = sorted(known.items(), key=lambda each: int(each[0].rpartition("/")[2]))
    for (ref, oid), (_, kind, raw) in zip(ordered, repository.objects(oid for _, oid in ordered), strict=True):
        said = parse_talk(raw) if kind == "tag" else None
        if said and talk_ref(said.number, said.place) == ref:
            yield oid, said


def _remark(
    oid: str, said: Talk, noted: Mapping[tuple[str, str], datetime.datetime], known: Authority | None
) -> Remark:
    people = known.people_of_mail(said.mail) if known else frozenset()
    at = noted.get((talk_ref(said.number, said.place), oid)) or moment_of(said.time)
    return Remark(said, next(iter(people)) if len(people) == 1 else "", at)
