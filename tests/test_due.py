"""due.py: what starts, falls due or ends within some days; the feeds and the public register beside it."""

import csv
import datetime
import io
import json
import subprocess
from pathlib import Path

import feedparser
import pytest

import office_builder
from built_tree import register_rows
from prakat.content import register
from prakat.site import edition, feed, public_register
from programs import python

CHECKOUT = Path(__file__).resolve().parents[1]
DAY = datetime.date(2026, 10, 15)
BOTH = {"unit": ["admin", "finance"], "provider": "clerk"}
NEVER = {"timing": "on_change", "expires_on": "never", "period": {"start": "2026-01-01"}}


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    made = office_builder.office(tmp_path / "office")
    office_builder.item(made, "law/ends", title="ประกาศที่ครบกำหนดสิ้นเดือน", files={"a.pdf": office_builder.PDF})
    closes = {"on": "2026-10-25", "what": "applications"}
    office_builder.item(made, "law/closes", closes=closes, expires_on="2026-12-31", owner=BOTH)
    office_builder.item(made, "law/starts", publish_on="2026-10-20", title="ประกาศที่จะเริ่มเผยแพร่")
    office_builder.item(made, "law/overdue", **(NEVER | {"publish_on": "2026-01-01", "review_by": "2026-10-01"}))
    office_builder.item(made, "law/later", **(NEVER | {"review_by": "2027-10-01"}))
    office_builder.item(made, "law/over", publish_on="2026-09-01", expires_on="2026-10-14")
    withdrawn = {"on": "2026-10-18", "reason": "มีฉบับใหม่แทนแล้ว"}
    office_builder.item(made, "law/withdrawn", withdrawn=withdrawn)
    verbal = {"approver": "head", "at": "2026-10-15T09:00", "channel": "โทรศัพท์", "recorded_by": "web1"}
    office_builder.item(made, "law/urgent", verbal=verbal, publish_on="2026-10-15", title='=cmd|"/c calc"!A1 ด่วน')
    return made


def due(repo: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [python(), "scripts/due.py", "--repo", str(repo), "--date", DAY.isoformat(), *options]
    return subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)


def test_events_come_in_order_and_overdue_reviews_first(repo: Path) -> None:
    done = due(repo, "--within", "16", "--format", "json")
    assert done.returncode == 0
    assert [(row["date"], row["event"], row["path"]) for row in json.loads(done.stdout)] == [
        ("2026-10-01", "review", "content/law/overdue"),
        ("2026-10-15", "starts", "content/law/urgent"),
        ("2026-10-16", "ratify", "content/law/urgent"),
        ("2026-10-18", "withdrawn", "content/law/withdrawn"),
        ("2026-10-20", "starts", "content/law/starts"),
        ("2026-10-25", "closes", "content/law/closes"),
        ("2026-10-31", "expires", "content/law/ends"),
        ("2026-10-31", "expires", "content/law/starts"),
        ("2026-10-31", "expires", "content/law/urgent"),
    ]


def ender(repo: Path, slug: str, to: str, **changed: object) -> None:
    office_builder.item(repo, f"law/{slug}", relates=[{"to": to, "how": "cancels"}], **changed)


def test_what_another_item_ends_closes_for_nobody(repo: Path) -> None:
    """By the day on which it closes; the register, by today. What came down itself, or only amends, ends nothing."""
    closes = {"on": "2026-10-25", "what": "bids"}
    for slug in ("cancelled", "replaced", "moved-here", "in-time", "stands", "amended", "too-late", "expired"):
        former = ["law/was-here"] if slug == "moved-here" else None
        office_builder.item(repo, f"law/{slug}", closes=closes, former_paths=former)
    ender(repo, "a", "law/cancelled")
    office_builder.item(repo, "law/b", relates=[{"to": "law/replaced", "how": "replaces"}])
    ender(repo, "c", "law/was-here")
    ender(repo, "d", "law/in-time", publish_on="2026-10-25")
    ender(repo, "e", "law/stands", withdrawn={"on": "2026-10-20", "reason": "ยกเลิกผิดเรื่อง"})
    office_builder.item(repo, "law/f", relates=[{"to": "law/amended", "how": "amends"}])
    ender(repo, "g", "law/too-late", publish_on="2026-10-26")
    ender(repo, "h", "law/expired", publish_on="2026-09-01", expires_on="2026-10-14")
    rows = json.loads(due(repo, "--within", "16", "--format", "json").stdout)
    listed = {row["path"].removeprefix("content/law/") for row in rows if row["event"] == "closes"}
    assert listed == {"closes", "stands", "amended", "too-late"}
    told = register_rows(made(repo))
    shown = {str(row["url"])[4:-1]: (row["closes_on"], row["closes_what"]) for row in told if row["closes_on"]}
    assert shown == dict.fromkeys((listed - {"stands"}) | {"in-time"}, ("2026-10-25", "bids")) | {
        "closes": ("2026-10-25", "applications")
    }


def test_what_was_never_put_in_writing_stays_due(repo: Path) -> None:
    """Though nobody can read it any more: nothing else of its approver's is merged until it is."""
    command = ("--date", "2026-11-10", "--format", "json", "--within", "0")
    rows = json.loads(due(repo, *command).stdout)
    assert [row["path"] for row in rows if row["event"] == "ratify"] == ["content/law/urgent"]


def test_nothing_due_is_said(tmp_path: Path) -> None:
    done = due(office_builder.office(tmp_path / "office"), "--within", "7")
    assert (done.returncode, done.stdout.strip()) == (0, "ไม่มีรายการที่ครบกำหนด")
    assert due(tmp_path / "office", "--within", "-1").returncode == 2


def test_office_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    done = due(tmp_path)
    assert done.returncode == 2
    assert "office.yml" in done.stderr


def made(repo: Path) -> edition.Edition:
    found = register.read(repo, DAY)
    assert found.office
    return edition.compile(found, found.office, {})


@pytest.fixture
def compiled(repo: Path) -> edition.Edition:
    return made(repo)


@pytest.mark.parametrize("write", [feed.atom, feed.rss])
def test_feed_is_well_formed_and_lists_what_is_live(compiled: edition.Edition, write) -> None:  # type: ignore[no-untyped-def]
    found = feedparser.parse(write(compiled))
    assert not found.bozo
    assert found.feed.title == compiled.office.name
    links = {entry.link for entry in found.entries}
    assert links == {f"https://office.example/{each.url}" for each in compiled.publications}
    assert write(compiled) == write(compiled)


def registers(compiled: edition.Edition) -> dict[str, str]:
    return dict(public_register.registers(compiled, public_register.register_lines(compiled, {})))


def test_csv_cell_never_becomes_a_formula(compiled: edition.Edition) -> None:
    rows = list(csv.DictReader(io.StringIO(registers(compiled)["register.csv"].removeprefix("\ufeff"))))
    assert {row["title"][0] for row in rows}.isdisjoint("=+-@")
    assert any(row["title"].startswith("'=cmd") for row in rows)


def test_register_of_what_came_down_holds_no_text_and_no_files(compiled: edition.Edition) -> None:
    rows = {row["url"]: row for row in json.loads(registers(compiled)["register.json"])["items"]}
    assert rows["law/over/"]["since"] == "2026-10-15"
    assert rows["law/over/"]["files"] == []
    assert "summary" not in rows["law/over/"]
    assert rows["law/ends/"]["files"][0]["bytes"] == len(office_builder.PDF)
    assert "law/starts/" not in rows
