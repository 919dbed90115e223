"""merge.yml, and publish.yml's record: their own `run:` steps under act, on a real Forgejo.

The forge's kind and address are Forgejo's here. `gh`, which speaks to GitHub alone, is a stand-in that notes what it is
asked: of those lines our own words are tested, not GitHub's answers."""

import subprocess
from pathlib import Path

import pytest
from forge_office import PUBLISHER, ForgeOffice
from forgejo_server import ADMIN

import publish as publish_script
from act_runner import Runner
from prakat.audit_log.record import RecordKind
from sign_off_office import law

PLACE = "content/law/by-workflow/index.md"


def runner(office: ForgeOffice, place: Path, **environment: str) -> Runner:
    """With the publisher's secrets, as the repository `publisher` holds them, in a folder that holds nothing else."""
    (place / "workspace").mkdir(parents=True)
    secrets = {"PRAKAT_KEY": office.key.read_text(encoding="utf-8").rstrip("\n")}
    secrets |= dict.fromkeys(("PRAKAT_FORGE_TOKEN", "GITHUB_TOKEN"), office.forgejo.tokens[PUBLISHER])
    instead = {
        "--kind github": "--kind forgejo",
        "$GITHUB_SERVER_URL/$OFFICE": f"{office.url}/{office.name}",
        "${{ inputs.office }}": office.name,
    }
    return Runner(place, place / "workspace", environment, secrets, instead=instead)


def test_what_is_signed_is_merged_published_once_and_recorded(
    office: ForgeOffice, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    number = office.ask({PLACE: law("ประกาศโดยระบบงาน")})
    unsigned = office.ask({"content/law/unsigned/index.md": law("ประกาศที่ยังไม่ลงนาม")})
    office.sign(number)
    merging = runner(office, tmp_path / "merge")
    is_good, said = merging.run("merge", "merge")
    assert is_good and f"#{unsigned} ยังเผยแพร่ไม่ได้" in said, said
    assert office.do(ADMIN, "GET", f"pulls/{number}")["merged"] is True
    assert "publication=due" in said or "publication::due" in said, said
    states = {each: status(office, each) for each in (number, unsigned)}
    assert states == dict.fromkeys(states, "success"), "set by the publisher itself, before it merged"
    (sheet,) = office.sheets(unsigned)
    assert "ประกาศที่ยังไม่ลงนาม" in sheet["body"] and sheet["user"]["login"] == PUBLISHER
    assert office.key.read_text(encoding="utf-8").split("\n")[1] not in said, "the key is in no log"
    assert not (merging.temp / "key").exists()
    bundle = merging.temp / "mirror" / "office.bundle"
    heads = subprocess.run(["git", "bundle", "list-heads", str(bundle)], capture_output=True, text=True, check=True)
    assert {line.split()[1] for line in heads.stdout.splitlines()} == {"refs/heads/main", "refs/heads/audit-log"}

    manifest = released(office, tmp_path)
    recording = runner(office, tmp_path / "record")
    (recording.temp / "manifest").mkdir(parents=True)
    (recording.temp / "manifest" / manifest.name).write_bytes(manifest.read_bytes())
    is_good, said = recording.run("publish", "record")
    assert is_good, said
    assert recording.gh()[0].endswith("/actions/workflows/publisher.yml/enable")
    log = office.audit().log
    assert [each.facts["release"] for each in log.of(RecordKind.DEPLOYMENT)] == [manifest.stem]
    assert len([*log.of(RecordKind.HEARTBEAT)]) == 1
    is_good, said = runner(office, tmp_path / "again").run("merge", "merge")
    assert is_good and "การเปลี่ยนแปลงทั้งหมดขึ้นเว็บไซต์แล้ว" in said, said
    is_good, said = runner(office, tmp_path / "later", PRAKAT_DATE="2099-01-01").run("merge", "merge")
    assert is_good and "การเปลี่ยนแปลงทั้งหมดขึ้นเว็บไซต์แล้ว" not in said, "a day that GitHub skipped is made up for"
    assert office.problems() == []


def released(office: ForgeOffice, place: Path) -> Path:
    office.merging()
    www, day = place / "www", office.now().date().isoformat()
    where = ["--repo", str(office.mirror.folder), "--to", str(www), "--date", day]
    assert publish_script.main([*where, "--approved"]) == 0
    return www / "releases" / f"{(www / 'current').readlink().name}.json"


def status(office: ForgeOffice, number: int) -> str:
    head = office.do(ADMIN, "GET", f"pulls/{number}")["head"]["sha"]
    (found,) = office.do(ADMIN, "GET", f"commits/{head}/status")["statuses"]
    assert found["context"] == "check" and found["creator"]["login"] == PUBLISHER
    return str(found["status"])


def test_without_the_key_nothing_is_merged_but_the_site_goes_on(office: ForgeOffice, tmp_path: Path) -> None:
    number = office.ask({PLACE: law("ประกาศโดยระบบงาน")})
    office.sign(number)
    merging = runner(office, tmp_path / "merge")
    merging.secrets = {name: each for name, each in merging.secrets.items() if name != "PRAKAT_KEY"}
    is_good, said = merging.run("merge", "merge")
    assert not is_good and "Failure - Main merge what may be merged" in said, said
    assert office.do(ADMIN, "GET", f"pulls/{number}")["merged"] is False
    assert (merging.temp / "mirror" / "office.bundle").is_file(), "what comes down today does not wait"
