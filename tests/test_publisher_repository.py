"""What Prakat writes into an office's repositories on a forge: pinned to the very commit that runs, in one line."""

import datetime
import os
import subprocess
from pathlib import Path

import pytest
import yaml

import office_builder
from act_runner import BIN, COMMIT
from prakat import product
from prakat.cannot_work import CannotWork
from prakat.founding.check_workflow import check_workflow
from prakat.founding.pinned_product import PinnedProduct, pinned_at, pinned_product
from prakat.founding.publisher_repository import found_publisher, publisher_files
from prakat.repository.repository import head_of
from prakat.rules.message import why
from prakat.thai.buddhist_era import BANGKOK

PIN = PinnedProduct("https://github.com/prakat-th/prakat", COMMIT, "0.2.0")
SITE = "https://github.com/office/site"
WHO, MOMENT = ("วันดี", "won@office.example"), datetime.datetime(2026, 11, 26, 9, tzinfo=BANGKOK)
LINE = f"prakat-th/prakat/.github/workflows/publisher.yml@{COMMIT} # v0.2.0"


def test_in_a_checkout_its_newest_commit_is_pinned() -> None:
    pin, checkout = pinned_product(), product.checkout()
    assert checkout and pin.commit == head_of(checkout) and len(pin.commit) == 40
    assert (pin.source, pin.version) == ("https://github.com/prakat-th/prakat", product.version())


@pytest.mark.parametrize("told", ["", "main", "a" * 39, "A" * 40])
def test_where_nobody_knows_the_commit_nothing_is_pinned(told: str) -> None:
    with pytest.raises(CannotWork) as problem:
        pinned_at(told)
    assert "ให้ติดตั้งจากไฟล์ wheel" in why(problem.value)


def test_the_repository_has_one_commit_with_the_workflow_and_its_readme(tmp_path: Path) -> None:
    made = [found_publisher(SITE, tmp_path / name, "my-office[bot]", PIN, WHO, MOMENT) for name in ("a", "b")]
    assert len({each.ref("refs/heads/main") for each in made}) == 1, "the same, whenever it is made"
    assert made[0].line("rev-list", "--count", "main") == "1" and made[0].line("status", "--porcelain") == ""
    assert made[0].line("symbolic-ref", "HEAD") == "refs/heads/main"
    text = (tmp_path / "a" / ".github" / "workflows" / "publisher.yml").read_text(encoding="utf-8")
    assert text.count(COMMIT) == 1 and f"    uses: {LINE}\n" in text
    (job,) = yaml.safe_load(text)["jobs"].values()
    assert (job["with"]["office"], job["with"]["publisher"]) == ("office/site", "my-office[bot]")
    readme = (tmp_path / "a" / "README.md").read_text(encoding="utf-8")
    for told in ("PRAKAT_KEY", "PRAKAT_APP_KEY", "my-office[bot]", "## เมื่อเป็นสีแดง", "## อัปเกรด", f"uses: {LINE}", SITE):
        assert told in readme
    assert "{" not in readme


def test_a_folder_with_anything_in_it_and_an_address_that_is_none_are_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("", encoding="utf-8")
    for address, place in ((SITE, tmp_path), ("office/site", tmp_path / "new")):
        with pytest.raises(CannotWork):
            found_publisher(address, place, "p[bot]", PIN, WHO, MOMENT)
    assert not (tmp_path / "new").exists()


def test_a_hostile_name_stays_one_value() -> None:
    login = 'x"\n    secrets: inherit #'
    text = publisher_files(SITE, login, PIN)[".github/workflows/publisher.yml"]
    (job,) = yaml.safe_load(text)["jobs"].values()
    assert job["with"]["publisher"] == login and isinstance(job["secrets"], dict)


def test_an_office_on_a_bare_repository_has_no_workflow() -> None:
    assert check_workflow("", PIN) == {}
    (text,) = check_workflow("github", PIN).values()
    assert f"    uses: prakat-th/prakat/.github/workflows/check.yml@{COMMIT} # v0.2.0\n".encode() in text


def test_the_check_of_forgejo_reads_the_request_and_runs_nothing_of_it(tmp_path: Path) -> None:
    """Its own `run:` steps in bash, but for those that fetch packages."""
    request = office_builder.office(tmp_path / "office" / "site")
    office_builder.item(request, "law/wrong", period={"start": "2569-10-01", "end": "2026-10-31"})
    for name in ("sitecustomize.py", "yaml.py", "prakat.py"):
        (request / name).write_text(f"open({str(tmp_path / 'canary')!r}, 'w')")
    git = ["git", "-C", str(request), "-c", "user.name=nok", "-c", "user.email=nok@office.example"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"]):
        subprocess.run([*git, *command], check=True)
    head = subprocess.run([*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()
    (text,) = check_workflow("forgejo", PIN).values()
    (job,) = yaml.safe_load(text)["jobs"].values()
    packages, read, check, build = (step["run"] for step in job["steps"])
    assert "--require-hashes" in packages and job["steps"][0]["env"]["COMMIT"] == COMMIT
    own = {"HEAD": head, "TOKEN": "t", "RUNNER_TEMP": str(tmp_path), "GITHUB_SERVER_URL": str(tmp_path)}
    own |= {"GITHUB_REPOSITORY": "office/site", "PATH": f"{BIN}:{os.environ['PATH']}", **job["env"]}
    done = [
        subprocess.run(
            ["bash", "-e", "-c", each], env={**os.environ, **own}, cwd=request, capture_output=True, text=True
        )
        for each in (read, check, build)
    ]
    assert [each.returncode for each in done] == [0, 1, 1], done
    assert "date.buddhist-era" in done[1].stdout and not (tmp_path / "canary").exists()
