"""What an office calls its branches and tags, and how one of them is moved: only from where it is (R34)."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from prakat.repository import refs
from prakat.repository.object_id import NOTHING
from prakat.repository.repository import GitFailed, Repository
from prakat.repository.retry import Retry
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
def test_the_lock_of_a_process_that_was_killed_is_taken_away(
    repository: tuple[Repository, dict[str, str]], name: str
) -> None:
    place, ids = repository
    place.run("pack-refs", "--all")
    lock = place.git_dir / name
    lock.parent.mkdir(parents=True, exist_ok=True)
    lock.touch()
    os.utime(lock, (time.time() - 60, time.time() - 60))
    if name.startswith("packed"):
        refs.move(place, refs.MAIN, NOTHING, ids["root"])
    else:
        refs.move(place, refs.MAIN, ids["one"], ids["root"])
    assert not lock.exists()


def test_the_lock_of_a_process_at_work_is_left(repository: tuple[Repository, dict[str, str]]) -> None:
    place, ids = repository
    lock = place.git_dir / "refs/heads/main.lock"
    lock.touch()
    with pytest.raises(GitFailed):
        refs.move(place, refs.MAIN, ids["one"], ids["root"])
    assert lock.exists()
    assert place.ref(refs.MAIN) == ids["root"]
