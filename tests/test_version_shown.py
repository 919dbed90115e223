"""The version of an item that is shown on a day: a newer one that is held back hides nothing (R09, DESIGN: States)."""

import datetime
import json
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from prakat.audit.approved import newest_approved
from prakat.content import register
from prakat.content.succession import successions, written_out
from prakat.item.item_path import url_of
from prakat.release import deployment
from prakat.release.release_folder import ReleaseFolder
from prakat.repository.snapshot import export
from prakat.thai.buddhist_era import BANGKOK
from programs import python
from sign_off_office import TWO, World, law

CHECKOUT = Path(__file__).resolve().parents[1]
FIRST, SECOND, THIRD, FOURTH = (f"ประกาศฉบับที่{each}" for each in ("หนึ่ง", "สอง", "สาม", "สี่"))
SPOKEN = {"verbal": {"approver": "dao", "at": "2026-07-01T08:00", "channel": "โทรศัพท์", "recorded_by": "wit"}}
IN_TIME, TOO_LATE = datetime.date(2026, 7, 2), datetime.date(2026, 7, 3)
AWAY = {"withdrawn": {"on": "2026-07-01", "reason": "ข้อมูลคลาดเคลื่อน"}}
LISTED = {"attachments": [{"file": "notice.pdf", "title": "หนังสือแจ้งเรื่องเร่งด่วน"}]}
PDF = b"%PDF-1.4\n%%EOF\n"


def text(title: str, **changed: object) -> bytes:
    return law(title, body=f"เนื้อหาของ{title} ซึ่งยาวพอที่จะจำได้ว่าเป็นของฉบับใด", **changed)


@dataclass
class Story:
    """What happens to one item."""

    world: World
    folder: str
    numbers: Iterator[int]

    def written(self, title: str, files: dict[str, bytes | None] | None = None, **changed: object) -> None:
        self._publish(self._files(title, files or {}, **changed))

    def spoken(self, title: str, files: dict[str, bytes | None] | None = None, **changed: object) -> None:
        self._publish(self._files(title, files or {}, **SPOKEN, **changed), *TWO)

    def deleted(self) -> None:
        """As no request may any more, but older histories have it: the chain takes what was pushed as it is."""
        self.regularised(self.world.force({f"{self.folder}/index.md": None}))

    def pushed(self, title: str) -> str:
        return self.world.force(self._files(title, {}))

    def regularised(self, commit: str, title: str = "", **changed: object) -> None:
        files = self._files(title, {}, **changed) if title else {}
        self._publish(files, message=f"Content: afterwards\n\nRegularises: {commit}\n")

    def _files(self, title: str, files: dict[str, bytes | None], **changed: object) -> dict[str, bytes | None]:
        beside = {f"{self.folder}/{name}": data for name, data in files.items()}
        return {f"{self.folder}/index.md": text(title, **changed), **beside}

    def _publish(self, files: dict[str, bytes | None], *names: str, **more: str) -> None:
        self.world.publish(next(self.numbers), files, *names, **more)


def verbal_over_written(item: Story) -> None:
    item.written(FIRST)
    item.spoken(SECOND)


def verbal_mended_twice(item: Story) -> None:
    verbal_over_written(item)
    item.spoken(THIRD)


def verbal_put_in_writing(item: Story) -> None:
    verbal_over_written(item)
    item.written(SECOND)


def verbal_alone(item: Story) -> None:
    item.spoken(FIRST)


def verbal_withdrawal(item: Story) -> None:
    item.written(FIRST)
    item.spoken(FIRST, **AWAY)


def verbal_end(item: Story) -> None:
    item.written(FIRST)
    item.spoken(FIRST, expires_on="2026-07-01", period={"start": "2026-07-01", "end": "2026-07-01"})


def verbal_after_a_withdrawal(item: Story) -> None:
    item.written(FIRST)
    item.written(SECOND, **AWAY)
    item.spoken(THIRD)


def verbal_after_it_was_deleted(item: Story) -> None:
    item.written(FIRST)
    item.deleted()
    item.spoken(SECOND)


def verbal_after_a_push_that_was_taken_back(item: Story) -> None:
    item.written(FIRST)
    item.regularised(item.pushed(SECOND), FIRST)
    item.spoken(THIRD)


def later_version(item: Story) -> None:
    item.written(FIRST)
    item.written(SECOND, publish_on="2026-07-03")


def later_version_of_a_later_one(item: Story) -> None:
    item.written(FIRST)
    item.written(SECOND, publish_on="2026-07-02")
    item.written(THIRD, publish_on="2026-07-20")


def two_versions_that_wait(item: Story) -> None:
    item.written(FIRST, publish_on="2026-07-03")
    item.written(SECOND, publish_on="2026-07-20")


def postponed_before_its_day(item: Story) -> None:
    """The same text with a later day: what was put off does not go up on its old day."""
    item.written(FIRST, publish_on="2026-07-03")
    item.written(FIRST, publish_on="2026-07-20")


def correction_postponed_before_its_day(item: Story) -> None:
    item.written(FIRST)
    item.written(SECOND, publish_on="2026-07-03")
    item.written(SECOND, publish_on="2026-07-20", expires_on="2027-01-31")


def correction_of_one_that_waits(item: Story) -> None:
    item.written(FIRST)
    item.written(SECOND, publish_on="2026-07-03")
    item.written(THIRD, publish_on="2026-07-02")


def unratified_before_one_that_waits(item: Story) -> None:
    """What two webmasters put up for a day does not call off what the whole chain approved for a later one."""
    item.written(FIRST, publish_on="2026-07-03")
    item.spoken(SECOND)


def later_version_that_is_withdrawn_at_once(item: Story) -> None:
    """What holds personal data comes down today, whatever day the newest version waits for."""
    item.written(FIRST)
    item.written(SECOND, publish_on="2026-07-20")
    item.written(SECOND, publish_on="2026-07-01", **AWAY)


def later_version_alone(item: Story) -> None:
    item.written(FIRST, publish_on="2026-07-20")


def a_file_changed_before(item: Story) -> None:
    item.written(FIRST)
    item.written(FIRST, {"notice.pdf": PDF}, **LISTED)
    item.spoken(SECOND, {"notice.pdf": None})


def later_version_over_a_push_that_nobody_approved(item: Story) -> None:
    """The regularisation replaced it: it never comes back."""
    item.written(FIRST)
    item.regularised(item.pushed(SECOND), THIRD, publish_on="2026-07-20")


def later_version_over_a_push_that_the_chain_approved(item: Story) -> None:
    item.written(FIRST)
    item.regularised(item.pushed(SECOND))
    item.written(THIRD, publish_on="2026-07-20")


CASES: dict[Callable[[Story], None], tuple[str, str]] = {
    verbal_over_written: ("", FIRST),
    verbal_mended_twice: ("", FIRST),
    verbal_put_in_writing: ("", ""),
    verbal_alone: ("", ""),
    verbal_withdrawal: ("", FIRST),
    verbal_end: ("", FIRST),
    verbal_after_a_withdrawal: ("", SECOND),
    verbal_after_it_was_deleted: ("", ""),
    verbal_after_a_push_that_was_taken_back: ("", FIRST),
    later_version: (FIRST, ""),
    later_version_of_a_later_one: (SECOND, SECOND),
    two_versions_that_wait: ("", FIRST),
    postponed_before_its_day: ("", ""),
    correction_postponed_before_its_day: (FIRST, FIRST),
    correction_of_one_that_waits: ("", ""),
    unratified_before_one_that_waits: ("", FIRST),
    later_version_that_is_withdrawn_at_once: ("", ""),
    later_version_alone: ("", ""),
    a_file_changed_before: ("", FIRST),
    later_version_over_a_push_that_nobody_approved: (FIRST, FIRST),
    later_version_over_a_push_that_the_chain_approved: (SECOND, SECOND),
}
"""What happens -> the version that stands in place of the newest on the last day for the written approval, and on the
day after; empty where none does."""


def standing(world: World, day: datetime.date) -> dict[str, str]:
    """Item folder -> title of the version that stands in place of its newest."""
    approved = newest_approved(world.repository.folder)
    assert approved.commit == world.main()
    tree, aside = world.place / f"tree-{day}", world.place / f"aside-{day}"
    tree.mkdir()
    export(world.repository.folder, approved.commit, tree)
    found = register.read(tree, day, is_approved=True)
    known = successions(found, world.repository, approved.commit, approved.proof)
    instead = {newest: each.folder for newest, each in written_out(known, world.repository, aside).items()}
    again = register.read(tree, day, is_approved=True, instead=instead)
    titles = {folder: each.shown.item.title for folder, each in known.items() if each.shown}
    assert titles == {each: again.entries[url_of(each)].item.title for each in titles}
    assert again.left_out == ()
    return titles


def test_the_newest_version_that_may_be_shown_stands(world: World) -> None:
    numbers = count(2)
    folders = {act: f"content/law/{act.__name__.replace('_', '-')}" for act in CASES}
    for act, folder in folders.items():
        act(Story(world, folder, numbers))
    assert world.problems() == []
    first, then = (standing(world, day) for day in (IN_TIME, TOO_LATE))
    assert {act.__name__: (first.get(each, ""), then.get(each, "")) for act, each in folders.items()} == {
        act.__name__: expected for act, expected in CASES.items()
    }


@pytest.mark.parametrize("damaged", ["index.md", "notice.pdf"])
def test_a_version_of_which_something_is_missing_stands_in_for_nothing(world: World, damaged: str) -> None:
    """And stops nothing: what is held back is then taken down, as it was before there was an earlier one."""
    item = Story(world, "content/law/new", count(2))
    item.written(FIRST, {"notice.pdf": PDF}, **LISTED)
    item.spoken(SECOND, {"notice.pdf": None})
    approved = newest_approved(world.repository.folder)
    assert approved.commit
    tree, aside = world.place / "tree", world.place / "aside"
    tree.mkdir()
    export(world.repository.folder, approved.commit, tree)
    found = register.read(tree, TOO_LATE, is_approved=True)
    known = successions(found, world.repository, approved.commit, approved.proof)
    assert [each.shown.item.title for each in known.values() if each.shown] == [FIRST]
    oid = world.git("rev-parse", f"{approved.commit}^1:content/law/new/{damaged}")
    (world.repository.git_dir / "objects" / oid[:2] / oid[2:]).unlink()
    left = successions(found, world.repository, approved.commit, approved.proof)
    assert written_out(left, world.repository, aside) == {}


def published(world: World, day: datetime.date, *how: str) -> dict[str, str]:
    """The released files by path, as text; what is approved is recorded as released at noon of that day."""
    to, repo = world.place / ("as-of" if how else "public"), world.repository.folder
    command = [python(), "scripts/publish.py", "--repo", str(repo), "--to", str(to), "--date", day.isoformat()]
    done = subprocess.run(
        [*command, *(how or ["--approved"])], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    if not how:
        noon = datetime.datetime.combine(day, datetime.time(12), BANGKOK)
        assert deployment.note(repo, world.key, ReleaseFolder(to), noon) == 1
    current = (to / "current").resolve()
    return {
        each.relative_to(current).as_posix(): each.read_text(encoding="utf-8", errors="replace")
        for each in current.rglob("*")
        if each.is_file()
    }


def row(files: dict[str, str], url: str) -> dict[str, object]:
    found: list[dict[str, object]] = json.loads(files["register.json"])["items"]
    return next(each for each in found if each["url"] == url)


def test_an_approved_page_stays_and_what_may_not_be_shown_is_nowhere(world: World) -> None:
    """Neither two webmasters nor a version of a later day take a page down; pages, files, register, feeds, index."""
    urgent, later = (
        Story(world, f"content/law/{each}", count(number)) for each, number in (("urgent", 2), ("later", 9))
    )
    urgent.written(FIRST)
    urgent.spoken(SECOND, {"notice.pdf": PDF}, **LISTED)
    later.written(THIRD)
    world.now += datetime.timedelta(days=1)
    later.written(FOURTH, publish_on="2026-07-03")
    before, after = (published(world, day) for day in (IN_TIME, TOO_LATE))
    for day, then in ((IN_TIME, before), (TOO_LATE, after)):
        assert published(world, day, "--as-of", day.isoformat()) == then
    assert SECOND in before["law/urgent/index.html"]
    assert "law/urgent/notice.pdf" in before
    assert THIRD in before["law/later/index.html"]
    told = {"title": THIRD, "state": "live", "published": "2026-07-01", "updated": None}
    assert row(before, "law/later/") | told == row(before, "law/later/")
    assert not [path for path, shown in before.items() if FOURTH in shown or FIRST in shown]
    assert FIRST in after["law/urgent/index.html"]
    assert "อนุมัติโดย" in after["law/urgent/index.html"], "whoever approved what is shown"
    told |= {"title": FIRST, "files": []}
    assert row(after, "law/urgent/") | told == row(after, "law/urgent/")
    assert FOURTH in after["law/later/index.html"]
    assert "law/urgent/notice.pdf" not in after
    assert not [path for path, shown in after.items() if SECOND in shown or THIRD in shown or "เรื่องเร่งด่วน" in shown]
