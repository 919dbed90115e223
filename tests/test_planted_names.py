"""A tag or branch whose name git could take for main, the audit-log or a request changes nothing (R34)."""

import ast
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import audit
import due
import merge
import publication_due
import publish
import request_report
import terminal
import verify_kit
from prakat.cannot_work import CannotWork
from prakat.repository import objects, refs
from sign_off_office import CHAIN, World, copy, document, keep, records, who

CHECKOUT = Path(__file__).resolve().parents[1]
NEWS = "content/public-relations/2569/news/index.md"
ACT = "content/law/act/index.md"
NAMES = ("main", "audit-log", "HEAD", "request/2", "request/3", "request/9", "origin/main", "origin/audit-log")
FULL = ("refs/heads/main", "refs/heads/audit-log", "refs/heads/request/9", "refs/tags/sign-off/2/approver")
PLACES = ("refs/tags/{}", "refs/tags/heads/{}", "refs/tags/refs/heads/{}", "refs/heads/heads/{}")


def planted(world: World) -> None:
    """Each leads to a commit that nobody approved, upon main."""
    tree = world.git("rev-parse", "refs/heads/main^{tree}")
    evil = objects.commit(world.repository, tree, [world.main()], "x", who("nok"), world.now)
    names = {place.format(name) for name in NAMES for place in PLACES} | {f"refs/tags/{each}" for each in FULL}
    names |= {f"refs/{each}" for each in ("main", "audit-log")} | {f"refs/tags/{world.main()}", "refs/heads/HEAD"}
    lines = [f"update {name} {evil}\n" for name in sorted(names)]
    world.git("update-ref", "--stdin", given="".join(lines).encode())


def honest(world: World) -> None:
    """The office's own refs are all that a pattern of git may find."""


def run(program: Callable[[list[str]], int], capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    capsys.readouterr()
    code = terminal.run(lambda: program(["--lang", "en", *arguments]))
    return code, capsys.readouterr().out


def story(world: World, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    """What every command says of an office, and leaves in it."""
    place, key, to = str(world.repository.folder), str(world.key), world.place
    dated = ["--repo", place, "--date", world.later().isoformat()]
    kit = str(to / "kit.zip")
    told = {
        "report": run(
            request_report.main,
            capsys,
            *dated,
            *("--base", "main", "--head", "request/2", "--to", str(to / "report")),
        )[0],
        "merged": run(merge.main, capsys, *dated, "--key", key, "merge"),
        "audited": run(audit.main, capsys, "--repo", place, "--no-cache", "--format", "json"),
        "due": run(due.main, capsys, *dated, "--within", "400"),
        "published": run(publish.main, capsys, *dated, "--to", str(to / "site"), "--approved", "--key", key)[0],
        "releases": json.loads(next((to / "site" / "releases").glob("*.json")).read_text())["commit"],
        "again": run(publication_due.main, capsys, *dated),
        "sealed": run(audit.main, capsys, "--repo", place, "--no-cache", "--bundle", kit)[0],
        "verified": run(verify_kit.main, capsys, kit)[0],
        "records": [each.encode() for each in records(world)][:4],
    }
    return told | {name: world.repository.ref(name) for name in (refs.MAIN, refs.request_ref(2), refs.request_ref(9))}


@pytest.fixture
def asked(world: World) -> Path:
    world.ask(2, {NEWS: document("ข่าวประชาสัมพันธ์")})
    world.sign(2, *CHAIN)
    keep(world)
    return world.place


def test_what_every_command_does_is_the_same_with_names_planted(
    asked: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = []
    for name, act in (("honest", honest), ("planted", planted)):
        made = copy(asked, tmp_path / name / "world")
        act(made)
        made.git("pack-refs", "--all")
        told = story(made, capsys)
        assert made.problems() == []
        found.append(json.dumps(told, default=str).replace(str(made.place), ""))
    assert found[0] == found[1]


GIT = {"run", "line", "output", "ref", "log", "ids", "object", "objects"}
SHORT = re.compile(r"(origin/)?(main|audit-log|request/[0-9]*)([\^:~].*)?")


def test_git_is_asked_for_refs_by_their_full_names_alone() -> None:
    """Or by ids; a short name is git's to resolve, and it takes a tag first."""
    found = []
    paths = [*(CHECKOUT / "src" / "prakat").rglob("*.py"), *(CHECKOUT / "scripts").glob("*.py")]
    for path in [*paths, *(CHECKOUT / "hooks").glob("*.py")]:
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in GIT:
                words = [each for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
                names = [each.id for each in call.args if isinstance(each, ast.Name) and each.id.endswith("_BRANCH")]
                found += [f"{path.name}: {each}" for each in names]
                found += [f"{path.name}: {each.value}" for each in words if SHORT.fullmatch(str(each.value))]
    assert len(paths) > 200
    assert not found


def test_a_request_that_was_never_sent_is_absent_whatever_has_its_name(world: World) -> None:
    planted(world)
    assert world.merge(9) == ["request.absent"]


def test_a_person_who_names_a_branch_means_the_branch(world: World) -> None:
    """And is asked where two have the name."""
    planted(world)
    for name in ("main", "refs/heads/main", world.main()):
        assert refs.commit_named(world.repository, name) == world.main()
    world.git("update-ref", "refs/remotes/origin/main", world.main())
    assert refs.commit_named(world.repository, "origin/main") == world.main()
    world.git("update-ref", "refs/heads/origin/main", world.git("rev-parse", f"{world.main()}^"))
    with pytest.raises(CannotWork, match="two-branches"):
        refs.commit_named(world.repository, "origin/main")
    assert refs.commit_named(world.repository, "no/such") is None
