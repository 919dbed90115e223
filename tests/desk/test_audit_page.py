"""The auditor's pages: the numbers of prakat audit, its rows by any filter, and nothing for anybody else."""

import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType

import pytest
from phone import Phone

import audit as command
import verify_kit
from once import once, shared_root
from prakat.audit.account import ROW_COLUMNS
from prakat.audit.audit_row import Heads
from prakat.cannot_work import CannotWork
from prakat.founding import story
from prakat.repository.repository import open_repository
from prakat_desk.auditing.chore import Chore
from prakat_desk.auditing.kept_audit import AuditKeeper
from prakat_desk.desk import Desk
from sign_off_office import World, document, law

ORIGIN = "http://127.0.0.1:8010"
NEWS = "content/public-relations/2569/news/index.md"


def desk_over(place: Path, *people: str) -> Desk:
    """Where each of them can come in, by a key that lies there."""
    keys = MappingProxyType({each: place / "keys" / each for each in people})
    return Desk(open_repository(place / "office.git"), ORIGIN, place / "desk", sample_keys=keys)


@pytest.fixture
def months(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The demo's history: every kind of act."""

    def play(place: Path) -> None:
        for _ in story.begin(place).told():
            pass

    made = once(shared_root(tmp_path_factory) / "story", play)
    return desk_over(shutil.copytree(made, tmp_path / "story", symlinks=True), "wichai", "malee", "anong", "chai")


@pytest.fixture
def tampered(world: World) -> Desk:
    world.publish(2, {NEWS: document("ข่าวประชาสัมพันธ์")})
    world.force({NEWS: document("ข่าวที่ไม่มีใครอนุมัติ")}, message="Publish: ข่าว (#3)")
    world.publish(4, {"content/law/act/index.md": law("พระราชบัญญัติฉบับแก้ไข")}, author="fah")
    world.git("update-ref", "refs/heads/audit-log", world.git("rev-parse", "refs/heads/audit-log~2"))
    return desk_over(world.place, "dao", "nok")


def by_command(desk: Desk, cache: Path, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    capsys.readouterr()
    command.main(["--repo", str(desk.repository.folder), "--cache", str(cache), "--format", "json", *options])
    return capsys.readouterr().out


def totals(page: str) -> dict[str, int]:
    return {name: int(number) for name, number in re.findall(r"<dt>([^<]+)</dt><dd>([0-9]+)</dd>", page)}


@pytest.mark.parametrize("which", ["months", "tampered"])
def test_the_numbers_are_those_of_the_command(
    which: str, request: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk: Desk = request.getfixturevalue(which)
    told = by_command(desk, tmp_path / "cache", capsys)
    rows = json.loads(told)
    with Phone(desk) as phone:
        phone.come_in("wichai" if which == "months" else "dao")
        page = phone.get("/audit").text
        assert totals(page) == {
            "การเปลี่ยนแปลง": sum(row["commit"] is not None for row in rows),
            "การกระทำอื่นที่บันทึกไว้": sum(row["commit"] is None and row["date"] is not None for row in rows),
            "ข้อฝ่าฝืนที่ยังไม่แก้": sum(row["verdict"] == "open" for row in rows),
        }
        assert phone.get("/audit/rows.json").text == told
        open_ones = json.loads(phone.get("/audit/rows.json?verdict=open").text)
        assert open_ones == [row for row in rows if row["verdict"] == "open" and (row["commit"] or not row["date"])]
        assert bool(open_ones) is (which == "tampered")
        table = phone.get("/audit/rows.csv").text.splitlines()
        assert table[0].lstrip("\ufeff").split(",") == [*ROW_COLUMNS]
    tip, log = desk.repository.ref("refs/heads/main"), desk.repository.ref("refs/heads/audit-log")
    assert str(Heads(tip, log)) in page


def test_a_violation_is_told_with_its_meaning_and_its_mend(tampered: Desk) -> None:
    with Phone(tampered) as phone:
        phone.come_in("dao")
        page = phone.get("/audit?verdict=open").text
    assert page.count('class="violation"') >= 2
    assert page.count("หมายถึง:") == page.count("วิธีแก้:") == page.count('class="violation"')


def signers(row: dict[str, object]) -> list[str]:
    found = row["signers"]
    assert isinstance(found, list)
    return found


def is_his(row: dict[str, object]) -> bool:
    return "ประสิทธิ์" in str(row["done_by"])


FILTERS: list[tuple[str, Callable[[dict[str, object]], bool]]] = [
    ("action=published", lambda row: row["action"] == "published"),
    ("person=prasit", lambda row: any("ประสิทธิ์" in each.split(" | ")[1] for each in signers(row)) or is_his(row)),
    ("year=2569", lambda row: str(row["date"]) < "2026-10-01"),
    ("year=2570&quarter=2", lambda row: str(row["date"]) >= "2027-01-01"),
    ("from=1+ส.ค.+2569&until=2026-08-31", lambda row: str(row["date"])[:7] == "2026-08"),
    ("item=https://office.example/knowledge/dengue/", lambda row: "content/knowledge/dengue" in list(row["items"])),  # type: ignore[call-overload]
]


def test_a_filter_shows_its_rows_and_no_others(months: Desk) -> None:
    with Phone(months) as phone:
        phone.come_in("wichai")
        rows = json.loads(phone.get("/audit/rows.json").text)
        for query, is_meant in FILTERS:
            found = json.loads(phone.get(f"/audit/rows.json?{query}").text)
            assert found == [row for row in rows if is_meant(row)], query
            assert 0 < len(found) < len(rows)
            page = phone.get(f"/audit?{query}").text
            assert f'<p role="status">{len(found)} รายการ' in page
            assert page.count('class="audit-row"') == len(found)


IMPOSSIBLE = (
    *("year=1999", "quarter=2", "quarter=9&year=2570", "from=31+ก.พ.+2569", "from=1+ส.ค.+2569&until=1+ก.ค.+2569"),
    *("person=nobody", "action=x", "verdict=x", "item=no/such", "item=../../etc/passwd", "until=%00", f"from={9**400}"),
)


def test_what_cannot_be_shown_is_said_and_no_empty_table_shown(months: Desk) -> None:
    with Phone(months) as phone:
        phone.come_in("malee")
        for query in IMPOSSIBLE:
            answer = phone.get(f"/audit?{query}")
            assert answer.status_code == 400, query
            assert "เลือกดูแบบนี้ไม่ได้" in answer.text and "audit-row" not in answer.text
            assert phone.get(f"/audit/rows.csv?{query}").status_code == 400


def test_a_click_judges_nothing_again(months: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with Phone(months) as phone:
        phone.come_in("wichai")
        assert phone.get("/audit").status_code == 200
        monkeypatch.setattr("prakat_desk.auditing.kept_audit.audit", None)  # whoever calls it now fails
        assert phone.get("/audit?action=office").status_code == 200
        assert phone.get("/audit/people/malee").status_code == 200


def test_what_came_since_is_shown_and_what_is_under_way_is_said(world: World) -> None:
    desk = desk_over(world.place, "dao")
    with Phone(desk) as phone:
        phone.come_in("dao")
        assert totals(phone.get("/audit").text)["การเปลี่ยนแปลง"] == 1
        world.publish(2, {NEWS: document("ข่าวประชาสัมพันธ์")})
        assert totals(phone.get("/audit").text)["การเปลี่ยนแปลง"] == 2
        kept = desk.auditing.now()
        world.publish(3, {NEWS: document("ข่าวประชาสัมพันธ์", body="ใหม่")})
        assert kept and not desk.auditing.is_newest(kept)
    slow = AuditKeeper(desk.repository, desk.state / "slow", lambda: desk.moment, Chore(patience=0))
    object.__setattr__(desk, "auditing", slow)
    with Phone(desk) as phone:
        phone.come_in("dao")
        answer = phone.get("/audit")
        assert answer.status_code in (200, 202)
        assert answer.status_code == 200 or "กำลังตรวจทุกการเปลี่ยนแปลง" in answer.text


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_chore_is_done_once_for_each_state_and_its_failure_is_told() -> None:
    done: list[str] = []
    chore: Chore[str] = Chore()
    assert [chore.result(1, lambda: done.append("one") or "one") for _ in range(3)] == ["one"] * 3
    assert chore.result(2, lambda: done.append("two") or "two") == "two"
    assert done == ["one", "two"]
    for _ in range(2):
        with pytest.raises(CannotWork):
            chore.result(3, lambda: 1 / 0 and "")
    chore.forget()
    assert chore.result(3, lambda: "three") == "three"


def test_a_main_that_was_rewritten_after_the_desk_had_seen_it_is_told(world: World) -> None:
    desk = desk_over(world.place, "dao")
    world.publish(2, {NEWS: document("ข่าวประชาสัมพันธ์")})
    with Phone(desk) as phone:
        phone.come_in("dao")
        assert totals(phone.get("/audit").text)["ข้อฝ่าฝืนที่ยังไม่แก้"] == 0
        world.git("update-ref", "refs/heads/main", "refs/heads/main~1")
        world.git("update-ref", "refs/heads/audit-log", "refs/heads/audit-log~2")
        page = phone.get("/audit").text
    assert totals(page)["ข้อฝ่าฝืนที่ยังไม่แก้"] == 2
    assert page.index("audit-row") < page.index('class="violation"') < page.index("คำขอที่ 1")


def test_it_is_for_auditors_approvers_and_webmasters_alone(months: Desk, desk: Desk) -> None:
    places = ["/audit", "/audit/rows.csv", "/audit/rows.json", "/audit/kit", "/audit/people/malee"]
    places += ["/audit/items/knowledge/dengue", f"/audit/commits/{'0' * 40}", f"/audit/commits/{'0' * 40}/approver.txt"]
    with Phone(months) as phone:
        assert phone.get("/audit", follow_redirects=False).headers["location"].startswith("/sign-in")
        phone.come_in("chai")
        assert {phone.get(each).status_code for each in places} == {403}
        assert phone.post("/audit/kit").status_code == phone.post("/audit/again").status_code == 403
        assert 'href="/audit"' not in phone.get("/requests").text
    with Phone(desk) as phone:
        for person in ("dueanchai", "phuwamet", "tawan", "meklada", "pinthong"):
            phone.come_in(person)
            assert phone.get("/audit").status_code == (403 if person in ("meklada", "pinthong") else 200), person


def test_the_kit_is_made_once_streamed_and_verified_elsewhere(
    months: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Phone(months) as phone:
        phone.come_in("wichai")
        assert phone.get("/audit/kit", follow_redirects=False).status_code == 303
        page = phone.post("/audit/kit").text
        digest = re.findall(r"<code>([0-9a-f]{64})</code>", page)[0]
        answer = phone.get("/audit/kit")
        assert answer.headers["content-type"] == "application/zip"
        assert digest[:12] in answer.headers["content-disposition"]
        made = [*(months.state / "kits").iterdir()]
        phone.post("/audit/kit")
        assert [*(months.state / "kits").iterdir()] == made and len(made) == 1
    kit = tmp_path / "kit.zip"
    kit.write_bytes(answer.content)
    assert zipfile.ZipFile(kit).testzip() is None
    capsys.readouterr()
    assert verify_kit.main([str(kit), "--sha256", digest]) == 0


def test_nothing_is_written_but_to_the_small_folder(months: Desk) -> None:
    def there() -> dict[str, tuple[int, int]]:
        files = (each for each in months.repository.folder.rglob("*") if each.is_file())
        return {str(each): (each.stat().st_mtime_ns, each.stat().st_size) for each in files}

    before = there()
    with Phone(months) as phone:
        phone.come_in("wichai")
        for place in ("/audit", "/audit/items/knowledge/dengue", "/audit/people/malee", "/audit/rows.csv"):
            assert phone.get(place).status_code == 200
        phone.post("/audit/kit")
        phone.post("/audit/again")
        phone.get("/audit")
    assert there() == before
