"""The forge as second witness: what it says of each merge, and where it and the audit-log disagree."""

import json
import subprocess
from pathlib import Path

import pytest
from forge_office import PUBLISHER, ForgeOffice
from forgejo_server import ADMIN

import audit as audit_script
import publish as publish_script
import record_release
from prakat.audit_log.record import RecordKind
from prakat.forge import witness_statement
from prakat.merging import forge_counter
from prakat.merging.merging import Merging
from prakat.release import deployment
from prakat.release.release_folder import ReleaseFolder
from prakat.repository.repository import open_repository
from sign_off_office import law

PLACE = "content/law/witnessed/index.md"


def test_the_forge_vouches_for_what_it_merged_and_tells_of_an_approval_that_an_administrator_deleted(
    native: ForgeOffice, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    native.protect()
    done = native.publish_guarded({PLACE: law("ประกาศที่มีพยาน")})
    monkeypatch.setenv("PRAKAT_FORGE_TOKEN", native.forgejo.tokens[PUBLISHER])
    words = ["--repo", str(native.mirror.folder), "--forge", f"{native.url}/{native.name}", "--format", "json"]
    words += ["--lang", "en"]
    assert audit_script.main([*words, "--no-cache"]) == 0
    rows = {row["commit"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows[done.commit]["witness"] == "forge@office.example"
    assert rows[done.commit]["disagreements"] == []
    reviews = native.do(ADMIN, "GET", f"pulls/{done.number}/reviews")
    approval = next(each["id"] for each in reviews if each["user"]["login"] == "dao")
    native.do(ADMIN, "DELETE", f"pulls/{done.number}/reviews/{approval}")
    assert audit_script.main([*words, "--no-cache"]) == 1
    rows = {row["commit"]: row for row in json.loads(capsys.readouterr().out)}
    assert "gone from the forge" in rows[done.commit]["disagreements"][0]
    assert rows[done.commit]["verdict"] == "clean", "the record stands; only the witnesses disagree"
    assert witness_statement.told({}) == []


def test_an_account_that_was_renamed_and_a_request_that_was_deleted_are_said(
    apart: ForgeOffice, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whose login it was stands in the record, whoever has it now; the audit of git alone is as clean as before."""
    done = apart.publish({PLACE: law("ประกาศที่มีพยาน")})
    monkeypatch.setenv("PRAKAT_FORGE_TOKEN", apart.forgejo.tokens[PUBLISHER])
    words = ["--repo", str(apart.mirror.folder), "--forge", f"{apart.url}/{apart.name}", "--format", "json"]
    words += ["--lang", "en"]

    def said() -> str:
        assert audit_script.main([*words, "--no-cache"]) == 1
        (row,) = [each for each in json.loads(capsys.readouterr().out) if each["commit"] == done.commit]
        assert row["verdict"] == "clean"
        return " ".join(row["disagreements"])

    apart.forgejo.do(ADMIN, "POST", "admin/users/ton/rename", new_username="ton-renamed")
    assert "account: ton -> ton-renamed" in said()
    apart.forgejo.do(ADMIN, "POST", "admin/users/ton-renamed/rename", new_username="ton")
    apart.do(ADMIN, "DELETE", f"issues/{done.number}")
    assert "gone from the forge" in said()


def test_a_release_and_a_heartbeat_are_recorded_on_the_forge(
    office: ForgeOffice, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    office.publish({PLACE: law("ประกาศที่เผยแพร่")})
    monkeypatch.setenv("PRAKAT_FORGE_TOKEN", office.forgejo.tokens[PUBLISHER])
    office.merging()
    www, day = tmp_path / "www", office.now().date().isoformat()
    where = ["--repo", str(office.mirror.folder), "--to", str(www), "--date", day]
    assert publish_script.main([*where, "--approved"]) == 0
    manifest = www / "releases" / f"{(www / 'current').readlink().name}.json"
    assert json.loads(manifest.read_text(encoding="utf-8"))["commit"] == office.main()
    words = ["--repo", str(office.mirror.folder), "--forge", f"{office.url}/{office.name}", "--key", str(office.key)]
    for _ in range(2):
        assert record_release.main([*words, "--manifest", str(manifest)]) == 0
    log = office.audit().log
    assert len([*log.of(RecordKind.DEPLOYMENT)]) == 1 and len([*log.of(RecordKind.HEARTBEAT)]) == 2
    assert office.problems() == []


def test_a_heartbeat_begins_anew_where_another_machine_wrote_at_that_moment(
    office: ForgeOffice, tmp_path: Path
) -> None:
    opened = []

    def open_merging() -> Merging:
        """The first time, a merge is recorded by another machine after this one has read the log."""
        opened.append(office.merging())
        if len(opened) == 1:
            other = forge_counter.open_merging(second, office.adapter(), office.remote(), office.key)
            other.record([(RecordKind.HEARTBEAT, {"release": "another machine's"})])
        return opened[-1]

    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(office.place / "second.git")], check=True)
    second = open_repository(office.place / "second.git")
    deployment.note_alive(open_merging, ReleaseFolder(tmp_path / "www"))
    told = [each.facts["release"] for each in office.audit().log.of(RecordKind.HEARTBEAT)]
    assert told == ["another machine's", None] and len(opened) == 2
    assert office.problems() == []
