"""the record of a merge or refusal -> what became of the request, and its title as git still tells it"""

import re
from dataclasses import replace
from functools import lru_cache

from prakat.audit_log.record import Record, RecordKind
from prakat.item.item_path import item_folder
from prakat.repository.evidence import surviving
from prakat.repository.mainline import differences
from prakat.repository.repository import Repository
from prakat_desk.sending.outlet import Closed

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
