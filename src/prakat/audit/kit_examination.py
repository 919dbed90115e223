"""sealed kit x the kit before it -> what is wrong with its files, its chain and its history, judged again (R34)"""

import hashlib
import json
import shutil
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from prakat.audit import account, audit_table, auditor, kit_page, sealed_kit
from prakat.audit.account import Accounts
from prakat.audit.audit_row import Audit
from prakat.audit.epoch import Trust, load_trust
from prakat.audit.seen import Seen
from prakat.cannot_work import CannotWork
from prakat.repository.bare import make_bare
from prakat.repository.branch_copies import grown
from prakat.repository.object_id import OBJECT_ID
from prakat.repository.own_folder import own_folder
from prakat.repository.refs import AUDIT_LOG, MAIN, SIGN_OFF
from prakat.repository.repository import Repository
from prakat.rules.archive import BROKEN, damage
from prakat.rules.message import Message, message
from prakat.site.digest import digests

_MAX_TEXT = 256 * 1024 * 1024
_MAX_GROWTH = 4
"""The bundle may unpack to so many times its size in the archive, since git has already compressed the history."""


@dataclass(frozen=True, slots=True)
class Kit:
    digest: str
    """SHA-256 of the whole file."""
    manifest: Mapping[str, Any]
    """JSON-shaped, with every field that `bundle` writes."""

    @property
    def has_our_words(self) -> bool:
        """Whether this version of Prakat would write its page in the same words."""
        return bool(self.manifest.get("words") == kit_page.words())

    @property
    def remarks(self) -> tuple[Message, ...]:
        """What was not compared."""
        is_other = sealed_kit.KIT_PAGE in self.manifest["files"] and not self.has_our_words
        return (message("audit.page-not-compared", name=sealed_kit.KIT_PAGE),) if is_other else ()


@dataclass(frozen=True, slots=True)
class KitExamination:
    kit: Kit
    audited: Audit | None
    """Its history, judged again; None where that was impossible."""
    problems: tuple[Message, ...]
    accounts: Accounts | None = None
    """Of the rows with an open violation."""


def examine_kit(
    path: Path, previous: Path | None = None, digest: str = "", trust: Trust | None = None
) -> KitExamination:
    """Judges a kit by itself and by what the auditor holds: the kit before it, its SHA-256 and the trust to judge it by
    (else the kit's own). Nothing in it is run, and no name in it becomes a path.

    Raises CannotWork if the file is not a kit."""
    with own_folder() as folder:
        kit = _unpacked(path, folder)
        problems = []
        if digest and digest != kit.digest:
            problems.append(message("audit.other-kit", must=digest, found=kit.digest))
        problems += _check_files(kit, folder)
        audited, found, accounts = _judged_again(kit, folder, previous, trust)
        return KitExamination(kit, audited, (*problems, *found), accounts)


def _unpacked(path: Path, folder: Path) -> Kit:
    """The kit, its files below `folder`."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            known = map(sorted, (sealed_kit.MEMBERS, *sealed_kit.EARLIER_MEMBERS))
            if sorted(each.filename for each in members) not in known:
                raise CannotWork("audit.no-kit", path=path)
            for member in members:
                _copy(archive, member, folder / member.filename)
        with path.open("rb") as stream:
            return Kit(hashlib.file_digest(stream, "sha256").hexdigest(), _manifest(folder))
    except BROKEN as problem:
        raise CannotWork("audit.unreadable-kit", path=path, problem=damage(problem)) from None


def _copy(archive: zipfile.ZipFile, member: zipfile.ZipInfo, to: Path) -> None:
    """`to` is one of our own names: the archive's names were compared with ours before."""
    limit = _MAX_GROWTH * member.compress_size if member.filename == sealed_kit.BUNDLE else _MAX_TEXT
    if member.file_size > limit:
        raise CannotWork("audit.too-large", name=member.filename, size=f"{member.file_size:,}", must=f"{limit:,}")
    with archive.open(member) as source, to.open("wb") as target:
        shutil.copyfileobj(source, target)


def _manifest(folder: Path) -> Mapping[str, Any]:
    """Raises ValueError for a manifest that `bundle` would not have written."""
    found: Mapping[str, Any] = json.loads((folder / sealed_kit.KIT_MANIFEST).read_text(encoding="utf-8"))
    ids = [found["head"], found["epoch"], found["audit_log"] or found["head"]]
    if not all(isinstance(each, str) and OBJECT_ID.fullmatch(each) for each in ids):
        raise ValueError("head, epoch, audit_log")
    if not isinstance(found["files"], dict) or type(found["open_violations"]) is not int:
        raise ValueError("files, open_violations")
    if "previous" not in found:
        raise ValueError("previous")
    return found


def _check_files(kit: Kit, folder: Path) -> Iterator[Message]:
    """Each file is the one that the manifest names."""
    found = digests(folder)
    for name in sorted((found.keys() | kit.manifest["files"].keys()) - {sealed_kit.KIT_MANIFEST}):
        if name not in found:
            yield message("audit.kit-lacks", name=name)
        elif found[name] != kit.manifest["files"].get(name):
            yield message("audit.kit-file-differs", name=name)


def _judged_again(
    kit: Kit, folder: Path, previous: Path | None, trust: Trust | None
) -> tuple[Audit | None, Sequence[Message], Accounts | None]:
    try:
        held = trust or load_trust(folder / sealed_kit.TRUST)
        repository = _repository(folder)
    except CannotWork as problem:
        return None, [message("audit.not-judged-again", problem=problem)], None
    logs = (kit.manifest["audit_log"],) if kit.manifest["audit_log"] else ()
    audited = auditor.audit(repository, held, Seen((kit.manifest["head"],), logs))
    accounts = Accounts(repository, audited)
    problems = [*_check_verdict(kit, audited), *_check_tables(kit, audited, accounts, folder)]
    if previous:
        problems += _check_chain(kit, repository, previous)
    for row in audited.open_rows:
        accounts.of(row)  # while the repository is still there
    return audited, problems, accounts


def _repository(folder: Path) -> Repository:
    """A bare repository with the kit's branches and sign-offs; git computes each object's id from its bytes."""
    made = make_bare(folder / "office.git")
    told = made.run("bundle", "unbundle", str((folder / sealed_kit.BUNDLE).resolve())).decode("utf-8", "replace")
    refs = [(oid, ref) for oid, _, ref in (line.partition(" ") for line in told.splitlines()) if ref != "HEAD"]
    others = [ref for _, ref in refs if ref not in (MAIN, AUDIT_LOG) and not ref.startswith(SIGN_OFF)]
    if others:
        raise CannotWork("audit.kit-holds-more", name=sealed_kit.BUNDLE, found=others[0])
    made.run("update-ref", "--stdin", given="".join(f"create {ref} {oid}\n" for oid, ref in refs).encode())
    return made


def _check_verdict(kit: Kit, audited: Audit) -> Iterator[Message]:
    """Today's audit by this package says what the audit said when the kit was made."""
    now = {
        "head": audited.tip,
        "audit_log": audited.log.tip,
        "epoch": audited.epoch,
        "open_violations": len(audited.open_rows),
    }
    for name, found in now.items():
        if found != kit.manifest[name]:
            yield message("audit.verdict-differs", name=name, must=kit.manifest[name], found=found)


def _check_tables(kit: Kit, audited: Audit, accounts: Accounts, folder: Path) -> Iterator[Message]:
    """The table and the page say what they would say today; the table in the columns that it has."""
    written = (folder / sealed_kit.ROWS).read_bytes()
    head = written.split(b"\r\n")[0].removeprefix("\ufeff".encode()).decode("utf-8", "replace").split(",")
    columns = head if head == [*audit_table.JUDGED] else account.ROW_COLUMNS
    if sealed_kit.rows_text(accounts, audited, columns).encode() != written:
        yield message("audit.rows-differ", name=sealed_kit.ROWS)
    page = folder / sealed_kit.KIT_PAGE
    if page.is_file() and kit.has_our_words and kit_page.kit_page(audited, accounts).encode() != page.read_bytes():
        yield message("audit.rows-differ", name=sealed_kit.KIT_PAGE)


def _check_chain(kit: Kit, repository: Repository, previous: Path) -> Iterator[Message]:
    """The kit names the kit before it, and its history contains all of that kit's history."""
    with own_folder() as folder:
        before = _unpacked(previous, folder)
    if kit.manifest["previous"] != before.digest:
        yield message("audit.follows-another", found=before.digest)
    if kit.manifest["epoch"] != before.manifest["epoch"]:
        yield message("audit.other-epoch", must=before.manifest["epoch"], found=kit.manifest["epoch"])
    for name in ("head", "audit_log"):
        old, new = before.manifest[name], kit.manifest[name]
        if old and not (new and grown(repository, old, new) is not None):
            yield message("audit.history-gone", name=name, must=old)
