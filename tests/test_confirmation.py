"""Owners are asked to look at their live pages; who has not in time shows in due.py and merge.py."""

import dataclasses
import json
import shutil
import subprocess
from pathlib import Path

import pytest

import due as due_script
import merge as merge_script
from prakat.audit_log.record import RecordKind
from prakat.merging import confirmation
from sign_off_office import World, document, records, relog

FOLDER = "content/public-relations/2569/news"
NEWS = f"{FOLDER}/index.md"


def due(world: World, place: Path, day: str, capsys: pytest.CaptureFixture[str]) -> list[tuple[str, str]]:
    """(last day, folder) of every page that awaits its owner's word, by a clone as anybody may make it."""
    clone = place / f"clone-{day}-{len(records(world))}"
    subprocess.run(["git", "clone", "-q", str(world.repository.folder), str(clone)], check=True)
    assert due_script.main(["--repo", str(clone), "--date", day, "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    return [(row["date"], row["path"]) for row in rows if row["event"] == "confirm"]


def late(world: World, day: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What merge.py says beside its rows on a day, with nothing to merge."""
    words = ["--repo", str(world.repository.folder), "--key", str(world.key), "--date", day]
    assert merge_script.main([*words, "merge"]) == 0
    return capsys.readouterr().err


def test_a_page_that_its_owner_has_not_confirmed_is_named_until_it_is(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Published on Wednesday 1 July 2026: three working days end on Monday 6 July."""
    world.publish(2, {NEWS: document("ข่าวประชาสัมพันธ์")})
    assert due(world, tmp_path, "2026-07-02", capsys) == [("2026-07-06", FOLDER)]
    assert due(world, tmp_path, "2026-07-20", capsys) == [("2026-07-06", FOLDER)]
    assert FOLDER not in late(world, "2026-07-06", capsys)
    assert f"{FOLDER} (#2)" in late(world, "2026-07-07", capsys)
    confirmation.confirm(world.merging(), NEWS, "nok")
    assert due(world, tmp_path, "2026-07-20", capsys) == []
    assert FOLDER not in late(world, "2026-07-07", capsys)


def test_a_page_is_confirmed_once_it_can_be_seen(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The days run from the first day shown, Wednesday 15 July 2026; what came down need not be looked at."""
    world.publish(2, {NEWS: document("ข่าวล่วงหน้า", publish_on="2026-07-15", expires_on="2026-08-14")})
    assert due(world, tmp_path, "2026-07-08", capsys) == [("2026-07-20", FOLDER)]
    assert FOLDER not in late(world, "2026-07-20", capsys)
    assert FOLDER in late(world, "2026-07-21", capsys)
    assert due(world, tmp_path, "2026-08-15", capsys) == []
    assert FOLDER not in late(world, "2026-08-15", capsys)


def test_the_office_says_how_many_working_days(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office = world.office(world.audit().epoch) + b"confirm_within_working_days: 1\nextra_holidays: [2026-07-02]\n"
    world.publish(2, {"office.yml": office}, "approver=dao", "webmaster=wit", author="won")
    world.publish(3, {NEWS: document("ข่าวประชาสัมพันธ์")})
    assert due(world, tmp_path, "2026-07-02", capsys) == [("2026-07-03", FOLDER)]


def test_each_new_notice_asks_anew_even_where_the_old_text_comes_back(world: World) -> None:
    first, second = document("ข่าวฉบับแรก"), document("ข่าวฉบับที่สอง")
    for number, text in enumerate((first, second, first), start=2):
        world.publish(number, {NEWS: text})
        for _ in range(2):
            confirmation.confirm(world.merging(), NEWS, "nok")
    assert [each.kind for each in records(world)].count(RecordKind.CONFIRMATION) == 3


def test_a_tree_without_an_audit_log_awaits_nobody(world: World, tmp_path: Path) -> None:
    world.publish(2, {NEWS: document("ข่าวประชาสัมพันธ์")})
    plain = tmp_path / "unpacked"
    subprocess.run(["git", "clone", "-q", str(world.repository.folder), str(plain)], check=True)
    shutil.rmtree(plain / ".git")
    assert due_script.main(["--repo", str(plain), "--date", "2026-07-20"]) == 0


def test_a_notice_that_told_nobody_is_told_anew_by_the_next_run(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.publish(2, {NEWS: document()})
    told = [each for each in records(world) if each.kind is RecordKind.NOTICE][-1]
    relog(world, [*records(world)[:-1], dataclasses.replace(told, facts={**told.facts, "to": []})])
    assert world.problems() == ["record.notice"]
    assert "แจ้งผลคำขอ #2 ใหม่แล้ว" in late(world, "2026-07-02", capsys)
    assert world.problems() == []
    assert [each for each in records(world) if each.kind is RecordKind.NOTICE][-1].facts == told.facts
