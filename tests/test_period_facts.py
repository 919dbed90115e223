"""What papers know is what three generated years did: counted anew from audit rows, and by whoever wrote them."""

import datetime
import os
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import paper_history
from once import once, shared_root
from paper_history import BEGUN, BOUNDARIES, ENDED, Kept, PaperHistory, Version
from prakat.audit.account import Accounts
from prakat.audit.audit_row import Audit
from prakat.audit.auditor import audit
from prakat.audit.auditor_memory import AuditorMemory
from prakat.audit.epoch import Trust
from prakat.cannot_work import CannotWork
from prakat.papers.happened.chronicle import Chronicle
from prakat.papers.happened.period_facts import Event, ItemEvent, PeriodFacts
from prakat.repository.repository import find_repository, open_repository
from prakat.repository.signature import Verified
from prakat.thai.buddhist_era import BANGKOK
from prakat.thai.period import Period
from prakat.thai.working_day import working_days_after

DAY, SECOND = datetime.timedelta(days=1), datetime.timedelta(seconds=1)
YEARS = [Period(year) for year in (2567, 2568, 2569)]
QUARTERS = [quarter for year in YEARS for quarter in year.quarters]
LATER = datetime.date(2027, 1, 4)
DOWN = (Event.EXPIRED, Event.WITHDRAWN, Event.SUSPENDED)
BY_ROWS = {"published", "amended", "renewed", "moved", "ratified", "withdrawn"}
SHORT = 260


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> PaperHistory:
    count = int(os.environ.get("PRAKAT_PAPERS", "2000"))
    return paper_history.read_back(
        once(shared_root(tmp_path_factory) / "papers", lambda place: paper_history.write_history(place, count))
    )


@pytest.fixture(scope="module")
def audited(history: PaperHistory) -> Audit:
    return history.audit()


@pytest.fixture(scope="module")
def chronicle(history: PaperHistory, audited: Audit) -> Chronicle:
    return Chronicle.of(history.repository, audited)


@pytest.fixture(scope="module")
def rows(history: PaperHistory, audited: Audit) -> list[dict[str, Any]]:
    """As `audit --format json` tells them."""
    accounts = Accounts(history.repository, audited)
    return [accounts.as_json(each) for each in audited.story if each.time is not None]


@pytest.fixture(scope="module")
def quarters(chronicle: Chronicle) -> Mapping[Period, PeriodFacts]:
    return {each: chronicle.facts(each, LATER) for each in QUARTERS}


def day_of(row: Mapping[str, Any]) -> datetime.date:
    return datetime.datetime.fromisoformat(row["date"]).date()


def days(first: datetime.date = BEGUN, last: datetime.date = ENDED) -> Iterator[datetime.date]:
    return (first + DAY * number for number in range((last - first).days + 1))


def all_events(quarters: Mapping[Period, PeriodFacts]) -> list[ItemEvent]:
    return [event for each in quarters.values() for event in each.events]


def before(kept: Kept, version: Version) -> Kept:
    """As its writer remembered it until then."""
    return replace(kept, versions=kept.versions[: kept.versions.index(version)])


def came_up(kept: Kept) -> Iterator[tuple[datetime.date, str, str, int]]:
    """Day, what happened, folder and request, of each version that readers ever saw come."""
    is_first = True
    for place, version in enumerate(kept.versions):
        if version.act == "founded" or version.fields is None or version.is_put_off:
            is_first &= version.act != "founded"
            continue
        first = max(version.at.date(), datetime.date.fromisoformat(version.fields["publish_on"]))
        called_off = any(each.at.date() < first for each in kept.versions[place + 1 :])
        end = version.end
        if called_off or first > ENDED or (end and end < first) or version.act == "withdrawn":
            continue
        yield first, "published" if is_first else version.act, version.item, version.request
        is_first = False


def came_down(kept: Kept) -> Iterator[tuple[datetime.date, str, str]]:
    """Day, what happened and folder: what midnight took from readers, and what the merges of the day did."""
    merged = {each.day for each in kept.versions}
    evening = kept.shown(kept.versions[0].day)
    for day in days(kept.versions[0].day + DAY):
        earlier = [each for each in kept.versions if each.day < day] if day in merged else kept.versions
        end = kept.shown(day)
        midnight = replace(kept, versions=earlier).shown(day) if day in merged else end
        if evening and evening is not midnight and is_less(kept, midnight, evening):
            last = next(each for each in reversed(earlier) if each.day < day)
            is_late = bool(last.due and last.due < day)
            is_away = bool(last.fields and "withdrawn" in last.fields)
            yield day, "suspended" if is_late else "withdrawn" if is_away else "expired", last.item
        elif midnight and midnight is not end and is_less(kept, end, midnight):
            yield day, "withdrawn", next(each.item for each in reversed(kept.versions) if each.day <= day)
        evening = end


def is_less(kept: Kept, new: Version | None, old: Version) -> bool:
    return new is None or kept.versions.index(new) < kept.versions.index(old)


def told(events: Iterator[ItemEvent] | list[ItemEvent], *, down: bool) -> Counter[tuple[Any, ...]]:
    chosen = (each for each in events if (each.event in DOWN) == down)
    if down:
        return Counter((each.day, each.event.value, each.item) for each in chosen)
    return Counter((each.day, each.event.value, each.item, each.request) for each in chosen)


def test_what_came_up_is_what_its_writer_brought(history: PaperHistory, quarters: Mapping[Period, PeriodFacts]) -> None:
    expected = Counter(each for kept in history.known.items for each in came_up(kept))
    assert told(all_events(quarters), down=False) == expected
    assert {event for _, event, *_ in expected} == {"published", "amended", "renewed", "moved", "ratified"}
    assert max(expected.values()) == 1


def test_what_came_down_is_what_readers_lost(history: PaperHistory, quarters: Mapping[Period, PeriodFacts]) -> None:
    """Looked at day by day, as nobody else does."""
    expected = Counter(each for kept in history.known.items for each in came_down(kept))
    assert told(all_events(quarters), down=True) == expected
    assert {event for _, event, _ in expected} == {"expired", "withdrawn", "suspended"}
    assert max(expected.values()) == 1


def test_every_event_of_a_merge_is_that_of_its_row(
    rows: list[dict[str, Any]], quarters: Mapping[Period, PeriodFacts]
) -> None:
    by_commit = {row["commit"]: row for row in rows if row["commit"]}
    events = [each for each in all_events(quarters) if each.commit]
    assert max(Counter((each.item, each.commit) for each in events).values()) == 1
    assert max(Counter((each.item, each.event, each.at) for each in events).values()) == 1
    for each in events:
        row = by_commit[each.commit]
        assert each.item in row["items"]
        assert each.request == row["request"]
        assert each.merged is not None
        assert each.merged.isoformat() == row["date"]
        assert each.at == each.merged or each.at > each.merged
        assert each.waited_days is not None
        assert round(each.waited_days * 24, 1) == row["waited_hours"]
        assert each.is_urgent == bool(row["permitted"])
        was_waiting = each.event is Event.PUBLISHED and row["action"] == "amended" and each.at > each.merged
        assert each.event.value == row["action"] or was_waiting


def test_every_row_has_its_event_but_what_nobody_saw(
    history: PaperHistory, rows: list[dict[str, Any]], quarters: Mapping[Period, PeriodFacts]
) -> None:
    """Counted from the rows alone, quarter by quarter and action by action; what waited for its day is told apart."""
    versions = {version.request: (kept, version) for kept in history.known.items for version in kept.versions}
    seen = {each.request: each for each in all_events(quarters) if each.commit}
    for quarter in QUARTERS:
        counted, own = Counter[str](), Counter(each.event.value for each in quarters[quarter].events if each.commit)
        for row in rows:
            if row["action"] in BY_ROWS and row["request"] in versions and day_of(row) in quarter:
                event = seen.get(row["request"])
                if event and event.day in quarter:
                    counted[event.event if event.day > day_of(row) else row["action"]] += 1
                elif event:
                    assert event.at > datetime.datetime.fromisoformat(row["date"])
                else:
                    assert is_never_seen(*versions[row["request"]])
        late = [each for each in quarters[quarter].events if each.merged and each.merged.date() not in quarter]
        assert own == counted + Counter(each.event.value for each in late), quarter


def is_never_seen(kept: Kept, version: Version) -> bool:
    """What was put off or called off before its day, or is still waiting for it; and what called off such a thing."""
    if version.fields is None:
        return before(kept, version).shown(version.day) is None
    away = version.fields.get("withdrawn", {}).get("on", "")
    later = kept.versions[kept.versions.index(version) + 1 :]
    return version.is_put_off or max(away, version.first.isoformat()) > min(
        [ENDED.isoformat(), *(each.day.isoformat() for each in later)]
    )


@pytest.mark.parametrize("year", YEARS, ids=lambda each: each.id)
def test_a_year_is_the_sum_of_its_quarters_units_and_categories(
    year: Period, chronicle: Chronicle, quarters: Mapping[Period, PeriodFacts]
) -> None:
    whole = chronicle.facts(year, LATER)
    parts = [quarters[each] for each in year.quarters]
    for name in ("events", "refused", "spoken", "take_downs", "missed_days", "training", "hand_overs"):
        assert getattr(whole, name) == [each for part in parts for each in getattr(part, name)], name
    assert whole.live == parts[-1].live
    assert whole.unconfirmed == parts[-1].unconfirmed
    for group in (lambda each: each.unit, lambda each: each.category):
        counted = Counter(map(group, whole.events))
        assert sum(counted.values()) == len(whole.events) == sum(whole.count(each) for each in Event)
        assert "" not in counted
    assert {each.unit for each in whole.events} <= whole.offices.keys()


def test_titles_units_and_files_are_those_of_that_version(
    history: PaperHistory, quarters: Mapping[Period, PeriodFacts]
) -> None:
    by_request = {version.request: (kept, version) for kept in history.known.items for version in kept.versions}
    for each in all_events(quarters):
        if each.request:
            kept, version = by_request[each.request]
            text = version if version.fields else before(kept, version).last
            assert text.fields
            assert (each.title, each.unit) == (text.fields["title"], kept.unit)
            pdf = sum(name.endswith(".pdf") for name in version.files)
            assert (each.documents, each.pictures) == (pdf, len(version.files) - pdf)
            assert each.remarks == (text.fields.get("remarks", ""))


def test_refusals_by_reason(
    history: PaperHistory, rows: list[dict[str, Any]], quarters: Mapping[Period, PeriodFacts]
) -> None:
    for quarter, facts in quarters.items():
        by_rows = Counter(row["reason"] for row in rows if row["action"] == "refused" and day_of(row) in quarter)
        known = [each for each in history.known.refused if each["at"].date() in quarter]
        assert Counter(each.reason for each in facts.refused) == by_rows == Counter(each["reason"] for each in known)
        assert [(each.request, each.text, each.by, each.title) for each in facts.refused] == [
            (each["request"], each["text"], each["by"], each["title"]) for each in known
        ]
    assert {each.reason for facts in quarters.values() for each in facts.refused} == {*paper_history.REASONS}


def test_permissions_by_word_of_mouth_in_time_late_or_never(
    history: PaperHistory, rows: list[dict[str, Any]], quarters: Mapping[Period, PeriodFacts]
) -> None:
    fates = Counter[bool | None]()
    for quarter, facts in quarters.items():
        known = {}
        for kept in history.known.items:
            for place, version in enumerate(kept.versions):
                if version.due and version.at.date() in quarter:
                    then = next((each.at for each in kept.versions[place + 1 :] if each.act == "ratified"), None)
                    known[version.item, version.due] = then
        assert {(each.item, each.due): each.ratified for each in facts.spoken} == known
        told_of = [row for row in rows if row["permitted"] and day_of(row) in quarter]
        assert len(facts.spoken) == len(told_of)
        in_writing = sum(row["ratified"][0].startswith("ratified") for row in told_of)
        assert sum(each.ratified is not None for each in facts.spoken) == in_writing
        assert {row["commit"] for row in told_of} == {each.commit for each in facts.events if each.is_urgent} - {""}
        fates.update(None if each.ratified is None else each.ratified.date() <= each.due for each in facts.spoken)
    assert min(fates[each] for each in (True, False, None)) > 3


def test_take_downs_on_time_and_late(
    history: PaperHistory, rows: list[dict[str, Any]], quarters: Mapping[Period, PeriodFacts]
) -> None:
    known = {(item, due): at for item, due, at in history.known.taken_down}
    found = [each for facts in quarters.values() for each in facts.take_downs]
    late = Counter(bool(each.days_late) for each in found)
    assert min(late.values()) > 3
    at = {(each.item, each.day): each.at for each in all_events(quarters) if each.event in DOWN}
    assert len(found) == len(at)
    assert known.keys() <= at.keys()
    for each in found:
        if each.due < history.known.signs[0]:
            assert each.done is None
        elif (each.item, each.due) in known:
            assert each.done == known[each.item, each.due]
        elif each.done:  # of what was deleted, or an earlier version took the place of
            begun = at[each.item, each.due]
            assert each.done == next(moment for moment in history.known.releases if moment > begun)
    assert len(known) > 100
    since = [
        datetime.date.fromisoformat(row["explanation"].split()[0]) for row in rows if row["action"] == "taken-down"
    ]
    recorded = [each.due for each in found if (each.item, each.due) in known]
    assert Counter(map(Period.around, since)) == Counter(map(Period.around, recorded))


def test_what_was_up_to_be_looked_at_and_not_confirmed_at_the_end(
    history: PaperHistory, quarters: Mapping[Period, PeriodFacts]
) -> None:
    for quarter, facts in quarters.items():
        up = {version.item: version for kept in history.known.items if (version := kept.shown(quarter.last))}
        assert facts.live == len(up)
        review = {
            (item, each.fields["review_by"])
            for item, each in up.items()
            if each.fields and each.fields.get("review_by", "9") <= quarter.last.isoformat()
        }
        assert {(each.item, each.since.isoformat()) for each in facts.past_review} == review
        waiting: dict[str, datetime.date] = {}
        acts = [(at, item, True) for at, item in history.known.told]
        for at, item, is_told in sorted([*acts, *((at, item, False) for at, item in history.known.confirmed)]):
            if at.date() <= quarter.last:
                waiting.pop(item, None)
                waiting |= {item: at.date()} if is_told else {}
        assert {each.item: each.since for each in facts.unconfirmed} == {
            item: day for item, day in waiting.items() if item in up
        }
        for each in facts.unconfirmed:
            first = datetime.date.fromisoformat(up[each.item].fields["publish_on"])  # type: ignore[index]
            assert each.due == working_days_after(max(each.since, first), 3)
    assert any(facts.past_review for facts in quarters.values())
    assert any(facts.unconfirmed for facts in quarters.values())


def test_registers_are_those_of_the_end_of_the_period(
    history: PaperHistory, quarters: Mapping[Period, PeriodFacts]
) -> None:
    def at_end(name: str, quarter: Period) -> list[dict[str, Any]]:
        states = [found for at, found in history.known.registers[name] if at.date() <= quarter.last]
        return states[-1] if states else []

    solved = 0
    for quarter, facts in quarters.items():
        first, last = quarter.first.isoformat(), quarter.last.isoformat()
        for name, found in (("training", facts.training), ("hand-overs", facts.hand_overs)):
            assert found == [each for each in at_end(name, quarter) if first <= each["date"] <= last]
        still = [each for each in at_end("problems", quarter) if each.get("solved_on", "9") >= first]
        assert facts.problems == still
        solved += sum("solved_on" in each for each in still)
    assert solved
    assert any("solved_on" not in each for each in quarters[QUARTERS[-1]].problems)


def test_days_without_a_sign_of_the_machine(history: PaperHistory, quarters: Mapping[Period, PeriodFacts]) -> None:
    signs = {*history.known.signs}
    for quarter, facts in quarters.items():
        silent = [day for day in days(quarter.first, quarter.last) if day > min(signs) and day not in signs]
        assert facts.missed_days == silent
    assert sum(len(facts.missed_days) for facts in quarters.values()) > 8


def test_violations_are_those_open_at_the_end_of_the_period(
    history: PaperHistory, quarters: Mapping[Period, PeriodFacts], chronicle: Chronicle
) -> None:
    """The first was closed a quarter later, in the same fiscal year; the other never."""
    first, other = (Period.around(each.date()) for each in history.known.direct)
    assert {each: facts.violations for each, facts in quarters.items() if facts.violations} == {first: 1, other: 1}
    assert chronicle.facts(YEARS[0], LATER).violations == 0
    assert chronicle.facts(YEARS[1], LATER).violations == 1


@pytest.mark.parametrize("quarter", QUARTERS, ids=lambda each: each.id)
def test_a_quarter_read_years_later_is_what_it_was_on_the_next_day(
    quarter: Period, chronicle: Chronicle, quarters: Mapping[Period, PeriodFacts]
) -> None:
    """Apart from what became of its permissions and take-downs, and of titles that were withdrawn."""
    then, now = chronicle.facts(quarter, quarter.last + DAY), quarters[quarter]
    for each, later in zip(then.spoken, now.spoken, strict=True):
        assert each.ratified in (None, later.ratified)
    for down, later_down in zip(then.take_downs, now.take_downs, strict=True):
        assert down.done in (None, later_down.done)
    same = {"spoken": (), "take_downs": (), "day": LATER, "hidden": frozenset()}
    assert replace(then, **same) == replace(now, **same)
    assert then.is_over


@pytest.mark.parametrize("day", [datetime.date(2024, 2, 29), datetime.date(2025, 3, 10), ENDED], ids=str)
def test_a_period_that_is_not_over_is_told_up_to_that_day(
    day: datetime.date, chronicle: Chronicle, quarters: Mapping[Period, PeriodFacts]
) -> None:
    quarter = Period.around(day)
    found = chronicle.facts(quarter, day)
    assert not found.is_over
    assert found.events == [each for each in quarters[quarter].events if each.day <= day]
    assert all(each < day for each in found.missed_days)
    assert chronicle.facts(quarter, quarter.first - DAY) == PeriodFacts(quarter, quarter.first - DAY)


@pytest.mark.parametrize("zone", ["UTC"])
def test_the_second_before_midnight_in_bangkok_is_of_the_old_quarter(
    zone: str, history: PaperHistory, audited: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setenv("TZ", zone)
        time.tzset()
        chronicle = Chronicle.of(history.repository, audited)
        found = [chronicle.facts(each, LATER) for each in QUARTERS]
    time.tzset()
    moments = {each.merged: each for facts in found for each in facts.events if each.event is Event.PUBLISHED}
    inside = [each for each in BOUNDARIES if BEGUN < each <= ENDED]
    assert len(inside) == 11
    for first in inside:
        begins = datetime.datetime.combine(first, datetime.time(), BANGKOK)
        for moment, quarter in ((begins - SECOND, Period.around(first - DAY)), (begins, Period.around(first))):
            assert moment in moments, moment
            facts = found[QUARTERS.index(quarter)]
            assert moments[moment] in facts.events
            assert moments[moment].day in quarter
    leap = datetime.datetime(2024, 2, 29, 23, 59, tzinfo=BANGKOK)
    assert moments[leap] in found[QUARTERS.index(Period(2567, 2))].events


def test_units_that_are_no_more_keep_their_names(quarters: Mapping[Period, PeriodFacts]) -> None:
    gone = [
        facts
        for quarter, facts in quarters.items()
        if quarter.first > paper_history.CLOSED and any(each.unit == "former" for each in facts.events)
    ]
    assert gone
    assert all(facts.offices["former"] == paper_history.UNITS["former"] for facts in gone)


def test_titles_that_were_withdrawn_are_known(history: PaperHistory, quarters: Mapping[Period, PeriodFacts]) -> None:
    hiding = {
        version.item
        for kept in history.known.items
        if (kept.last.fields or {}).get("withdrawn", {}).get("hide_title")
        for version in kept.versions
    }
    assert hiding
    for facts in quarters.values():
        named = (facts.events, facts.spoken, facts.take_downs, facts.past_review, facts.unconfirmed)
        assert facts.hidden == hiding & {each.item for those in named for each in those}


def test_heads_are_those_of_the_end_of_the_period(
    history: PaperHistory, quarters: Mapping[Period, PeriodFacts]
) -> None:
    for quarter, facts in quarters.items():
        assert facts.main == [oid for at, oid in history.known.heads if at.date() <= quarter.last][-1]
    assert quarters[QUARTERS[-1]].log == history.repository.ref("refs/heads/audit-log")


# other copies of a history


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> PaperHistory:
    place = shared_root(tmp_path_factory) / "papers-short"
    return paper_history.read_back(once(place, lambda made: paper_history.write_history(made, SHORT, seed=2)))


def test_a_plain_clone_and_an_audit_that_remembers_tell_the_same(short: PaperHistory, tmp_path: Path) -> None:
    expected = [Chronicle.of(short.repository, short.audit()).facts(each, LATER) for each in YEARS]
    subprocess.run(["git", "clone", "-q", str(short.place / "office.git"), str(tmp_path / "copy")], check=True)
    copy, memory = open_repository(tmp_path / "copy"), AuditorMemory(tmp_path / "memory")
    memory.keep_verified(Verified(dict(short.verdicts)))
    for _ in range(2):
        found = Chronicle.of(copy, audit(copy, Trust(), memory=memory))
        assert [found.facts(each, LATER) for each in YEARS] == expected


def test_without_an_audit_main_tells_what_happened(short: PaperHistory) -> None:
    audited = Chronicle.of(short.repository, short.audit())
    alone = Chronicle.of(short.repository)
    for year in YEARS:
        told_by_both, told = audited.facts(year, LATER), alone.facts(year, LATER)
        assert [replace(each, asked=None) for each in told_by_both.events] == list(told.events)
        assert (told.refused, told.missed_days, told.log) == ((), [], "")
        assert {each.done for each in told.take_downs} <= {None}


def test_without_a_repository_nothing_is_known() -> None:
    period = Period(2569, 4)
    assert Chronicle.of(None).facts(period, LATER) == PeriodFacts(period, LATER)


def test_the_sample_office_tells_its_history() -> None:
    repository = find_repository(Path(__file__).parents[1])
    found = Chronicle.of(repository).facts(Period(2570), datetime.date(2027, 9, 30))
    assert repository is None or found.main


def test_a_text_that_is_lost_has_no_title_and_counts_all_the_same(short: PaperHistory, tmp_path: Path) -> None:
    expected = Chronicle.of(short.repository).facts(YEARS[0], LATER)
    shutil.copytree(short.place / "office.git", tmp_path / "office.git")
    repository = open_repository(tmp_path / "office.git")
    event = next(each for each in expected.events if each.event is Event.PUBLISHED)
    blob = repository.line("rev-parse", f"{event.commit}:{event.item}/index.md")
    for pack in (tmp_path / "office.git" / "objects" / "pack").glob("*.pack"):
        moved = pack.rename(tmp_path / pack.name)
        pack.with_suffix(".idx").unlink()
        with moved.open("rb") as given:
            subprocess.run(["git", "unpack-objects", "-q"], cwd=repository.folder, stdin=given, check=True)
    (tmp_path / "office.git" / "objects" / blob[:2] / blob[2:]).unlink()
    found = Chronicle.of(repository).facts(YEARS[0], LATER)
    lost = next(each for each in found.events if each.commit == event.commit)
    assert (lost.title, lost.unit, lost.day) == ("", "", event.day)
    assert found.count(Event.PUBLISHED) == expected.count(Event.PUBLISHED)


def test_a_shallow_clone_cannot_tell(short: PaperHistory, tmp_path: Path) -> None:
    source = f"file://{short.place / 'office.git'}"
    subprocess.run(["git", "clone", "-q", "--depth", "3", source, str(tmp_path / "copy")], check=True)
    repository = find_repository(tmp_path / "copy")
    with pytest.raises(CannotWork) as told_why:
        Chronicle.of(repository)
    assert told_why.value.message == "repository.no-history"


def test_progress_is_told_for_every_commit(short: PaperHistory) -> None:
    seen: list[object] = []

    def progress(steps: Any) -> Iterator[Any]:
        for each in steps:
            seen.append(each)
            yield each

    made = Chronicle.of(short.repository, progress=progress)
    assert len(seen) == len(made.commits) > SHORT / 2
