"""The register of a large office, by fiscal year as well: nothing lost, and what did not change stands."""

import csv
import datetime
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2
import pytest

import office_builder
from built_tree import CHECKOUT, built
from prakat.content import address, register
from prakat.site import drawing, edition, public_register
from prakat.site.built_site import BuiltSite
from prakat.site.site import Site

DAY = datetime.date(2026, 11, 20)
NEVER: dict[str, object] = {"timing": "on_change", "expires_on": "never", "review_by": "2028-01-01"}
YEARS = {
    2570: {"law/october/", "law/november/", "law/withdrawn-on-its-day/"},
    2569: {"law/september/", "law/ended/"},
    2568: set[str](),
    2567: {"law/oldest/"},
}
"""Of each fiscal year, what readers could first read in it; what nobody ever could, by the day of its withdrawal."""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    repo = office_builder.office(tmp_path / "tree")
    days = {"october": "2026-10-01", "november": "2026-11-18", "september": "2026-09-30", "oldest": "2024-09-01"}
    for slug, day in days.items():
        office_builder.item(repo, f"law/{slug}", publish_on=day, **NEVER)
    office_builder.item(repo, "law/ended", publish_on="2026-09-01", expires_on="2026-10-31")
    withdrawn = {"on": "2026-10-05", "reason": "ข้อมูลคลาดเคลื่อน"}
    office_builder.item(repo, "law/withdrawn-on-its-day", publish_on="2026-10-05", withdrawn=withdrawn)
    return repo


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(address, "ROWS_OF_ONE", 5)


def site_of(tree: Path, day: datetime.date = DAY) -> Site:
    found = register.read(tree, day)
    assert found.office
    assert not found.findings
    return Site(edition.compile(found, found.office, {}), is_preview=False)


def files_of(tree: Path, day: datetime.date = DAY) -> Mapping[str, str]:
    found = site_of(tree, day).edition
    return dict(public_register.registers(found, public_register.register_lines(found, {})))


def test_a_small_office_has_the_whole_one_only(tree: Path) -> None:
    files = files_of(tree)
    assert files.keys() == {"register.json", "register.csv"}
    assert json.loads(files["register.json"]).keys() == {"office", "day", "items"}


@pytest.mark.usefixtures("large")
def test_a_large_one_has_each_row_once_more_in_that_of_its_year(tree: Path) -> None:
    files = files_of(tree)
    whole = json.loads(files["register.json"])
    assert whole["by_year"] == [f"register/{year}.json" for year in YEARS]
    assert files.keys() == {"register.json", "register.csv"} | {
        f"register/{year}.{kind}" for year in YEARS for kind in ("json", "csv")
    }
    assert len(whole["items"]) == sum(map(len, YEARS.values()))
    for year, urls in YEARS.items():
        own: dict[str, Any] = json.loads(files[f"register/{year}.json"])
        rows = [row for row in whole["items"] if row["url"] in urls]
        assert own == {"office": whole["office"], "year": year, "items": rows}
        told = list(csv.DictReader(io.StringIO(files[f"register/{year}.csv"].removeprefix("\ufeff"))))
        assert told == [row for row in every_row(files["register.csv"]) if row["url"] in urls]
        assert {row["url"] for row in told} == urls


def every_row(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.usefixtures("large")
def test_only_the_year_of_a_changed_item_has_other_bytes_and_a_new_day_changes_none(tree: Path) -> None:
    before = files_of(tree)
    tomorrow = files_of(tree, DAY + datetime.timedelta(1))
    assert [name for name in before if before[name] != tomorrow[name]] == ["register.json"]
    office_builder.item(tree, "law/september", publish_on="2026-09-30", **NEVER, title="หัวข้อใหม่")
    after = files_of(tree)
    assert [name for name in before if before[name] != after[name]] == [
        *("register.json", "register.csv", "register/2569.json", "register/2569.csv"),
    ]


@pytest.mark.usefixtures("large")
def test_texts_may_link_to_them(tree: Path) -> None:
    office_builder.item(tree, "law/links", "[ทะเบียน](/register/2569.csv)", publish_on="2026-11-01", **NEVER)
    known = site_of(tree).edition
    assert all(known.exists(name) for name in files_of(tree))
    assert not known.exists("register/2571.csv")
    office_builder.item(tree, "law/links", "[ทะเบียน](/register/2566.csv)", publish_on="2026-11-01", **NEVER)
    assert [each.rule for each in register.read(tree, DAY).findings] == ["link.broken"]


def test_in_a_small_office_they_are_no_address(tree: Path) -> None:
    office_builder.item(tree, "law/links", "[ทะเบียน](/register/2569.csv)", publish_on="2026-11-01", **NEVER)
    assert [each.rule for each in register.read(tree, DAY).findings] == ["link.broken"]


@pytest.mark.parametrize("url", ["history/", "oia/"])
def test_pages_that_lead_to_the_register_lead_to_those_of_years(
    tree: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = drawn(site_of(tree), url)
    assert "register/" not in small
    monkeypatch.setattr(address, "ROWS_OF_ONE", 5)
    large = drawn(site_of(tree), url)
    assert all(f'<a href="../register/{year}.csv">{year}</a>' in large for year in YEARS)
    assert "/register/2569.csv" in drawn(site_of(tree), "evidence/2569/")


def drawn(site: Site, url: str) -> str:
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(CHECKOUT / "theme"), autoescape=True)
    drawing.prepare(environment, site)
    view = site.pages[url]
    return environment.get_template(view.template).render(view=view, base_url="", page=None)


@pytest.mark.usefixtures("large")
def test_a_release_is_held_to_each_of_them(tree: Path, tmp_path: Path) -> None:
    root, site = built(tree, tmp_path / "site", DAY.isoformat()), site_of(tree)
    site.write(root)
    assert problems(root, site) == []
    rows = root / "register/2569.csv"
    right = rows.read_text(encoding="utf-8")
    rows.write_text(right.replace("expired", "live"), encoding="utf-8")
    assert problems(root, site) == [("register/2569.csv", "site.register-differs")]
    rows.unlink()
    found = problems(root, site)
    assert found[0] == ("register/2569.csv", "site.register-differs")
    assert {what for _, what in found[1:]} == {"site.dead-link"}
    rows.write_text(right, encoding="utf-8")
    (root / "register/2560.json").write_text(
        (root / "register/2570.json").read_text(encoding="utf-8"), encoding="utf-8"
    )
    assert problems(root, site) == [("register/2560.json", "site.register-differs")]


def problems(root: Path, site: Site) -> list[tuple[str, str]]:
    """Of each its file and the id of its message."""
    found = BuiltSite(root, site.edition, CHECKOUT / "theme").problems()
    return [(each.file, each.what.id) for each in found]
