"""The bare repository's pre-receive hook, met by real pushes: requests and sign-offs come in, nothing else does."""

import os
import subprocess
from pathlib import Path

import pytest

from prakat.repository import objects
from prakat.repository.receipt import receipts, set_clock
from programs import python
from sign_off_office import CHAIN, World, document

ROOT = Path(__file__).parents[1]
NEWS = "content/public-relations/2569/news/index.md"


@pytest.fixture
def guarded(world: World) -> World:
    hook = world.repository.git_dir / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\nexec {python()} {ROOT / 'hooks' / 'pre_receive.py'}\n")
    hook.chmod(0o755)
    git(world, world.place, "clone", "-q", str(world.repository.folder), "clone")
    return world


def git(world: World, place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    set_clock(world.repository.git_dir, world.later().isoformat())
    environment |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    for role in ("AUTHOR", "COMMITTER"):
        environment |= {f"GIT_{role}_NAME": "nok", f"GIT_{role}_EMAIL": "nok@office.example"}
    return subprocess.run(["git", *arguments], cwd=place, env=environment, capture_output=True, text=True, check=False)


def pushed(world: World, *refs: str) -> bool:
    return git(world, world.place / "clone", "push", "-q", "origin", *refs).returncode == 0


def drafted(world: World, path: str = NEWS) -> None:
    clone = world.place / "clone"
    (clone / path).parent.mkdir(parents=True, exist_ok=True)
    (clone / path).write_bytes(document("ข่าวประชาสัมพันธ์"))
    git(world, clone, "add", ".")
    assert git(world, clone, "commit", "-qm", "Content: news").returncode == 0


def tagged(world: World, number: int, step: str, signer: str, target: str = "HEAD") -> str:
    clone, name = world.place / "clone", f"sign-off/{number}/{step}"
    key = f"user.signingkey={world.staff.keys / signer}"
    message = "Checked: correct, complete, current, lawful"
    done = git(world, clone, "-c", "gpg.format=ssh", "-c", key, "tag", "-fsm", message, name, target)
    assert done.returncode == 0, done.stderr
    return f"refs/tags/{name}"


def test_a_request_pushed_and_signed_with_plain_git_is_merged(guarded: World) -> None:
    drafted(guarded)
    assert pushed(guarded, "HEAD:refs/heads/request/2")
    for pair in CHAIN:
        step, _, signer = pair.partition("=")
        assert pushed(guarded, tagged(guarded, 2, step, signer))
    merged = guarded.merge(2)
    assert not isinstance(merged, list), merged
    assert guarded.problems() == []
    assert [each.pusher for each in receipts(guarded.repository.git_dir)][-1] == "", "nobody's key opened the door"


@pytest.mark.parametrize("ref", ["main", "audit-log", "other", "request/x", "request/02", "request/2/x"])
def test_no_other_branch_is_taken(guarded: World, ref: str) -> None:
    drafted(guarded)
    assert not pushed(guarded, f"HEAD:refs/heads/{ref}")


@pytest.mark.parametrize("ref", ["refs/notes/commits", "refs/replace/" + "a" * 40, "refs/tags/v1"])
def test_no_other_ref_is_taken(guarded: World, ref: str) -> None:
    drafted(guarded)
    assert not pushed(guarded, f"HEAD:{ref}")


def test_neither_main_nor_the_log_is_deleted_or_taken_back(guarded: World) -> None:
    for ref in ("main", "audit-log"):
        assert not pushed(guarded, f":refs/heads/{ref}")
    guarded.publish(2, {NEWS: document("ข่าวประชาสัมพันธ์")})
    assert not pushed(guarded, "+HEAD:refs/heads/main")


def test_a_sign_off_is_a_signed_tag_of_that_name_by_somebody_known_on_the_newest_head(guarded: World) -> None:
    drafted(guarded)
    assert pushed(guarded, "HEAD:refs/heads/request/2")
    guarded.staff.public_key("stranger")
    assert not pushed(guarded, tagged(guarded, 2, "approver", "stranger"))
    assert not pushed(guarded, f"{tagged(guarded, 2, 'approver', 'dao')}:refs/tags/sign-off/2/webmaster")
    assert not pushed(guarded, "HEAD:refs/tags/sign-off/2/approver")
    assert not pushed(guarded, tagged(guarded, 3, "approver", "dao"))
    assert not pushed(guarded, tagged(guarded, 2, "emperor", "dao"))
    assert not pushed(guarded, tagged(guarded, 2, "approver", "dao", "HEAD~1"))
    assert not pushed(guarded, tagged(guarded, 2, "approver", "dao")), "before its turn"
    assert pushed(guarded, tagged(guarded, 2, "reviewer", "ton"))
    assert pushed(guarded, tagged(guarded, 2, "approver", "dao"))
    assert not pushed(guarded, ":refs/tags/sign-off/2/approver")


def test_two_sign_offs_in_one_push_are_in_no_order(guarded: World) -> None:
    drafted(guarded)
    assert pushed(guarded, "HEAD:refs/heads/request/2")
    both = tagged(guarded, 2, "reviewer", "ton"), tagged(guarded, 2, "approver", "dao")
    assert not pushed(guarded, *both)


def test_a_closed_request_stays_closed(guarded: World) -> None:
    guarded.publish(2, {NEWS: document("ข่าวประชาสัมพันธ์")})
    drafted(guarded, NEWS.replace("news", "more"))
    assert not pushed(guarded, "HEAD:refs/heads/request/2")
    assert pushed(guarded, "HEAD:refs/heads/request/3")
    assert not pushed(guarded, ":refs/heads/request/3")


def test_the_publishers_own_merge_may_be_pushed(guarded: World) -> None:
    before = {ref: guarded.git("rev-parse", ref) for ref in ("refs/heads/main", "refs/heads/audit-log")}
    guarded.publish(2, {NEWS: document("ข่าวประชาสัมพันธ์")})
    clone = guarded.place / "clone"
    git(guarded, clone, "fetch", "-q", "origin", "main:refs/heads/newer", "audit-log:refs/heads/longer")
    for ref, old in before.items():
        guarded.git("update-ref", ref, old)
    assert pushed(guarded, "newer:refs/heads/main")
    assert pushed(guarded, "longer:refs/heads/audit-log")
    assert guarded.problems() == []


def test_a_merge_signed_by_somebody_else_is_not_taken(guarded: World) -> None:
    head = guarded.ask(2, {NEWS: document("ข่าวประชาสัมพันธ์")})
    tree, main = guarded.git("rev-parse", f"{head}^{{tree}}"), guarded.main()
    key = guarded.staff.keys / "dao"
    made = objects.commit(
        guarded.repository,
        tree,
        [main, head],
        "Publish: x (#2)\n",
        ("dao", "dao@office.example"),
        guarded.later(),
        key=key,
    )
    guarded.git("update-ref", "refs/heads/made", made)
    git(guarded, guarded.place / "clone", "fetch", "-q", "origin", "made:refs/heads/made")
    assert not pushed(guarded, "made:refs/heads/main")
