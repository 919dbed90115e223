"""What the morning and the mails say of what is complete: assessments, monthly tables, the year's announcement."""

import datetime
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from prakat.agenda import holdings
from prakat.agenda.completeness_now import CompletenessNow
from prakat.agenda.completeness_watch import completeness_matters, evidence_stage, is_announcement_due
from prakat.agenda.holdings import Holdings
from prakat.agenda.matter import Matter
from prakat.agenda.morning import Morning
from prakat.agenda.office_coverage import OfficeCoverage
from prakat.agenda.office_reading import Around, OfficeReading
from prakat.agenda.section import Section
from prakat.agenda.situation import Situation
from prakat.office.completeness_terms import Assessment, CompletenessTerms
from prakat.office.settings import Settings
from prakat.thai.buddhist_era import BANGKOK

CHECKOUT = Path(__file__).resolve().parents[1]
SETTINGS = Settings(14, 1, frozenset(), 3)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.fixture(scope="module")
def held() -> Holdings:
    """The sample office as it lies here, without its history."""
    found = holdings.of_work_tree(CHECKOUT, day("2026-11-20"))
    return replace(found, repository=None, commit="")


def at(held: Holdings, on: str, *assessments: Assessment, without: str = "") -> Situation:
    """On that day, with that calendar; without the items that fulfil a topic or have such a table."""
    office = replace(held.office, completeness=CompletenessTerms({}, assessments))
    kept = {
        path: each
        for path, each in held.items.items()
        if (without not in each.item.fulfils and each.item.particulars.table != without) or not without
    }
    moment = datetime.datetime.combine(day(on), datetime.time(9), BANGKOK)
    return OfficeReading().situation(replace(held, office=office, items=kept), moment, Around())


def section(found: Situation, person: str = "") -> Section | None:
    whose = found.office.people[person] if person else None
    return next((each for each in Morning.of(found, whose).sections if each.id == "completeness"), None)


def lines(found: Situation) -> list[str]:
    shown = section(found)
    assert shown
    return [each.text() for each in shown.lines]


MOIT = Assessment("moit", "ไตรมาสที่ 1", day("2026-12-01"), day("2026-12-25"))


@pytest.mark.parametrize(
    ("on", "stage"),
    [
        ("2026-11-24", 0),
        ("2026-11-25", 1),
        ("2026-12-10", 1),
        ("2026-12-11", 2),
        ("2026-12-21", 2),
        ("2026-12-22", 3),
        ("2026-12-24", 3),
        ("2026-12-25", 4),
        ("2026-12-26", 0),
    ],
)
def test_an_assessment_is_told_of_four_times(on: str, stage: int) -> None:
    assert evidence_stage(MOIT.until, day(on), SETTINGS) == stage


@pytest.mark.parametrize(("on", "stage"), [("2026-12-24", 3), ("2026-12-25", 4), ("2026-12-27", 4), ("2026-12-28", 0)])
def test_a_last_day_on_which_the_office_is_closed_is_told_of_before(on: str, stage: int) -> None:
    """A Sunday, of which the Friday is the last working day."""
    assert evidence_stage(day("2026-12-27"), day(on), SETTINGS) == stage


@pytest.mark.parametrize(
    ("on", "is_due"),
    [("2026-09-30", False), ("2026-10-01", True), ("2026-10-31", True), ("2026-11-01", False)],
)
def test_the_announcement_of_the_year_is_asked_for_in_october(on: str, is_due: bool) -> None:
    assert is_announcement_due(2570, day(on), SETTINGS) == is_due


def test_it_is_asked_for_on_the_first_working_day() -> None:
    """1 October 2022 was a Saturday."""
    assert not is_announcement_due(2566, day("2022-10-02"), SETTINGS)
    assert is_announcement_due(2566, day("2022-10-03"), SETTINGS)


def matters(found: Situation) -> Sequence[Matter]:
    """But for that of the quarter's record, which tests/test_quarter_record.py asks for."""
    return [each for each in completeness_matters(found, "tawan") if not each.key.startswith("record/")]


def test_webmasters_are_told_of_the_announcement_once(held: Holdings) -> None:
    [told] = matters(at(held, "2026-10-01", without="yearly-announcement"))
    assert (told.person, told.key, told.stage, told.path) == ("tawan", "announcement/2570", 1, "/completeness")
    [again] = matters(at(held, "2026-10-15", without="yearly-announcement"))
    assert again.key == told.key and again.stage == told.stage
    assert "2570" in told.about.text()
    assert not matters(at(held, "2026-11-20", without="yearly-announcement"))


def test_each_assessment_is_its_own_matter(held: Holdings) -> None:
    other = replace(MOIT, list="oit", what="รอบแรก")
    found = matters(at(held, "2026-12-11", MOIT, other))
    assert len({each.key for each in found}) == 2 and {each.stage for each in found} == {2}
    assert not any(each.is_urgent for each in found)


@pytest.mark.parametrize(
    ("on", "says", "is_urgent"),
    [
        ("2026-10-31", "", False),
        ("2026-11-01", "ตั้งแต่วันที่ 1 ธ.ค. 69", False),
        ("2026-12-01", "อีก 24 วัน", False),
        ("2026-12-21", "อีก 4 วัน", False),
        ("2026-12-22", "อีก 3 วัน", True),
        ("2026-12-25", "วันนี้", True),
        ("2026-12-26", "", False),
    ],
)
def test_an_assessment_stands_in_the_morning_while_it_is_near(
    held: Holdings, on: str, says: str, is_urgent: bool
) -> None:
    shown = section(at(held, on, MOIT))
    assert shown
    found = [each for each in shown.lines if "ไตรมาสที่ 1" in each.text()]
    assert bool(found) == bool(says)
    for each in found:
        assert says in each.text() and "ยังขาด" in each.text() and each.page == "/completeness#moit"
        assert each.is_urgent == is_urgent


def test_an_assessment_counts_what_its_list_lacks(held: Holdings) -> None:
    found = at(held, "2026-12-01", MOIT)
    now = found.completeness
    assert now
    [due] = now.evidence
    [moit] = [each for each in now.lists if each.asked.id == "moit"]
    assert due.lacking == sum(each.state.is_gap for each in moit.coverages)
    school = replace(found.office, agency_type="school")
    [none] = CompletenessNow.of(OfficeCoverage.of(replace(held, office=school), found.day)).evidence
    assert none.lacking is None, "schools answer to no such list"


def test_the_month_that_is_over_is_named(held: Holdings) -> None:
    assert not [each for each in lines(at(held, "2026-11-20")) if "สขร.1" in each]
    [line] = [each for each in lines(at(held, "2026-11-20", without="skr1")) if "สขร.1" in each]
    assert "ตุลาคม" in line and "ยังไม่เผยแพร่" in line and "พฤศจิกายน" not in line


def test_what_surely_is_missing_is_counted_by_list(held: Holdings) -> None:
    found = lines(at(held, "2026-11-20", without="yearly-announcement"))
    assert any("ประกาศแนวทาง" in each and "2570" in each for each in found)
    assert any(each.startswith("ประกาศของหน่วยงาน ปี 2570 ยังขาด 1 ข้อ") for each in found)


@pytest.mark.parametrize(
    ("person", "is_told"), [("tawan", True), ("phuwamet", True), ("pinthong", False), ("dueanchai", False)]
)
def test_it_is_the_webmasters_and_the_approvers_matter(held: Holdings, person: str, is_told: bool) -> None:
    found = at(held, "2026-11-20", without="skr1")
    assert (section(found, person) is not None) == is_told
    whole = Morning.of(found, found.office.people[person], is_whole=True)
    assert any(each.id == "completeness" for each in whole.sections) == is_told


def test_it_is_found_out_once_for_everybody(held: Holdings, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[OfficeCoverage] = []
    of = CompletenessNow.of

    def counted(coverage: OfficeCoverage) -> CompletenessNow:
        made.append(coverage)
        return of(coverage)

    monkeypatch.setattr(CompletenessNow, "of", counted)
    found = at(held, "2026-11-20")
    for person in ("tawan", "phuwamet"):
        section(found, person)
    assert len(made) == 1
    waits = OfficeReading().situation(held, found.moment, Around(may_wait=False))
    assert waits.completeness is None and len(made) == 1
    shown = section(waits)
    assert shown and not shown.is_known and shown.remark


def test_its_rows_are_those_of_a_section(held: Holdings) -> None:
    found = at(held, "2026-12-24", MOIT)
    rows = [each for each in Morning.of(found).rows("en") if each["section"] == "completeness"]
    assert rows and all(each.keys() == rows[0].keys() for each in rows)
    assert rows[0]["urgent"] == "yes" and rows[0]["date"] == "2026-12-25"
