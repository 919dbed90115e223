"""One command begins an office: what it makes checks, builds, is judged from its epoch on, and holds no sample."""

import subprocess
import sys
from pathlib import Path

import pytest

import audit
import check
import init_office
import merge
import publish
from new_office import DATE, FLAGS, PEOPLE, begun
from prakat.cannot_work import CannotWork
from prakat.founding import staff
from prakat.repository.repository import open_repository
from prakat.rules.message import why

CHECKOUT = Path(__file__).resolve().parents[1]
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


def test_it_is_judged_from_its_epoch_on(office: Path) -> None:
    assert audit.main(["--repo", str(office / "office"), "--no-cache"]) == 0


def test_it_has_the_tools_and_none_of_the_sample(office: Path) -> None:
    clone = office / "office"
    assert [path.parent.name for path in clone.glob("content/**/index.md")] == ["contact"]
    for path in ("scripts/check.py", "hooks/builder.py", "schemas/rules.yml", "mkdocs.yml", "tests/conftest.py"):
        assert (clone / path).is_file()


def test_the_door_is_kept(office: Path) -> None:
    done = subprocess.run(["git", "push", "-q", "origin", "HEAD:other"], cwd=office / "office", capture_output=True)
    assert done.returncode


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


def test_an_office_that_nobody_could_sign_for_is_not_begun(tmp_path: Path) -> None:
    with pytest.raises(CannotWork, match=r"ผู้ดูแลเว็บไซต์|office\.webmasters"):
        begun(tmp_path, people=PEOPLE[:3])


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


def test_what_lies_there_is_not_overwritten(office: Path) -> None:
    with pytest.raises(CannotWork):
        begun(office)


def test_what_was_refused_leaves_nothing_behind_and_can_be_tried_again(tmp_path: Path) -> None:
    place = tmp_path / "place"
    with pytest.raises(CannotWork):
        begun(place, site_url="x")
    assert list(place.iterdir()) == []
    assert begun(place) == 0


def test_one_person_may_hold_two_roles(tmp_path: Path) -> None:
    assert begun(tmp_path, people=(*PEOPLE, PEOPLE[2].replace("webmaster", "provider"))) == 0
    known = open_repository(tmp_path / "office.git").run("show", "main:office.yml").decode()
    assert known.count('"id": "wit"') == 1
    assert known.count('"role": "provider"') == 2


def test_a_key_of_nobody_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotWork, match="ghost"):
        begun(tmp_path, "--key", f"ghost:{tmp_path}/key.pub")


def test_a_wrong_answer_is_asked_again_at_once(tmp_path: Path) -> None:
    answers = [*list(FLAGS.values())[:5], "", FLAGS["--order-no"], "2569-10-01", "2026-10-01"]
    answers += ["admin", FLAGS["--unit"], "", *PEOPLE[:2], "king:a:b:c:d@e.example", *PEOPLE[2:], ""]
    flags = f"'{sys.executable}' '{CHECKOUT}/scripts/init_office.py' --to '{tmp_path}/place' --date {DATE[1]}"
    typed = "".join(f"{each}\n" for each in answers).encode()
    command = ["script", "--quiet", "--return", "--command", flags, "/dev/null"]
    done = subprocess.run(command, input=typed, capture_output=True, check=False)
    told = done.stdout.decode()
    assert done.returncode == 0, told
    assert "--order-date: ต้องเป็นวันที่แบบ 2026-10-01" in told
    assert "ROLE ต้องเป็น provider" in told
    assert (tmp_path / "place" / "office.git").is_dir()


def test_on_a_forge_everybody_needs_an_account_and_nobody_a_key(tmp_path: Path) -> None:
    with pytest.raises(CannotWork) as missing:
        begun(tmp_path, "--forge", "github", *ACCOUNTS[:-4])
    assert "--account won:LOGIN --account publisher:LOGIN" in why(missing.value)
    with pytest.raises(CannotWork, match=r"founding\.no-forge"):
        begun(tmp_path, *ACCOUNTS)
    assert begun(tmp_path, "--forge", "github", *ACCOUNTS) == 0
    repository = open_repository(tmp_path / "office.git")
    assert not (tmp_path / "keys").exists()
    assert "@dao-gh @wit-gh @won-gh" in repository.run("show", "main:.github/CODEOWNERS").decode()
    assert "refs/heads/request/1" in repository.refs("refs/heads")
