"""scripts/audit.py as an auditor uses it: rows, filters, the sealed kit, and what it keeps from run to run."""

import csv
import io
import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

import audit as command
import prakat
from prakat.audit import auditor_memory
from prakat.audit.account import ROW_COLUMNS
from prakat.audit.auditor import audit
from prakat.audit.auditor_memory import AuditorMemory
from prakat.audit.epoch import Trust
from prakat.audit.made_keys import told_of_made_keys
from prakat.audit.rules_digest import rules_digest
from prakat.cannot_work import CannotWork
from prakat.merging import result_check
from prakat.office import office
from prakat.repository.public_key import fingerprint
from prakat.rules import data
from prakat.rules.message import why
from sign_off_office import OFFICE_CHAIN, TWO, After, World, document, law

NEWS = "content/public-relations/2569/news/index.md"
ACT = "content/law/act/index.md"
TEXT = "ข่าวประชาสัมพันธ์"


def three_merged(world: World) -> None:
    world.publish(2, {NEWS: document(TEXT)})
    world.publish(3, {ACT: law("พระราชบัญญัติฉบับแก้ไข")}, author="fah")
    world.now = world.now.replace(day=15)
    world.publish(4, {NEWS: document(TEXT, body="เนื้อหาที่แก้ไข")})


@pytest.fixture
def busy(world_after: After) -> World:
    return world_after(three_merged)


def run(world: World, *arguments: str) -> int:
    return command.main(["--repo", str(world.repository.folder), "--cache", str(world.place / "cache"), *arguments])


def rows(world: World, capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    run(world, "--format", "json", *arguments)
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return found


def test_a_row_has_the_fields_of_the_contract(busy: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(busy, "--format", "json") == 0
    row = json.loads(capsys.readouterr().out)[1]
    assert list(row) == [*ROW_COLUMNS]
    assert list(row)[:7] == ["commit", "date", "request", "action", "items", "verdict", "violations"]
    assert (row["request"], row["action"], row["verdict"], row["violations"]) == (2, "published", "clean", [])
    assert row["items"] == ["content/public-relations/2569/news"]
    assert row["date"].endswith("+07:00")


def test_an_open_violation_ends_with_1(busy: World, capsys: pytest.CaptureFixture[str]) -> None:
    busy.force({NEWS: document("ข่าวที่ไม่ผ่านคำขอ")})
    assert run(busy) == 1
    shown = capsys.readouterr()
    assert "[merge.direct] การเปลี่ยนแปลงต้องผ่านคำขอ" in " ".join(shown.out.split())
    assert "ข้อฝ่าฝืนที่ยังไม่แก้ 1" in shown.err


def test_the_table_is_in_thai_with_years_of_the_buddhist_era(busy: World, capsys: pytest.CaptureFixture[str]) -> None:
    run(busy)
    shown = capsys.readouterr().out
    assert "วันที่" in shown
    assert "1 ก.ค. 69" in shown
    assert "เผยแพร่" in shown


@pytest.mark.parametrize(
    ("arguments", "requests"),
    [
        (["--item", NEWS], [2, 4]),
        (["--item", "public-relations/2569/news/"], [2, 4]),
        (["--since", "2026-07-15"], [4]),
        (["--until", "2026-07-14"], [1, 2, 3]),
        (["--person", "fah"], [3]),
        (["--person", "dao"], [1, 2, 3, 4]),
        (["--person", "fah", "--since", "2026-07-15"], []),
    ],
)
def test_rows_may_be_chosen(
    busy: World, capsys: pytest.CaptureFixture[str], arguments: list[str], requests: list[int]
) -> None:
    assert [row["request"] for row in rows(busy, capsys, *arguments)] == requests


@pytest.mark.parametrize("option", ["--since", "--until"])
def test_a_day_of_the_buddhist_era_is_answered_with_the_right_one(busy: World, option: str) -> None:
    with pytest.raises(CannotWork, match=rf"thai\.no-day option={option} suggestion=2026-07-15"):
        run(busy, option, "2569-07-15")


def test_a_shortened_head_is_refused_and_not_taken_for_a_history_that_was_cut(
    busy: World, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CannotWork, match=r"audit\.no-seen found=\w{12} count=12 least=20"):
        run(busy, "--seen", busy.main()[:12])
    run(busy)
    told = capsys.readouterr().err.split()
    assert run(busy, "--seen", told[told.index("--seen") + 1]) == 0


def test_an_empty_table_says_that_nothing_was_chosen(busy: World, capsys: pytest.CaptureFixture[str]) -> None:
    run(busy, "--person", "rak")
    assert "แสดง 0 แถว" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "typed", "near"),
    [
        ("--item", "content/public-relations/2569/newz", "public-relations/2569/news"),
        ("--item", "law/atc/index.md", "law/act"),
        ("--item", "law", ""),
        ("--item", "", ""),
        ("--person", "doa", "dao"),
        ("--person", "DAO", "dao"),
        ("--person", "", ""),
    ],
)
def test_a_typing_error_is_an_error_with_the_nearest_names(busy: World, option: str, typed: str, near: str) -> None:
    """And no empty table, which would look like a clean one."""
    with pytest.raises(CannotWork, match=r"audit\.no-such-(item|person)") as problem:
        run(busy, option, typed)
    told = why(problem.value)
    assert near in told
    assert typed in told


@pytest.mark.parametrize(
    "typed",
    [
        *(f"./{NEWS}", f"/{NEWS}", NEWS.replace("/", "\\"), "content/public-relations/2569/news/", f" {NEWS} "),
        *("https://office.example/public-relations/2569/news/", "content//public-relations/2569/news/none.pdf"),
    ],
)
def test_an_item_may_be_named_as_people_copy_it(busy: World, typed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert [row["request"] for row in rows(busy, capsys, "--item", typed)] == [2, 4]


def test_what_once_was_is_known_for_ever(
    busy: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An item that is gone, one from before the epoch, an office.yml, and a person who left."""
    monkeypatch.setattr(result_check, "vanished_pages", lambda *_: [])  # as the publishers of earlier versions judged
    since = busy.audit().epoch
    busy.publish(5, {"office.yml": busy.office(since, busy.person("dee", "approver") + "\n")}, *OFFICE_CHAIN)
    busy.publish(6, {"office.yml": busy.office(since)}, *OFFICE_CHAIN, author="fah")
    busy.publish(7, {NEWS: None})
    assert [row["request"] for row in rows(busy, capsys, "--item", NEWS)] == [2, 4, 7]
    assert [row["request"] for row in rows(busy, capsys, "--item", "office.yml")] == [1, 5, 6]
    assert rows(busy, capsys, "--person", "dee") == []
    assert run(busy, "--person", "dee", "--item", ACT) == 0


def test_days_out_of_order_are_an_error(busy: World) -> None:
    with pytest.raises(CannotWork, match=r"audit\.days-reversed"):
        run(busy, "--since", "2026-07-15", "--until", "2026-07-14")
    assert run(busy, "--since", "2026-07-15", "--until", "2026-07-15") == 0


def test_csv_opens_in_excel_and_holds_no_formula(busy: World, capsys: pytest.CaptureFixture[str]) -> None:
    busy.force({"=cmd|calc": b"x"})
    run(busy, "--format", "csv")
    text = capsys.readouterr().out
    assert text.startswith("\ufeffcommit,date,")
    found = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert found[-1][4] == "'=cmd|calc"


def test_the_sealed_kit_is_judged_again_on_another_machine(
    busy: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, previous in (("one.zip", []), ("two.zip", ["--previous", str(tmp_path / "one.zip")])):
        assert run(busy, "--bundle", str(tmp_path / name), *previous) == 0
    told = capsys.readouterr().err
    with zipfile.ZipFile(tmp_path / "two.zip") as kit:
        kit.extractall(tmp_path / "kit")
    manifest = json.loads((tmp_path / "kit" / "manifest.json").read_text())
    assert manifest["previous"] in told
    assert fingerprint(busy.staff.public_key("publisher")) in (tmp_path / "kit" / "trust.yml").read_text()
    clone = ["git", "clone", "-q", str(tmp_path / "kit" / "repository.bundle"), str(tmp_path / "office")]
    subprocess.run(clone, check=True, capture_output=True)
    arguments = ["--trust", str(tmp_path / "kit" / "trust.yml"), "--seen", manifest["head"], "--no-cache"]
    assert command.main(["--repo", str(tmp_path / "office"), *arguments]) == 0


def test_a_kit_follows_only_a_kit(busy: World, tmp_path: Path) -> None:
    (tmp_path / "none.zip").write_bytes(b"x")
    with pytest.raises(CannotWork):
        run(busy, "--bundle", str(tmp_path / "kit.zip"), "--previous", str(tmp_path / "none.zip"))
    run(busy, "--bundle", str(tmp_path / "kit.zip"))
    torn = bytearray((tmp_path / "kit.zip").read_bytes())
    begin = torn.index(b"manifest.json") + len(b"manifest.json")
    torn[begin : begin + 40] = bytes(40)
    (tmp_path / "none.zip").write_bytes(torn)
    with pytest.raises(CannotWork):
        run(busy, "--bundle", str(tmp_path / "kit.zip"), "--previous", str(tmp_path / "none.zip"))


def test_a_second_run_says_the_same(busy: World, capsys: pytest.CaptureFixture[str]) -> None:
    first = rows(busy, capsys)
    assert rows(busy, capsys) == first
    busy.publish(5, {ACT: law("พระราชบัญญัติฉบับแก้ไขอีกครั้ง")})
    busy.publish(6, {NEWS: document(TEXT, verbal=_verbal("dao"))}, *TWO)
    assert rows(busy, capsys) == rows(busy, capsys, "--no-cache")


def _verbal(approver: str) -> dict[str, str]:
    return {"approver": approver, "at": "2026-07-15T08:00", "channel": "โทรศัพท์", "recorded_by": "wit"}


@pytest.mark.parametrize("attack", ["push", "rewrite", "log", "tag", "office"])
def test_what_is_kept_hides_no_attack(busy: World, attack: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(busy) == 0
    if attack == "push":
        busy.force({NEWS: document("ข่าวที่ไม่ผ่านคำขอ")})
    elif attack == "rewrite":
        busy.git("update-ref", "refs/heads/main", "main^")
    elif attack == "log":
        busy.git("update-ref", "refs/heads/audit-log", "audit-log~1")
        busy.git("update-ref", "refs/heads/audit-log", "audit-log~1")
    elif attack == "tag":
        busy.git("update-ref", "refs/tags/sign-off/2/approver", busy.git("rev-parse", "refs/tags/sign-off/3/approver"))
    else:
        busy.force({"office.yml": busy.office(busy.audit().epoch, chain="[approver]")})
    capsys.readouterr()
    assert run(busy, "--format", "json") == 1
    kept = json.loads(capsys.readouterr().out)
    run(busy, "--format", "json", "--no-cache")
    assert [row for row in kept if row["violations"] != ["repository.seen"]] == json.loads(capsys.readouterr().out)
    assert (["repository.seen"] in [row["violations"] for row in kept]) is (attack in ("rewrite", "log"))


def test_an_audit_goes_on_where_the_last_one_ended(busy: World, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = AuditorMemory(busy.place / "memory")
    audit(busy.repository, Trust(), memory=memory)
    busy.publish(5, {ACT: law("พระราชบัญญัติฉบับแก้ไขอีกครั้ง")})
    judged = []
    audit(busy.repository, Trust(), progress=lambda steps: judged.extend(found := list(steps)) or found, memory=memory)  # type: ignore[func-returns-value]
    assert len(judged) == 1
    monkeypatch.setattr(auditor_memory, "rules_digest", lambda: "another")
    assert memory.checkpoint(busy.repository, Trust()) is not None
    assert AuditorMemory(memory.folder).checkpoint(busy.repository, Trust()) is None


def test_what_a_run_judged_is_kept_under_the_rules_with_which_it_began(
    busy: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An upgrade that comes meanwhile has not judged it."""
    memory = AuditorMemory(busy.place / "memory")
    with monkeypatch.context() as upgraded:
        upgraded.setattr(auditor_memory, "rules_digest", lambda: "another")
        audit(busy.repository, Trust(), memory=memory)
        assert AuditorMemory(memory.folder).checkpoint(busy.repository, Trust()) is None
    assert AuditorMemory(memory.folder).checkpoint(busy.repository, Trust()) is not None


def test_the_schema_judges_each_office_yml_once(busy: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """To load what judges by it takes longer than to judge ten requests; another office.yml is judged all the same."""
    memory, judged = AuditorMemory(busy.place / "memory"), list[bytes]()
    audit(busy.repository, Trust(), memory=memory)
    known = office.approved_office
    busy.publish(5, {ACT: law("พระราชบัญญัติฉบับแก้ไขอีกครั้ง")})
    monkeypatch.setattr(office, "approved_office", lambda raw: judged.append(raw) or known(raw))  # type: ignore[func-returns-value]
    found = audit(busy.repository, Trust(), memory=AuditorMemory(memory.folder))
    assert (found.open_rows, judged) == ([], [])
    changed = busy.office(found.epoch) + b"# a word\n"
    busy.publish(6, {"office.yml": changed}, *OFFICE_CHAIN, author="fah")
    busy.publish(7, {ACT: law("พระราชบัญญัติฉบับแก้ไขครั้งที่สาม")})
    judged.clear()
    again = audit(busy.repository, Trust(), memory=AuditorMemory(memory.folder))
    assert told_of_made_keys(busy.repository, again) == []
    assert judged == [changed]
    assert [row.as_json() for row in again.rows] == [row.as_json() for row in audit(busy.repository, Trust()).rows]


def test_broken_memory_is_no_memory(busy: World) -> None:
    assert run(busy, "--format", "json") == 0
    kept = [path for ending in ("rows", "told") for path in (busy.place / "cache").glob(f"*.{ending}")]
    assert len(kept) == 2
    for path in kept:
        path.write_text("{")
    assert run(busy, "--format", "json") == 0


def test_no_repository_is_told_apart_from_a_violation(tmp_path: Path) -> None:
    with pytest.raises(CannotWork):
        command.main(["--repo", str(tmp_path)])


def test_a_change_of_office_yml_is_a_row_of_its_own(busy: World, capsys: pytest.CaptureFixture[str]) -> None:
    changed = busy.office(busy.audit().epoch) + b"# a word\n"
    busy.publish(5, {"office.yml": changed}, *OFFICE_CHAIN, author="fah")
    row = rows(busy, capsys)[-1]
    assert (row["action"], row["items"]) == ("office", ["office.yml"])


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the package and of schemas/, which the auditor's memory takes for its own."""
    for folder in (Path(prakat.__file__).parent, data.folder()):
        shutil.copytree(folder, tmp_path / folder.name)
    monkeypatch.setattr(prakat, "__file__", str(tmp_path / "prakat" / "__init__.py"))
    monkeypatch.setattr(data, "folder", lambda: tmp_path / "schemas")
    return tmp_path


@pytest.mark.parametrize(
    "name",
    [
        *("prakat/cannot_work.py", "prakat/audit/verdict.py", "prakat/request/policy/approval.py"),
        *("schemas/rules.yml", "schemas/why/rules.yml", "schemas/registers/training.schema.json"),
    ],
)
def test_one_byte_anywhere_in_the_house_makes_another_version(house: Path, name: str) -> None:
    """Else what another Prakat has judged would be taken for what this one would judge."""
    before, path = rules_digest(), house / name
    assert rules_digest() == before
    text = path.read_bytes()
    path.write_bytes(bytes([text[0] ^ 1]) + text[1:])
    assert rules_digest() != before


def test_a_module_that_came_or_went_makes_another_version(house: Path) -> None:
    found = [rules_digest()]
    more = house / "prakat" / "request" / "policy" / "more.py"
    for act in (more.touch, (house / "prakat" / "item" / "body.py").unlink):
        act()
        found.append(rules_digest())
    (house / "prakat" / "item" / "__pycache__").mkdir(exist_ok=True)
    (house / "prakat" / "item" / "__pycache__" / "x.pyc").write_bytes(b"x")
    assert len(set(found)) == 3
    assert rules_digest() == found[-1]
