"""What a release says of itself: what it shows, what it left out, and whether that is in order (R19)."""

import datetime
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest

import office_builder
from office_builder import item
from prakat.cannot_work import CannotWork
from prakat.content import register
from prakat.release import assembly
from prakat.release.assembly import Assembly
from prakat.release.basis import WORK_TREE, Basis
from prakat.release.release_folder import ReleaseFolder
from prakat.release.release_stock import stock_of
from prakat.rules.message import Message, message, why
from prakat.site import edition
from prakat.site.problem import Problem

DAY = datetime.date(2026, 10, 15)


def assembled(repo: Path, release: str | None = "r1", *, is_wrong: bool = False) -> Assembly:
    found = register.read(repo, DAY)
    assert found.office
    problems = (Problem("index.html", message("site.too-early")),) if is_wrong else ()
    return Assembly(release, stock_of(edition.compile(found, found.office, {})), found.findings, problems)


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    repo = office_builder.office(tmp_path / "office")
    item(repo, "law/shown")
    item(repo, "law/later", publish_on="2026-10-16")
    item(repo, "law/gone", withdrawn={"on": "2026-10-12", "reason": "ประกาศผิดเรื่อง"})
    return repo


def test_a_whole_release_says_how_many_items_stand_how(repo: Path) -> None:
    made = assembled(repo)
    assert made.exit_code == 0
    first, counts = made.summary.text("en").split("\n")
    assert "r1" in first
    assert [word for word in counts.replace(",", "").split() if word.isdigit()] == ["1", "1", "1"]


def test_what_was_left_out_is_named_and_is_no_success(repo: Path) -> None:
    item(repo, "law/broken", publish_on="2569-10-01")
    made = assembled(repo)
    assert made.exit_code == 1
    assert made.summary.text().count("content/law/broken") == 1


def test_a_site_that_contradicts_the_states_is_not_released(repo: Path) -> None:
    made = assembled(repo, release=None, is_wrong=True)
    assert made.exit_code == 1
    assert made.summary.text() == message("release.contradicted").text()


def test_an_office_that_cannot_be_read_stops_before_anything_is_built(repo: Path, tmp_path: Path) -> None:
    (repo / "office.yml").write_text("name: [", encoding="utf-8")
    begun: list[str] = []

    def steps(step: Message) -> AbstractContextManager[object]:
        begun.append(step.id)
        return nullcontext()

    place = ReleaseFolder(tmp_path / "www")
    with pytest.raises(CannotWork) as problem:
        assembly.publish(Basis(repo, repo, None, WORK_TREE), DAY, place, 2, steps)
    assert begun == ["release.checking"]
    assert "office.yml" in why(problem.value)
    assert not place.root.exists()
