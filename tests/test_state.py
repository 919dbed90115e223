"""Item x instant -> state: what the public may read is decided by the day in Bangkok alone (R09, R19, R20)."""

import dataclasses
import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import written
from office_builder import fields
from prakat.item import item
from prakat.item.item import Item, VerbalApproval, Withdrawal
from prakat.item.item_path import ItemPath
from prakat.item.state import State, confirm_by, is_held_back, ratify_by, state_on, visible_until
from prakat.office.settings import Settings
from prakat.thai.buddhist_era import BANGKOK, chosen_day
from prakat.thai.working_day import is_working_day, next_working_day

INSTANTS = (
    "2026-09-30T16:59:59+00:00",  # 23:59 in Bangkok on the last day of fiscal year 2569
    "2026-09-30T17:00:00+00:00",  # 00:00 on 1 October, the first of 2570
    "2026-10-15T05:00:00+00:00",
    "2026-10-31T16:59:59+00:00",  # 23:59 on the last day shown
    "2026-10-31T17:00:00+00:00",  # 00:00 on the next
    "2026-11-20T01:00:00+00:00",
    "2027-10-01T00:00:00+07:00",
)
NEVER: dict[str, Any] = {"timing": "on_change", "expires_on": "never", "period": {"start": "2026-10-01"}}
VERBAL = {"approver": "head", "channel": "โทรศัพท์", "recorded_by": "web1"}
WITHDRAWN = {"on": "2026-10-15", "reason": "ข้อมูลคลาดเคลื่อน"}
ITEMS: dict[str, dict[str, Any]] = {
    "october": {},
    "long": {"expires_on": "2027-09-30"},
    "last day of the year": {"publish_on": "2026-09-01", "expires_on": "2026-09-30"},
    "never": NEVER | {"review_by": "2027-10-01"},
    "review on the 15th": NEVER | {"review_by": "2026-10-15"},
    "review before expiry": {"expires_on": "2027-12-31", "review_by": "2026-11-01"},
    "withdrawn": {"withdrawn": WITHDRAWN},
    "withdrawn though expired": {"expires_on": "2026-10-10", "withdrawn": WITHDRAWN},
    "urgent": {"expires_on": "2027-12-31", "verbal": VERBAL | {"at": "2026-10-30T23:59"}},
    "urgent and withdrawn": {"verbal": VERBAL | {"at": "2026-10-12T09:00"}, "withdrawn": WITHDRAWN},
    "urgent and expired": {"verbal": VERBAL | {"at": "2026-10-01T09:00"}, "expires_on": "2026-10-14"},
}
S, L, X, R, E, W, U = (
    State.SCHEDULED,
    State.LIVE,
    State.EXPIRING,
    State.REVIEW_DUE,
    State.EXPIRED,
    State.WITHDRAWN,
    State.SUSPENDED,
)
EXPECTED = {
    "october": (S, L, L, X, E, E, E),
    "long": (S, L, L, L, L, L, E),
    "last day of the year": (X, E, E, E, E, E, E),
    "never": (S, L, L, L, L, L, R),
    "review on the 15th": (S, L, R, R, R, R, R),
    "review before expiry": (S, L, L, L, R, R, R),
    "withdrawn": (S, L, W, W, W, W, W),
    "withdrawn though expired": (S, X, W, W, W, W, W),
    "urgent": (S, L, L, L, L, U, U),
    "urgent and withdrawn": (S, L, W, W, W, W, W),
    "urgent and expired": (S, X, E, E, E, E, E),
}


def parsed(**changed: object) -> Item:
    path = ItemPath("law", "", "act")
    found = item.parse_item(path, f"---\n{written(fields(path.folder, **changed))}---\n".encode())
    assert isinstance(found, Item), found
    return found


@pytest.mark.parametrize(("name", "number"), [(name, number) for name in ITEMS for number in range(len(INSTANTS))])
def test_state_at_each_instant(name: str, number: int) -> None:
    day = chosen_day(None, {"PRAKAT_DATE": INSTANTS[number]})
    assert state_on(parsed(**ITEMS[name]), day, Settings()) is EXPECTED[name][number]


def test_states_are_called_as_manifests_and_registers_have_them() -> None:
    names = ["scheduled", "live", "expiring", "review_due", "expired", "withdrawn", "suspended"]
    assert [each.value for each in State] == names


def test_an_office_that_says_nothing_has_the_periods_of_the_design() -> None:
    assert (Settings().expiring_within_days, Settings().ratify_within_working_days) == (14, 1)
    assert (Settings().confirm_within_working_days, Settings().extra_holidays) == (3, frozenset())


def test_table_holds_every_state() -> None:
    assert {each for row in EXPECTED.values() for each in row} == set(State)


@pytest.mark.parametrize("each", State)
def test_state_is_scheduled_public_or_taken_down(each: State) -> None:
    assert each.is_public + each.is_taken_down + (each is State.SCHEDULED) == 1


@pytest.mark.parametrize(
    ("within", "first"), [(0, "2026-10-31"), (1, "2026-10-30"), (14, "2026-10-17"), (365, "2026-10-01")]
)
def test_expiring_begins_as_many_days_before_the_last_as_the_office_says(within: int, first: str) -> None:
    notice, day = parsed(), datetime.date.fromisoformat(first)
    chosen = Settings(expiring_within_days=within)
    assert state_on(notice, day, chosen) is State.EXPIRING
    assert state_on(notice, day - datetime.timedelta(days=1), chosen) in (State.LIVE, State.SCHEDULED)


BASE = parsed(verbal=None)
ONE = datetime.timedelta(days=1)
HINGES = (
    datetime.date(2026, 4, 11),  # a Saturday before Songkran, which lasts to the 15th
    datetime.date(2026, 12, 5),  # a Saturday and a holiday, made up for on Monday the 7th; the 10th is one too
    datetime.date(2026, 12, 31),  # a Thursday; offices open again on Monday the 4th
    datetime.date(2027, 3, 1),
    datetime.date(2028, 2, 29),
)
"""Days about which everything is drawn, so that what begins and what ends meets, falls together or just misses."""
NEAR = st.integers(-4, 4)


@dataclasses.dataclass(frozen=True)
class Drawn:
    item: Item
    day: datetime.date
    settings: Settings

    @property
    def state(self) -> State:
        return state_on(self.item, self.day, self.settings)


@st.composite
def drawn(draw: st.DrawFn) -> Drawn:
    """An item whose days lie about one hinge, a day of theirs, and an office whose periods are as short."""
    hinge = draw(st.sampled_from(HINGES))
    near = NEAR.map(lambda days: hinge + days * ONE)
    known = [draw(near), draw(near)]
    day_of = st.sampled_from(known) | near
    at, withdrawn = draw(st.none() | day_of), draw(st.none() | day_of)
    time = draw(st.sampled_from([datetime.time(0, 0), datetime.time(23, 59)]))
    notice = dataclasses.replace(
        BASE,
        publish_on=draw(day_of),
        expires_on=draw(st.none() | day_of),
        review_by=draw(st.none() | day_of),
        withdrawn=withdrawn and Withdrawal(withdrawn, "ข้อมูลคลาดเคลื่อน", False),
        verbal=at and VerbalApproval("head", datetime.datetime.combine(at, time, BANGKOK), "โทรศัพท์", "web1"),
    )
    within, ratify, confirm = draw(st.integers(0, 5)), draw(st.integers(0, 3)), draw(st.integers(0, 3))
    extra = frozenset(draw(st.lists(near, max_size=2)))
    return Drawn(notice, draw(day_of), Settings(within, ratify, extra, confirm))


def ends(one: Drawn) -> dict[State, datetime.date]:
    """The first day of each state that takes an item down, from its own dates alone."""
    found = {}
    if one.item.withdrawn:
        found[State.WITHDRAWN] = one.item.withdrawn.on
    if one.item.expires_on:
        found[State.EXPIRED] = one.item.expires_on + ONE
    if one.item.verbal:
        day, left = one.item.verbal.at.date(), one.settings.ratify_within_working_days
        while left:
            day += ONE
            left -= is_working_day(day, one.settings.extra_holidays)
        found[State.SUSPENDED] = day + ONE
    return found


@given(drawn())
@settings(max_examples=500)
def test_an_item_is_in_the_state_that_its_days_say(one: Drawn) -> None:
    """Told in another way: which days have come, and which of the states that they begin is the strongest."""
    come = {each for each, first in ends(one).items() if first <= one.day}
    last = one.item.expires_on
    if last and 0 <= (last - one.day).days <= one.settings.expiring_within_days:
        come.add(State.EXPIRING)
    if one.item.review_by and one.item.review_by <= one.day:
        come.add(State.REVIEW_DUE)
    strongest = (State.WITHDRAWN, State.EXPIRED, State.SUSPENDED, State.EXPIRING, State.REVIEW_DUE)
    expected = next((each for each in strongest if each in come), State.LIVE)
    is_early = one.day < one.item.publish_on and expected is not State.WITHDRAWN
    assert one.state is (State.SCHEDULED if is_early else expected)


@pytest.mark.parametrize(("on", "expected"), [("2026-10-10", W), ("2026-10-11", S)])
def test_a_withdrawal_waits_for_no_day_of_publication(on: str, expected: State) -> None:
    """No check lets that in any more; what an earlier release let in is taken down all the same."""
    changed = fields(publish_on="2026-10-20", withdrawn={"on": on, "reason": "มีข้อมูลส่วนบุคคล"})
    early, _ = item.parse_approved(ItemPath("law", "", "act"), f"---\n{written(changed)}---\n".encode())
    assert early is not None
    day = datetime.date(2026, 10, 10)
    assert state_on(early, day, Settings()) is expected
    assert is_held_back(early, day, Settings()) is (expected is S)


@given(drawn())
@settings(max_examples=300)
def test_readable_from_publication_to_the_last_visible_day(one: Drawn) -> None:
    until = visible_until(one.item, one.settings)
    assert one.state.is_public == (one.item.publish_on <= one.day and (until is None or one.day <= until))
    first = min(ends(one).values(), default=None)
    assert until == (first and first - ONE)


@given(drawn())
@settings(max_examples=200)
def test_days_pass_in_one_order(one: Drawn) -> None:
    """Scheduled, then public, then taken down; and nothing that came down comes back."""
    ranks = [
        2 * found.is_taken_down + found.is_public
        for found in (state_on(one.item, one.day + days * ONE, one.settings) for days in range(-12, 13))
    ]
    assert ranks == sorted(ranks)


@given(drawn())
@settings(max_examples=200)
def test_a_longer_period_never_takes_an_item_down_earlier(one: Drawn) -> None:
    longer = dataclasses.replace(one.settings, ratify_within_working_days=one.settings.ratify_within_working_days + 1)
    assert not (one.state.is_public and state_on(one.item, one.day, longer).is_taken_down)
    if one.item.verbal:
        before, after = ratify_by(one.item, one.settings), ratify_by(one.item, longer)
        assert before
        assert after == next_working_day(before, one.settings.extra_holidays)
        assert is_working_day(after, one.settings.extra_holidays)


@given(drawn(), NEAR)
@settings(max_examples=200)
def test_the_owner_looks_at_a_page_once_it_is_shown(one: Drawn, days: int) -> None:
    told = one.day + days * ONE
    last = confirm_by(one.item, told, one.settings)
    day, left = max(told, one.item.publish_on), one.settings.confirm_within_working_days
    open_days = [day + number * ONE for number in range(1, 15)]
    open_days = [each for each in open_days if is_working_day(each, one.settings.extra_holidays)]
    assert last == (open_days[left - 1] if left else day)


@pytest.mark.parametrize(
    ("at", "extra", "last"),
    [
        ("2026-04-10T08:00", [], "2026-04-16"),  # Friday before Songkran: Thursday after it
        ("2026-04-11T08:00", [], "2026-04-16"),
        ("2026-04-13T08:00", [], "2026-04-16"),
        ("2026-04-15T23:59", [], "2026-04-16"),
        ("2026-04-10T08:00", ["2026-04-16", "2026-04-17"], "2026-04-20"),
        ("2026-12-30T08:00", [], "2027-01-04"),
        ("2026-12-04T23:59", [], "2026-12-08"),
        ("2026-12-09T00:00", [], "2026-12-11"),
        ("2026-04-30T08:00", [], "2026-05-01"),  # Labour Day, on which offices work
        ("2026-05-01T08:00", [], "2026-05-05"),
    ],
)
def test_a_permission_is_ratified_on_the_next_day_on_which_offices_are_open(
    at: str, extra: list[str], last: str
) -> None:
    urgent = parsed(verbal=VERBAL | {"at": at}, publish_on="2026-04-01", expires_on="2027-12-31")
    chosen, day = Settings(extra_holidays=frozenset(map(datetime.date.fromisoformat, extra))), datetime.date
    assert ratify_by(urgent, chosen) == day.fromisoformat(last)
    assert state_on(urgent, day.fromisoformat(last), chosen) is State.LIVE
    assert state_on(urgent, day.fromisoformat(last) + ONE, chosen) is State.SUSPENDED


@pytest.mark.parametrize(
    "day",
    [
        *(
            "2026-01-01",
            "2026-04-06",
            "2026-04-13",
            "2026-04-14",
            "2026-04-15",
            "2026-05-04",
            "2026-06-03",
            "2026-07-28",
        ),
        *("2026-08-12", "2026-10-13", "2026-10-23", "2026-12-10", "2026-12-31"),
        "2026-12-07",  # in place of Saturday 5 December
        "2026-11-21",
        "2026-11-22",
    ],
)
def test_offices_are_closed(day: str) -> None:
    assert not is_working_day(datetime.date.fromisoformat(day))


@pytest.mark.parametrize("day", ["2026-11-20", "2026-05-01", "2026-04-16", "2026-10-01"])
def test_offices_are_open_also_on_labour_day(day: str) -> None:
    assert is_working_day(datetime.date.fromisoformat(day))


@pytest.mark.parametrize(
    ("day", "extra", "following"),
    [
        ("2026-11-19", [], "2026-11-20"),
        ("2026-11-20", [], "2026-11-23"),
        ("2026-12-04", [], "2026-12-08"),
        ("2026-12-04", ["2026-12-08"], "2026-12-09"),
        ("2026-12-30", [], "2027-01-04"),
    ],
)
def test_next_working_day_skips_weekends_holidays_and_decreed_days(day: str, extra: list[str], following: str) -> None:
    decreed = frozenset(map(datetime.date.fromisoformat, extra))
    assert next_working_day(datetime.date.fromisoformat(day), decreed).isoformat() == following


@pytest.mark.parametrize(("days", "last"), [(0, "2026-12-04"), (1, "2026-12-08"), (2, "2026-12-09"), (3, "2026-12-11")])
def test_verbal_permission_holds_for_the_offices_working_days(days: int, last: str) -> None:
    urgent = parsed(verbal=VERBAL | {"at": "2026-12-04T23:30"}, expires_on="2027-12-31")
    deadline = ratify_by(urgent, Settings(ratify_within_working_days=days))
    assert deadline == datetime.date.fromisoformat(last)


@pytest.mark.parametrize("at", ["1900-01-01T00:00", "1941-12-31T12:00", "2100-12-31T23:59"])
def test_working_days_are_known_in_every_year_that_a_date_may_have(at: str) -> None:
    assert ratify_by(parsed(verbal=VERBAL | {"at": at}), Settings(ratify_within_working_days=30))
