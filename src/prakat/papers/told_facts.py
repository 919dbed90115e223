"""facts of a period -> sentences and tables that tell them; that there is nothing is said, too (R41, R48)"""

import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from prakat.item.category import categories
from prakat.papers.happened.period_facts import Event, ItemEvent, PeriodFacts, SpokenPermission
from prakat.papers.paper import PaperTable
from prakat.papers.whole_text import WholeText
from prakat.rules.data import label
from prakat.rules.message import Message, message
from prakat.rules.wording import BriefDay, Day, Label, Listed, Said

_NAMED = 10
"""So many late or missed things are named one by one; how many there are is said anyhow."""


def told_events(found: PeriodFacts) -> Said:
    """What happened to items, in one sentence."""
    counted = [(each, found.count(each)) for each in Event]
    told = [
        message("papers.counted-items", what=Label("paper_event", each), count=count)
        for each, count in counted
        if count
    ]
    return Listed.of(told, " ") if told else message("papers.summary-nothing")


def measured(found: PeriodFacts) -> Iterator[Message]:
    """What the system measured itself, each in a sentence: also that all went well, or that there was nothing."""
    yield _waits(found)
    yield _spoken(found)
    yield _refused(found)
    yield _take_downs(found)
    yield _standing(found)
    yield _missed(found)


def _obstacles(found: PeriodFacts) -> Iterator[Message]:
    """What the system measured against itself; nothing where all went well."""
    if late := [each for each in found.take_downs if each.days_late]:
        named = Listed.of(shown_title(found, each.item, each.title) for each in late[:_NAMED])
        yield message("papers.late", count=len(late), named=named)
    if unknown := sum(each.days_late is None for each in found.take_downs):
        yield message("papers.take-downs-unknown", count=unknown)
    if broken := [each for each in found.spoken if fate_of(each, found) in ("late", "never")]:
        named = Listed.of(shown_title(found, each.item, each.title) for each in broken[:_NAMED])
        yield message("papers.spoken-not", count=len(broken), named=named)
    if found.missed_days:
        yield _missed(found)
    if found.violations:
        yield message("papers.violations", count=found.violations)


def _waits(found: PeriodFacts) -> Message:
    days = [each.waited_days for each in found.events if each.waited_days is not None]
    if not days:
        return message("papers.waits-unknown")
    middle, longest = statistics.median(days), max(days)
    return message("papers.waits", count=len(days), middle=f"{middle:.1f}", longest=f"{longest:.1f}")


def _spoken(found: PeriodFacts) -> Message:
    if not found.spoken:
        return message("papers.spoken-none")
    kinds = _kinds("paper_spoken", (fate_of(each, found) for each in found.spoken))
    return message("papers.spoken", count=len(found.spoken), kinds=kinds)


def fate_of(each: SpokenPermission, found: PeriodFacts) -> str:
    """Of labels.yml: paper_spoken."""
    if each.ratified is None:
        return "open" if found.day <= each.due else "never"
    return "in-time" if each.ratified.date() <= each.due else "late"


def _refused(found: PeriodFacts) -> Message:
    if not found.refused:
        return message("papers.refused-none")
    reasons = _kinds("refusal", (each.reason for each in found.refused))
    return message("papers.refused", count=len(found.refused), reasons=reasons)


def _kinds(group: str, kinds: Iterable[str]) -> Listed:
    """How many there are of each, in words of that group of labels.yml."""
    counted = Counter(kinds).items()
    return Listed.of(message("papers.counted", what=Label(group, kind), count=count) for kind, count in counted)


def _take_downs(found: PeriodFacts) -> Message:
    if not found.take_downs:
        return message("papers.take-downs-none")
    late = sum(bool(each.days_late) for each in found.take_downs)
    unknown = sum(each.days_late is None for each in found.take_downs)
    on_time = len(found.take_downs) - late - unknown
    return message("papers.take-downs", count=len(found.take_downs), late=late, unknown=unknown, on_time=on_time)


def _standing(found: PeriodFacts) -> Message:
    return message(
        "papers.standing", live=found.live, review=len(found.past_review), unconfirmed=len(found.unconfirmed)
    )


def _missed(found: PeriodFacts) -> Message:
    if not found.missed_days:
        return message("papers.missed-none")
    days = Listed.of(BriefDay(each) for each in found.missed_days[:_NAMED])
    return message("papers.missed", count=len(found.missed_days), days=days)


def shown_title(found: PeriodFacts, item: str, title: str) -> WholeText:
    """What may stand on paper: a title that was withdrawn with its item, or that nobody can read, is told as that."""
    if item in found.hidden:
        return WholeText(message("papers.hidden-title").text())
    return WholeText(title or message("papers.lost-title", path=item).text())


def published_titles(found: PeriodFacts) -> list[str]:
    """Of each item that was published, renewed or changed, once; with what was done where it was not new."""
    told: dict[str, str] = {}
    for each in found.events:
        if each.event in (Event.PUBLISHED, Event.RATIFIED):
            told.setdefault(each.item, shown_title(found, each.item, each.title).text())
        elif each.event in (Event.AMENDED, Event.RENEWED):
            title = shown_title(found, each.item, each.title).text()
            told.setdefault(each.item, f"{title} ({label('paper_event', each.event)})")
    return list(told.values())


def problem_lines(found: PeriodFacts) -> list[str]:
    """Of the register of problems: what was amiss, whose it was, and what was done; then what was measured."""
    told = [*(_problem(found, each) for each in found.problems), *_obstacles(found)]
    return [each.text() for each in told]


def _problem(found: PeriodFacts, entry: Mapping[str, Any]) -> Message:
    unit = found.offices.get(str(entry["unit"]), str(entry["unit"]))
    done = entry.get("solution")
    told = message("papers.problem-done", text=WholeText(str(done))) if done else message("papers.problem-open")
    solved = entry.get("solved_on")
    when = message("papers.problem-solved", day=Day.of(str(solved))) if solved else ""
    day, problem = Day.of(str(entry["date"])), WholeText(str(entry["problem"]))
    return message("papers.problem", day=day, problem=problem, unit=WholeText(unit), done=told, solved=when)


def by_unit(found: PeriodFacts) -> PaperTable:
    """Every unit with something to tell, and all of them together."""
    return _table(
        found,
        message("papers.by-unit"),
        message("papers.by-unit-head"),
        lambda each: found.offices.get(each.unit, each.unit),
    )


def by_category(found: PeriodFacts) -> PaperTable:
    return _table(
        found, message("papers.by-category"), message("papers.by-category-head"), lambda each: _category(each.category)
    )


def _category(name: str) -> str:
    known = categories().get(name)
    return f"{known.no} {known.text()}" if known else name


def by_quarter(found: PeriodFacts) -> PaperTable:
    """A year's four quarters beside each other; one that has not begun has no numbers."""
    rows: list[tuple[str, Sequence[ItemEvent] | None]] = []
    for each in found.period.quarters:
        name = message("papers.quarter", quarter=str(each.quarter), months=each.months).text()
        events = [one for one in found.events if one.day in each]
        rows.append((name, events if found.day >= each.first else None))
    return _grid(message("papers.by-quarter"), message("papers.by-quarter-head"), rows)


def _table(found: PeriodFacts, caption: Message, head: Message, of: Callable[[ItemEvent], str]) -> PaperTable:
    groups: dict[str, list[ItemEvent]] = {}
    for each in found.events:
        groups.setdefault(of(each), []).append(each)
    return _grid(caption, head, sorted(groups.items()))


def _grid(caption: Message, head: Message, groups: Sequence[tuple[str, Sequence[ItemEvent] | None]]) -> PaperTable:
    events = tuple(Event)
    rows, total = [], Counter[Event]()
    for name, found in groups:
        counted = Counter(each.event for each in found or ())
        total += counted
        rows.append((name, *(str(counted[each]) if found is not None else "–" for each in events)))
    rows.append((message("papers.total").text(), *(str(total[each]) for each in events)))
    heads = (head.text(), *(label("paper_event", each) for each in events))
    numeric = frozenset(range(1, len(heads)))
    return PaperTable(heads, tuple(rows), (4, *(2 for _ in events)), numeric, caption.text())
