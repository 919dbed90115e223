"""merge.yml, publish.yml's record and request-comment.yml: their own `run:` steps under act, on a real Forgejo.

The forge's kind and address are Forgejo's here. `gh`, which speaks to GitHub alone, is a stand-in that notes what it is
asked: of those lines our own words are tested, not GitHub's answers."""

import subprocess
import sys
from pathlib import Path

import pytest
from forge_office import PUBLISHER, ForgeOffice
from forgejo_server import ADMIN

import publish as publish_script
import request_report as report_script
from act_runner import CHECKOUT, Runner
from prakat.audit_log.record import RecordKind
from sign_off_office import document

PLACE = "content/law/by-workflow/index.md"


def runner(office: ForgeOffice, place: Path, **environment: str) -> Runner:
    """With the publisher's secrets, as the environment `publisher` holds them."""
    place.mkdir(exist_ok=True)
    secrets = {"PRAKAT_KEY": office.key.read_text(encoding="utf-8").rstrip("\n")}
    secrets |= dict.fromkeys(("PRAKAT_FORGE_TOKEN", "GITHUB_TOKEN"), office.forgejo.tokens[PUBLISHER])
    instead = {
        "--kind github": "--kind forgejo",
        "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY": f"{office.url}/{office.name}",
        "${{ github.event.workflow_run.head_sha }}": environment.get("HEAD", ""),
    }
    return Runner(place, CHECKOUT, environment, secrets, instead=instead)


def test_what_is_signed_is_merged_published_once_and_recorded(
    office: ForgeOffice, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    number = office.ask({PLACE: document("ประกาศโดยระบบงาน")})
    unsigned = office.ask({"content/law/unsigned/index.md": document("ประกาศที่ยังไม่ลงนาม")})
    office.sign(number)
    merging = runner(office, tmp_path / "merge")
    is_good, said = merging.run("merge", "merge")
    assert is_good and f"#{unsigned} ยังเผยแพร่ไม่ได้" in said, said
    assert office.do(ADMIN, "GET", f"pulls/{number}")["merged"] is True
    dispatched = [line for line in merging.gh() if line.startswith("workflow run publish.yml --repo ")]
    assert len(dispatched) == 1 and dispatched[0].endswith(" --ref main")
    assert office.key.read_text(encoding="utf-8").split("\n")[1] not in said, "the key is in no log"

    manifest = released(office, tmp_path)
    recording = runner(office, tmp_path / "record")
    (recording.temp / "manifest").mkdir(parents=True)
    (recording.temp / "manifest" / manifest.name).write_bytes(manifest.read_bytes())
    is_good, said = recording.run("publish", "record")
    assert is_good, said
    enabled = [line.split("/")[-2] for line in recording.gh() if line.endswith("/enable")]
    assert enabled == ["publish.yml", "audit.yml", "merge.yml"]
    log = office.audit().log
    assert [each.facts["release"] for each in log.of(RecordKind.DEPLOYMENT)] == [manifest.stem]
    assert len([*log.of(RecordKind.HEARTBEAT)]) == 1
    again = runner(office, tmp_path / "again")
    assert again.run("merge", "merge")[0] and again.gh() == [], "nothing was merged since"
    assert office.problems() == []


def released(office: ForgeOffice, place: Path) -> Path:
    office.merging()
    www, day = place / "www", office.now().date().isoformat()
    where = ["--repo", str(office.mirror.folder), "--to", str(www), "--date", day]
    assert publish_script.main([*where, "--approved"]) == 0
    return www / "releases" / f"{(www / 'current').readlink().name}.json"


def test_the_newest_report_of_a_request_becomes_its_comment(office: ForgeOffice, tmp_path: Path) -> None:
    number = office.ask({PLACE: document("ประกาศที่มีความเห็น")})
    pull = office.do(ADMIN, "GET", f"pulls/{number}")
    base, head = pull["base"]["sha"], pull["head"]["sha"]
    where = ["--repo", str(office.work.folder), "--base", base, "--head", head, "--to", str(tmp_path / "made")]
    assert report_script.main([*where, "--date", "2026-07-05"]) == 0
    commenting = runner(office, tmp_path / "comment", HEAD=head)
    command = [sys.executable, "-m", "zipfile", "-c", str(commenting.place / "gh.zip"), "request.json"]
    subprocess.run(command, cwd=tmp_path / "made", check=True)
    is_good, said = commenting.run("request-comment", "comment")
    assert is_good, said
    assert any(f"runs?head_sha={head}" in line for line in commenting.gh()), "a report of that very commit"
    comments = office.do(ADMIN, "GET", f"issues/{number}/comments")
    assert len(comments) == 1 and "ประกาศที่มีความเห็น" in comments[0]["body"]
    (commenting.place / "gh.zip").write_bytes(b"no archive")
    is_good, said = commenting.run("request-comment", "comment")
    assert is_good, said
    assert len(office.do(ADMIN, "GET", f"issues/{number}/comments")) == 1
