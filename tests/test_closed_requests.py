"""What is merged or refused is closed for good: nothing refuses or blocks it later, and nothing sent is lost (R08)."""

from pathlib import Path

import pytest

import merge as command
import terminal
from prakat.merging.plan import Merged
from prakat.merging.work import Work
from prakat.repository.receipt import receipts
from sign_off_office import CHAIN, World, document, law, records

NEWS = "content/public-relations/2569/news/index.md"
TEXT = "ข่าวประชาสัมพันธ์"
REFUSED = ("--by", "dao", "--reason", "incorrect", "--text", "ตัวเลขในตารางไม่ตรงกับเอกสาร")


def typed(world: World, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    capsys.readouterr()
    when, place = world.later().isoformat(), str(world.repository.folder)
    given = ["--repo", place, "--date", when, "--key", str(world.key), "--lang", "en", *arguments]
    code = terminal.run(lambda: command.main(given))
    out, error = capsys.readouterr()
    return code, out + error


def is_open(world: World, number: int) -> bool:
    return world.repository.ref(f"refs/heads/request/{number}") is not None


def test_what_is_merged_is_not_refused(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.publish(2, {NEWS: document(TEXT)})
    count = len(records(world))
    code, told = typed(world, capsys, "reject", "2", *REFUSED)
    assert (code, "was merged on" in told, len(records(world))) == (2, True, count)
    assert world.problems() == []


def test_what_is_refused_is_neither_refused_again_nor_confirmed(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.ask(2, {NEWS: document(TEXT)})
    assert typed(world, capsys, "reject", "2", *REFUSED)[0] == 0
    count = len(records(world))
    assert typed(world, capsys, "reject", "2", *REFUSED)[0] == 0
    code, told = typed(world, capsys, "confirm", NEWS, "--by", "nok")
    assert (code, "no item" in told.lower() or "not" in told) == (2, True)
    assert len(records(world)) == count


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, 0),
        ({"publish_on": "2026-12-01"}, 2),
        ({"withdrawn": {"on": "2026-07-01", "reason": "ข้อมูลไม่ถูกต้อง"}}, 2),
    ],
)
def test_only_a_page_that_readers_see_is_confirmed_and_only_once(
    world: World, capsys: pytest.CaptureFixture[str], changed: dict[str, object], code: int
) -> None:
    world.publish(2, {NEWS: document(TEXT, **changed)})
    count = len(records(world))
    found, told = typed(world, capsys, "confirm", NEWS, "--by", "nok")
    assert (found, len(records(world)) - count) == (code, int(code == 0)), told
    found, told = typed(world, capsys, "confirm", NEWS, "--by", "nok")
    assert (found, len(records(world)) - count) == (code, int(code == 0))
    assert ("nothing more to do" if code == 0 else "not shown to the public") in told


def test_what_is_pushed_while_a_request_is_merged_gets_a_number_of_its_own(
    world: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The push came through the door before the record stood there; the merge stands, and the new text waits to be
    signed."""
    world.ask(2, {NEWS: document(TEXT)})
    world.sign(2, *CHAIN)
    advance, sent = Work.advance, []

    def while_another_pushes(work: Work, commit: str) -> None:
        sent.append(world.staff.request(2, ("fah", "fah@office.example"), {NEWS: document("แก้ทีหลัง")}, world.later()))
        advance(work, commit)

    monkeypatch.setattr(Work, "advance", while_another_pushes)
    code, told = typed(world, capsys, "merge", "2")
    assert (code, "request #3" in told) == (1, True), told
    assert (is_open(world, 2), world.repository.ref("refs/heads/request/3")) == (False, sent[0])
    assert [each.facts["request"] for each in records(world) if each.kind == "merge"] == [1, 2]
    known = [(each.ref, each.pusher) for each in receipts(world.repository.git_dir) if each.object == sent[0]]
    assert {pusher for ref, pusher in known if ref.endswith("/3")} == {pusher for _, pusher in known}
    monkeypatch.undo()
    world.sign(3, *CHAIN)
    assert typed(world, capsys, "merge")[0] == 0
    assert world.problems() == []


def test_what_was_pushed_to_a_refused_request_gets_a_number_of_its_own(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.ask(2, {NEWS: document(TEXT)})
    assert typed(world, capsys, "reject", "2", *REFUSED)[0] == 0
    head = world.ask(2, {NEWS: document("แก้แล้ว")})
    world.ask(3, {"content/law/act/index.md": law("พระราชบัญญัติฉบับแก้ไข")})
    world.ask(4, {NEWS: document("ข่าวอื่น")})
    world.sign(4, "reviewer=ton")
    world.git("update-ref", "-d", "refs/heads/request/4")  # somebody signed for that number all the same
    code, told = typed(world, capsys, "merge")
    assert code == 1
    assert "#5" in told
    assert (is_open(world, 2), world.repository.ref("refs/heads/request/5")) == (False, head)


def test_a_branch_that_holds_nothing_new_is_only_closed(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    head = world.ask(2, {NEWS: document(TEXT)})
    world.sign(2, *CHAIN)
    assert isinstance(world.merge(2), Merged)
    world.staff.push("refs/heads/request/2", head, world.later())
    code, told = typed(world, capsys, "merge")
    assert (code, is_open(world, 2), is_open(world, 3)) == (0, False, False), told


def test_a_hand_over_is_recorded_once(world: World, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    since = world.audit().epoch
    leaver = world.office(since).replace(
        b"units: [finance], from: 2026-01-01", b"units: [finance], from: 2026-01-01, until: 2026-07-01"
    )
    assert leaver != world.office(since)
    world.publish(2, {"office.yml": leaver}, "approver=dao", "webmaster=wit", author="won")
    count = len(records(world))
    assert typed(world, capsys, "handover", "--from", "fah", "--to", "nok")[0] == 0
    code, told = typed(world, capsys, "handover", "--from", "fah", "--to", "nok")
    assert (code, len(records(world)) - count, "nothing has changed since" in told) == (0, 1, True)
