"""What any copy can make this program hold in memory: bounded, whatever git would give (R34)."""

import os
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from prakat.repository import objects
from prakat.repository.bare import LIMITS as OF_GIT
from prakat.repository.repository import GitFailed, Repository
from prakat.rules import data
from sign_off_office import CHAIN, World, law
from small_history import Step, made
from test_bulk import REF, commit, headed, imported, nested, of_text

CHECKOUT = Path(__file__).parents[1]
LIMITS = data.load("limits.yml")
MEGABYTE = 1 << 20
ENOUGH = 256 * MEGABYTE
"""For Python with all of Prakat, and for each git that it starts."""


@pytest.fixture
def one(tmp_path: Path) -> Repository:
    return made(tmp_path / "one", Step("only", files={"a": b"x" * 1000, "b/c": b"y"}, message="m" * 1000))[0]


@pytest.mark.parametrize(("most", "is_read"), [(1000, True), (999, False)])
def test_an_object_is_held_up_to_the_limit(
    one: Repository, monkeypatch: pytest.MonkeyPatch, most: int, is_read: bool
) -> None:
    monkeypatch.setitem(LIMITS["reading"], "blob", most)
    oid = one.line("rev-parse", "HEAD:a")
    if is_read:
        assert one.object(oid) == ("blob", b"x" * 1000)
    else:
        with pytest.raises(GitFailed, match="too-large"):
            one.object(oid)


@pytest.mark.parametrize(("most", "is_read"), [(1500, True), (900, False)])
def test_a_message_is_held_up_to_the_limit(
    one: Repository, monkeypatch: pytest.MonkeyPatch, most: int, is_read: bool
) -> None:
    monkeypatch.setitem(LIMITS["reading"], "commit", most)
    if is_read:
        assert len([*one.log("HEAD")]) == 1
    else:
        monkeypatch.setattr("prakat.repository.repository._PIECE", 100)
        with pytest.raises(GitFailed, match="long-message"):
            [*one.log("HEAD")]


@pytest.mark.parametrize(("most", "is_read"), [(4, True), (3, False)])
def test_an_answer_is_held_up_to_the_limit(
    one: Repository, monkeypatch: pytest.MonkeyPatch, most: int, is_read: bool
) -> None:
    monkeypatch.setitem(LIMITS["reading"], "output", most)
    if is_read:
        assert one.run("ls-tree", "--name-only", "HEAD") == b"a\nb\n"
    else:
        with pytest.raises(GitFailed, match="too-long"):
            one.run("ls-tree", "--name-only", "HEAD")


def test_git_takes_no_larger_piece_of_memory_than_it_may(one: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    large = objects.write(one, "commit", one.object("HEAD")[1] + b"x" * 3 * MEGABYTE)
    assert one.line("rev-list", "--count", large)
    monkeypatch.setitem(LIMITS["program"], "allocation", 2 * MEGABYTE)
    with pytest.raises(GitFailed, match="over limit"):
        one.line("rev-list", "--count", large)


def test_the_audit_log_is_held_up_to_the_limit(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert world.problems() == []
    monkeypatch.setitem(LIMITS["reading"], "records", 1000)
    assert world.problems() == ["repository.broken"]


def test_a_bare_repository_takes_what_a_request_may_be() -> None:
    assert OF_GIT["receive.maxInputSize"] == str(LIMITS["request"]["files"])


def confined(world: World, script: str, *words: str, given: str = "") -> subprocess.CompletedProcess[str]:
    """The command, in a process that ends where it would take more memory than is enough."""

    def confine() -> None:
        resource.setrlimit(resource.RLIMIT_DATA, (ENOUGH, ENOUGH))

    own = {**os.environ, "PRAKAT_DATE": world.later().isoformat(), "GIT_DIR": str(world.repository.folder)}
    command = [sys.executable, str(CHECKOUT / script), *words]
    done = subprocess.run(
        command, cwd="/", env=own, input=given, capture_output=True, text=True, check=False, preexec_fn=confine
    )
    assert "Traceback" not in done.stderr and "MemoryError" not in done.stderr, done.stderr
    return done


HOSTILE: Mapping[int, Callable[[World], str]] = {
    10: lambda world: imported(
        world.repository, commit(REF, [world.main().encode()], {b"a": b"a"}, b"m" * 64 * MEGABYTE)
    ),
    11: lambda world: imported(world.repository, of_text(100 * MEGABYTE, world.main().encode())),
    12: lambda world: headed(world, nested(world, 10, 10)),
}
"""A message of 64 MB, a text of 100 MB, ten thousand million files in ten folders."""


def pointed(world: World, branch: str, head: str) -> None:
    """Not by git, which would read all of the commit."""
    path = world.repository.git_dir / "refs" / "heads" / branch
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{head}\n", encoding="utf-8")


def test_hostile_requests_cost_little_at_the_door_and_before_a_merge(world: World) -> None:
    for number, made_of in HOSTILE.items():
        head = made_of(world)
        pointed(world, f"request/{number}", head)
        line = f"{'0' * 40} {head} refs/heads/request/{number + 10}\n"
        done = confined(world, "hooks/pre_receive.py", given=line)
        assert done.returncode == 1 and "[request.oversized]" in done.stderr, done.stderr
    world.git("update-ref", "-d", REF.decode())
    world.ask(20, {"content/law/new/index.md": law("ประกาศใหม่")})
    world.sign(20, *CHAIN)
    own = ("--repo", str(world.repository.folder), "--key", str(world.key), "--date", world.later().isoformat())
    done = confined(world, "scripts/merge.py", *own, "merge")
    assert done.returncode == 1 and done.stdout.count("[request.oversized]") == 4, done.stdout  # and what explains it
    assert world.repository.ref("refs/heads/request/20") is None


@pytest.mark.parametrize(("number", "found"), [(10, "repository.broken"), (12, "repository.broken")])
def test_what_got_onto_main_all_the_same_costs_the_audit_little(world: World, number: int, found: str) -> None:
    """As whoever administers the server could put it there."""
    pointed(world, "main", HOSTILE[number](world))
    done = confined(world, "scripts/audit.py", "--repo", str(world.repository.folder), "--no-cache")
    assert done.returncode == 1
    assert f"[{found}]" in done.stdout, done.stdout
