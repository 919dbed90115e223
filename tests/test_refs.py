"""What an office calls its branches and tags, and how one of them is moved: only from where it is (R34)."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from prakat.cannot_work import Halted
from prakat.repository import refs
from prakat.repository.object_id import NOTHING
from prakat.repository.repository import GitFailed, Repository
from prakat.repository.retry import Retry
from prakat.rules.message import why
from small_history import Step, made

STEPS = (Step("root"), Step("one", ["root"], {"a": b"1"}))


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Repository, dict[str, str]]]:
    monkeypatch.setattr(refs, "_MOVING", Retry(tries=2, first=0, longest=0))
    yield made(tmp_path / "office.git", *STEPS, main="root")


def test_names_are_those_that_git_knows() -> None:
    assert refs.request_ref(12) == "refs/heads/request/12"
    assert refs.sign_off_ref(12, "approver") == "refs/tags/sign-off/12/approver"
    assert refs.sign_off_tag("12", "approver") == "sign-off/12/approver"


def test_a_ref_is_moved_from_where_it_is(repository: tuple[Repository, dict[str, str]]) -> None:
    place, ids = repository
    refs.move(place, refs.MAIN, ids["one"], ids["root"])
    assert place.ref(refs.MAIN) == ids["one"]


def test_a_ref_that_is_elsewhere_stays_there(repository: tuple[Repository, dict[str, str]]) -> None:
    place, ids = repository
    for new in (ids["one"], NOTHING):
        with pytest.raises(GitFailed):
            refs.move(place, refs.MAIN, new, ids["one"])
    assert place.ref(refs.MAIN) == ids["root"]


def test_a_ref_is_made_only_where_there_is_none(repository: tuple[Repository, dict[str, str]]) -> None:
    place, ids = repository
    refs.move(place, refs.request_ref(2), ids["one"], NOTHING)
    assert place.ref(refs.request_ref(2)) == ids["one"]
    with pytest.raises(GitFailed):
        refs.move(place, refs.request_ref(2), ids["root"], NOTHING)


def test_a_ref_is_taken_away_only_from_where_it_is(repository: tuple[Repository, dict[str, str]]) -> None:
    place, ids = repository
    refs.move(place, refs.request_ref(2), ids["one"], NOTHING)
    refs.move(place, refs.request_ref(2), NOTHING, ids["one"])
    assert place.ref(refs.request_ref(2)) is None


@pytest.mark.parametrize("name", ["refs/heads/main.lock", "packed-refs.lock"])
def test_a_lock_from_before_the_machine_was_started_is_taken_away(
    repository: tuple[Repository, dict[str, str]], name: str
) -> None:
    place, ids = repository
    place.run("pack-refs", "--all")
    lock = place.git_dir / name
    lock.parent.mkdir(parents=True, exist_ok=True)
    lock.touch()
    started = refs.machine_started()
    assert started
    os.utime(lock, (started - 60, started - 60))
    if name.startswith("packed"):
        refs.move(place, refs.MAIN, NOTHING, ids["root"])
    else:
        refs.move(place, refs.MAIN, ids["one"], ids["root"])
    assert not lock.exists()


@pytest.mark.parametrize("name", ["refs/heads/main.lock", "packed-refs.lock"])
def test_a_lock_that_a_process_may_still_hold_is_left_and_told_with_how_to_remove_it(
    repository: tuple[Repository, dict[str, str]], name: str
) -> None:
    """However old: git's locks do not say whose they are."""
    place, ids = repository
    place.run("pack-refs", "--all")
    lock = place.git_dir / name
    lock.parent.mkdir(parents=True, exist_ok=True)
    lock.touch()
    new = NOTHING if name.startswith("packed") else ids["one"]
    with pytest.raises(Halted) as halted:
        refs.move(place, refs.MAIN, new, ids["root"])
    assert lock.exists()
    assert place.ref(refs.MAIN) == ids["root"]
    told = why(halted.value, "en")
    (command,) = re.findall(r"rm \S+", told)
    subprocess.run(command.split(), check=True)
    refs.move(place, refs.MAIN, new, ids["root"])
    assert place.ref(refs.MAIN) == (None if new == NOTHING else new)


def test_a_ref_is_renamed_at_once_or_not_at_all(repository: tuple[Repository, dict[str, str]]) -> None:
    place, ids = repository
    refs.move(place, refs.request_ref(2), ids["one"], NOTHING)
    refs.move(place, refs.request_ref(3), ids["root"], NOTHING)
    with pytest.raises(GitFailed):
        refs.rename(place, refs.request_ref(2), refs.request_ref(3), ids["one"])
    with pytest.raises(GitFailed):
        refs.rename(place, refs.request_ref(2), refs.request_ref(4), ids["root"])
    assert (place.ref(refs.request_ref(2)), place.ref(refs.request_ref(4))) == (ids["one"], None)
    refs.rename(place, refs.request_ref(2), refs.request_ref(4), ids["one"])
    assert (place.ref(refs.request_ref(2)), place.ref(refs.request_ref(4))) == (None, ids["one"])


@pytest.mark.parametrize("name", ["refs/heads/main", "refs/heads/request/5"])
@pytest.mark.parametrize("where", ["refs/tags/", "refs/heads/", "refs/remotes/"])
def test_a_name_means_that_very_ref(repository: tuple[Repository, dict[str, str]], where: str, name: str) -> None:
    """Where there is none, git itself would take refs/tags/refs/heads/main for refs/heads/main."""
    place, ids = repository
    place.run("update-ref", f"{where}{name}", ids["one"])
    assert place.ref(name) == (ids["root"] if name == refs.MAIN else None)
    assert place.ref(f"{where}{name}") == ids["one"]
