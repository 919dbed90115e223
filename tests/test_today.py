"""today.py, and the agenda behind it: what waits, what went up and came down, what is due, what is amiss."""

import datetime
import json
import subprocess
from pathlib import Path

import pytest

import office_builder
from new_office import DATE, begun
from prakat.agenda.disk import Disk
from prakat.agenda.heartbeat import Heartbeat
from prakat.agenda.holdings import of_main
from prakat.agenda.left_out import left_out
from prakat.agenda.morning_sections import MorningSections
from prakat.agenda.movement import movements
from prakat.agenda.office_reading import Around, OfficeReading
from prakat.agenda.site_state import SiteState
from prakat.agenda.situation import Situation
from prakat.agenda.waiting import waiting
from prakat.audit_log import audit_log
from prakat.audit_log.record import RecordKind
from prakat.merging.publisher_state import Phase, PutAside, Spoken, at_work
from prakat.thai.buddhist_era import BANGKOK
from prakat.thai.working_time import WorkingTime, last_working_day
from programs import python
from sign_off_office import World, law

CHECKOUT = Path(__file__).resolve().parents[1]
Rows = list[dict[str, object]]


def told(repo: Path, *options: str) -> Rows:
    command = [python(), "scripts/today.py", "--repo", str(repo), "--format", "json", *options]
    found: Rows = json.loads(subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout)
    return found


def of(rows: Rows, section: str) -> list[str]:
    return [str(each["text"]) for each in rows if each["section"] == section and each["text"]]


def moved(world: World, first: int, last: int) -> list[tuple[int, str, str]]:
    """Day of July, what and which, the newest first."""
    held = of_main(world.repository)
    days = datetime.date(2026, 7, first), datetime.date(2026, 7, last)
    found = movements(world.repository, held.commit, held.items, days, held.office.settings)
    return [(each.day.day, each.what, each.folder.rpartition("/")[2]) for each in found]


def at(world: World, day: int, hour: int = 9) -> None:
    world.now = datetime.datetime(2026, 7, day, hour, tzinfo=BANGKOK)


def test_what_readers_saw_change_is_told_of_its_day(world: World) -> None:
    """By merges, by dates alone, and by both: an earlier version stands till the next one's day."""
    at(world, 6)
    world.publish(2, {"content/law/a/index.md": law("ประกาศที่หนึ่ง")})
    world.publish(3, {"content/law/b/index.md": law("ประกาศที่สอง", publish_on="2026-07-08", expires_on="2026-07-09")})
    at(world, 7)
    later = law("ประกาศที่หนึ่ง ฉบับแก้ไข", publish_on="2026-07-09", change_note="แก้ไขวันประชุม")
    world.publish(4, {"content/law/a/index.md": later})
    at(world, 10)
    away = {"on": "2026-07-10", "reason": "มีฉบับใหม่แทนแล้ว"}
    world.publish(5, {"content/law/act/index.md": law("พระราชบัญญัติ", withdrawn=away)})
    assert moved(world, 6, 10) == [
        (10, "expired", "b"),
        (10, "withdrawn", "act"),
        (9, "changed", "a"),
        (8, "up", "b"),
        (6, "up", "a"),
    ]
    assert moved(world, 11, 11) == []


def test_a_file_that_is_replaced_is_a_change_and_a_move_is_none_gone(world: World) -> None:
    listed = [{"file": "a.pdf", "title": "เอกสาร"}]
    at(world, 6)
    index = law("ประกาศที่มีไฟล์", attachments=listed)
    world.publish(2, {"content/law/a/index.md": index, "content/law/a/a.pdf": office_builder.PDF})
    at(world, 7)
    world.publish(3, {"content/law/a/a.pdf": office_builder.PDF + b"%2\n"})
    at(world, 8)
    there = law("ประกาศที่มีไฟล์", attachments=listed, former_paths=["law/a"])
    files = {"content/law/a/index.md": None, "content/law/a/a.pdf": None, "content/law/c/index.md": there}
    world.publish(4, {**files, "content/law/c/a.pdf": office_builder.PDF + b"%2\n"})
    assert moved(world, 6, 8) == [(8, "moved", "c"), (7, "changed", "a"), (6, "up", "a")]


def test_what_nobody_put_in_writing_came_down_on_its_day(world: World) -> None:
    at(world, 6)
    verbal = {"approver": "dao", "at": "2026-07-06T09:00", "channel": "โทรศัพท์", "recorded_by": "won"}
    text = law("เตือนภัยด่วน", verbal=verbal, publish_on="2026-07-06")
    world.publish(2, {"content/law/warning/index.md": text}, "webmaster=wit", "second-webmaster=won")
    assert moved(world, 6, 8) == [(8, "suspended", "warning"), (6, "up", "warning")]
    [clock] = situation(world, datetime.datetime(2026, 7, 7, 10, tzinfo=BANGKOK)).clocks
    assert clock.until == datetime.datetime(2026, 7, 8, tzinfo=BANGKOK)
    assert {"dao", "nok"} <= clock.people


def situation(world: World, moment: datetime.datetime) -> Situation:
    return OfficeReading().situation(of_main(world.repository), moment, Around(waiting(world.merging())))


def test_what_is_to_be_up_at_once_has_a_clock_from_its_receipt(world: World) -> None:
    at(world, 6)
    world.ask(2, {"content/law/now/index.md": law("เตือนภัย", timing="immediate")})
    came = world.now
    world.ask(3, {"content/law/now/index.md": law("เตือนภัย ฉบับสอง", timing="immediate")})
    found = situation(world, came)
    assert next((each.request, each.until - came) for each in found.clocks) == (2, datetime.timedelta(hours=24))
    assert found.urgent == {2, 3}
    assert found.units[2] == {"health"}


def test_offices_count_time_while_they_are_open() -> None:
    def between(*texts: str) -> tuple[int, int]:
        found = WorkingTime.between(*(datetime.datetime.fromisoformat(f"{each}+07:00") for each in texts))
        return found.days, found.hours

    assert between("2026-07-06T09:30", "2026-07-06T11:45") == (0, 2)
    assert between("2026-07-06T16:00", "2026-07-07T09:30") == (0, 1)
    assert between("2026-07-03T08:30", "2026-07-06T10:30") == (1, 2), "over a weekend"
    assert between("2026-07-27T08:30", "2026-07-30T08:30") == (1, 0), "over two public holidays"
    assert between("2026-07-06T17:00", "2026-07-06T23:00") == (0, 0)
    assert between("2026-07-07T12:00", "2026-07-06T12:00") == (0, 0), "a clock that was set back"
    assert between("1926-07-07T12:00", "2026-07-06T12:00")[0] > 2000
    assert last_working_day(datetime.date(2026, 7, 6)) == datetime.date(2026, 7, 3)


def test_a_night_without_a_record_is_missed_once_it_is_over(world: World) -> None:
    log = audit_log.read(world.repository)
    night = datetime.datetime(2026, 7, 6, 0, 10, tzinfo=BANGKOK)
    assert Heartbeat.of(log, night) == Heartbeat(None, is_missed=False)
    fact = (RecordKind.HEARTBEAT, {"release": "2026-07-06.0123456789ab"})
    log = audit_log.append(world.repository, log, [fact], night, world.main(), world.key)
    for day, hour, is_missed in ((6, 23, False), (7, 5, False), (7, 7, True), (8, 1, True)):
        moment = datetime.datetime(2026, 7, day, hour, tzinfo=BANGKOK)
        assert Heartbeat.of(log, moment) == Heartbeat(night, is_missed), moment


def test_what_the_last_release_left_out_is_told_with_the_reason(world: World) -> None:
    world.force({"content/law/broken/index.md": b"---\ntitle: [\n---\n"})
    facts = {"commit": world.main(), "left_out": ["content/law/broken", "content/law/gone"], "release": "x"}
    log = audit_log.read(world.repository)
    log = audit_log.append(
        world.repository, log, [(RecordKind.DEPLOYMENT, facts)], world.later(), world.main(), world.key
    )
    broken, gone = left_out(world.repository, log)
    assert broken.why and "broken/index.md" in broken.why[0].text()
    assert (gone.folder, gone.why) == ("content/law/gone", ())


def test_what_the_publisher_put_aside_is_told_in_its_own_words(world: World) -> None:
    at(world, 6)
    world.publish(2, {"content/law/a/index.md": law("ประกาศที่หนึ่ง")})
    with at_work(world.repository.git_dir, Phase.PUBLISHING) as account:
        account.facts["left_out"] = (PutAside("content/law/a", "file.lost", Spoken("ไฟล์หาย", "a file is lost")),)
    [line] = MorningSections(situation(world, world.now)).section("left-out").lines
    assert line.text("en") == "ประกาศที่หนึ่ง: (content/law/a) is not on the site: a file is lost"
    assert (line.people, line.units) == ({"nok"}, {"health"})


def test_the_site_is_compared_with_what_is_approved_and_recorded(world: World, tmp_path: Path) -> None:
    before = world.main()
    at(world, 6)
    world.publish(2, {"content/law/a/index.md": law("ประกาศที่หนึ่ง")})
    fact = (RecordKind.DEPLOYMENT, {"commit": before, "left_out": [], "release": "2026-07-06.aaaaaaaaaaaa"})
    log = audit_log.read(world.repository)
    log = audit_log.append(world.repository, log, [fact], world.later(), world.main(), world.key)
    other = "2026-07-05.bbbbbbbbbbbb"
    release = tmp_path / "releases" / other
    release.mkdir(parents=True)
    (release / "index.html").write_text("ถูกแก้", encoding="utf-8")
    manifest = {"day": "2026-07-05", "source": "approved", "items": [], "left_out": [], "files": {"index.html": "0"}}
    (tmp_path / "releases" / f"{other}.json").write_text(json.dumps(manifest), encoding="utf-8")
    (tmp_path / "current").symlink_to(f"releases/{other}")
    found = SiteState.of(world.repository, log, world.main(), tmp_path)
    assert (found.unpublished, found.shown, found.altered) == (1, other, ("index.html",))
    assert found.since and not found.is_late(found.since)
    assert found.is_late(found.since + datetime.timedelta(hours=1))
    assert SiteState.of(world.repository, log, before, None) == SiteState()


def test_a_disk_that_is_nearly_full_is_said() -> None:
    assert Disk("site", 10**9, 10**12).is_little
    assert not Disk("site", 10**11, 10**12).is_little
    assert Disk.below("site", Path("/no/such/folder")) is None


def test_it_tells_of_a_bare_repository_as_of_its_own_day(world: World) -> None:
    at(world, 6)
    world.ask(2, {"content/law/a/index.md": law("ประกาศที่หนึ่ง")})
    rows = told(world.repository.git_dir, "--date", "2026-07-07", "--lang", "en")
    [line] = of(rows, "for-others")
    assert "ประกาศที่หนึ่ง: request 2 by nok" in line and "to sign as Reviewer" in line
    assert of(rows, "violations") == []
    assert {each["section"] for each in rows} >= {"heartbeat", "disk", "no-mail", "drift", "moved"}
    mine = told(world.repository.git_dir, "--date", "2026-07-07", "--person", "ton")
    assert len(of(mine, "for-me")) == 1 and mine[0]["section"] == "for-me"
    assert of(told(world.repository.git_dir, "--person", "fah", "--date", "2026-07-07"), "for-others") == []


def test_it_tells_of_a_work_tree_what_can_be_known_there(tmp_path: Path) -> None:
    repo = office_builder.office(tmp_path / "office")
    office_builder.item(repo, "law/a", publish_on="2026-10-15", title="ประกาศที่เริ่มวันนี้ของสำนักงาน")
    rows = told(repo, "--date", "2026-10-15")
    assert len(of(rows, "due")) == 1
    assert of(rows, "for-others") == []
    assert any(each["section"] == "for-others" and "--repo" in str(each["remark"]) for each in rows)


def test_an_office_that_has_just_begun_has_a_quiet_morning(tmp_path: Path) -> None:
    place = tmp_path / "new"
    begun(place)
    [bare] = [
        each.parent
        for each in place.rglob("HEAD")
        if each.parent.name.endswith(".git") and (each.parent / "objects").is_dir()
    ]
    rows = told(bare, *DATE)
    assert not [each for each in rows if each["urgent"] == "yes" and each["section"] != "drift"]
    [only] = of(rows, "moved")
    assert only.startswith("ข้อมูลการติดต่อหน่วยงาน: ขึ้นเว็บไซต์"), "the page it begins with"


@pytest.mark.parametrize(
    ("options", "said"),
    [(("--person", "somebody"), "somebody"), (("--repo", "/no/such"), "--repo"), (("--date", "2569-01-01"), "2026")],
)
def test_what_it_cannot_do_is_said(world: World, options: tuple[str, ...], said: str) -> None:
    command = [python(), "scripts/today.py", "--repo", str(world.repository.git_dir), *options]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and said in done.stderr, done.stderr


def test_whoever_is_nowhere_is_told_whose_office_it_is(tmp_path: Path) -> None:
    for script in ("today.py", "due.py"):
        command = [python(), str(CHECKOUT / "scripts" / script), "--date", "2026-11-20", "--format", "json"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
        assert "--repo" in done.stderr and json.loads(done.stdout), script
        done = subprocess.run(command, cwd=CHECKOUT / "src", capture_output=True, text=True, check=True)
        assert done.stderr == ""
