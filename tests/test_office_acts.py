"""Acts of an office written into its office.yml, and the findings that they would bring."""

import datetime
from pathlib import Path

import pytest

from prakat.cannot_work import CannotWork
from prakat.office.coming_findings import coming_findings
from prakat.office.office import Office, parse_office
from prakat.office.office_acts import (
    appointments_ended,
    free_id,
    further_appointment,
    new_unit,
    newcomer,
    other_details,
    with_acts,
)
from prakat.rules.edited_yaml import Edit

RAW = (Path(__file__).resolve().parents[1] / "office.yml").read_bytes()
DAY = datetime.date(2026, 11, 20)
APPOINTED = {"role": "webmaster", "units": "all", "order": {"no": "1/2570", "date": "2026-11-19"}, "from": "2026-11-20"}


def office_of(raw: bytes) -> Office:
    found = parse_office(raw)
    assert isinstance(found, Office), found
    return found


OFFICE = office_of(RAW)


def rules_after(*edits: Edit, day: datetime.date = DAY) -> list[str]:
    after = office_of(with_acts(RAW, edits))
    return [each.rule for each in coming_findings(OFFICE, after, day)]


def test_each_act_does_what_it_says() -> None:
    edits = [
        *newcomer(OFFICE, {"id": "new", "name": "นายใหม่ มาถึง", "position": "นักวิชาการ"}),
        *new_unit(OFFICE, {"id": "dental", "name": "งานทันตกรรม"}),
        *further_appointment(OFFICE, "pinthong", APPOINTED),
        *appointments_ended(OFFICE, "saithan", [0], "2026-12-31", {"no": "2/2570", "date": "2026-11-19"}),
        *other_details(OFFICE, "mokfa", {"phone": None, "position": "นักวิชาการสาธารณสุขชำนาญการ"}),
    ]
    found = office_of(with_acts(RAW, edits))
    assert (found.people["new"].name, found.units["dental"].name) == ("นายใหม่ มาถึง", "งานทันตกรรม")
    assert [each.role for each in found.people["pinthong"].appointments] == ["provider", "webmaster"]
    assert found.people["saithan"].appointments[0].until == datetime.date(2026, 12, 31)
    assert (found.people["mokfa"].phone, found.people["mokfa"].emails) == ("", OFFICE.people["mokfa"].emails)


def test_a_person_without_appointments_gets_the_first() -> None:
    raw = with_acts(RAW, newcomer(OFFICE, {"id": "new", "name": "นายใหม่ มาถึง", "position": "นักวิชาการ"}))
    found = office_of(with_acts(raw, further_appointment(office_of(raw), "new", APPOINTED)))
    assert [each.role for each in found.people["new"].appointments] == ["webmaster"]
    with pytest.raises(CannotWork, match="no-such-person"):
        further_appointment(OFFICE, "nobody", APPOINTED)


@pytest.mark.parametrize(
    ("edits", "rules"),
    [
        (appointments_ended(OFFICE, "saithan", [0], "2026-12-31"), []),
        (appointments_ended(OFFICE, "fasai", [1], "2026-12-31"), ["office.webmasters"]),
        (appointments_ended(OFFICE, "fasai", [1], "2027-09-29"), ["office.webmasters"]),
        (appointments_ended(OFFICE, "fasai", [1], "2026-11-20"), ["office.webmasters"]),
        (appointments_ended(OFFICE, "phuwamet", [0], "2026-11-30"), ["office.step", "office.step-all"]),
        (further_appointment(OFFICE, "tawan", APPOINTED), ["appointment.overlap"]),
        (further_appointment(OFFICE, "meklada", {**APPOINTED, "until": "2026-11-01"}), ["appointment.reversed"]),
        (
            further_appointment(OFFICE, "meklada", {name: APPOINTED[name] for name in ("role", "units", "from")}),
            ["appointment.order"],
        ),
        (other_details(OFFICE, "mokfa", {"emails": ["tawan@tharnthong.example"]}), ["person.identity"] * 2),
    ],
)
def test_what_an_act_would_leave_is_found_on_the_day_when_it_is_so(edits: list[Edit], rules: list[str]) -> None:
    assert rules_after(*edits) == rules


def test_what_would_be_so_anyway_is_nobodys_fault() -> None:
    """All webmasters' appointments end on one day."""
    later = datetime.date(2027, 10, 1)
    assert rules_after(*appointments_ended(OFFICE, "saithan", [0], "2027-10-31"), day=later) == []


@pytest.mark.parametrize(
    ("words", "taken", "must"),
    [
        ("dok.kaew", (), "dok-kaew"),
        ("Tawan", ("tawan", "tawan-2"), "tawan-3"),
        ("นายสายธาร", (), "naysaythar"),
        ("!!", (), "document"),
    ],
)
def test_an_id_is_free_and_in_latin_letters(words: str, taken: tuple[str, ...], must: str) -> None:
    assert free_id(words, taken) == must
