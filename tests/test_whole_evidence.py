"""Whatever history names and nobody can read is said in people's words; all else is judged, merged and published."""

import json
import subprocess
import zlib
from pathlib import Path

import pytest

import audit as command
import publish as publication
from prakat.audit.audit_row import Audit
from prakat.audit.auditor import audit
from prakat.audit.auditor_memory import AuditorMemory
from prakat.audit.epoch import Trust
from prakat.audit_log.record import file_name
from prakat.merging import plan
from prakat.repository.damaged_history import DamagedHistory
from prakat.repository.repository import Repository, open_repository
from sign_off_office import VERIFIED, After, World, document, law

NEWS = "content/public-relations/2569/news/index.md"
NOTICE = "content/public-relations/2569/news/notice.pdf"
ACT = "content/law/act/index.md"
OLD = "content/law/old/index.md"
PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
ATTACHED = [{"file": "notice.pdf", "title": "เอกสารประกาศ"}]


def with_everything(world: World) -> None:
    """A live item with an attachment, one that was amended, one that was withdrawn."""
    world.publish(2, {NEWS: document("ข่าวน้ำท่วมใหญ่", attachments=ATTACHED), NOTICE: PDF})
    world.publish(3, {OLD: law("ระเบียบฉบับเดิม")})
    world.publish(4, {ACT: law("พระราชบัญญัติฉบับแก้ไข")})
    withdrawn = {"on": "2026-07-01", "reason": "ยกเลิก"}
    world.publish(5, {OLD: law("ระเบียบฉบับเดิม", withdrawn=withdrawn)})


@pytest.fixture
def busy(world_after: After) -> World:
    return world_after(with_everything)


def judged(world: World) -> Audit:
    return audit(world.repository, Trust(), verified=VERIFIED)


def said(found: Audit) -> list[str]:
    return [each.message("en") for row in found.open_rows if row.commit is None for each in row.violations]


def ids(found: Audit) -> list[str]:
    return sorted({each.id for row in found.open_rows for each in row.violations})


def unpacked(world: World) -> None:
    folder = world.repository.git_dir / "objects"
    for pack in (folder / "pack").glob("*.pack"):
        raw = pack.read_bytes()
        for each in (folder / "pack").iterdir():
            each.unlink()
        world.repository.run("unpack-objects", "-q", given=raw)


def path_of(world: World, oid: str) -> Path:
    return world.repository.git_dir / "objects" / oid[:2] / oid[2:]


def lose(world: World, name: str, how: str = "missing") -> str:
    oid = world.git("rev-parse", name)
    path = path_of(world, oid)
    kind = world.git("cat-file", "-t", oid)
    raw = world.repository.run("cat-file", kind, oid)
    path.chmod(0o644)
    if how == "missing":
        path.unlink()
    elif how == "torn":
        path.write_bytes(path.read_bytes()[:10])
    else:
        raw = raw.replace(b"0", b"1") if kind != "blob" else raw + b" "
        path.write_bytes(zlib.compress(f"{kind} {len(raw)}\0".encode() + raw))
    return oid


LOST = {
    "live": (f"main:{NEWS}", f"the file {NEWS}"),
    "attachment": (f"main:{NOTICE}", f"the file {NOTICE}"),
    "withdrawn": (f"main:{OLD}", f"the file {OLD}"),
    "old version": (f"main~3:{ACT}", f"the file {ACT}"),
}


@pytest.mark.parametrize("what", LOST)
@pytest.mark.parametrize("how", ["missing", "altered", "torn"])
def test_a_lost_file_is_named_and_all_else_is_judged(busy: World, what: str, how: str) -> None:
    name, words = LOST[what]
    before = [(row.commit, row.action) for row in judged(busy).rows]
    lose(busy, name, how)
    found = judged(busy)
    assert ids(found) == ["repository.broken"]
    (told,) = said(found)
    assert words in told
    assert ("not what its id says" if how == "altered" else "is missing or unreadable") in told
    assert [row.commit for row in found.rows if row.commit] == [commit for commit, _ in before]
    assert found.newest_approved == busy.main()


def test_a_whole_repository_is_whole_packed_or_loose(busy: World) -> None:
    assert ids(judged(busy)) == []
    busy.git("repack", "-adq")
    assert ids(judged(busy)) == []
    clone = busy.place / "clone"
    subprocess.run(["git", "clone", "-q", str(busy.repository.folder), str(clone)], check=True)
    assert ids(audit(open_repository(clone), Trust(), verified=VERIFIED)) == []


def test_a_byte_that_changed_in_a_pack_is_found(busy: World) -> None:
    busy.git("repack", "-adqF")
    (pack,) = (busy.repository.git_dir / "objects" / "pack").glob("*.pack")
    raw, found = bytearray(pack.read_bytes()), set()
    pack.chmod(0o644)
    for place in range(len(raw) // 5, len(raw) - 20, len(raw) // 6):
        pack.write_bytes(raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :])
        found |= set(ids(judged(busy))) or {f"nothing at {place}"}
    assert "repository.broken" in found
    assert not [each for each in found if each.startswith("nothing")]


@pytest.mark.parametrize("how", ["missing", "altered"])
@pytest.mark.parametrize(
    ("name", "words", "open_rows"),
    [
        ("main~2:content/law/act", "the list of the folder content/law/act", 0),
        ("main~3^{tree}", "the list of the folder /", 2),
        ("main~1^2", "the commit", 1),
        ("audit-log:records", "audit-log", 0),
        ("refs/tags/sign-off/3/approver", "the sign-off of the step Approver of request #3", 0),
    ],
)
def test_lost_folders_commits_and_sign_offs_are_named(
    busy: World, name: str, words: str, open_rows: int, how: str
) -> None:
    lose(busy, name, how)
    found = judged(busy)
    assert words in " ".join(said(found))
    if "audit-log" not in name:
        assert ids(found) == ["repository.broken"]
        assert len([row for row in found.open_rows if row.commit]) == open_rows
        assert len([row for row in found.rows if row.commit]) == 5


@pytest.mark.parametrize("how", ["missing", "altered"])
def test_a_lost_record_accuses_nobody(busy: World, how: str) -> None:
    lose(busy, f"audit-log:{file_name(5)}", how)
    found = judged(busy)
    assert ids(found) == ["repository.broken"]
    assert f"the record {file_name(5)} of the audit-log" in " ".join(said(found))
    assert [row.request for row in found.rows if row.commit and row.is_open] == [None]


def test_a_loss_hides_no_push(busy: World) -> None:
    busy.force({ACT: law("ข้อความที่ไม่มีใครอนุมัติ")})
    lose(busy, f"main:{ACT}")
    assert ids(judged(busy)) == ["merge.direct", "repository.broken"]


def test_what_a_loss_took_is_fetched_from_another_copy_as_the_row_says(busy: World) -> None:
    mirror = busy.place / "mirror.git"
    subprocess.run(["git", "clone", "-q", "--mirror", f"file://{busy.repository.folder}", str(mirror)], check=True)
    lose(busy, f"main:{NOTICE}")
    (told,) = said(judged(busy))
    words = told[told.index("git fetch") :].replace("ADDRESS", str(mirror)).split()
    subprocess.run(["git", "-C", str(busy.repository.folder), *words[1:]], check=True, capture_output=True)
    assert ids(judged(busy)) == []


def test_a_second_audit_asks_for_every_object_again(busy: World, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--repo", str(busy.repository.folder), "--cache", str(busy.place / "cache"), "--format", "json"]
    assert command.main(arguments) == 0
    memory = AuditorMemory(busy.place / "cache")
    whole = memory.evidence(busy.repository)
    busy.publish(6, {NEWS: document("ข่าวใหม่", attachments=ATTACHED)})
    assert command.main(arguments) == 0
    assert len(memory.evidence(busy.repository).whole) > len(whole.whole)
    lose(busy, f"main~4:{NOTICE}")
    for _ in range(2):
        capsys.readouterr()
        assert command.main(arguments) == 1
        rows = json.loads(capsys.readouterr().out)
        assert [row["violations"] for row in rows if row["violations"]] == [["repository.broken"]]


def test_packing_loses_nothing_and_hides_no_loss(busy: World, capsys: pytest.CaptureFixture[str]) -> None:
    """The memory knows the files in which objects lay; others hold them after that, or do not."""
    arguments = ["--repo", str(busy.repository.folder), "--cache", str(busy.place / "cache"), "--format", "json"]
    memory = AuditorMemory(busy.place / "cache")
    lay = []
    for act in (lambda: None, lambda: busy.git("repack", "-q", "-a", "-d"), lambda: unpacked(busy)):
        act()
        assert command.main(arguments) == 0
        lay.append(memory.evidence(busy.repository).files)
    assert all(lay)
    assert not lay[0] <= lay[1]
    assert not lay[1] <= lay[2]
    lose(busy, f"main:{NOTICE}")
    capsys.readouterr()
    assert command.main(arguments) == 1
    rows = json.loads(capsys.readouterr().out)
    assert [row["violations"] for row in rows if row["violations"]] == [["repository.broken"]]


def test_a_pack_that_is_gone_is_noticed(busy: World) -> None:
    busy.git("repack", "-q", "-a", "-d")
    arguments = ["--repo", str(busy.repository.folder), "--cache", str(busy.place / "cache")]
    assert command.main(arguments) == 0
    busy.publish(6, {NEWS: document("ข่าวใหม่", attachments=ATTACHED)})
    assert command.main(arguments) == 0
    for each in (busy.repository.git_dir / "objects" / "pack").glob("*.pack"):
        each.rename(each.with_suffix(".gone"))
    assert command.main(arguments) == 1


def test_what_lies_in_another_repository_is_asked_for_each_time(busy: World, tmp_path: Path) -> None:
    """There it may go without a change of any file here."""
    borrowing = tmp_path / "borrowing.git"
    subprocess.run(["git", "clone", "-q", "--mirror", "-s", str(busy.repository.folder), str(borrowing)], check=True)
    arguments = ["--repo", str(borrowing), "--cache", str(busy.place / "cache")]
    assert command.main(arguments) == 0
    assert not AuditorMemory(busy.place / "cache").evidence(open_repository(borrowing)).files
    lose(busy, f"main:{NOTICE}")
    assert command.main(arguments) == 1


def test_what_nothing_names_any_more_may_go(busy: World) -> None:
    """A sign-off that was made anew, once git has cleared the first one away."""
    cache = ["--repo", str(busy.repository.folder), "--cache", str(busy.place / "cache")]
    busy.ask(6, {NEWS: document("ข่าวใหม่", attachments=ATTACHED)})
    busy.sign(6, "reviewer=ton")
    assert command.main(cache) == 0
    path_of(busy, busy.git("rev-parse", "refs/tags/sign-off/6/reviewer")).unlink()
    busy.git("update-ref", "-d", "refs/tags/sign-off/6/reviewer")
    busy.sign(6, "reviewer=ton")
    assert command.main(cache) == 0


def publish(world: World, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setenv("XDG_CACHE_HOME", str(world.place / "home"))
    to = str(world.place / "public")
    repo = str(world.repository.folder)
    return publication.main(["--repo", repo, "--to", to, "--approved", "--date", "2026-07-15"])


@pytest.mark.parametrize("how", ["missing", "altered", "torn"])
@pytest.mark.parametrize("lost", [NEWS, NOTICE])
def test_publication_goes_on_without_what_is_lost(
    busy: World, lost: str, how: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lose(busy, f"main:{lost}", how)
    assert publish(busy, monkeypatch) == 1
    assert lost in capsys.readouterr().err
    site = busy.place / "public" / "current"
    assert (site / "law" / "act" / "index.html").is_file()
    assert not (site / "public-relations" / "2569" / "news" / "notice.pdf").exists()
    assert "ข่าวน้ำท่วมใหญ่" not in (site / "index.html").read_text(encoding="utf-8")


def test_a_lost_office_is_said(busy: World, monkeypatch: pytest.MonkeyPatch) -> None:
    lose(busy, "main:office.yml")
    with pytest.raises(Exception, match=r"release\.(office-lost|nothing-approved)"):
        publish(busy, monkeypatch)
    found = judged(busy)
    assert "the file office.yml" in " ".join(said(found))
    assert ids(found) == ["repository.broken"]


def test_other_requests_are_merged_all_the_same(busy: World) -> None:
    lose(busy, f"main:{NOTICE}")
    lose(busy, f"main:{OLD}")
    busy.publish(6, {ACT: law("พระราชบัญญัติฉบับใหม่")})
    assert ids(judged(busy)) == ["repository.broken"]
    busy.ask(7, {NOTICE: None})
    busy.sign(7, "reviewer=ton", "approver=dao", "webmaster=wit")
    assert not isinstance(busy.merge(7), plan.Merged), "the item then lacks what it lists"


def test_a_damaged_history_is_read_as_git_reads_a_whole_one(busy: World) -> None:
    repository: Repository = busy.repository
    tip = busy.main()
    truth = {each.id: each for each in repository.log(tip)}
    history = DamagedHistory(repository, {})
    assert history.log(tip) == truth
    assert (history.lost, history.losses, history.torn) == ({}, {}, set())
