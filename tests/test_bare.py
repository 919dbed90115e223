"""The office's bare repository: made once, guarded at its door, and found again where it is mirrored (R34)."""

import json
import os
import shlex
import shutil
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
from prakat.hosting.bare_keys import BareKeys
from prakat.hosting.key_door import door_secret
from prakat.hosting.reception import RefUpdate, receive
from prakat.merging.counter_choice import repository_at
from prakat.merging.plan import Merged
from prakat.repository import bare
from prakat.repository.bare import LIMITS, guard, make_bare
from prakat.repository.object_id import EMPTY_TREE, NOTHING
from prakat.repository.receipt import receipts, set_clock
from prakat.repository.repository import Repository, find_repository
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


def test_the_door_is_kept_by_the_hook_that_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hook = tmp_path / "a b.py"
    hook.write_text("import sys; sys.exit(sys.stdin.read() != 'x')")
    repository = make_bare(tmp_path / "office.git", hook)
    door = repository.git_dir / "hooks" / "pre-receive"
    assert os.access(door, os.X_OK)
    for said, code in (("x", 0), ("y", 1)):
        assert subprocess.run([str(door)], input=said, text=True, check=False).returncode == code
    with monkeypatch.context() as patched:
        patched.setattr(bare, "sys", sys)
        guard(repository.git_dir, hook)
    assert sys.executable in door.read_text()


@pytest.fixture
def guarded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A repository with its door, under an account without git settings of its own."""
    (tmp_path / "home").mkdir()
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    return make_bare(tmp_path / "office.git", product.receive_hook())


Rows = Callable[..., list[dict[str, str]]]


@pytest.fixture
def rows(guarded: Repository, capsys: pytest.CaptureFixture[str]) -> Rows:
    """What protect.py says; its exit code is 1 if it says anything."""

    def told(*options: str) -> list[dict[str, str]]:
        code = protect.main(["--repo", str(guarded.folder), "--format", "json", "--lang", "en", *options])
        found: list[dict[str, str]] = json.loads(capsys.readouterr().out)
        assert code == int(bool(found))
        return found

    return told


def names(found: list[dict[str, str]]) -> list[str]:
    return [f"{row['setting']} {row['field']}".strip() for row in found]


def test_protection_that_was_switched_off_is_named_and_put_back(
    guarded: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--repo", str(guarded.folder), "--lang", "en"]
    assert protect.main(asked) == 0
    door = guarded.folder / "hooks" / "pre-receive"
    for spoil in (door.unlink, lambda: door.write_text("#!/bin/sh\n"), lambda: door.chmod(0o644)):
        spoil()
        assert protect.main(asked) == 1
        assert "hooks/pre-receive: must be" in capsys.readouterr().out
        assert protect.main([*asked, "--dry-run"]) == 0
        assert protect.main([*asked, "--apply"]) == 0
    set_clock(guarded.folder, "2020-01-01")
    assert protect.main(asked) == 1
    assert "prakat/clock: must be missing; found there" in capsys.readouterr().out
    assert protect.main([*asked, "--apply"]) == 0
    guarded.run("config", "receive.fsckObjects", "false")
    guarded.run("config", "--unset", "gc.reflogExpire")
    assert protect.main(asked) == 1
    told = capsys.readouterr().out
    assert "config receive.fsckObjects: must be true; found false" in told
    assert "config gc.reflogExpire: must be never; found no value" in told
    assert protect.main([*asked, "--apply"]) == 0


def test_a_door_that_is_a_link_is_put_back_without_writing_through_it(
    guarded: Repository, rows: Rows, tmp_path: Path
) -> None:
    door = guarded.folder / "hooks" / "pre-receive"
    other = tmp_path / "other"
    other.write_bytes(door.read_bytes())
    other.chmod(0o755)
    door.unlink()
    door.symlink_to(other)
    assert names(rows()) == ["hooks/pre-receive"]
    assert rows("--apply") == [] and not door.is_symlink()
    other.write_text("spoiled")
    elsewhere = tmp_path / "elsewhere"
    door.parent.rename(elsewhere)
    (guarded.folder / "hooks").symlink_to(elsewhere)
    (elsewhere / "update").write_text("#!/bin/sh\n")
    (elsewhere / "update").chmod(0o755)
    assert names(rows()) == ["hooks/pre-receive"]
    assert rows("--apply") == []
    assert os.access(elsewhere / "update", os.X_OK) and other.read_text() == "spoiled"  # nothing of others was touched


@pytest.mark.parametrize("name", ["update", "post-receive", "post-update", "reference-transaction", "proc-receive"])
def test_any_other_program_that_git_would_run_is_named(guarded: Repository, rows: Rows, name: str) -> None:
    hook = guarded.folder / "hooks" / name
    hook.write_text("#!/bin/sh\n")
    (guarded.folder / "hooks" / "notes.txt").write_text("for the next administrator")
    assert rows() == []  # git runs only what is executable
    hook.chmod(0o755)
    assert names(rows()) == [f"hooks/{name}"]
    assert rows("--apply") == [] and hook.is_file()


@pytest.mark.parametrize(
    "name",
    [
        "core.hooksPath",
        "core.fsmonitor",
        "core.sshCommand",
        "core.alternateRefsCommand",
        "core.worktree",
        "core.sharedRepository",
        "uploadpack.packObjectsHook",
        "uploadpack.allowAnySHA1InWant",
        "uploadpack.hideRefs",
        "transfer.hideRefs",
        "receive.procReceiveRefs",
        "receive.fsck.missingEmail",
        "receive.fsck.skipList",
        "filter.x.clean",
        "diff.external",
        "gpg.program",
        "gc.recentObjectsHook",
        "credential.helper",
        "alias.log",
        "include.path",
        "includeIf.gitdir:/.path",
        "remote.x.receivepack",
        "http.receivepack",
        "unheard.of",
    ],
)
def test_a_setting_that_runs_a_program_or_that_nobody_knows_is_named_and_taken_out(
    guarded: Repository, rows: Rows, name: str
) -> None:
    guarded.run("config", "--add", name, "true")
    guarded.run("config", "--add", name, "1")
    (first, second) = rows()
    assert first["field"].lower() == name.lower() and second["found"] == "1"
    assert rows("--apply") == []


WRONG = ("-1", "", "50 m", "2t", "\u0665")


def test_settings_of_administrators_that_harm_nothing_are_no_drift(guarded: Repository, rows: Rows) -> None:
    for name, value in {
        "receive.maxInputSize": "50m",
        "core.bigFileThreshold": "8M",
        "pack.windowMemory": "1048576",
        "gc.auto": "0",
        "pack.threads": "2",
        "user.email": "admin@office.example",
        "remote.backup.url": "ssh://backup.office.example/office.git",
        "remote.backup.push": "+refs/*:refs/*",
    }.items():
        guarded.run("config", name, value)
    assert rows() == []
    guarded.run("config", "remote.backup.url", "ext::sh -c x")
    assert names(rows()) == ["config remote.backup.url"]
    assert rows("--apply") == []
    assert guarded.line("config", "receive.maxInputSize") == "50m"


@pytest.mark.parametrize(
    ("name", "value"),
    [*((name, value) for name in LIMITS for value in ("0", "1G")), *(("receive.maxInputSize", each) for each in WRONG)],
)
def test_a_limit_that_is_gone_or_wider_is_named_and_set(guarded: Repository, rows: Rows, name: str, value: str) -> None:
    guarded.run("config", name, value)
    assert names(rows()) == [f"config {name}"]
    guarded.run("config", "--unset", name)
    assert names(rows()) == [f"config {name}"]
    for each in ("1m", value):  # as git does, the last counts
        guarded.run("config", "--add", name, each)
    assert names(rows()) == [f"config {name}"]
    assert rows("--apply") == []
    assert guarded.line("config", name) == LIMITS[name]


def test_what_git_needs_to_read_the_repository_is_left_to_people(guarded: Repository, rows: Rows) -> None:
    guarded.run("config", "extensions.worktreeConfig", "true")
    assert names(rows("--apply")) == ["config extensions.worktreeconfig"]


def test_settings_of_the_account_that_act_at_a_push_are_named(guarded: Repository, rows: Rows, tmp_path: Path) -> None:
    """So that core.hooksPath in the account's own file does not lead past the door."""
    own = tmp_path / "home" / ".gitconfig"
    own.write_text("[user]\nname = git\n[init]\ndefaultBranch = main\n[receive]\nfsckObjects = true\n")
    assert rows() == []
    (tmp_path / "more").write_text("[core]\nhooksPath = /tmp/none\n")
    own.write_text(f"[include]\npath = {tmp_path}/more\n[receive]\nfsckObjects = false\n")
    assert [row["field"] for row in rows("--apply")] == ["include.path", "core.hookspath", "receive.fsckobjects"]
    own.unlink()
    later = tmp_path / "home" / ".config" / "git" / "config"
    later.parent.mkdir(parents=True)
    later.write_text("[uploadpack]\npackObjectsHook = x\n")
    (row,) = rows()
    assert str(later) in row["mend"] and row["field"] == "uploadpack.packobjectshook"


def test_refs_that_nobody_of_the_office_makes_are_named_and_a_tag_named_main_is_removed(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    repository, main = world.repository, world.main()
    asked = ["--repo", str(repository.folder), "--format", "json", "--lang", "en"]
    world.ask(2, {NEWS: document()})
    world.sign(2, *CHAIN)
    assert protect.main([*asked, "--apply"]) == 0
    astray = ["refs/main", "refs/tags/audit-log", "refs/tags/main"]
    others = ["refs/heads/other", "refs/heads/request/02", "refs/notes/x", f"refs/replace/{main}", "refs/tags/v1"]
    for ref in (*astray, *others):
        repository.run("update-ref", ref, main)
    capsys.readouterr()
    assert protect.main(asked) == 1
    assert [row["field"] for row in json.loads(capsys.readouterr().out)] == sorted([*astray, *others])
    assert protect.main([*asked, "--apply"]) == 1
    left = json.loads(capsys.readouterr().out)
    assert [row["field"] for row in left] == others
    for row in left:
        subprocess.run(shlex.split(row["mend"].split(": ", 1)[1]), check=True)
    assert protect.main(asked) == 0


def test_what_the_publisher_fetched_from_a_forge_is_its_own(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    asked = ["--repo", str(world.repository.folder)]
    assert protect.main([*asked, "--apply"]) == 0
    world.repository.run("update-ref", "refs/pull/3/head", world.main())
    assert protect.main(asked) == 1
    world.repository.run("update-ref", "refs/forge/main", world.main())
    assert protect.main(asked) == 0


def test_head_is_main(guarded: Repository, rows: Rows) -> None:
    guarded.run("symbolic-ref", "HEAD", "refs/heads/request/1")
    (row,) = rows()
    assert (row["setting"], row["wanted"], row["found"]) == ("HEAD", "refs/heads/main", "refs/heads/request/1")
    assert rows("--apply") == []


@pytest.mark.parametrize(
    ("spoiled", "setting"),
    [
        (".", "."),
        ("hooks", "hooks"),
        ("hooks/pre-receive", "hooks"),
        ("objects", "objects"),
        ("objects/pack", "objects"),
        ("refs/heads", "refs"),
        ("config", "config"),
        ("HEAD", "HEAD"),
        ("prakat/receipts", "prakat"),
    ],
)
def test_what_others_may_write_is_named_and_taken_from_them(
    guarded: Repository, rows: Rows, spoiled: str, setting: str
) -> None:
    own = guarded.folder / "prakat"
    own.mkdir()
    (own / "receipts").touch(0o644)
    assert rows() == []
    place = guarded.folder / spoiled
    for others in (0o020, 0o002):
        place.chmod(place.stat().st_mode | others)
        (row,) = rows()
        assert row["setting"] == setting and "others may write" in row["found"]
        assert rows("--apply") == []


def test_the_doors_secret_is_its_owners_alone_and_made_anew_once_others_could_read_it(
    guarded: Repository, rows: Rows
) -> None:
    door_secret(guarded.git_dir).parent.mkdir()
    door_secret(guarded.git_dir).write_bytes(b"secret")
    door_secret(guarded.git_dir).chmod(0o644)
    assert names(rows()) == ["prakat/door"]
    assert rows("--apply") == []
    assert not door_secret(guarded.git_dir).exists()


def test_a_key_that_opens_more_than_the_door_is_named(guarded: Repository, tmp_path: Path) -> None:
    (tmp_path / ".ssh").mkdir()
    command = f"/opt/prakat/bin/prakat door --repo {guarded.folder} nok@office.example"
    door = f'restrict,command="{command}" ssh-ed25519 AAAA nok'
    lines = ["# people", door, "", "ssh-ed25519 AAAA fah", door.replace(str(guarded.folder), "/srv/other.git")]
    (tmp_path / ".ssh" / "authorized_keys").write_text("\n".join(lines), encoding="utf-8")
    assert [each.field for each in BareKeys(tmp_path, guarded.folder).drifts()] == ["4", "5"]


def test_the_publishers_key_is_read_by_its_owner_alone(guarded: Repository, rows: Rows) -> None:
    key = guarded.folder / "prakat" / "publisher"
    key.parent.mkdir()
    key.touch(0o600)
    assert rows() == []
    for mode in (0o640, 0o604):
        key.chmod(mode)
        assert names(rows()) == ["prakat/publisher"]
        assert rows("--apply") == [] and key.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "name", ["objects/info/alternates", "objects/info/http-alternates", "info/grafts", "info/attributes"]
)
def test_what_brings_objects_or_programs_from_elsewhere_is_named(guarded: Repository, rows: Rows, name: str) -> None:
    place = guarded.folder / name
    place.parent.mkdir(exist_ok=True)
    place.touch(0o644)
    (row,) = rows("--apply")
    assert row["setting"] == name and str(place) in row["mend"]
    place.unlink()
    assert rows() == []


def test_links_and_a_folder_above_that_others_may_write_to_are_named(
    guarded: Repository, rows: Rows, tmp_path: Path
) -> None:
    (guarded.folder / "objects").rename(tmp_path / "objects")
    (guarded.folder / "objects").symlink_to(tmp_path / "objects")
    tmp_path.chmod(0o777)
    above, link = rows("--apply")
    assert (above["setting"], link["setting"]) == (str(tmp_path), "objects")
    subprocess.run(shlex.split(above["mend"].split(": ", 1)[1]), check=True)
    assert names(rows()) == ["objects"]


@pytest.mark.skipif(os.getuid() != 0, reason="only root gives files away")
def test_what_another_account_owns_is_named(guarded: Repository, rows: Rows) -> None:
    shutil.chown(guarded.folder / "description", user="nobody")
    (row,) = rows("--apply")
    assert row["setting"] == "description" and "another account" in row["found"]


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
    left = ("refs/heads/request/", "refs/tags/sign-off/")
    there = {ref: str(world.repository.ref(ref) or old) if ref.startswith(left) else old for ref, _, old in pushed}
    updates = [RefUpdate(there[ref], new, ref) for ref, new, _ in pushed]
    before = len(receipts(world.repository.git_dir))
    refused = receive(world.repository, updates, START, "nok").refused
    noted = receipts(world.repository.git_dir)[before:]
    kept = [(ref, new) for ref, new, _ in pushed if ref.startswith(left)]
    assert [(each.ref, each.object) for each in noted] == ([] if refused else kept)
    return not refused


def test_requests_and_sign_offs_are_taken_and_noted(world: World) -> None:
    head = world.ask(2, {NEWS: document()})
    assert taken(world, ("refs/heads/request/3", head, NOTHING))
    tag = world.staff.sign(2, "reviewer", "ton", world.later())
    assert taken(world, ("refs/tags/sign-off/2/reviewer", tag, NOTHING))
    assert receive(world.repository, [RefUpdate(head, NOTHING, "refs/heads/request/2")], START, "fah").refused
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
