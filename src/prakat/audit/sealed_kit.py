"""repository and its audit -> the sealed kit: everything that a machine offline needs to judge it again, years later"""

import hashlib
import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from prakat.audit import account, audit_table, kit_page
from prakat.audit.account import Accounts
from prakat.audit.audit_row import Audit, Heads
from prakat.cannot_work import CannotWork
from prakat.office import office
from prakat.office.authority import Authority
from prakat.office.person import Person
from prakat.repository.bare import init_bare
from prakat.repository.file_tree import entries_of
from prakat.repository.object_files import shared_folder
from prakat.repository.own_folder import own_folder
from prakat.repository.public_key import fingerprint
from prakat.repository.refs import AUDIT_LOG, MAIN, SIGN_OFF
from prakat.repository.repository import GitFailed, Repository, open_repository
from prakat.request.fact_reader import FactReader
from prakat.rules.archive import BROKEN
from prakat.rules.message import Message, message
from prakat.thai.buddhist_era import moment_text

KIT_README, TRUST, KEYS, ROWS, KIT_PAGE = "KIT_README.txt", "trust.yml", "keys.txt", "audit.csv", "audit.html"
BUNDLE, KIT_MANIFEST = "repository.bundle", "manifest.json"
MEMBERS = (KIT_README, TRUST, KEYS, ROWS, BUNDLE, KIT_MANIFEST, KIT_PAGE)
EARLIER_MEMBERS = (MEMBERS[:-1], ("README.txt", *MEMBERS[1:-1]))
"""Of earlier kits, which every later version verifies as well."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3


def write(repository: Repository, audited: Audit, to: Path, previous: Path | None) -> Message:
    """Writes the kit and returns its SHA-256, which is to be kept elsewhere.

    Raises CannotWork where nothing was judged, `previous` is not a kit, or the file cannot be written."""
    if audited.tip is None or audited.before is None:
        raise CannotWork("audit.nothing-to-seal")
    blob = entries_of(repository, audited.tip, office.FILE).get(office.FILE)
    known = FactReader(repository).office(blob[1]) if blob else None
    if known is None:
        raise CannotWork("audit.no-office-to-seal")
    accounts = Accounts(repository, audited)
    texts = {
        KIT_README: f"{message('audit.kit-how-to', head=Heads(audited.tip, audited.log.tip)).text()}\n".encode(),
        TRUST: _trust(repository, audited).encode(),
        KEYS: _keys(known).encode(),
        ROWS: rows_text(accounts, audited).encode(),
        KIT_PAGE: kit_page.kit_page(audited, accounts).encode(),
        BUNDLE: _history(repository, audited),
    }
    texts[KIT_MANIFEST] = _manifest(audited, texts, previous)
    try:
        with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as kit:
            for name, content in sorted(texts.items()):
                kit.writestr(_member(name), content, zipfile.ZIP_DEFLATED)
        return message("audit.sealed", name=to.name, digest=_digest(to.read_bytes()))
    except OSError as problem:
        raise CannotWork("audit.unwritable-kit", path=to, problem=problem) from None


def rows_text(accounts: Accounts, audited: Audit, columns: Sequence[str] = account.ROW_COLUMNS) -> str:
    """audit.csv; the first kits have no columns that tell of people, and no rows of acts."""
    if not set(columns) - {*audit_table.JUDGED}:
        return audit_table.as_csv((row.as_json() for row in audited.rows), columns)
    return audit_table.as_csv(map(accounts.as_json, audited.story), columns)


def _member(name: str) -> zipfile.ZipInfo:
    """The same on every system: by default it names the one on which it was made."""
    made = zipfile.ZipInfo(name, _EPOCH)
    made.create_system = _UNIX
    return made


def _manifest(audited: Audit, texts: Mapping[str, bytes], previous: Path | None) -> bytes:
    last = next((row.moment for row in reversed(audited.rows) if row.moment), None)
    about = {
        "head": audited.tip,
        "audit_log": audited.log.tip,
        "epoch": audited.epoch,
        "newest_commit_at": moment_text(last) if last else None,
        "open_violations": len(audited.open_rows),
        "words": kit_page.words(),
        "previous": _previous(previous) if previous else None,
        "files": {name: _digest(content) for name, content in sorted(texts.items())},
    }
    return json.dumps(about, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def _previous(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as kit:
            json.loads(kit.read(KIT_MANIFEST))
        return _digest(path.read_bytes())
    except BROKEN:
        raise CannotWork("audit.no-kit", path=path) from None


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _trust(repository: Repository, audited: Audit) -> str:
    """The epoch, and every publisher's key of any office.yml that was in force, so that old records stay valid."""
    proven = [row.commit for row in audited.rows if row.commit and not row.is_open and office.FILE in row.things]
    reader, found = FactReader(repository), set()
    for commit in (audited.epoch, *proven):
        entry = entries_of(repository, commit, office.FILE).get(office.FILE)
        known = reader.office(entry[1]) if entry else None
        found |= {fingerprint(key) for key in known.publisher_keys} if known else set()
    keys = "".join(f"  - {each}\n" for each in sorted(found))
    return f"epoch: {audited.epoch}\nkeys:\n{keys}"


def _keys(known: Authority) -> str:
    lines = [f"publisher\t{key}" for key in sorted(known.publisher_keys)]
    lines += [_key_of(person, key) for person in known.office.people.values() for key in person.keys]
    return "".join(f"{line}\n" for line in lines)


def _key_of(person: Person, key: str) -> str:
    """With a remark where somebody else made the key."""
    is_made = fingerprint(key) in person.keys_of_others
    return f"{person.id}\t{key}" + f"\t{message('audit.kit-made-key').text()}" * is_made


def _history(repository: Repository, audited: Audit) -> bytes:
    """A git bundle of main, the audit-log and every sign-off, under the names that a clone of it looks for."""
    with own_folder() as folder:
        bare, to = folder / "kit.git", folder / BUNDLE
        bare.mkdir()
        init_bare(bare)
        (bare / "objects" / "info" / "alternates").write_bytes(
            f"{shared_folder(repository)}/objects\n".encode("utf-8", "surrogateescape")
        )
        kit = open_repository(bare)
        wanted = {MAIN: audited.tip, AUDIT_LOG: audited.log.tip}
        wanted |= repository.refs(SIGN_OFF)
        given = "".join(f"create {ref} {oid}\n" for ref, oid in wanted.items() if oid).encode()
        try:
            kit.run("update-ref", "--stdin", given=given)
            kit.run("bundle", "create", "-q", str(to), "HEAD", "--all")
        except GitFailed as problem:
            raise CannotWork(problem.message, **problem.values) from None
        return to.read_bytes()
