"""What a text may link to besides items: everything that the site makes, and nothing that it does not (R46)."""

import datetime
from pathlib import Path

import office_builder
from prakat.content import address, register
from prakat.site import edition
from prakat.site.site import Site

NEVER: dict[str, object] = {"timing": "on_change", "expires_on": "never", "review_by": "2028-01-01"}


def _site(tmp_path: Path) -> Site:
    repo = office_builder.office(tmp_path)
    office_builder.item(repo, "law/rule", **NEVER, title_en="The rule", former_paths=["law/old-rule"])
    office_builder.item(repo, "law/2569/ended", publish_on="2026-09-01", expires_on="2026-11-01", title_en="Ended")
    found = register.read(repo, datetime.date(2026, 11, 20))
    assert not found.findings
    assert found.office
    return Site(edition.compile(found, found.office, {}), is_preview=False)


def test_every_page_of_the_site_may_be_linked_to(tmp_path: Path) -> None:
    site = _site(tmp_path)
    assert {"law/2570/", "en/law/rule/", "en/law/2569/ended/", "en/search/", "law/old-rule/"} <= site.pages.keys()
    assert [url for url in site.pages if not site.edition.exists(url)] == []


def test_every_file_beside_the_pages_may_be_linked_to(tmp_path: Path) -> None:
    site = _site(tmp_path)
    to = tmp_path / "site"
    to.mkdir()
    site.write(to)
    made = {path.name for path in to.iterdir() if path.is_file()}
    assert made == address.FILES
    assert all(site.edition.exists(name) for name in address.FILES)


def test_the_listing_of_a_year_whose_last_item_came_down_stays(tmp_path: Path) -> None:
    found = _site(tmp_path).edition
    assert "law/2569/" in set(address.around(each.item for each in found.register.entries.values()))
    assert found.exists("law/2569/")
