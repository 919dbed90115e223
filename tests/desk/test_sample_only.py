"""Only a sample lets a visitor be anybody: nothing put beside a real office, or into its folder, makes it one."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import desk as command
from prakat.cannot_work import CannotWork
from prakat.founding.foundation import PRIVATE_KEYS, REPOSITORY
from prakat.founding.sample_office import MARK, sample_of
from prakat.founding.staff import make_key
from prakat.office import office
from prakat.repository import objects
from prakat.repository.commit import PathChange
from prakat.repository.file_mode import PLAIN
from prakat.repository.receipt import CLOCK, moment_of_receipt
from prakat.repository.refs import MAIN, move
from prakat.repository.repository import open_repository
from prakat_desk import server


def with_office(folder: Path, change: Callable[[bytes], bytes]) -> None:
    """main's office.yml, changed past the chain."""
    repository = open_repository(folder / REPOSITORY)
    raw = change(repository.object(f"{MAIN}:{office.FILE}")[1])
    tree = objects.tree_with(
        repository, MAIN, [PathChange(office.FILE, "", PLAIN, "", objects.write(repository, "blob", raw))]
    )
    main = repository.ref(MAIN) or ""
    moment = moment_of_receipt(repository.git_dir)
    made = objects.commit(repository, tree, [main], "Office: changed", ("x", "x@office.example"), moment)
    move(repository, MAIN, made, main)


def real_key(folder: Path) -> str:
    """Of a person whose private key lies on their own computer."""
    return make_key(folder.parent / "elsewhere" / "key", "real")


def gets_a_real_key(folder: Path) -> None:
    key = real_key(folder).encode()
    with_office(folder, lambda raw: raw.replace(b'keys: ["', b'keys: ["' + key + b'", "', 1))


def gets_a_real_key_beside_which_its_public_half_is_put(folder: Path) -> None:
    gets_a_real_key(folder)
    (folder / PRIVATE_KEYS / "real.pub").write_text(f"{real_key(folder)}\n", encoding="utf-8")


def gets_a_real_key_and_somebody_elses_private_one(folder: Path) -> None:
    gets_a_real_key_beside_which_its_public_half_is_put(folder)
    other = next(each for each in (folder / PRIVATE_KEYS).iterdir() if not each.suffix)
    shutil.copy(other, folder / PRIVATE_KEYS / "real")


def gets_an_account(folder: Path) -> None:
    with_office(folder, lambda raw: raw.replace(b'    keys: ["', b'    accounts: {forgejo: somebody}\n    keys: ["', 1))


def has_the_real_day(folder: Path) -> None:
    (folder / REPOSITORY / CLOCK).unlink()


def has_no_mark(folder: Path) -> None:
    (folder / MARK).unlink()


def is_a_link_to_an_office(folder: Path) -> None:
    (folder / REPOSITORY).rename(folder.parent / "office.git")
    (folder / REPOSITORY).symlink_to(folder.parent / "office.git")


TRICKS: list[Callable[[Path], None]] = [
    gets_a_real_key,
    gets_a_real_key_beside_which_its_public_half_is_put,
    gets_a_real_key_and_somebody_elses_private_one,
    gets_an_account,
    has_the_real_day,
    has_no_mark,
    is_a_link_to_an_office,
]


@pytest.mark.parametrize("trick", TRICKS)
def test_what_is_no_sample_is_opened_to_nobody(sample: Path, trick: Callable[[Path], None]) -> None:
    assert sample_of(sample).keys
    trick(sample)
    with pytest.raises(CannotWork, match="no-sample"):
        sample_of(sample)


def test_a_real_offices_desk_has_nobodys_key(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even where its folder is marked as a sample's, with every private key beside it."""
    for name in ("PRAKAT_SAMPLE", "PRAKAT_DESK_SAMPLE", "PRAKAT_DATE"):
        monkeypatch.setenv(name, "1")
    desk = server.desk_at(open_repository(sample / REPOSITORY), "https://desk.office.example", sample / "state")
    assert (sample / MARK).is_file()
    assert not desk.is_sample
    assert not desk.sample_keys


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["--repo", "{office}", "--sign", "2"], "no-sample"),
        (["--repo", "{office}"], "desk-no-state"),
        (["--repo", "{office}", "--state", "{state}"], "desk-no-origin"),
        (["--repo", "{office}", "--state", "{state}", "--origin", "http://desk.office.example"], "desk-origin"),
        (["--repo", "{office}", "--state", "{state}", "--origin", "https://desk.office.example/x"], "desk-origin"),
        (["--repo", "{state}", "--state", "{state}", "--origin", "https://desk.office.example"], "desk-not-bare"),
        (["--repo", "{state}", "--invite", "pinthong"], "desk-not-bare"),
    ],
)
def test_a_real_desk_is_not_opened_by_mistake(sample: Path, tmp_path: Path, asked: list[str], told: str) -> None:
    with pytest.raises(CannotWork, match=told):
        command.main([each.format(office=sample / REPOSITORY, state=tmp_path / "state") for each in asked])
    assert not (tmp_path / "state").exists()
