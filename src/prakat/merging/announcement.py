"""the record of a merge or refusal -> what is announced in its request: address and files, or the reason (R07, R08)"""

import logging
from collections.abc import Iterator, Mapping
from email.message import EmailMessage
from typing import Any

from prakat.audit_log.record import Record, RecordKind
from prakat.forge.comment_keeper import CommentKeeper
from prakat.forge.forge import Forge, ForgeFailed
from prakat.item.file_type import type_of
from prakat.item.item_path import is_index, item_folder
from prakat.merging import confirmation
from prakat.merging.confirmation import OUTCOME
from prakat.merging.forge_counter import ForgeCounter
from prakat.merging.merging import Merging
from prakat.merging.work import Work
from prakat.network import mail
from prakat.network.mail import MailServer
from prakat.office.authority import mail_of
from prakat.office.office import Office
from prakat.office.person import Person
from prakat.repository.file_mode import ABSENT
from prakat.request.spoken_words import CONFIRM
from prakat.rules.data import label
from prakat.rules.message import Message, message
from prakat.rules.safe_text import plain
from prakat.thai.buddhist_era import bangkok_day

_LOG = logging.getLogger(__name__)
_NEWEST = 20
"""How many of the newest records each run looks at, so that it also announces what a killed run did not."""
_HEADS = ("merging.file", "merging.file-type", "merging.file-size")
_TOLD = (RecordKind.NOTICE, RecordKind.REJECTION)


def tell(merging: Merging, environment: Mapping[str, str]) -> list[Message]:
    """On a forge, comments on the newest requests once each, mails the same if PRAKAT_SMTP names a server, and records
    the owners' confirmations. Returns what was confirmed or failed and, also on a bare repository, what nobody has
    confirmed in time."""
    counter = merging.counter
    told = _tell_on_forge(merging, counter.forge, environment) if isinstance(counter, ForgeCounter) else ()
    return [*told, *_late(merging.work)]


def _tell_on_forge(merging: Merging, forge: Forge, environment: Mapping[str, str]) -> list[Message]:
    server = mail.server_of(environment)
    problems: list[Message] = []
    keeper = CommentKeeper(forge, merging.work.repository.git_dir)
    for record in [*merging.work.log.of(*_TOLD)][-_NEWEST:]:
        number = int(record.facts["request"])
        try:
            is_new = keeper.one(number, OUTCOME, text(merging.work, record))
        except ForgeFailed as problem:  # the request was deleted (500 on Forgejo), or is too long to be read
            forge.now()  # raises if it is the forge that is down
            problems.append(message("merging.not-told", number=number, problem=problem))
            continue
        letters = list(_letters(merging.work.known.office, record, server)) if is_new and server else []
        if server and letters:
            mail.send(server, letters)
        if is_new:
            _LOG.info("request #%d was told of its %s, %d letters sent", number, record.kind, len(letters))
    noted = merging.counter.said if isinstance(merging.counter, ForgeCounter) else []
    return [*noted, *problems, *keeper.said, *confirmation.collect(merging, forge)]


def _late(work: Work) -> list[Message]:
    found = confirmation.overdue(work)
    return [message("merging.unconfirmed", item=each.item, number=each.request) for each in found]


def text(work: Work, record: Record) -> str:
    """The comment in Thai: the request's own texts are escaped."""
    if record.kind is RecordKind.REJECTION:
        reason = label("refusal", str(record.facts["reason"]))
        refused = message("merging.refused").text()
        return f"**{refused}**: {reason}\n\n<p>{plain(str(record.facts['text']))}</p>\n"
    lines = [f"**{message('merging.merged-on', day=bangkok_day(record.at)).text()}**", ""]
    lines += [f"- <{url}>" for url in record.facts["urls"]]
    files = [*_files(work, str(record.facts["commit"]))]
    if files:
        rows = "".join(f"<tr><td>{plain(name)}</td><td>{kind}</td><td>{size}</td></tr>" for name, kind, size in files)
        head = "".join(f"<th>{message(each).text()}</th>" for each in _HEADS)
        lines += ["", f"<table><tr>{head}</tr>{rows}</table>"]
    lines += ["", message("merging.please-confirm", word=CONFIRM).text()]
    return "\n".join(lines) + "\n"


def _files(work: Work, commit: str) -> Iterator[tuple[str, str, str]]:
    """Name, type and size of each file that the merge added or changed beside an item."""
    found = next(work.repository.log(f"{commit}^!", first_parent=True))
    shown = [each for each in found.changes if item_folder(each.path) and each.mode != ABSENT]
    shown = [each for each in shown if not is_index(each.path)]
    sizes = dict(work.repository.sizes(each.new for each in shown))
    for each in shown:
        kind = type_of(each.path)
        size = message("merging.bytes", size=f"{sizes[each.new]:,}").text()
        yield each.path.rpartition("/")[2], kind.label if kind else "?", size


def _letters(office: Office, record: Record, server: MailServer) -> Iterator[EmailMessage]:
    subject = f"[{office.name}] {message('merging.letter-about', number=record.facts['request']).text()}"
    for person in _people(office, record.facts):
        if person.emails:
            yield mail.letter(server.sender, mail_of(person), subject, _plain_text(record))


def _people(office: Office, facts: Mapping[str, Any]) -> Iterator[Person]:
    return (office.people[each] for each in facts["to"] if each in office.people)


def _plain_text(record: Record) -> str:
    if record.kind is RecordKind.REJECTION:
        reason = label("refusal", str(record.facts["reason"]))
        return f"{message('merging.refused').text()}: {reason}\n\n{record.facts['text']}\n"
    begin, end = message("merging.letter-merged").text(), message("merging.letter-confirm").text()
    return "\n".join([begin, *record.facts["urls"], "", end, ""])
