"""What is wrong with a repository as a whole, and belongs to no commit of main (DESIGN: Audit)."""

from pathlib import Path

import pytest

from office_of_values import NEWS, SINCE, Main
from prakat.audit.audit_row import of_repository
from prakat.audit.checkpoint import RecordedTag
from prakat.audit.seen import Seen
from prakat.audit.surroundings import check_surroundings, incompleteness, moved_tags
from prakat.audit_log.audit_log import AuditLog, LogFault, Mark
from prakat.repository.refs import SIGN_OFF
from prakat.repository.repository import Repository, open_repository
from prakat.repository.signature import Verified
from prakat.rules.violation import violation
from prakat.rules.wording import in_words
from sign_off_office import document
from small_history import Step, made

TAG = "refs/tags/sign-off/2/approver"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    found, ids = made(tmp_path / "office.git", Step("root"), Step("one", ["root"], {"a": b"1"}))
    found.run("tag", "one", ids["one"])
    return found


def tip(repository: Repository) -> str:
    return str(repository.ref("refs/heads/main"))


def told(
    repository: Repository,
    log: AuditLog | None = None,
    tags: dict[str, str] | None = None,
    on_main: tuple[str, ...] = (),
    seen: str = "",
) -> list[str]:
    checkpoint = Main.begun().checkpoint()
    checkpoint.tags = {ref: RecordedTag(oid, 0, "") for ref, oid in (tags or {}).items()}
    moved, stale = moved_tags(repository, repository.refs(SIGN_OFF), checkpoint, Verified(), is_fetched=False)
    assert stale == []
    rows = list(check_surroundings(repository, log or AuditLog(Mark(), (), ()), on_main))
    lost = Seen.of(seen).lost(repository, tip(repository), None) if seen else ()
    rows += map(of_repository, (*moved, *lost))
    assert all(
        (row.commit, row.time, row.request, row.things, row.people) == (None, None, None, (), ()) for row in rows
    )
    return [
        f"{each.id} {' '.join(in_words(value, 'en') for value in each.values.values())}".strip()
        for row in rows
        for each in row.violations
    ]


def test_a_whole_repository_has_nothing_wrong(repository: Repository) -> None:
    assert told(repository) == []
    assert told(repository, tags={TAG: "1" * 40}, on_main=(SINCE,), seen=tip(repository)) == []
    assert list(incompleteness(repository)) == []


def test_what_is_wrong_with_the_audit_log_is_said(repository: Repository) -> None:
    wrong = (
        LogFault("1" * 40, violation("record.shape", problem="x")),
        LogFault("2" * 40, violation("record.changed", record="y")),
    )
    assert told(repository, AuditLog(Mark(), (), wrong)) == ["record.shape x", "record.changed y"]


def test_a_record_of_a_commit_that_is_not_on_main_is_an_orphan(repository: Repository) -> None:
    main = Main.begun()
    merge = main.publish(2, {NEWS: document()})
    assert told(repository, main.audit_log, on_main=(merge.id,)) == []
    assert told(repository, main.audit_log, on_main=(SINCE,)) == ["record.orphan records/0000/00000001.json"]


def test_a_sign_off_that_moved_after_the_merge_is_said(repository: Repository) -> None:
    repository.run("update-ref", TAG, tip(repository))
    repository.run("update-ref", "refs/tags/sign-off/3/approver", tip(repository))
    assert told(repository, tags={TAG: tip(repository)}) == []
    assert told(repository, tags={TAG: "1" * 40}) == ["approval.tag-moved approver 2"]
    assert told(repository, tags={"refs/tags/one": "1" * 40}) == []


def test_what_stands_in_for_history_is_said(repository: Repository) -> None:
    info = repository.git_dir / "info"
    info.mkdir(exist_ok=True)
    (info / "grafts").touch()
    assert told(repository) == []
    (info / "grafts").write_text("x\n")
    assert told(repository) == ["repository.replaced info/grafts"]
    ref = f"refs/replace/{tip(repository)}"
    repository.run("update-ref", ref, f"{tip(repository)}^")
    assert told(repository) == [f"repository.replaced {ref}, info/grafts"]
    (info / "grafts").unlink()
    assert told(repository) == [f"repository.replaced {ref}"]


def test_a_graft_is_said_in_each_work_tree(repository: Repository, tmp_path: Path) -> None:
    repository.run("worktree", "add", "-q", "--detach", str(tmp_path / "tree"), "refs/heads/main")
    tree = open_repository(tmp_path / "tree")
    assert told(tree) == []
    (repository.git_dir / "info").mkdir(exist_ok=True)
    (repository.git_dir / "info" / "grafts").write_text("x\n")
    assert told(tree) == ["repository.replaced info/grafts"]


def test_a_head_seen_before_that_is_not_on_main_is_said(repository: Repository) -> None:
    (said,) = told(repository, seen="e" * 40)
    assert said.startswith(f"repository.seen {'e' * 40} main ")
    assert told(repository, seen=str(repository.ref("refs/heads/main^"))) == []


# A part of a repository


def found(repository: Repository) -> list[str]:
    return [each.id for each in incompleteness(repository)]


@pytest.mark.parametrize("setting", ["extensions.partialClone", "remote.origin.promisor", "remote.a.b.PROMISOR"])
def test_a_partial_clone_is_known_by_its_settings(repository: Repository, setting: str) -> None:
    repository.run("config", setting, "true")
    assert found(repository) == ["repository.partial"]


@pytest.mark.parametrize("setting", ["remote.promisor.url", "branch.promisor.remote", "extensions.partialcloned"])
def test_a_setting_that_is_called_like_it_is_none(repository: Repository, setting: str) -> None:
    repository.run("config", setting, "true")
    assert found(repository) == []


def test_a_shallow_clone_is_known(repository: Repository) -> None:
    (repository.git_dir / "shallow").write_text(f"{tip(repository)}\n")
    shallow = Repository(repository.folder, repository.git_dir, True, is_shallow=True)
    assert found(shallow) == ["repository.shallow"]
    with pytest.raises(Exception, match="no-history"):
        open_repository(repository.folder)
