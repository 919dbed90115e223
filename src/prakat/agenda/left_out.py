"""the last release -> each item of it that is not shown, and why (R19)"""

from collections.abc import Sequence
from dataclasses import dataclass

from prakat.audit_log.audit_log import AuditLog
from prakat.audit_log.record import RecordKind
from prakat.content import register
from prakat.content.registered_item import read_checked
from prakat.item.item_path import ROOT, index_of
from prakat.repository.file_tree import entries_of
from prakat.repository.own_folder import own_folder
from prakat.repository.repository import Repository
from prakat.repository.snapshot import write_out
from prakat.request.fact_reader import FactReader
from prakat.rules.finding import Finding
from prakat.rules.wording import Said
from prakat.thai.buddhist_era import bangkok_day


@dataclass(frozen=True, slots=True)
class LeftOut:
    folder: str
    title: str
    """As far as it can be read; else empty."""
    why: tuple[Said, ...]
    people: frozenset[str] = frozenset()
    """Id of whoever provides it, as far as that can be read."""
    units: frozenset[str] = frozenset()


def left_out(repository: Repository, log: AuditLog) -> list[LeftOut]:
    """What the newest record of a release names, and what is wrong with it. Reads the files of those items alone."""
    last = next(reversed([*log.of(RecordKind.DEPLOYMENT)]), None)
    named = last.facts.get("left_out") if last else None
    folders = [str(each) for each in named] if isinstance(named, list) else []
    commit = str(last.facts.get("commit", "")) if last else ""
    if last is None or not folders or repository.ref(f"{commit}^{{commit}}") is None:
        return [LeftOut(each, "", ()) for each in folders]
    entries = entries_of(repository, commit, *(each for each in folders if each.startswith(f"{ROOT}/")))
    reader = FactReader(repository)
    with own_folder() as tree:
        (tree / ROOT).mkdir()
        write_out(repository, commit, [(mode, oid, path) for path, (mode, oid) in entries.items()], tree)
        found = register.read(tree, bangkok_day(last.at), is_approved=True, reader=read_checked)
    errors = [each for each in found.findings if each.leaves_out(is_approved=True)]
    return [_left_out(folder, reader, entries.get(index_of(folder), ("", ""))[1], errors) for folder in folders]


def _left_out(folder: str, reader: FactReader, blob: str, errors: Sequence[Finding]) -> LeftOut:
    why = tuple(each for each in errors if each.path == folder or each.path.startswith(f"{folder}/"))
    if not blob:
        return LeftOut(folder, "", why)
    facts = reader.item(blob)
    return LeftOut(folder, facts.whole.title, why, frozenset({facts.whole.provider}), frozenset(facts.units))
