"""scripts/verify_kit.py as a suspicious auditor uses it: kits that hold, that somebody changed, that are none."""

import hashlib
import json
import os
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import verify_kit as command
from chapters import PROGRAMS
from prakat.audit import sealed_kit
from prakat.cannot_work import CannotWork
from sign_off_office import After, World, copy, document, law

NEWS = "content/public-relations/2569/news/index.md"
ACT = "content/law/act/index.md"
Texts = dict[str, bytes]


def one_merged(world: World) -> None:
    world.publish(2, {NEWS: document("ข่าวประชาสัมพันธ์")})


@pytest.fixture
def office(world_after: After) -> World:
    return world_after(one_merged)


@pytest.fixture(scope="module")
def texts(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Texts:
    """The files of a kit."""
    place = tmp_path_factory.mktemp("kit")
    world = copy(founded, place / "world")
    one_merged(world)
    return texts_of(sealed(world, place / "kit.zip"))


def sealed(world: World, to: Path, previous: Path | None = None) -> Path:
    sealed_kit.write(world.repository, world.audit(), to, previous)
    return to


def texts_of(kit: Path) -> Texts:
    with zipfile.ZipFile(kit) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(to: Path, texts: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in texts.items():
            archive.writestr(name, content)
    return to


def unpacked(texts: Texts, place: Path) -> Path:
    (place / "kit").mkdir()
    for name, content in texts.items():
        (place / "kit" / name).write_bytes(content)
    return place / "kit"


def told(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def with_manifest(texts: Texts, **changed: object) -> Texts:
    """The manifest made to fit the files again, as somebody would who changed one."""
    manifest = json.loads(texts[sealed_kit.KIT_MANIFEST])
    names = manifest["files"]
    files = {name: hashlib.sha256(texts[name]).hexdigest() for name in names}
    return texts | {sealed_kit.KIT_MANIFEST: json.dumps({**manifest, "files": files, **changed}).encode()}


def test_a_kit_holds_alone_and_after_the_kit_before_it(
    office: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = sealed(office, tmp_path / "one.zip")
    office.publish(3, {ACT: law("พระราชบัญญัติฉบับแก้ไข")})
    two = sealed(office, tmp_path / "two.zip", one)
    first, digest = (hashlib.sha256(each.read_bytes()).hexdigest() for each in (one, two))
    assert command.main([str(one), "--sha256", first]) == 0
    shown = told(capsys)
    assert first in shown
    assert "การเปลี่ยนแปลงในสายหลัก 2 รายการ" in shown
    assert "ตรงกับที่ทำไว้ทุกส่วน" in shown
    assert command.main([str(two), "--previous", str(one), "--sha256", digest]) == 0
    assert "ไม่ผ่าน" not in told(capsys)
    assert command.main([str(two), "--sha256", digest]) == 0
    assert "--previous" in told(capsys)


def test_a_kit_that_nothing_outside_vouches_for_is_not_right(
    office: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever holds the publisher's key can make a whole history, its kit and its SHA-256."""
    one = sealed(office, tmp_path / "one.zip")
    assert command.main([str(one)]) == 1
    shown = told(capsys)
    assert "ไม่มีสิ่งใดนอกชุดรับรอง" in shown
    assert "ตรงกับที่ทำไว้ทุกส่วน" not in shown
    digest = next(line for line in shown.splitlines() if line.startswith("SHA-256 ")).removeprefix("SHA-256 ")
    assert command.main([str(one), "--sha256", digest]) == 0, "the mend that it names"
    trust = tmp_path / "trust.yml"
    trust.write_bytes(texts_of(one)[sealed_kit.TRUST])
    assert command.main([str(one), "--trust", str(trust)]) == 0
    two = sealed(office, tmp_path / "two.zip", one)
    assert command.main([str(two), "--previous", str(one)]) == 0
    assert "SHA-256 ข้างบน" in told(capsys)


def test_the_how_to_in_the_kit_is_typed_as_it_stands(texts: Texts, tmp_path: Path) -> None:
    kit = packed(tmp_path / "kit.zip", texts)
    lines = texts["KIT_README.txt"].decode().replace("\\\n", "").splitlines()
    typed = {
        "ชื่อไฟล์.zip": str(kit),
        "ค่าที่เก็บไว้": hashlib.sha256(kit.read_bytes()).hexdigest(),
        " --previous ชุดก่อนหน้า.zip": "",
        "repository.bundle": str(unpacked(texts, tmp_path) / sealed_kit.BUNDLE),
        " office": f" {tmp_path / 'office'}",
        "trust.yml": str(tmp_path / "kit" / sealed_kit.TRUST),
    }
    for part in ("prakat verify_kit", "git clone", "prakat audit"):
        line = next(each for each in lines if part in each).strip().removeprefix("3. ").removeprefix("4. ")
        for word, value in typed.items():
            line = line.replace(word, value)
        own = {**os.environ, "PATH": f"{PROGRAMS}:{os.environ['PATH']}"}
        subprocess.run(line, shell=True, check=True, cwd=tmp_path, capture_output=True, env=own)
    assert (tmp_path / "again.csv").read_bytes() == texts[sealed_kit.ROWS]


def test_a_violation_that_is_open_is_shown(office: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office.force({ACT: law("ประกาศที่ไม่ผ่านคำขอ")})
    assert command.main([str(sealed(office, tmp_path / "kit.zip"))]) == 1
    shown = told(capsys)
    assert "merge.direct" in shown and "ไม่ผ่าน:" not in shown


def _edited(texts: Texts) -> Texts:
    return texts | {sealed_kit.ROWS: texts[sealed_kit.ROWS].replace(b"published", b"withdrawn")}


def _with_another_signer(texts: Texts) -> Texts:
    return texts | {sealed_kit.ROWS: texts[sealed_kit.ROWS].replace(b"approver | dao", b"approver | wit")}


def _with_another_page(texts: Texts) -> Texts:
    return texts | {sealed_kit.KIT_PAGE: texts[sealed_kit.KIT_PAGE].replace(b"dao", b"wit")}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (_edited, "audit.csv: ไม่ตรงกับ manifest.json"),
        (lambda texts: with_manifest(_edited(texts)), "audit.csv: ตรวจซ้ำแล้วไม่เหมือนเดิม"),
        (lambda texts: with_manifest(_with_another_signer(texts)), "audit.csv: ตรวจซ้ำแล้วไม่เหมือนเดิม"),
        (lambda texts: with_manifest(_with_another_page(texts)), "audit.html: ตรวจซ้ำแล้วไม่เหมือนเดิม"),
        (lambda texts: with_manifest(texts, head="1" * 40), "head: manifest.json ว่า"),
        (lambda texts: with_manifest(texts, audit_log="1" * 40), "audit_log: manifest.json ว่า"),
        (lambda texts: with_manifest(texts, open_violations=7), "open_violations: manifest.json ว่า 7"),
        (lambda texts: with_manifest(texts, files={"KIT_README.txt": ""}), "keys.txt: ไม่ตรงกับ manifest.json"),
        (lambda texts: with_manifest(texts, files={"more.txt": ""}), "more.txt: manifest.json ระบุไว้แต่ไม่อยู่ในชุด"),
        (lambda texts: with_manifest(texts | {sealed_kit.TRUST: b"keys: ["}), "ตรวจประวัติซ้ำไม่ได้"),
        (lambda texts: with_manifest(texts | {sealed_kit.TRUST: b"\xff"}), "ตรวจประวัติซ้ำไม่ได้"),
        (lambda texts: with_manifest(texts | {sealed_kit.BUNDLE: texts[sealed_kit.BUNDLE][:-99]}), "ตรวจประวัติซ้ำไม่ได้"),
        (lambda texts: with_manifest(texts | {sealed_kit.BUNDLE: b""}), "ตรวจประวัติซ้ำไม่ได้"),
    ],
)
def test_whatever_was_changed_is_named(
    texts: Texts,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    change: Callable[[Texts], Texts],
    expected: str,
) -> None:
    assert command.main([str(packed(tmp_path / "changed.zip", change(texts)))]) == 1
    assert f"ไม่ผ่าน: {expected}" in told(capsys)


def test_history_that_an_earlier_kit_holds_cannot_go(
    office: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {ref: office.git("rev-parse", ref) for ref in ("main", "audit-log")}
    office.publish(3, {ACT: law("พระราชบัญญัติฉบับแก้ไข")})
    one = sealed(office, tmp_path / "one.zip")
    for ref, oid in before.items():
        office.git("update-ref", f"refs/heads/{ref}", oid)
    two = sealed(office, tmp_path / "two.zip", one)
    digest = hashlib.sha256(two.read_bytes()).hexdigest()
    assert command.main([str(two), "--sha256", digest]) == 0
    assert command.main([str(two), "--previous", str(one)]) == 1
    shown = told(capsys)
    assert "ไม่ผ่าน: head: ประวัติของชุดก่อน" in shown and "ไม่ผ่าน: audit_log: ประวัติของชุดก่อน" in shown


def test_a_kit_of_another_chain_or_another_digest(
    office: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = sealed(office, tmp_path / "one.zip"), sealed(office, tmp_path / "two.zip")
    assert command.main([str(two), "--previous", str(one)]) == 1
    assert "ชุดนี้ต่อจากชุดอื่น" in told(capsys)
    assert command.main([str(two), "--sha256", "0" * 64]) == 1
    assert "SHA-256 ของชุดต้องเป็น 000" in told(capsys)
    with pytest.raises(CannotWork, match=r"scripts\.no-sha256"):
        command.main([str(two), "--sha256", "abc"])


def test_what_the_auditor_trusts_counts_more_than_what_the_kit_says(
    office: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    trust = tmp_path / "trust.yml"
    trust.write_text(f"epoch: {office.audit().epoch}\nkeys: ['SHA256:another']\n", encoding="utf-8")
    assert command.main([str(sealed(office, tmp_path / "kit.zip")), "--trust", str(trust)]) == 1
    assert "record.signature" in told(capsys)


def test_a_history_with_another_branch_is_refused(
    office: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = texts_of(sealed(office, tmp_path / "kit.zip"))
    office.git("update-ref", "refs/heads/more", "main")
    made = tmp_path / "more.bundle"
    subprocess.run(["git", "bundle", "create", "-q", made, "--all"], cwd=office.repository.folder, check=True)
    assert (
        command.main(
            [str(packed(tmp_path / "more.zip", with_manifest(texts | {sealed_kit.BUNDLE: made.read_bytes()})))]
        )
        == 1
    )
    assert "มีสิ่งอื่นอยู่ด้วย" in told(capsys)


@pytest.mark.parametrize(
    "change",
    [
        lambda texts: {},
        lambda texts: texts | {"../../outside.txt": b"x"},
        lambda texts: {name: content for name, content in texts.items() if name != sealed_kit.KIT_MANIFEST},
        lambda texts: texts | {sealed_kit.KIT_MANIFEST: b"{"},
        lambda texts: texts | {sealed_kit.KIT_MANIFEST: b"[" * 100_000},
        lambda texts: texts | {sealed_kit.KIT_MANIFEST: b"[]"},
        lambda texts: texts | {sealed_kit.KIT_MANIFEST: b"{}"},
        lambda texts: texts | {sealed_kit.KIT_MANIFEST: b"\xff"},
        lambda texts: with_manifest(texts, head="--all"),
        lambda texts: with_manifest(texts, epoch=1),
        lambda texts: with_manifest(texts, open_violations=True),
        lambda texts: texts | {sealed_kit.BUNDLE: bytes(10_000_000)},
    ],
)
def test_what_is_no_kit_is_refused(texts: Texts, tmp_path: Path, change: Callable[[Texts], Texts]) -> None:
    with pytest.raises(CannotWork):
        command.main([str(packed(tmp_path / "changed.zip", change(texts)))])
    assert not (tmp_path.parent / "outside.txt").exists()


def test_a_file_that_is_no_archive_or_a_torn_one_is_refused(texts: Texts, tmp_path: Path) -> None:
    kit = packed(tmp_path / "kit.zip", texts).read_bytes()
    damaged = bytearray(kit)
    damaged[len(kit) // 2] ^= 0xFF
    for content in (b"", b"x", kit[:-30], kit[: len(kit) // 2], bytes(damaged)):
        (tmp_path / "kit.zip").write_bytes(content)
        with pytest.raises(CannotWork):
            command.main([str(tmp_path / "kit.zip")])
    with pytest.raises(CannotWork):
        command.main([str(tmp_path / "none.zip")])
    with pytest.raises(CannotWork):
        command.main([str(tmp_path / "kit.zip"), "--trust", str(tmp_path / "none.yml")])
