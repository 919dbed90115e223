"""a request's commit x the commit at which it left main -> every changed field, word and file, for its signers"""

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from prakat.content.register import Register
from prakat.item.item_path import ROOT, item_folder
from prakat.office import office
from prakat.office.office import Office
from prakat.repository.commit import PathChange
from prakat.repository.mainline import differences
from prakat.repository.object_id import EMPTY_TREE, NOTHING
from prakat.repository.repository import Repository
from prakat.request.comparison import Comparison, Row, compared
from prakat.request.fact_reader import FactReader
from prakat.request.field import Names
from prakat.request.file_version import FileVersion, versions
from prakat.request.submission import regularised
from prakat.request.touched_part import TouchedPart, touched_parts
from prakat.request.word_change import Effort
from prakat.rules.finding import Finding
from prakat.rules.message import message

MAX_FINDINGS = 1000
MAX_REGULARISED = 20
"""For at most so many commits that a request approves afterwards, the sheet shows what they changed."""
_Pair = tuple[FileVersion, FileVersion]


@dataclass(frozen=True, slots=True)
class SheetPart:
    """An item that the request touches, or a file beside the items."""

    path: str
    form: tuple[Row, ...]
    """(field, value) with the request; empty where the request deletes the item, or where it cannot be read."""
    changes: tuple[Row, ...]
    """(field, before, after)"""
    words: tuple[Row, ...]
    """(line, text before the change, words removed, words added, text after the change); the line is that of the text
    below the fields, or follows the name of another file of the part."""
    files: tuple[Row, ...]
    """(name, what happens to it, type and size before, SHA-256 before, type and size after, SHA-256 after)"""
    origin: str = ""
    """The former folder of an item that moves to `path`; what changes is told against the item as it was there."""
    notes: tuple[str, ...] = ()
    """What people must know where fields and words cannot be told, or are left out."""
    regularises: str = ""
    """The commit, on main already, that the request approves afterwards and that changed all this; else empty."""


@dataclass(frozen=True, slots=True)
class DecisionSheet:
    """What a director reads before signing (R03, R06). In Thai."""

    head: str
    findings: tuple[Row, ...]
    """(path, line, rule, severity, message)"""
    parts: tuple[SheetPart, ...]
    more: int = 0
    """How many parts were left out because not even their files had room."""


def sheet(repository: Repository, left: str, head: str, after: Register) -> DecisionSheet:
    """What `head` changes since `left`, the commit at which the request left main; `after` is read from head's tree."""
    names = functools.partial(_named, after.office or _office_at(repository, left))
    teller = _Teller(repository, names)
    own = teller.parts(left, head)
    touched = {path for part in own for path in (part.path, part.origin)}
    findings = [each for each in after.findings if _concerns(each, touched)]
    return DecisionSheet(head, tuple(_finding_rows(findings)), (*own, *_regularised_parts(repository, head, teller)))


def _regularised_parts(repository: Repository, head: str, teller: "_Teller") -> Iterator[SheetPart]:
    """What the commits changed that the request approves as they are: whoever signs it signs that as well."""
    named = dict.fromkeys(regularised([*repository.log(f"{head}^!")]))
    for number, commit in enumerate(named):
        if repository.ref(f"{commit}^{{commit}}") is None:
            yield _untold(commit, "sheet.unknown-commit")
        elif number >= MAX_REGULARISED:
            yield _untold(commit, "sheet.too-many-commits", limit=MAX_REGULARISED)
        else:
            before = repository.ref(f"{commit}^1") or EMPTY_TREE
            yield from (replace(part, regularises=commit) for part in teller.parts(before, commit))


def _untold(commit: str, id_: str, **values: object) -> SheetPart:
    return SheetPart("", (), (), (), (), notes=(message(id_, **values).text(),), regularises=commit)


def _office_at(repository: Repository, commit: str) -> Office | None:
    oid = repository.ref(f"{commit}:{office.FILE}")
    return office.approved_office(repository.object(oid)[1])[0] if oid else None


def _named(known: Office | None, of: str, id_: str) -> str:
    if known and of == "unit":
        return known.unit_name(id_)
    person = known.people.get(id_) if known else None
    return person.introduced if person else id_


def _concerns(finding: Finding, touched: set[str]) -> bool:
    """Whether the finding is about a touched part or about no item; findings about other items are left out."""
    folder = item_folder(f"{finding.path}/")
    return not finding.path.startswith(f"{ROOT}/") or (folder or finding.path) in touched


def _finding_rows(findings: Sequence[Finding]) -> Iterator[Row]:
    for each in findings[:MAX_FINDINGS]:
        row = each.row("th")
        yield tuple(str(row[name]) for name in ("path", "line", "rule", "severity", "message"))
    if len(findings) > MAX_FINDINGS:
        yield "", "", "", "", message("sheet.more-rows", count=len(findings) - MAX_FINDINGS).text()


@dataclass(frozen=True, slots=True)
class _Teller:
    repository: Repository
    names: Names
    effort: Effort = field(default_factory=Effort)

    def parts(self, before: str, after: str) -> list[SheetPart]:
        """What differs between two commits."""
        touched = touched_parts(differences(self.repository, before, after), FactReader(self.repository))
        pairs = versions(self.repository, [change for part in touched for change in part.changes])
        return [_part(part, pairs, self.names, self.effort) for part in touched]


def _part(part: TouchedPart, pairs: Iterator[_Pair], names: Names, effort: Effort) -> SheetPart:
    told: list[Comparison] = []
    files: list[Row] = []
    for change, (old, new) in zip(part.changes, pairs, strict=False):
        name = change.path.removeprefix(f"{part.path}/")
        files.append((name, _done(change), old.facts, old.sha256, new.facts, new.sha256))
        told.append(compared(change.path, name, (old, new), names, effort))
    return SheetPart(
        path=part.path,
        form=tuple(row for each in told for row in each.form),
        changes=tuple(row for each in told for row in each.changes),
        words=tuple(row for each in told for row in each.words),
        files=tuple(files),
        origin=part.origin,
        notes=tuple(note for each in told for note in each.notes),
    )


def _done(change: PathChange) -> str:
    """What the request does with the file, in one word."""
    if NOTHING in (change.old, change.new):
        return message("sheet.added" if change.old == NOTHING else "sheet.removed").text()
    if change.old != change.new:
        return message("sheet.replaced").text()
    return message("sheet.moved-file" if change.old_mode == change.mode else "sheet.mode").text()
