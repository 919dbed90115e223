"""an item or person that an auditor asks for -> as history spells it, or an error with the nearest names"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from prakat.audit.audit_row import Audit
from prakat.audit.audit_table import Wanted
from prakat.cannot_work import CannotWork
from prakat.item.item_path import INDEX, ROOT, item_folder
from prakat.office import office
from prakat.repository.evidence import surviving
from prakat.repository.object_id import NOTHING
from prakat.repository.repository import GitFailed, Repository
from prakat.request.fact_reader import FactReader
from prakat.rules.nearest import nearest
from prakat.rules.wording import Listed

_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


def as_known(wanted: Wanted, repository: Repository, audited: Audit) -> Wanted:
    """Judged over all of history: an item that is gone, or a person who left, is known. Raises CannotWork for a name
    that is in no version of anything, since an empty table would look like a clean one, and for days out of order."""
    if wanted.since and wanted.until and wanted.since > wanted.until:
        raise CannotWork("audit.days-reversed", since=wanted.since, until=wanted.until)
    if audited.before is None:
        return wanted
    item = _item(wanted.item, repository, audited) if wanted.item is not None else None
    person = _person(wanted.person, repository, audited) if wanted.person is not None else None
    return replace(wanted, item=item, person=person)


def _item(asked: str, repository: Repository, audited: Audit) -> str:
    path = _plain(asked)
    known = set(_things(repository, audited))
    found = next((each for each in (path, f"{ROOT}/{path}") if each in known), None)
    within = next((each for each in (item_folder(path), item_folder(f"{ROOT}/{path}")) if each in known), None)
    if not path or not (found or within):
        shown = [each.removeprefix(f"{ROOT}/") for each in known]
        raise CannotWork("audit.no-such-item", found=asked or "—", near=_near(path.removeprefix(f"{ROOT}/"), shown))
    return found or within or path


def _plain(asked: str) -> str:
    """Without what people copy along with a path: an address of the site, a leading ./, backslashes, index.md."""
    text = unicodedata.normalize("NFC", asked.strip())
    if _ADDRESS.match(text):
        text = unquote(urlsplit(text).path)
    parts = [each for each in text.replace("\\", "/").split("/") if each not in ("", ".")]
    return "/".join(parts[:-1] if parts[-1:] == [INDEX] else parts)


def _things(repository: Repository, audited: Audit) -> Iterator[str]:
    """Every item folder, and every path outside of any, that main ever had or a refused request asked for."""
    for row in audited.story:
        yield from row.things
    tip = audited.heads.main
    try:
        told = repository.run("log", "--format=", "--name-only", "-z", "--no-renames", "-m", tip, "--") if tip else b""
    except GitFailed:
        return
    for path in told.decode("utf-8", "surrogateescape").split("\0"):
        if path:
            yield item_folder(path) or path


def _person(asked: str, repository: Repository, audited: Audit) -> str:
    known = {person for row in audited.rows for person in row.people} | set(_people(repository, audited))
    if asked not in known:
        raise CannotWork("audit.no-such-person", found=asked or "—", near=_near(asked, known))
    return asked


def _people(repository: Repository, audited: Audit) -> Iterator[str]:
    """The id of everybody who was ever in office.yml, in versions that no release accepts, too, as far as they tell."""
    tip = audited.heads.main
    try:
        versions = [*repository.log(tip, "--", office.FILE, first_parent=True)] if tip else []
    except GitFailed:
        versions = []
    blobs = {change.new for each in versions for change in each.changes if change.path == office.FILE} - {NOTHING}
    reader = FactReader(repository)
    for oid, kind, _ in surviving(repository, sorted(blobs)):
        known = reader.office(oid) if kind == "blob" else None
        yield from known.office.people if known else ()


def _near(asked: str, known: Iterable[str]) -> Listed:
    return Listed.of(nearest(asked, known) or ["—"])
