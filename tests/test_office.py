"""Who the office is on a day: people, appointments, and settings that have values though nobody wrote them (R38)."""

import copy
import datetime
from pathlib import Path
from typing import Any

import pytest

import office_builder
from documents import OFFICE, written
from prakat.office import office
from prakat.office.office import Office
from prakat.office.person import Appointment
from prakat.office.settings import Settings


def parsed(text: str) -> Office:
    found = office.parse_office(text.encode())
    assert isinstance(found, Office), found
    return found


def changed(**values: object) -> Office:
    """The full office with other values; None takes a key away."""
    found: dict[str, Any] = {**copy.deepcopy(OFFICE), **values}
    return parsed(written({key: value for key, value in found.items() if value is not None}))


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def test_office_is_read_from_its_work_tree(tmp_path: Path) -> None:
    found = office.load_office(office_builder.office(tmp_path))
    assert isinstance(found, Office)
    assert list(found.units) == ["admin"]
    assert list(found.people) == list(office_builder.PEOPLE)


def test_every_line_that_was_written_is_known_again() -> None:
    found = changed()
    person = found.people["clerk"]
    assert (found.name, found.agency_type, found.document_prefix) == ("สำนักงานตัวอย่าง", "moph", "กข 0101/")
    assert found.units["admin"].name_en == "Administration"
    assert found.audit_since == OFFICE["audit"]["since"]
    assert (person.phone, person.emails, person.accounts["github"]) == ("101", ("clerk@office.example",), "clerk")
    assert person.keys == (OFFICE["people"][0]["keys"][0],)
    assert person.appointments == (
        Appointment(
            role="provider",
            units=("admin",),
            order_no="12/2569",
            order_date=day("2026-01-01"),
            start=day("2026-01-01"),
            until=day("2026-12-31"),
            acting_for="หัวหน้างานบริหารทั่วไป",
        ),
    )


def test_what_is_not_written_has_the_values_of_the_schema() -> None:
    optional = (
        "urgent",
        "immediate_within_hours",
        "expiring_within_days",
        "extra_holidays",
        "confirm_within_working_days",
        "sign_off",
        "agency_type",
        "audit",
        "mail",
    )
    found = changed(**dict.fromkeys(optional))
    assert found.settings == Settings(expiring_within_days=14, ratify_within_working_days=1, extra_holidays=frozenset())
    assert found.settings.confirm_within_working_days == 3
    assert found.immediate_within_hours == 24
    assert found.sign_off == ("reviewer", "approver", "webmaster")
    mail = {"quiet_hours": {"from": "18:00", "until": "07:00"}}
    assert changed(**{**dict.fromkeys(optional), "mail": mail}).settings == found.settings
    assert (found.agency_type, found.audit_since) == ("other", "")


def test_settings_decide_the_lifecycle() -> None:
    found = changed(
        urgent={"ratify_within_working_days": 3},
        expiring_within_days=7,
        extra_holidays=["2026-12-11"],
        confirm_within_working_days=5,
        mail={"quiet_hours": {"from": "19:30", "until": "05:00"}},
    )
    quiet = datetime.time(19, 30), datetime.time(5)
    assert found.settings == Settings(7, 3, frozenset({day("2026-12-11")}), 5, *quiet)


@pytest.mark.parametrize("url", ["https://office.example", "https://office.example/", "https://office.example/th"])
def test_site_url_ends_with_a_slash(url: str) -> None:
    assert changed(site_url=url).site_url == url.rstrip("/") + "/"


def test_unknown_unit_is_shown_by_its_id() -> None:
    assert changed().unit_name("admin") == "งานบริหารทั่วไป"
    assert changed().unit_name("finance") == "finance"


def test_all_units_are_none_in_particular() -> None:
    person = copy.deepcopy(OFFICE["people"][0])
    person["appointments"][0]["units"] = "all"
    assert changed(people=[person]).people["clerk"].appointments[0].units is None


@pytest.mark.parametrize(
    ("on", "holds"), [("2025-12-31", False), ("2026-01-01", True), ("2026-12-31", True), ("2027-01-01", False)]
)
def test_appointment_holds_from_its_first_to_its_last_day(on: str, holds: bool) -> None:
    assert changed().people["clerk"].appointments[0].holds_on(day(on)) is holds


def _left(on: str, *periods: tuple[str, str | None]) -> bool:
    appointments = [
        {"role": "provider", "units": "all", "from": start} | ({"until": until} if until else {})
        for start, until in periods
    ]
    person = {"id": "clerk", "name": "ผู้ทดสอบ", "position": "เจ้าพนักงาน", "appointments": appointments}
    return changed(people=[person]).people["clerk"].has_left(day(on))


def test_person_has_left_the_day_after_the_last_appointment() -> None:
    periods = (("2025-10-01", "2026-09-30"), ("2026-10-01", "2026-11-20"))
    assert not _left("2026-11-20", *periods)
    assert _left("2026-11-21", *periods)


def test_person_with_an_appointment_to_come_has_not_left() -> None:
    assert not _left("2026-11-21", ("2025-10-01", "2026-09-30"), ("2027-01-01", None))


def test_person_without_appointments_is_not_judged_by_dates() -> None:
    assert not _left("2026-11-21")


def test_line_of_a_key_is_known() -> None:
    found = parsed(office_builder.OFFICE)
    assert office_builder.OFFICE.splitlines()[found.line("site_url") - 1].startswith("site_url:")
    assert office_builder.OFFICE.splitlines()[found.line("people", 1, "id") - 1] == "  - id: checker"


def test_too_large_an_office_is_refused_unread() -> None:
    found = office.parse_office(b"#" * (office.MAX_BYTES + 1))
    assert [each.rule for each in found] == ["file.too-large"]
