"""repository and its audit -> the sealed kit: everything that a machine offline needs to judge it again, years later"""

import hashlib
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from prakat.audit import audit_table
from prakat.audit.audit_row import Audit
from prakat.cannot_work import CannotWork
from prakat.office import office
from prakat.office.authority import Authority
from prakat.repository.file_tree import entries_of
from prakat.repository.public_key import fingerprint
from prakat.repository.refs import AUDIT_LOG, MAIN, SIGN_OFF
from prakat.repository.repository import GitFailed, Repository, open_repository
from prakat.request.fact_reader import FactReader
from prakat.rules.archive import BROKEN
from prakat.thai.buddhist_era import moment_text

README, TRUST, KEYS, ROWS = "README.txt", "trust.yml", "keys.txt", "audit.csv"
GIT, MANIFEST = "repository.bundle", "manifest.json"
MEMBERS = (README, TRUST, KEYS, ROWS, GIT, MANIFEST)
_EPOCH = (1980, 1, 1, 0, 0, 0)
_HOW_TO = """\
ชุดหลักฐานการเผยแพร่ข้อมูล

สิ่งที่อยู่ในชุดนี้
  repository.bundle  ประวัติทั้งหมดของสายหลัก บันทึก audit-log และการลงนาม
  trust.yml          จุดเริ่มต้นการตรวจสอบ และลายนิ้วมือกุญแจของผู้รวมคำขอ
  keys.txt           กุญแจสาธารณะของทุกคนใน office.yml
  audit.csv          ผลการตรวจสอบในวันที่ทำชุดนี้
  manifest.json      ค่า SHA-256 ของทุกไฟล์ และของชุดก่อนหน้า

วิธีตรวจสอบซ้ำ (ใช้ git, ssh-keygen, Python 3.11 ขึ้นไป และโปรแกรม Prakat ไม่ต้องใช้อินเทอร์เน็ต)
ใช้โปรแกรม Prakat ของผู้ตรวจสอบเอง ไม่ใช่จากในชุดนี้ (PRAKAT คือโฟลเดอร์ของโปรแกรมนั้น)

ตรวจทุกอย่างด้วยคำสั่งเดียว
  PRAKAT/.venv/bin/python PRAKAT/scripts/verify_kit.py ชื่อไฟล์.zip --sha256 ค่าที่เก็บไว้ --previous ชุดก่อนหน้า.zip
  ค่า SHA-256 ต้องมาจากที่อื่น เช่น หนังสือราชการ ชุดแรกไม่ต้องใส่ --previous
  จบด้วยรหัส 0 คือทุกอย่างตรงกันและไม่มีข้อฝ่าฝืนค้างอยู่

หรือตรวจเองทีละขั้น
  1. เทียบค่า SHA-256 ของชุดนี้กับค่าที่เก็บไว้ที่อื่น: sha256sum ชื่อไฟล์
  2. แตกไฟล์ แล้วเทียบ manifest.json กับไฟล์ทุกไฟล์
  3. git clone repository.bundle office
  4. PRAKAT/.venv/bin/python PRAKAT/scripts/audit.py --repo office --trust trust.yml --no-cache \\
       --seen {head} --format csv > again.csv
  5. again.csv ต้องเหมือน audit.csv ทุกไบต์ และคำสั่งต้องจบด้วยรหัส 0 ถ้าไม่มีรายการใดเปิดอยู่
     ไม่ใส่ --format csv เพื่ออ่านเป็นตาราง
  6. ชุดถัดไปต้องอ้างถึงค่า SHA-256 ของชุดนี้ในช่อง previous
"""


def write(repository: Repository, audited: Audit, to: Path, previous: Path | None) -> str:
    """Writes the kit and returns what is to be kept elsewhere: its SHA-256, in Thai.

    Raises CannotWork where nothing was judged, the previous kit is none, or the file cannot be written."""
    if audited.tip is None or audited.before is None:
        raise CannotWork("ยังไม่มีสิ่งที่ตรวจสอบได้ จึงทำชุดหลักฐานไม่ได้ (nothing could be judged, so there is no kit)")
    blob = entries_of(repository, audited.tip, office.FILE).get(office.FILE)
    known = FactReader(repository).office(blob[1]) if blob else None
    if known is None:
        raise CannotWork("office.yml อ่านไม่ได้ (office.yml cannot be read)")
    texts = {
        README: _HOW_TO.format(head=audited.tip).encode(),
        TRUST: _trust(repository, audited).encode(),
        KEYS: _keys(known).encode(),
        ROWS: audit_table.as_csv(audited.rows).encode(),
        GIT: _history(repository, audited),
    }
    texts[MANIFEST] = _manifest(audited, texts, previous)
    try:
        with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as kit:
            for name, content in sorted(texts.items()):
                kit.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
        return f"ชุดหลักฐาน {to.name} SHA-256 {_digest(to.read_bytes())}"
    except OSError as problem:
        raise CannotWork(f"{to}: {problem.strerror}") from None


def _manifest(audited: Audit, texts: Mapping[str, bytes], previous: Path | None) -> bytes:
    last = next((row.moment for row in reversed(audited.rows) if row.moment), None)
    about = {
        "head": audited.tip,
        "audit_log": audited.log.tip,
        "epoch": audited.epoch,
        "newest_commit_at": moment_text(last) if last else None,
        "open_violations": len(audited.open_rows),
        "previous": _previous(previous) if previous else None,
        "files": {name: _digest(content) for name, content in sorted(texts.items())},
    }
    return json.dumps(about, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def _previous(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as kit:
            json.loads(kit.read(MANIFEST))
        return _digest(path.read_bytes())
    except BROKEN:
        raise CannotWork(f"{path}: ไม่ใช่ชุดหลักฐาน (is no kit)") from None


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _trust(repository: Repository, audited: Audit) -> str:
    """The epoch, and every key that the publisher ever had by an office.yml in force: old records keep their signer."""
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
    lines += [f"{person.id}\t{key}" for person in known.office.people.values() for key in person.keys]
    return "".join(f"{line}\n" for line in lines)


def _history(repository: Repository, audited: Audit) -> bytes:
    """main, the audit-log and every sign-off, under the names that a clone of the bundle looks for."""
    with TemporaryDirectory(prefix="prakat-") as place:
        bare, to = Path(place) / "kit.git", Path(place) / GIT
        bare.mkdir()
        repository.run("init", "-q", "--bare", "--initial-branch=main", str(bare))
        common = repository.line("rev-parse", "--path-format=absolute", "--git-common-dir")
        (bare / "objects" / "info" / "alternates").write_text(f"{common}/objects\n", encoding="utf-8")
        kit = open_repository(bare)
        wanted = {MAIN: audited.tip, AUDIT_LOG: audited.log.tip}
        wanted |= repository.refs(SIGN_OFF)
        given = "".join(f"create {ref} {oid}\n" for ref, oid in wanted.items() if oid).encode()
        try:
            kit.run("update-ref", "--stdin", given=given)
            kit.run("bundle", "create", "-q", str(to), "HEAD", "--all")
        except GitFailed as problem:
            raise CannotWork(str(problem)) from None
        return to.read_bytes()
