"""the record of a merge or refusal -> what became of the request, and its title as git still tells it"""

import re
from dataclasses import replace
from functools import lru_cache

from prakat.audit_log.merge_record import ReceivedSignOff, merge_record
from prakat.audit_log.record import Malformed, Record, RecordKind
from prakat.item.item_path import item_folder
from prakat.office.account_pins import AccountPins
from prakat.office.authority import Authority
from prakat.office.person import Person
from prakat.repository.evidence import surviving
from prakat.repository.mainline import differences
from prakat.repository.repository import Repository
from prakat.request import review
from prakat_desk.sending.outlet import Closed, Signed

_SUBJECT = re.compile(rb"\n\n(?:Publish|Content): (?P<title>[^\n]+?)(?: \(#[0-9]+\))?(?:\n|$)")


def closed_of_record(record: Record) -> Closed | None:
    """None for a record that names no request."""
    facts = record.facts
    number, head = facts.get("request"), str(facts.get("head", ""))
    if not isinstance(number, int):
        return None
    if record.kind is RecordKind.MERGE:
        asked = frozenset({str(facts.get("requested_by", ""))})
        return Closed(number, "merged", record.at, "", asked, head, str(facts.get("commit", "")))
    told, items = (tuple(map(str, facts.get(name) or ())) for name in ("to", "items"))
    reason, text, by = (str(facts.get(name, "")) for name in ("reason", "text", "by"))
    return Closed(number, "refused", record.at, "", frozenset(told), head, "", reason, text, by, items)


def author_of(repository: Repository, head: str) -> str:
    """The mail in a commit, which may be gone by now."""
    raw = _raw(repository, head)
    match = re.search(rb"\nauthor [^\n]*<([^<>\n]*)> [0-9]+ ", raw)
    return match[1].decode("utf-8", "replace") if match else ""


def _raw(repository: Repository, commit: str) -> bytes:
    return next((data for _, kind, data in surviving(repository, [commit]) if kind == "commit"), b"") if commit else b""


def signed_by(merge: Record, known: Authority) -> tuple[Signed, ...]:
    """Who signed what was merged, in the order of receipt, by the keys and accounts that people have now; nobody where
    the record is malformed, which the audit tells."""
    try:
        found = merge_record(merge.facts)
    except Malformed:
        return ()
    made = (
        Signed(each.step, owner.id if (owner := _owner(each, known)) else "", each.at)
        for each in (*filter(None, [found.signed_request]), *found.sign_offs)
    )
    return tuple(sorted(made, key=lambda each: each.at))


def _owner(received: ReceivedSignOff, known: Authority) -> Person | None:
    if received.tag:
        return known.person_of_key(received.tag.signed.key)
    signed = review.review_of(received.object)
    return signed.owner(known, AccountPins()).person if signed else None


@lru_cache(maxsize=4096)
def told_of(repository: Repository, closed: Closed) -> Closed:
    """With its title and its item folders."""
    raw = _raw(repository, closed.commit or closed.head)
    match = _SUBJECT.search(raw)
    title = match["title"].decode("utf-8", "replace") if match else ""
    folders = closed.folders
    if closed.commit and raw:
        changed = differences(repository, f"{closed.commit}^1", closed.commit)
        folders = tuple(sorted({folder for each in changed if (folder := item_folder(each.path))}))
    return replace(closed, title=closed.title or title or ", ".join(folders), folders=folders)
