"""Search boxes name words that lead somewhere: never to what is closed, cancelled or not there (R46)."""

from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

import office_builder
from built_tree import read
from prakat import product
from prakat.site import drawing
from prakat.site.findable import findable_pages
from prakat.site.search_examples import SearchExamples

OPEN = {"kind": "recruitment", "title": "รับสมัครงานพนักงานขับเรือ", "expires_on": "2026-10-31"}


def deadline(day: str) -> dict[str, object]:
    return {"closes": {"on": day, "time": "16:30", "what": "applications"}}


@pytest.mark.parametrize(("day", "found"), [("2026-10-20", ["รับสมัครงาน"]), ("2026-10-21", [])])
def test_no_example_leads_to_what_has_closed(tmp_path: Path, day: str, found: list[str]) -> None:
    office_builder.item(office_builder.office(tmp_path), "public-relations/boat", **OPEN, **deadline("2026-10-20"))
    read_site = read(tmp_path, day)
    assert SearchExamples(read_site.edition).of("th") == found
    environment = Environment(loader=FileSystemLoader(product.part("theme")))
    drawing.prepare(environment, read_site)
    assert environment.globals["search_examples"]("th") == found
    assert environment.autoescape is True


def test_what_is_past_stands_behind_what_is_not_and_is_none_of_the_examples(tmp_path: Path) -> None:
    repo = office_builder.office(tmp_path)
    office_builder.item(repo, "public-relations/newer", **OPEN, **deadline("2026-10-12"), publish_on="2026-10-09")
    read_site = read(repo, "2026-10-13")
    assert SearchExamples(read_site.edition).of("th") == []
    office_builder.item(repo, "public-relations/older", **OPEN, **deadline("2026-10-20"), publish_on="2026-10-02")
    edition = read(repo, "2026-10-13").edition
    assert [(each.url, each.is_past) for each in findable_pages(edition)] == [
        ("public-relations/older/", False),
        ("public-relations/newer/", True),
    ]
    assert SearchExamples(edition).of("th") == ["รับสมัครงาน"]


def test_no_example_leads_to_what_was_cancelled(tmp_path: Path) -> None:
    repo = office_builder.office(tmp_path)
    office_builder.item(repo, "public-relations/boat", **OPEN, **deadline("2026-10-30"))
    cancels = [{"to": "public-relations/boat", "how": "cancels"}]
    office_builder.item(repo, "public-relations/none", kind="cancellation", relates=cancels, title="ยกเลิกการรับเรือ")
    assert SearchExamples(read(repo, "2026-10-15").edition).of("th") == ["ประกาศยกเลิก"]
