"""The office's bare repository: made once, guarded at its door, and found again where it is mirrored (R34)."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import check
import due
import protect
from prakat import product
from prakat.cannot_work import CannotWork
from prakat.hosting.reception import RefUpdate, receive
from prakat.merging.counter_choice import repository_at
from prakat.merging.plan import Merged
from prakat.repository.bare import guard, make_bare
from prakat.repository.object_id import EMPTY_TREE, NOTHING
from prakat.repository.receipt import receipts, set_clock
from prakat.repository.repository import find_repository
from sign_off_office import CHAIN, START, World, document
from small_history import Step, made

NEWS = "content/public-relations/2569/news/index.md"


def test_a_new_repository_is_bare_and_forgets_nothing(tmp_path: Path) -> None:
    repository = make_bare(tmp_path / "office.git")
    assert find_repository(repository.folder) is not None
    assert repository.line("symbolic-ref", "HEAD") == "refs/heads/main"
    assert repository.line("config", "receive.fsckObjects") == "true"
    assert repository.line("config", "gc.reflogExpire") == "never"
    assert repository.line("config", "core.logAllRefUpdates") == "always"
    assert repository.object(EMPTY_TREE) == ("tree", b"")
    assert not (repository.git_dir / "hooks" / "pre-receive").exists()


def test_nothing_is_made_where_something_lies(tmp_path: Path) -> None:
    (tmp_path / "x").touch()
    with pytest.raises(CannotWork):
        make_bare(tmp_path)
    (tmp_path / "empty").mkdir()
    assert make_bare(tmp_path / "empty").is_bare


def test_the_door_is_kept_by_the_hook_that_is_named(tmp_path: Path) -> None:
    hook = tmp_path / "a b.py"
    hook.write_text("import sys; sys.exit(sys.stdin.read() != 'x')")
    repository = make_bare(tmp_path / "office.git", hook)
    door = repository.git_dir / "hooks" / "pre-receive"
    assert os.access(door, os.X_OK)
    for said, code in (("x", 0), ("y", 1)):
        assert subprocess.run([str(door)], input=said, text=True, check=False).returncode == code
    guard(repository.git_dir, hook)
    assert sys.executable in door.read_text()


def test_protection_that_was_switched_off_is_named_and_put_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hook = product.receive_hook()
    repository = make_bare(tmp_path / "office.git", hook)
    asked = ["--repo", str(repository.folder), "--lang", "en"]
    assert protect.main(asked) == 0
    door = repository.folder / "hooks" / "pre-receive"
    for spoil in (door.unlink, lambda: door.write_text("#!/bin/sh\n"), lambda: door.chmod(0o644)):
        spoil()
        assert protect.main(asked) == 1
        assert "hooks/pre-receive: must be" in capsys.readouterr().out
        assert protect.main([*asked, "--dry-run"]) == 0
        assert protect.main([*asked, "--apply"]) == 0
    set_clock(repository.folder, "2020-01-01")
    assert protect.main(asked) == 1
    assert "prakat/clock: must be missing; found there" in capsys.readouterr().out
    assert protect.main([*asked, "--apply"]) == 0
    repository.run("config", "receive.fsckObjects", "false")
    repository.run("config", "--unset", "gc.reflogExpire")
    assert protect.main(asked) == 1
    told = capsys.readouterr().out
    assert "config receive.fsckObjects: must be true; found false" in told
    assert "config gc.reflogExpire: must be never; found no value" in told
    assert protect.main([*asked, "--apply"]) == 0


def test_a_repository_is_opened_and_a_mirror_made_where_there_is_none(tmp_path: Path) -> None:
    url = "https://forge.example/office/site"
    with pytest.raises(CannotWork):
        repository_at(tmp_path / "none", None)
    mirror = repository_at(tmp_path / "deep" / "mirror", url)
    assert mirror.is_bare
    assert repository_at(tmp_path / "deep" / "mirror", url).git_dir == mirror.git_dir
    assert repository_at(tmp_path / "deep" / "mirror", None).git_dir == mirror.git_dir
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()
    with pytest.raises(CannotWork):
        repository_at(tmp_path / "full", url)


# What may be pushed


def taken(world: World, *pushed: tuple[str, str, str]) -> bool:
    """Of (ref, new, old)."""
    updates = [RefUpdate(old, new, ref) for ref, new, old in pushed]
    before = len(receipts(world.repository.git_dir))
    refused = receive(world.repository, updates, START, "nok").refused
    noted = receipts(world.repository.git_dir)[before:]
    kept = [(ref, new) for ref, new, _ in pushed if ref.startswith(("refs/heads/request/", "refs/tags/sign-off/"))]
    assert [(each.ref, each.object) for each in noted] == ([] if refused else kept)
    return not refused


def test_requests_and_sign_offs_are_taken_and_noted(world: World) -> None:
    head = world.ask(2, {NEWS: document()})
    assert taken(world, ("refs/heads/request/3", head, NOTHING))
    tag = world.staff.sign(2, "reviewer", "ton", world.later())
    assert taken(world, ("refs/tags/sign-off/2/reviewer", tag, NOTHING))
    assert not taken(world, ("refs/heads/request/2", NOTHING, head))
    assert not taken(world, ("refs/heads/request/3", tag, NOTHING))
    assert not taken(world, ("refs/tags/sign-off/2/reviewer", NOTHING, tag))
    assert not taken(world, ("refs/tags/sign-off/2/approver", tag, NOTHING))
    assert not taken(world, ("refs/tags/sign-off/3/reviewer", tag, NOTHING))
    other = world.staff.sign(2, "approver", "dao", world.later())
    both = [("refs/tags/sign-off/2/reviewer", tag, NOTHING), ("refs/tags/sign-off/2/approver", other, NOTHING)]
    assert not taken(world, *both)
    assert not taken(world, ("refs/tags/sign-off/2/approver", other, NOTHING), ("refs/heads/main", head, NOTHING))
    assert taken(world, both[1], ("refs/heads/request/4", head, NOTHING))


def test_a_sign_off_is_of_somebody_known_on_the_newest_head(world: World) -> None:
    first = world.ask(2, {NEWS: document()})
    stranger = world.staff.sign(2, "reviewer", "mallory", world.later())
    assert not taken(world, ("refs/tags/sign-off/2/reviewer", stranger, NOTHING))
    world.ask(2, {NEWS: document("ข่าวที่แก้ไข")})
    old = world.staff.sign(2, "reviewer", "ton", world.later(), target=first)
    assert not taken(world, ("refs/tags/sign-off/2/reviewer", old, NOTHING))
    unknown = world.staff.sign(2, "director", "ton", world.later())
    assert not taken(world, ("refs/tags/sign-off/2/director", unknown, NOTHING))


def test_a_closed_request_takes_nothing_more(world: World) -> None:
    head = world.ask(2, {NEWS: document()})
    world.sign(2, *CHAIN)
    tag = str(world.repository.ref("refs/tags/sign-off/2/reviewer"))
    assert isinstance(world.merge(2), Merged)
    assert not taken(world, ("refs/heads/request/2", head, NOTHING))
    assert not taken(world, ("refs/tags/sign-off/2/reviewer", tag, NOTHING))


def test_main_and_the_log_grow_by_the_publisher_alone(world: World) -> None:
    before, log = world.main(), str(world.repository.ref("refs/heads/audit-log"))
    merge = world.publish(2, {NEWS: document()})
    longer = str(world.repository.ref("refs/heads/audit-log"))
    assert taken(world, ("refs/heads/main", merge, before))
    assert taken(world, ("refs/heads/audit-log", longer, log))
    pushed = world.force({NEWS: document("ข่าวอื่น")})
    assert not taken(world, ("refs/heads/main", pushed, merge))
    assert not taken(world, ("refs/heads/main", before, merge))
    assert not taken(world, ("refs/heads/main", NOTHING, merge))
    assert not taken(world, ("refs/heads/audit-log", log, longer))
    assert not taken(world, ("refs/heads/other", merge, NOTHING))
    assert not taken(world, ("refs/heads/request/02", merge, NOTHING))


def test_under_no_office_nobody_signs(tmp_path: Path) -> None:
    repository, ids = made(tmp_path / "office.git", Step("root"), Step("one", ["root"], {"a": b"1"}))

    def refused(old: str, ref: str) -> bool:
        return bool(receive(repository, [RefUpdate(old, ids["one"], ref)], START, "nok").refused)

    assert refused(ids["root"], "refs/heads/main")
    assert refused(NOTHING, "refs/tags/sign-off/2/reviewer")
    assert not refused(NOTHING, "refs/heads/request/2")


@pytest.mark.parametrize("command", [check.main, due.main], ids=["check", "due"])
def test_a_repository_without_main_has_nothing_to_read(tmp_path: Path, command: Callable[[list[str]], int]) -> None:
    place = make_bare(tmp_path / "office.git").folder
    with pytest.raises(CannotWork, match=r"content\.no-main"):
        command(["--repo", str(place)])
