"""One command begins an office: what it makes checks, builds, is judged from its epoch on, and is data alone."""

import datetime
import json
import os
import stat
import subprocess
import zipfile
from pathlib import Path

import pytest

import audit
import check
import init_office
import merge
import publish
import terminal
from new_office import DATE, FLAGS, PEOPLE, begun
from prakat import product
from prakat.cannot_work import CannotWork
from prakat.founding import staff
from prakat.office.agreed_version import own_requirement
from prakat.office.office import Office, load_office
from prakat.repository.repository import open_repository
from prakat.rules.message import why
from prakat.thai import buddhist_era
from programs import python

ACCOUNTS = tuple(
    part for each in ("nok", "dao", "wit", "won", "publisher") for part in ("--account", f"{each}:{each}-gh")
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("new")
    assert begun(place) == 0
    subprocess.run(["git", "clone", "-q", str(place / "office.git"), str(place / "office")], check=True)
    return place


def test_it_checks_and_builds(office: Path) -> None:
    clone = str(office / "office")
    assert check.main(["--repo", clone, *DATE]) == 0
    assert publish.main(["--repo", clone, "--to", str(office / "site"), "--approved", *DATE]) == 0
    assert (office / "site" / "current" / "general-information" / "contact" / "index.html").is_file()


def test_it_is_judged_from_its_epoch_on(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert audit.main(["--repo", str(office / "office"), "--no-cache", "--format", "json"]) == 0
    told = capsys.readouterr()
    assert {row["verdict"] for row in json.loads(told.out)} == {"clean"}
    assert "ดาว ตัวอย่าง (หัวหน้าสำนักงาน) ผู้อื่นสร้างให้" in told.err


def test_a_sealed_kit_says_which_keys_were_made_by_others(office: Path, tmp_path: Path) -> None:
    kit = tmp_path / "kit.zip"
    assert audit.main(["--repo", str(office / "office"), "--no-cache", "--bundle", str(kit)]) == 0
    with zipfile.ZipFile(kit) as sealed:
        lines = sealed.read("keys.txt").decode().splitlines()
    assert [line.split("\t")[0] for line in lines] == ["publisher", "nok", "dao", "wit", "won"]
    assert [line.endswith("\tผู้อื่นสร้างให้") for line in lines] == [False, True, True, True, True]


def test_it_is_a_handful_of_files(office: Path) -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=office / "office", check=True, capture_output=True, text=True)
    assert listed.stdout.splitlines() == [
        "README.md",
        "content/general-information/contact/index.md",
        "office.yml",
        "registers/hand-overs.yml",
        "registers/problems.yml",
        "registers/training.yml",
    ]


def test_the_door_is_kept(office: Path) -> None:
    done = subprocess.run(["git", "push", "-q", "origin", "HEAD:other"], cwd=office / "office", capture_output=True)
    assert done.returncode


def test_private_keys_are_for_their_owner_alone(office: Path) -> None:
    for each in ("nok", "dao", "wit", "won"):
        assert stat.S_IMODE((office / "keys" / each).stat().st_mode) == 0o600
    assert stat.S_IMODE((office / "keys").stat().st_mode) == 0o700


def test_its_commands_know_the_real_day(office: Path, tmp_path: Path) -> None:
    """A webmaster whose appointment ends today is one still; one whose ended yesterday is not."""
    today = buddhist_era.chosen_day(None, {})
    place = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", str(office / "office.git"), str(place)], check=True)
    own = {name: value for name, value in os.environ.items() if name != "PRAKAT_DATE"}
    text = (place / "office.yml").read_text(encoding="utf-8")
    for ends, webmasters in ((today, 0), (today - datetime.timedelta(days=1), 1)):
        head, _, tail = text.rpartition("        from: 2026-10-01\n")
        written = f"{head}        from: 2025-10-01\n        until: {ends.isoformat()}\n{tail}"
        (place / "office.yml").write_text(written, encoding="utf-8")
        command = [python(), str(Path(check.__file__)), "--format", "json"]
        done = subprocess.run(command, cwd=place, env=own, check=False, capture_output=True, text=True)
        rules = [row["rule"] for row in json.loads(done.stdout)]
        assert rules.count("office.webmasters") == webmasters, (ends, done.stderr)


def test_keys_of_their_own_sign_the_epoch_themselves(tmp_path: Path) -> None:
    keys = []
    for name in ("dao", "wit"):
        staff.make_key(tmp_path / "own" / name, name)
        keys += ["--key", f"{name}:{tmp_path / 'own' / name}.pub"]
    assert begun(tmp_path, *keys) == 0
    bare = tmp_path / "office.git"
    assert audit.main(["--repo", str(bare), "--no-cache"]) == 1
    repository = open_repository(bare)
    played = staff.Staff(repository, tmp_path / "own")
    moment = init_office.buddhist_era.chosen_moment("2026-11-20T10:00:00+07:00", {})
    for step, name in (("approver", "dao"), ("webmaster", "wit")):
        played.sign(1, step, name, moment)
    assert merge.main(["--repo", str(bare), "--date", "2026-11-20T11:00:00+07:00", "merge", "1"]) == 0
    assert audit.main(["--repo", str(bare), "--no-cache"]) == 0


def test_nobodys_key_is_made_unless_it_is_asked_for(tmp_path: Path) -> None:
    flags = [part for flag in FLAGS.items() for part in flag] + [part for each in PEOPLE for part in ("--person", each)]
    with pytest.raises(CannotWork) as problem:
        init_office.main(["--to", str(tmp_path / "place"), *DATE, *flags])
    told = why(problem.value)
    for each in ("dao", "wit", "won"):
        assert f"--key {each}:FILE | --make-key {each}" in told
    assert "nok" not in told
    assert not (tmp_path / "place").exists()


def test_a_private_key_is_refused_and_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    staff.make_key(tmp_path / "dao", "dao")
    assert terminal.run(lambda: begun(tmp_path / "place", "--key", f"dao:{tmp_path / 'dao'}")) == 2
    told = capsys.readouterr()
    assert f"{tmp_path / 'dao'}.pub" in told.err
    secret = (tmp_path / "dao").read_text(encoding="utf-8").splitlines()
    assert not [line for line in secret if line in told.out + told.err]
    assert not (tmp_path / "place").exists()


def test_an_office_that_nobody_could_sign_for_is_not_begun(tmp_path: Path) -> None:
    with pytest.raises(CannotWork) as problem:
        begun(tmp_path, people=PEOPLE[:3])
    assert "ผู้ดูแลเว็บไซต์อย่างน้อย 2 คน" in why(problem.value)


@pytest.mark.parametrize(
    "changed", [{"order_date": "2569-10-01"}, {"unit": "admin"}, {"site_url": "x"}, {"name": ""}, {"to": ""}]
)
def test_answers_that_cannot_be_are_told(tmp_path: Path, changed: dict[str, str]) -> None:
    with pytest.raises((CannotWork, SystemExit)):
        begun(
            tmp_path,
            **{name: value for name, value in changed.items() if name != "to"},
            people=() if "to" in changed else PEOPLE,
        )
    assert list(tmp_path.iterdir()) == []


def test_what_lies_there_is_not_overwritten(office: Path) -> None:
    with pytest.raises(CannotWork):
        begun(office)


def test_what_was_refused_leaves_nothing_behind_and_can_be_tried_again(tmp_path: Path) -> None:
    place = tmp_path / "place"
    with pytest.raises(CannotWork):
        begun(place, name="<b>สำนักงาน</b>", address="<script>alert(1)</script>")
    assert list(place.iterdir()) == []
    assert begun(place) == 0


def test_one_person_may_hold_two_roles(tmp_path: Path) -> None:
    assert begun(tmp_path, people=(*PEOPLE, PEOPLE[2].replace("webmaster", "provider"))) == 0
    known = open_repository(tmp_path / "office.git").run("show", "main:office.yml").decode()
    assert known.count("- id: wit\n") == 1
    assert known.count("- role: provider\n") == 2


def test_a_key_of_nobody_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotWork, match="ghost"):
        begun(tmp_path, "--key", f"ghost:{tmp_path}/key.pub")


def test_the_wheel_that_was_installed_is_pinned(tmp_path: Path) -> None:
    wheel, line = tmp_path / f"prakat-{product.version()}-py3-none-any.whl", tmp_path / "prakat.txt"
    wheel.write_bytes(b"a wheel")
    line.write_text(f"{product.requirement(wheel)}\r\n", encoding="utf-8")
    assert own_requirement(line) == own_requirement(wheel)
    assert begun(tmp_path / "place", "--wheel", str(line)) == 0
    subprocess.run(["git", "clone", "-q", str(tmp_path / "place" / "office.git"), str(tmp_path / "clone")], check=True)
    known = load_office(tmp_path / "clone")
    assert isinstance(known, Office) and known.prakat.startswith("prakat==")
    with pytest.raises(CannotWork, match="unreadable-pin"):
        begun(tmp_path / "other", "--wheel", str(tmp_path / "none.txt"))
    for wrong in (b"", b"prakat", b"\xff", b"prakat==9.0.0 --hash=sha256:" + b"0" * 64, b"x" * 5000):
        line.write_bytes(wrong)
        with pytest.raises(CannotWork, match="other-pin"):
            begun(tmp_path / "other", "--wheel", str(line))


def test_on_a_forge_everybody_needs_an_account_and_nobody_a_key(tmp_path: Path) -> None:
    with pytest.raises(CannotWork) as missing:
        begun(tmp_path, "--forge", "github", *ACCOUNTS[:-4])
    assert "--account won:LOGIN" in why(missing.value) and "--account publisher:LOGIN" in why(missing.value)
    with pytest.raises(CannotWork, match=r"founding\.no-forge"):
        begun(tmp_path, *ACCOUNTS)
    with pytest.raises(CannotWork) as missing:
        begun(tmp_path, "--forge", "github", *ACCOUNTS)
    assert "--forge-url URL" in why(missing.value)
    assert begun(tmp_path, "--forge", "github", "--forge-url", "https://github.com/office/site", *ACCOUNTS) == 0
    repository = open_repository(tmp_path / "office.git")
    assert not (tmp_path / "keys").exists()
    assert "@dao-gh @wit-gh @won-gh" in repository.run("show", "main:.github/CODEOWNERS").decode()
    assert "refs/heads/request/1" in repository.refs("refs/heads")
