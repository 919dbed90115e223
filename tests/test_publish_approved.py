"""publish.py --approved, --as-of, --key on a real bare repository: only what is approved is public, and recorded."""

import datetime
import json
import subprocess
import sys
from pathlib import Path

import pytest

import sign_off_office
from prakat.audit_log import audit_log
from prakat.audit_log.record import RecordKind
from prakat.merging.publisher import publisher_lock
from prakat.release import deployment
from prakat.release.release_folder import ReleaseFolder
from programs import python
from sign_off_office import World, law

CHECKOUT = Path(__file__).resolve().parents[1]
TITLE = "ประกาศฉบับที่อนุมัติแล้ว"


def publish(
    world: World, *options: str, day: str = "2026-07-15", to: Path | None = None
) -> subprocess.CompletedProcess[str]:
    to = to or world.place / "public"
    command = [python(), "scripts/publish.py", "--repo", str(world.place / "office.git"), "--to", str(to)]
    return subprocess.run(
        [*command, "--date", day, *options], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )


def page(world: World, slug: str) -> str:
    path = world.place / "public" / "current" / "law" / slug / "index.html"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def test_what_the_publisher_remembers_hides_no_direct_push(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(world.place / "home"))
    approved = world.publish(2, {"content/law/new/index.md": law(TITLE)})
    assert publish(world, "--approved").returncode == 0
    assert len(list((world.place / "home" / "prakat").glob("*.rows"))) == 1
    world.force({"content/law/new/index.md": law("ข้อความที่ไม่มีใครอนุมัติ")})
    done = publish(world, "--approved")
    assert "[merge.direct]" in done.stderr
    place = ReleaseFolder(world.place / "public")
    assert place.manifest(place.current_id() or "")["commit"] == approved
    assert TITLE in page(world, "new")


def test_approved_item_says_when_and_by_which_position_it_was_approved(world: World) -> None:
    world.publish(2, {"content/law/new/index.md": law(TITLE)})
    done = publish(world, "--approved")
    assert done.returncode == 0, done.stderr
    shown = page(world, "new")
    assert TITLE in shown
    assert "อนุมัติโดย" in shown
    assert "ตำแหน่ง" in shown
    assert "dao@" not in shown
    place = ReleaseFolder(world.place / "public")
    assert place.manifest(place.current_id() or "")["commit"] == world.main()


def test_what_was_never_signed_is_never_released(world: World) -> None:
    world.publish(2, {"content/law/new/index.md": law(TITLE)})
    before = world.main()
    pushed = world.force({"content/law/pushed/index.md": law("ประกาศที่ไม่มีใครอนุมัติ")})
    world.publish(3, {"content/law/later/index.md": law("ประกาศฉบับต่อมา")})
    done = publish(world, "--approved")
    assert done.returncode == 1, done.stderr
    assert page(world, "new")
    assert not page(world, "pushed")
    told = " ".join(done.stderr.split())
    for part in ("ตั้งแต่ 1 กรกฎาคม 2569 เวลา", f"การเปลี่ยนแปลง {pushed}", "[merge.direct]", "2 รายการ จากคำขอ 1 คำขอ"):
        assert part in told
    assert "- ประกาศที่ไม่มีใครอนุมัติ (law/pushed)" in told
    assert "- ประกาศฉบับต่อมา (law/later)" in told
    place = ReleaseFolder(world.place / "public")
    assert place.manifest(place.current_id() or "")["commit"] == before


def test_once_the_violation_is_regularised_all_of_it_is_released(world: World) -> None:
    pushed = world.force({"content/law/pushed/index.md": law("ประกาศที่ไม่มีใครอนุมัติ")})
    assert publish(world, "--approved").returncode == 1
    mended = {"content/law/pushed/index.md": law("ประกาศที่อนุมัติแล้ว")}
    world.publish(2, mended, message=f"Content: mend\n\nRegularises: {pushed}")
    done = publish(world, "--approved")
    assert (done.returncode, done.stderr) == (0, "")
    assert page(world, "pushed")


def test_day_applies_to_what_was_approved(world: World) -> None:
    world.publish(2, {"content/law/new/index.md": law(TITLE, body="ข้อความเฉพาะ", expires_on="2026-07-20")})
    assert publish(world, "--approved", day="2026-07-20").returncode == 0
    assert "ข้อความเฉพาะ" in page(world, "new")
    assert publish(world, "--approved", day="2026-07-21").returncode == 0
    assert "ข้อความเฉพาะ" not in page(world, "new")


def test_repository_without_an_epoch_is_refused(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", "-b", "main", str(tmp_path)], check=True)
    subprocess.run(
        [
            "git",
            "-C",
            str(tmp_path),
            "-c",
            "user.name=x",
            "-c",
            "user.email=x@y",
            "commit",
            "-q",
            "--allow-empty",
            "-m",
            "x",
        ],
        check=True,
    )
    command = [sys.executable, "scripts/publish.py", "--repo", str(tmp_path), "--to", str(tmp_path / "p"), "--approved"]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "ไม่มีรุ่นใดที่พิสูจน์ได้ว่าอนุมัติแล้ว" in done.stderr
    assert not (tmp_path / "p" / "current").exists()


def test_release_and_take_down_are_recorded_once(world: World) -> None:
    world.publish(2, {"content/law/new/index.md": law(TITLE, expires_on="2026-07-20")})
    key = ("--key", str(world.key))
    for day in ("2026-07-20", "2026-07-20", "2026-07-21", "2026-07-21"):
        assert publish(world, "--approved", *key, day=day).returncode == 0
    kinds = [each.kind for each in sign_off_office.records(world)]
    assert kinds.count(RecordKind.DEPLOYMENT) == 2
    takedowns = [each for each in sign_off_office.records(world) if each.kind is RecordKind.TAKEDOWN]
    assert [(each.facts["path"], each.facts["state"], each.facts["since"]) for each in takedowns] == [
        ("content/law/new", "expired", "2026-07-21")
    ]
    assert world.problems() == []


def test_a_day_without_a_publication_is_made_up_for(world: World) -> None:
    """As where a forge drops the nightly run: other items start or come down on each day."""
    world.publish(2, {"content/law/new/index.md": law(TITLE)})
    day = datetime.date(2026, 7, 1)
    assert deployment.is_due(audit_log.read(world.repository), day), "something was merged"
    assert publish(world, "--approved", "--key", str(world.key)).returncode == 0
    log = audit_log.read(world.repository)
    recorded = sign_off_office.records(world)[-1].at.date()
    assert not deployment.is_due(log, recorded)
    assert deployment.is_due(log, recorded + datetime.timedelta(days=1))


def test_killed_before_its_record_the_next_run_writes_it(world: World) -> None:
    world.publish(2, {"content/law/new/index.md": law(TITLE, expires_on="2026-07-20")})
    key = ("--key", str(world.key))
    assert publish(world, "--approved", day="2026-07-20").returncode == 0
    assert publish(world, "--approved", *key, day="2026-07-21").returncode == 0
    days = [each.facts["day"] for each in sign_off_office.records(world) if each.kind is RecordKind.DEPLOYMENT]
    assert days == ["2026-07-20", "2026-07-21"]


def test_another_key_records_nothing(world: World) -> None:
    world.staff.public_key("stranger")
    before = len(sign_off_office.records(world))
    assert publish(world, "--approved").returncode == 0
    done = publish(world, "--approved", "--key", str(world.staff.keys / "stranger"))
    assert done.returncode == 1
    assert "ยังบันทึกใน audit-log ไม่ได้" in done.stderr
    assert len(sign_off_office.records(world)) == before


def test_take_down_waits_for_no_record(world: World) -> None:
    world.publish(2, {"content/law/new/index.md": law(TITLE, body="ข้อความเฉพาะ", expires_on="2026-07-20")})
    key = ("--key", str(world.key))
    assert publish(world, "--approved", *key, day="2026-07-20").returncode == 0
    with publisher_lock(world.repository.git_dir):
        done = publish(world, "--approved", *key, day="2026-07-21")
    assert done.returncode == 1
    assert "ข้อความเฉพาะ" not in page(world, "new")
    assert publish(world, "--approved", *key, day="2026-07-21").returncode == 0
    days = [each.facts["day"] for each in sign_off_office.records(world) if each.kind is RecordKind.DEPLOYMENT]
    assert days == ["2026-07-20", "2026-07-21"]


def test_as_of_shows_what_was_released_that_day(world: World) -> None:
    world.publish(2, {"content/law/new/index.md": law("ฉบับแรกของประกาศนี้")})
    assert publish(world, "--approved", day="2026-07-15").returncode == 0
    place = ReleaseFolder(world.place / "public")
    assert deployment.note(world.place / "office.git", world.key, place, world.later()) == 1
    recorded = [each for each in sign_off_office.records(world) if each.kind is RecordKind.DEPLOYMENT]
    day = recorded[-1].at.date().isoformat()
    world.publish(3, {"content/law/new/index.md": law("ฉบับที่สองของประกาศนี้")})
    then = world.place / "then"
    done = publish(world, "--as-of", day, to=then)
    assert done.returncode == 0, done.stderr
    manifest = json.loads(next((then / "releases").glob(f"{day}.*.json")).read_text())
    assert (manifest["source"], manifest["commit"]) == ("as-of", recorded[-1].facts["commit"])
    assert publish(world, "--as-of", "2026-01-01", to=then).returncode == 2
    assert publish(world, "--as-of", day).returncode == 2
