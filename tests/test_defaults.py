"""What an office need not say, since it can be known: where it comes from, and of when it is (R12, R25)."""

import datetime
from pathlib import Path

import pytest

import office_builder
from prakat.content import register
from prakat.item.state import State
from prakat.site import edition
from prakat.site.publication import Publication

DAY = datetime.date(2026, 10, 10)
BOTH = {"unit": ["finance", "admin"], "provider": "clerk"}


@pytest.fixture
def office(tmp_path: Path) -> Path:
    units = "units: [{id: admin, name: งานบริหารทั่วไป}]"
    two = "units: [{id: admin, name: งานบริหารทั่วไป}, {id: finance, name: งานการเงิน}, {id: law, name: งานนิติการ}]"
    return office_builder.office(tmp_path, office_builder.OFFICE.replace(units, two))


def published(repo: Path, **changed: object) -> Publication:
    office_builder.item(repo, "official-information/act", **changed)
    found = register.read(repo, DAY)
    assert found.office
    assert not found.findings
    return edition.compile(found, found.office, {}).by_url["official-information/act/"]


def test_a_source_that_is_not_named_is_the_office_itself(office: Path) -> None:
    assert published(office, source=None).source.name == "สำนักงานตัวอย่าง"
    assert published(office).source.name == "งานบริหารทั่วไป"


def test_a_period_that_is_not_named_is_that_of_publication(office: Path) -> None:
    item = published(office, period=None).item
    assert (item.period_start, item.period_end) == (item.publish_on, item.expires_on)
    never = {"timing": "on_change", "expires_on": "never", "review_by": "2027-01-01"}
    item = published(office, period=None, **never).item
    assert (item.period_start, item.period_end) == (item.publish_on, None)


def test_what_is_published_at_once_may_have_no_end_yet(office: Path) -> None:
    """Until its review day, from which on it is marked; it never comes down by itself."""
    flood = {"timing": "immediate", "expires_on": "never", "period": {"start": "2026-10-01"}}
    assert published(office, review_by="2026-10-11", **flood).state is State.LIVE
    assert published(office, review_by="2026-10-10", **flood).state is State.REVIEW_DUE


def test_several_units_are_named_the_main_one_first(office: Path) -> None:
    assert published(office, owner=BOTH).unit == "งานการเงิน และ งานบริหารทั่วไป"
    three = {"unit": ["law", "finance", "admin"], "provider": "clerk"}
    assert published(office, owner=three).unit == "งานนิติการ, งานการเงิน และ งานบริหารทั่วไป"
