"""A new office out of answers and a checkout: it takes the tools over and none of the sample, or leaves nothing."""

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from prakat.audit import auditor
from prakat.audit.epoch import Trust
from prakat.cannot_work import CannotWork
from prakat.founding import foundation
from prakat.founding.answers import PUBLISHER, Answers, appointee
from prakat.office.office import Office, parse_office
from prakat.repository.file_tree import entries_of
from prakat.repository.repository import Repository, open_repository
from prakat.thai.buddhist_era import BANGKOK
from small_history import Step, made

MOMENT = datetime.datetime(2026, 11, 20, 9, tzinfo=BANGKOK)
PEOPLE = [
    appointee(f"{role}:{name}:{name} ตัวอย่าง:ตำแหน่ง:{name}@new.example")
    for role, name in (("provider", "nok"), ("approver", "dao"), ("webmaster", "wit"), ("webmaster", "won"))
]
ANSWERS = Answers(
    *("สำนักงานใหม่", "1 ถนนใหม่", "0 2000 0000", "office@new.example", "https://new.example/"),
    units={"admin": "กลุ่มงานบริหาร"},
    people=PEOPLE,
    order_no="1/2569",
    order_date=datetime.date(2026, 10, 1),
)
SAMPLE = {
    "hooks/pre_receive.py": b"",
    "mkdocs.yml": b"site_name: x\n",
    "office.yml": b"name: sample\n",
    "content/law/act/index.md": b"sample",
    "registers/problems.yml": b"[]\n",
}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    made(tmp_path / "sample", Step("one", files=SAMPLE))
    return tmp_path / "sample"


def files(repository: Repository, commit: str = "refs/heads/main") -> set[str]:
    return set(entries_of(repository, commit))


def test_the_tools_are_taken_over_and_the_sample_is_not(checkout: Path, tmp_path: Path) -> None:
    (told,) = foundation.found(ANSWERS, checkout, tmp_path / "new", MOMENT)
    repository = open_repository(tmp_path / "new" / "office.git")
    contact = "content/general-information/contact/index.md"
    assert files(repository) == {"hooks/pre_receive.py", "mkdocs.yml", "office.yml", ".github/CODEOWNERS", contact}
    assert str(tmp_path / "new" / "keys") in told.text()
    audited = auditor.audit(repository, Trust())
    assert (len(audited.rows), audited.open_rows, audited.newest_approved) == (1, [], audited.tip)


def test_one_person_in_two_roles_is_one_person(checkout: Path, tmp_path: Path) -> None:
    both = replace(PEOPLE[1], role="reviewer")
    foundation.found(replace(ANSWERS, people=[*PEOPLE, both]), checkout, tmp_path / "new", MOMENT)
    repository = open_repository(tmp_path / "new" / "office.git")
    known = parse_office(repository.run("show", "main:office.yml"))
    assert isinstance(known, Office)
    assert [each.role for each in known.people["dao"].appointments] == ["approver", "reviewer"]
    assert known.sign_off == ("reviewer", "approver", "webmaster")


def test_on_a_forge_the_first_request_waits_for_its_reviews(checkout: Path, tmp_path: Path) -> None:
    accounts = {name: f"{name}-gh" for name in ("nok", "dao", "wit", "won", PUBLISHER)}
    told = foundation.found(replace(ANSWERS, forge="github", accounts=accounts), checkout, tmp_path / "new", MOMENT)
    repository = open_repository(tmp_path / "new" / "office.git")
    assert repository.ref("refs/heads/request/1") and not repository.refs("refs/tags/")
    assert b"@dao-gh" in repository.run("show", "main:.github/CODEOWNERS")
    for language in ("th", "en"):
        assert "dao ตัวอย่าง (ตำแหน่ง)" in told[-1].text(language)


@pytest.mark.parametrize(
    "changed", [{"site_url": "x"}, {"people": PEOPLE[:3]}, {"units": {"no id": "x"}}, {"order_no": ""}]
)
def test_what_check_would_refuse_is_not_begun(checkout: Path, tmp_path: Path, changed: dict[str, object]) -> None:
    place = tmp_path / "new"
    place.mkdir()
    (place / "kept").write_text("x")
    with pytest.raises(CannotWork):
        foundation.found(replace(ANSWERS, **changed), checkout, place, MOMENT)  # type: ignore[arg-type]
    assert [each.name for each in place.iterdir()] == ["kept"]


def test_an_office_that_is_there_already_is_left_as_it_is(checkout: Path, tmp_path: Path) -> None:
    foundation.found(ANSWERS, checkout, tmp_path / "new", MOMENT)
    repository = open_repository(tmp_path / "new" / "office.git")
    before = repository.ref("refs/heads/main")
    with pytest.raises(CannotWork):
        foundation.found(ANSWERS, checkout, tmp_path / "new", MOMENT)
    assert repository.ref("refs/heads/main") == before
