"""The workflows: what linters of the field say, what no workflow may do, and their steps run by act."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml

import office_builder
from act_runner import BIN, CHECKOUT, Runner

WORKFLOWS = sorted((CHECKOUT / ".github" / "workflows").glob("*.yml"))
PINNED = re.compile(r"actions/[a-z-]+@[0-9a-f]{40}")
UNTRUSTED = re.compile(r"\$\{\{")


def jobs() -> list[tuple[str, dict]]:  # type: ignore[type-arg]
    found = []
    for path in WORKFLOWS:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        found += [(f"{path.stem}/{name}", job) for name, job in data["jobs"].items()]
    return found


def steps() -> list[tuple[str, dict]]:  # type: ignore[type-arg]
    return [(name, step) for name, job in jobs() for step in job["steps"]]


@pytest.mark.parametrize(
    "command",
    [
        ["actionlint"],
        ["zizmor", "--offline", "--quiet"],
        ["check-jsonschema", "--builtin-schema", "vendor.github-workflows"],
    ],
    ids=lambda command: command[0],
)
def test_linters_find_nothing(command: list[str]) -> None:
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:], *map(str, WORKFLOWS)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_has_no_right_but_those_that_a_job_asks_for(path: Path) -> None:
    assert yaml.safe_load(path.read_text(encoding="utf-8"))["permissions"] == {}


def test_actions_are_pinned_and_leave_no_token_behind() -> None:
    for name, step in steps():
        if "uses" in step:
            assert PINNED.fullmatch(step["uses"]), (name, step)
            if "checkout" in step["uses"]:
                assert step["with"]["persist-credentials"] is False, name


def test_no_expression_stands_in_a_command() -> None:
    for name, step in steps():
        assert not UNTRUSTED.search(step.get("run", "")), name


def test_what_runs_on_a_request_has_no_secret_and_no_right_to_write() -> None:
    for path in WORKFLOWS:
        text = path.read_text(encoding="utf-8")
        if re.search(r"^  pull_request(_review)?:", text, re.MULTILINE):
            assert "secrets." not in text and "write" not in text.replace("right to write", ""), path.name
        assert "pull_request_target" not in text


def test_the_publishers_key_is_used_in_the_environment_that_only_main_may_use() -> None:
    for name, job in jobs():
        if "secrets.PRAKAT_KEY" in str(job):
            assert job["environment"] == "publisher", name
            assert "persist-credentials" in str(job), name


def test_who_builds_has_no_key_and_no_right_to_write() -> None:
    build = dict(jobs())["publish/build"]
    assert build["permissions"] == {"contents": "read"}
    assert "secrets" not in str(build)


def test_every_script_that_a_workflow_runs_is_there() -> None:
    for name, step in steps():
        for script in re.findall(r"scripts/[a-z_]+\.py", step.get("run", "")):
            assert (CHECKOUT / script).is_file(), (name, script)


def test_the_steps_of_the_check_run_under_act(tmp_path: Path) -> None:
    """check.yml's own `run:` steps, without a container, on a request with one fault and one new item."""
    (tmp_path / "judge").symlink_to(CHECKOUT)
    request = office_builder.office(tmp_path / "request")
    office_builder.item(request, "law/act")
    base = committed(request, "base")
    office_builder.item(request, "law/new", files={"a.pdf": office_builder.PDF}, title="ประกาศใหม่")
    office_builder.item(request, "law/wrong", period={"start": "2569-10-01", "end": "2026-10-31"})
    head = committed(request, "head")
    runner = Runner(tmp_path, tmp_path, {"BASE": base, "HEAD": head, "PRAKAT_DATE": "2026-10-05"})
    is_good, done = runner.run("check", "check")
    assert not is_good and "date.buddhist-era" in done, done
    made = runner.temp / "request"
    assert (made / "after" / "law" / "new" / "a.pdf").is_file(), done
    assert "ประกาศใหม่" in (made / "request.json").read_text(encoding="utf-8")


def committed(repo: Path, message: str) -> str:
    git = ["git", "-C", str(repo), "-c", "user.name=nok", "-c", "user.email=nok@office.example"]
    if not (repo / ".git").is_dir():
        subprocess.run([*git, "init", "-q", "-b", "main"], check=True)
    for command in (["add", "."], ["commit", "-qm", message]):
        subprocess.run([*git, *command], check=True)
    return subprocess.run([*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()
