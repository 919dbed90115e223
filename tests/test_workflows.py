"""The workflows, here and in an office's repositories: what linters of the field say, and what no workflow may do."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml

import office_builder
from act_runner import BIN, CHECKOUT, COMMIT, Runner
from prakat.founding.check_workflow import check_workflow
from prakat.founding.pinned_product import PinnedProduct
from prakat.founding.publisher_repository import publisher_files

WORKFLOWS = sorted((CHECKOUT / ".github" / "workflows").glob("*.yml"))
PINNED = re.compile(r"actions/[a-z-]+@[0-9a-f]{40}")
UNTRUSTED = re.compile(r"\$\{\{")
PIN = PinnedProduct("https://github.com/prakat-th/prakat", COMMIT, "0.2.0")
DOCKER = 'label "docker" is unknown'
"""The label of a Forgejo runner, which GitHub has not."""
LINTERS = [
    ["actionlint", "-ignore", DOCKER],
    ["zizmor", "--offline", "--quiet"],
    ["check-jsonschema", "--builtin-schema", "vendor.github-workflows"],
]


def made() -> dict[str, bytes]:
    """What Prakat writes into an office's repositories, on both forges."""
    publisher = publisher_files("https://github.com/office/site", "my-office[bot]", PIN)
    return {**publisher, **check_workflow("github", PIN), **check_workflow("forgejo", PIN)}


def jobs() -> list[tuple[str, dict]]:  # type: ignore[type-arg]
    found = []
    for path in WORKFLOWS:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        found += [(f"{path.stem}/{name}", job) for name, job in data["jobs"].items()]
    return found


def steps() -> list[tuple[str, dict]]:  # type: ignore[type-arg]
    return [(name, step) for name, job in jobs() for step in job.get("steps", ())]


@pytest.mark.parametrize("command", LINTERS, ids=lambda command: command[0])
def test_linters_find_nothing(command: list[str], tmp_path: Path) -> None:
    paths = [*WORKFLOWS]
    for name, text in made().items():
        if name.endswith(".yml"):
            paths.append(tmp_path / name)
            paths[-1].parent.mkdir(parents=True, exist_ok=True)
            paths[-1].write_bytes(text)
    assert len(paths) == 5 + 3
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:], *map(str, paths)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_is_only_called_and_has_no_right_but_those_that_a_job_asks_for(path: Path) -> None:
    """Nothing starts it in this repository, which is no office."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert data["permissions"] == {}
    assert [*data[True]] == ["workflow_call"], "YAML 1.1 takes `on` for true"


def test_actions_are_pinned_and_leave_no_token_behind() -> None:
    for name, step in steps():
        if "uses" in step:
            assert PINNED.fullmatch(step["uses"]), (name, step)
            if "checkout" in step["uses"]:
                assert step["with"]["persist-credentials"] is False, name


def test_no_expression_stands_in_a_command() -> None:
    for name, step in steps():
        assert not UNTRUSTED.search(step.get("run", "")), name
    for text in made().values():
        for _, job in yaml.safe_load(text)["jobs"].items() if text.startswith(b"#") and b"\njobs:" in text else ():
            assert not any(UNTRUSTED.search(step.get("run", "")) for step in job.get("steps", ()))


def test_every_job_installs_the_prakat_that_was_called_and_before_all_else_asks_which() -> None:
    """An empty commit would be the caller's own repository: in check.yml that of the request."""
    for name, job in jobs():
        own = job.get("steps", [])
        if "prakat " not in str([step.get("run", "") for step in own]):
            continue
        assert own[0]["name"] == "which Prakat this is", name
        wanted = {"repository": "${{ job.workflow_repository }}", "ref": "${{ job.workflow_sha }}", "path": "product"}
        assert wanted.items() <= own[1]["with"].items(), name
        assert job["env"]["PYTHONSAFEPATH"] == "1", name
        fetched = [place for place, step in enumerate(own) if "checkout" in step.get("uses", "")]
        packages = next(place for place, step in enumerate(own) if step.get("name") == "packages")
        assert fetched[:1] == [1] and all(place > packages for place in fetched[1:]), name


def test_what_builds_the_package_is_pinned_as_well() -> None:
    """The packages are installed without isolation, so that pip fetches nothing that has no hash."""
    project = (CHECKOUT / "pyproject.toml").read_text(encoding="utf-8")
    (builder,) = re.findall(r'^requires = \["(.+)"\]$', project, re.MULTILINE)
    assert f"\n{builder} \\\n    --hash=sha256:" in "\n" + (CHECKOUT / "requirements-build.lock").read_text()


def test_what_runs_on_a_request_has_no_secret_and_no_right_to_write() -> None:
    texts = [made()[".github/workflows/check.yml"].decode(), made()[".forgejo/workflows/check.yml"].decode()]
    texts.append((CHECKOUT / ".github" / "workflows" / "check.yml").read_text(encoding="utf-8"))
    for text in texts:
        assert "secrets" not in text and not re.search(r": write\b|inherit", text)
        assert "pull_request_target" not in text and "workflow_run" not in text
        rights = [yaml.safe_load(text).get("permissions")]
        rights += [job.get("permissions") for job in yaml.safe_load(text)["jobs"].values()]
        assert all(each in ({}, {"contents": "read"}, None) for each in rights)


def test_only_who_merges_and_who_records_has_the_key() -> None:
    """And no job of them reads what a request's own job has made."""
    assert {name for name, job in jobs() if "KEY: ${{ secrets.PRAKAT_KEY }}" in str(job)} == set()
    with_key = {name for name, job in jobs() if "secrets.PRAKAT_KEY" in str(job.get("steps", ""))}
    assert with_key == {"merge/merge", "publish/record"}
    downloads = {step["with"]["name"] for _, step in steps() if "download-artifact" in step.get("uses", "")}
    uploads = {step["with"].get("name") for _, step in steps() if "upload-artifact" in step.get("uses", "")}
    assert downloads <= uploads == {"mirror", "manifest"}
    assert not any("github-token" in str(step.get("with", "")) for _, step in steps()), "of this run alone"
    assert not any("artifact" in step.get("uses", "") for name, step in steps() if name.startswith("check/"))


def test_who_builds_compares_or_audits_has_no_key_and_no_right_to_write() -> None:
    for name in ("publish/build", "publish/compare", "audit/audit"):
        job = dict(jobs())[name]
        assert job["permissions"] == {"contents": "read"}
        assert "PRAKAT_KEY" not in str(job) and ": write" not in str(job) and "'write'" not in str(job)
    assert "secrets" not in str(dict(jobs())["publish/build"]) + str(dict(jobs())["publish/compare"])
    assert {*dict(jobs())["publish/deploy"]["permissions"]} == {"pages", "id-token"}
    asked = [step["with"] for name, step in steps() if name == "audit/audit" and "app-token" in step.get("uses", "")]
    assert [{each for key, each in one.items() if key.startswith("permission-")} for one in asked] == [{"read"}]


def test_secrets_pass_by_name_and_a_caller_grants_what_is_used() -> None:
    """`inherit` does not reach another owner's workflow, and would hand over more than is asked for."""
    caller = yaml.safe_load(made()[".github/workflows/publisher.yml"])
    (job,) = caller["jobs"].values()
    called = yaml.safe_load((CHECKOUT / ".github" / "workflows" / "publisher.yml").read_text(encoding="utf-8"))
    asked = called[True]["workflow_call"]
    assert job["secrets"] == {name: f"${{{{ secrets.{name} }}}}" for name in asked["secrets"]}
    assert set(job["with"]) == set(asked["inputs"])
    granted = {name: each for inner in called["jobs"].values() for name, each in inner["permissions"].items()}
    assert job["permissions"] == granted
    for name, inner in called["jobs"].items():
        own = yaml.safe_load((CHECKOUT / ".github" / "workflows" / f"{name}.yml").read_text(encoding="utf-8"))
        rights = {right: each for one in own["jobs"].values() for right, each in one["permissions"].items()}
        assert inner["uses"] == f"$/.github/workflows/{name}.yml", "of the very commit that was called"
        assert inner["permissions"] == rights
        assert set(inner["secrets"]) == set(own[True]["workflow_call"]["secrets"])
        assert set(inner["with"]) == set(own[True]["workflow_call"]["inputs"])


def test_every_command_that_a_workflow_runs_is_there() -> None:
    texts = [step.get("run", "") for _, step in steps()] + [text.decode() for text in made().values()]
    named = {name for text in texts for name in re.findall(r"(?:^|[ (|!])prakat ([a-z-]+) --repo", text, re.MULTILINE)}
    assert {"check-requests", "merge", "publish", "audit"} <= named
    for name in named:
        assert (CHECKOUT / "scripts" / f"{name.replace('-', '_')}.py").is_file(), name


def test_the_steps_of_the_check_run_under_act(tmp_path: Path) -> None:
    """check.yml's own `run:` steps, without a container, on a request with one fault; nothing in it is run."""
    request = office_builder.office(tmp_path / "request")
    office_builder.item(request, "law/act")
    office_builder.item(request, "law/wrong", period={"start": "2569-10-01", "end": "2026-10-31"})
    for name in ("sitecustomize.py", "yaml.py", "prakat.py", "mkdocs.py"):
        (request / name).write_text(f"open({str(tmp_path / 'canary')!r}, 'w')")
        (tmp_path / name).write_text("raise SystemExit('imported from the present folder')")
    runner = Runner(tmp_path, tmp_path, {"PRAKAT_DATE": "2026-10-05"})
    is_good, done = runner.run("check", "files")
    assert not is_good and "date.buddhist-era" in done, done
    assert "::error file=content/law/wrong/index.md" in done
    assert not (tmp_path / "canary").exists() and "imported from" not in done


@pytest.mark.parametrize("unknown", ["${{ job.workflow_sha }}", "${{ job.workflow_repository }}"])
def test_where_the_forge_does_not_say_which_prakat_was_called_nothing_is_done(tmp_path: Path, unknown: str) -> None:
    runner = Runner(tmp_path, tmp_path, instead={unknown: ""})
    is_good, done = runner.run("check", "files")
    assert not is_good and "Failure - Main which Prakat this is" in done, done
    assert "Success - Main every finding" not in done
