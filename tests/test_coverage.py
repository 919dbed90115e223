"""Obligations x items x day: the sample is complete, and each change of it changes exactly the cells that it must."""

import dataclasses
import datetime
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import built_tree
import recount
from prakat.completeness.coverage import CoverageState, Stock, coverage
from prakat.completeness.exhibit import Exhibit, Shown
from prakat.completeness.obligation import Cadence, obligation_of
from prakat.completeness.obligation_list import ObligationList, list_differences, lists_of
from prakat.completeness.slot import slots
from prakat.completeness.topic import topics
from prakat.completeness.year_picture import year_picture
from prakat.item.item import Item
from prakat.item.state import State
from prakat.rules import data
from prakat.site import public_register
from prakat.site.edition import Edition
from prakat.thai.buddhist_era import fiscal_days

CHECKOUT = Path(__file__).resolve().parents[1]
DAY = datetime.date(2026, 11, 20)
ASKED = [("announcement", 2570), ("oia-7", 2570), ("oia-9", 2570), ("moit", 2569)]
"""What the sample office answers to, each in its year."""
FILES = sorted((data.folder() / "obligations").glob("*.yml"))


def list_named(name: str, agency_type: str, year: int) -> ObligationList | None:
    return next((each for each in lists_of(agency_type, year) if each.id == name), None)


def asked(name: str, year: int) -> ObligationList:
    found = list_named(name, "moph", year)
    assert found
    return found


ENTRIES = [(name, year, each.id) for name, year in ASKED for each in asked(name, year).obligations]


def raw(name: str, year: int) -> Mapping[str, Mapping[str, Any]]:
    """The entries of a list as its file has them, by id."""
    files = [data.load(f"obligations/{each.name}") for each in FILES]
    own = [each for each in files if each["list"] == name and each.get("fiscal_year", year) == year]
    (found,) = [each for each in own if "moph" in each.get("agency_types", ["moph"])]
    return {each["id"]: each for each in found["entries"]}


@pytest.fixture(scope="module")
def edition() -> Edition:
    return built_tree.read(CHECKOUT, DAY.isoformat()).edition


@pytest.fixture(scope="module")
def exhibits(edition: Edition) -> list[Exhibit]:
    shown = (each for each in edition.shown if each.state is not State.SCHEDULED)
    return [each.exhibit(edition.office.settings) for each in shown]


@pytest.fixture(scope="module")
def rows(edition: Edition) -> list[dict[str, Any]]:
    """register.json, as anybody reads it."""
    told = dict(public_register.registers(edition, public_register.register_lines(edition, {})))
    found: list[dict[str, Any]] = json.loads(told["register.json"])["items"]
    return found


def states(name: str, year: int, found: list[Exhibit], edition: Edition, day: datetime.date = DAY) -> dict[str, str]:
    stock = Stock.of(found, edition.office.settings)
    return {each.obligation.id: each.state.value for each in coverage(asked(name, year), stock, day, {})}


def recounted(name: str, year: int, rows: list[dict[str, Any]], day: datetime.date = DAY) -> dict[str, str]:
    own = raw(name, year)
    return {each.id: recount.state(own[each.id], rows, year, day) for each in asked(name, year).obligations}


@pytest.mark.parametrize(("name", "year"), ASKED)
def test_the_sample_answers_all_that_it_is_asked(
    name: str, year: int, exhibits: list[Exhibit], edition: Edition, rows: list[dict[str, Any]]
) -> None:
    found = states(name, year, exhibits, edition)
    assert {id_: state for id_, state in found.items() if state not in ("met", "stale", "expiring")} == {}
    assert found == recounted(name, year, rows)


@pytest.mark.parametrize(("name", "year", "id_"), ENTRIES)
def test_without_what_serves_it_an_obligation_is_missing_and_no_other_changes_wrongly(
    name: str, year: int, id_: str, exhibits: list[Exhibit], edition: Edition, rows: list[dict[str, Any]]
) -> None:
    """Each item that serves it is taken away alone, and then all of them; what changes is counted anew by loops."""
    stock = Stock.of(exhibits, edition.office.settings)
    own = next(each for each in coverage(asked(name, year), stock, DAY, {}) if each.obligation.id == id_)
    serving = [each.url for each in own.exhibits]
    assert serving
    for gone in [*({each} for each in serving[:4]), set(serving)]:
        left = [each for each in exhibits if each.url not in gone]
        found = states(name, year, left, edition)
        assert found == recounted(name, year, [row for row in rows if row["url"] not in gone])
    assert found[id_] in ("missing", "not_due")


@pytest.mark.parametrize(("name", "year"), ASKED)
def test_on_1_october_what_is_of_a_year_is_asked_for_anew(
    name: str, year: int, exhibits: list[Exhibit], edition: Edition, rows: list[dict[str, Any]]
) -> None:
    last = fiscal_days(year)[1]
    before, after = last, last + datetime.timedelta(days=1)
    assert asked(name, year + 1).year == year + 1
    old = states(name, year, exhibits, edition, before)
    stock = Stock.of(exhibits, edition.office.settings)
    new = {each.obligation.id: each for each in coverage(asked(name, year + 1), stock, after, {})}
    for each in asked(name, year).obligations:
        if any(part.cadence in (Cadence.MONTHLY, Cadence.QUARTERLY, Cadence.HALF_YEARLY) for part in each.elements):
            continue
        expected = recount.state(raw(name, year)[each.id], rows, year + 1, after)
        assert new[each.id].state.value == expected
        if each.cadence is Cadence.STANDING and all(part.cadence is Cadence.STANDING for part in each.elements):
            assert expected == recount.state(raw(name, year)[each.id], rows, year, after) or old[each.id] != expected
    assert new["yearly-announcement"].state is CoverageState.MISSING if name == "announcement" else new


@pytest.mark.parametrize("day", ["2025-10-01", "2026-03-31", "2026-04-01", "2026-09-30", "2026-10-01", "2026-11-20"])
@pytest.mark.parametrize(("name", "year"), ASKED)
def test_each_day_is_counted_alike_by_loops(
    name: str, year: int, day: str, exhibits: list[Exhibit], edition: Edition, rows: list[dict[str, Any]]
) -> None:
    on = datetime.date.fromisoformat(day)
    assert states(name, year, exhibits, edition, on) == recounted(name, year, rows, on)


def test_a_past_year_is_judged_as_of_its_30_september(exhibits: list[Exhibit], edition: Edition) -> None:
    later = [dataclasses.replace(each, shown=(Shown(datetime.date(2026, 10, 1), None),)) for each in exhibits]
    found = states("moit", 2569, later, edition)
    assert set(found.values()) == {"missing"}
    assert states("moit", 2569, exhibits, edition) == states("moit", 2569, exhibits, edition, DAY.replace(year=2029))


def test_the_picture_of_a_year_ends_with_today(exhibits: list[Exhibit], edition: Edition) -> None:
    stock = Stock.of(exhibits, edition.office.settings)
    for row in year_picture(asked("oia-9", 2570), stock, DAY, {}):
        begun = [place for place, each in enumerate(row.states) if each is not None]
        assert begun[:2] == [0, 1]
        assert begun == [0, 1] or row.obligation.cadence is Cadence.MONTHLY
    for row in year_picture(asked("moit", 2569), stock, DAY, {}):
        assert None not in row.states
        assert row.states[-1] in (CoverageState.MET, CoverageState.STALE, CoverageState.EXPIRING, CoverageState.NOT_DUE)


ONE: dict[str, Any] = {"id": "x", "no": "1", "th": "ข้อหนึ่ง {year}", "en": "one", "cadence": "standing"}


def listed(*entries: Mapping[str, Any], year: int = 2570) -> ObligationList:
    read = tuple(obligation_of({**ONE, **each}, "verified", "ที่มา", year) for each in entries)
    return ObligationList("x", year, None, {"th": "รายการ", "en": "list"}, "verified", "ที่มา", (), read, len(read))


def exhibit(item: Item, **changed: Any) -> Exhibit:
    own = dataclasses.replace(item, **changed)
    return Exhibit.of(own, (Shown(own.publish_on, own.expires_on),))


@pytest.fixture(scope="module")
def item(edition: Edition) -> Item:
    base = next(each.item for each in edition.publications if each.item.path.category == "general-information")
    bare = dataclasses.replace(base.particulars, says_nothing=False, executives=(), organisation=())
    days = {"publish_on": datetime.date(2026, 10, 1), "period_start": datetime.date(2026, 10, 1)}
    return dataclasses.replace(
        base, **days, period_end=None, expires_on=None, review_by=None, fulfils=("plan",), particulars=bare, kind=""
    )


@pytest.mark.parametrize(
    ("changed", "at_least", "expected"),
    [
        ({}, 1, "met"),
        ({}, 2, "partly"),
        ({"expires_on": datetime.date(2026, 12, 4)}, 1, "expiring"),
        ({"expires_on": datetime.date(2026, 12, 5)}, 1, "met"),
        ({"review_by": datetime.date(2026, 11, 20)}, 1, "stale"),
        ({"review_by": datetime.date(2026, 11, 21)}, 1, "met"),
        ({"publish_on": datetime.date(2026, 11, 21)}, 1, "missing"),
        ({"expires_on": datetime.date(2026, 11, 19)}, 1, "missing"),
        ({"fulfils": ("budget",)}, 1, "missing"),
    ],
)
def test_states_follow_the_item_and_the_day(
    changed: Mapping[str, Any], at_least: int, expected: str, item: Item, edition: Edition
) -> None:
    stock = Stock.of([exhibit(item, **changed)], edition.office.settings)
    (found,) = coverage(listed({"serves": ["plan"], "at_least": at_least}), stock, DAY, {})
    assert found.state.value == expected


def test_an_item_that_says_that_there_is_none_counts_for_any_number(item: Item, edition: Edition) -> None:
    says = dataclasses.replace(item.particulars, says_nothing=True)
    stock = Stock.of([exhibit(item, particulars=says)], edition.office.settings)
    (found,) = coverage(listed({"serves": ["plan"], "at_least": 5}), stock, DAY, {})
    assert (found.state, found.cells[0].says_nothing) == (CoverageState.MET, True)


def test_what_does_not_apply_says_why_and_is_no_failure(edition: Edition) -> None:
    (found,) = coverage(listed({"serves": ["plan"]}), Stock.of([], edition.office.settings), DAY, {"x": "ไม่มีภารกิจนี้"})
    assert (found.state, found.why, found.is_failure) == (CoverageState.NOT_APPLICABLE, "ไม่มีภารกิจนี้", False)


def test_what_is_not_confirmed_fails_nobody(edition: Edition) -> None:
    stock = Stock.of([], edition.office.settings)
    sure, unsure = coverage(
        listed({"serves": ["plan"]}, {"id": "y", "serves": ["plan"], "status": "memory"}), stock, DAY, {}
    )
    assert (sure.is_failure, unsure.is_failure, unsure.state) == (True, False, CoverageState.MISSING)


def test_of_elements_some_make_a_part(item: Item, edition: Edition) -> None:
    parts = [{"th": "ก", "serves": ["plan"]}, {"th": "ข {year}", "serves": ["budget"]}]
    (found,) = coverage(listed({"elements": parts}), Stock.of([exhibit(item)], edition.office.settings), DAY, {})
    assert (found.state, [each.element.text for each in found.gaps]) == (CoverageState.PARTLY, ["ข 2570"])


@pytest.mark.parametrize(("cadence", "count"), [("standing", 1), ("yearly", 1), ("monthly", 12), ("quarterly", 4)])
def test_slots_lie_within_the_fiscal_year(cadence: str, count: int) -> None:
    first, last = fiscal_days(2570)
    found = slots(Cadence(cadence), 2570)
    assert len(found) == count
    assert (found[0].first, found[-1].last) == (first, last)


def test_a_month_is_asked_for_once_it_is_over(item: Item, edition: Edition) -> None:
    days = {"period_start": datetime.date(2026, 10, 1), "period_end": datetime.date(2026, 10, 31)}
    october = exhibit(item, **days, publish_on=datetime.date(2026, 11, 2))
    wanted = listed({"serves": ["plan"], "cadence": "monthly"})
    for day, expected in (
        ("2026-10-31", "not_due"),
        ("2026-11-01", "missing"),
        ("2026-11-02", "met"),
        ("2026-12-01", "partly"),
    ):
        (found,) = coverage(wanted, Stock.of([october], edition.office.settings), datetime.date.fromisoformat(day), {})
        assert found.state.value == expected, day


# --- the lists themselves -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", FILES, ids=lambda each: each.name)
def test_a_list_is_of_its_form_and_names_topics_that_exist(file: Path) -> None:
    found = data.load(f"obligations/{file.name}")
    jsonschema.validate(found, json.loads((data.folder() / "obligations" / "list.json").read_text(encoding="utf-8")))
    assert found["list"] in data.load("labels.yml")["assessment"]
    ids = [each["id"] for each in found["entries"]]
    assert len(ids) == len(set(ids))
    parts = [part for each in found["entries"] for part in (each, *each.get("elements", ()))]
    assert {topic for part in parts for topic in part.get("serves", ())} <= topics().keys()


def test_every_topic_is_made_with_a_form_that_exists() -> None:
    asks = {each["id"] for each in data.load("asks.yml")}
    assert {each.ask for each in topics().values()} <= asks


@pytest.mark.parametrize("agency_type", list(data.load("labels.yml")["agency_type"]))
def test_every_office_answers_to_lists(agency_type: str) -> None:
    """Of several years the newest that is not of a later year; never two of one name."""
    for year in (2569, 2570, 2575):
        found = [each.id for each in lists_of(agency_type, year)]
        assert {"announcement", "oia-7", "oia-9", "gws-2", "gws-3"} <= set(found)
        assert len(found) == len(set(found))
        assert ("moit" in found) == (agency_type == "moph")
    names = {"local_government": 2567, "school": 2566}
    own = list_named("oit", agency_type, 2570)
    assert own and own.is_carried_over
    assert own.of_year == names.get(agency_type, 2569)


def test_a_list_of_next_year_is_one_more_file_and_is_compared_by_id() -> None:
    changes = {each.id: each.what for each in list_differences(asked("moit", 2568), asked("moit", 2569))}
    assert {id_ for id_, what in changes.items() if what == "added"} == {"moit-20"}
    assert {id_ for id_, what in changes.items() if what == "removed"} == {"moit-20-training"}
    assert changes["moit-1"] == "reworded"
    assert changes["moit-5"] == "same", "another year in its words is no change"
    own = list_differences(list_named("oit", "moph", 2568), list_named("oit", "moph", 2569))
    assert {each.what for each in own} >= {"added", "removed", "renumbered"}
