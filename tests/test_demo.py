"""make demo: a small office's months, in a real repository, judged and released without network."""

import json
import socket
import sys
from pathlib import Path

import pytest

import demo
from prakat.audit_log import audit_log
from prakat.audit_log.record import RecordKind
from prakat.cannot_work import CannotWork
from prakat.repository.repository import open_repository
from programs import python


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("demo")

    def refuse(*_: object) -> None:
        raise AssertionError("the demo asked for a connection")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "executable", python())
        patch.setattr(socket.socket, "connect", refuse)
        assert demo.main(["--to", str(place), "--no-serve"]) == 0
    return place


def test_every_kind_of_act_is_played(played: Path) -> None:
    records = list(audit_log.read(open_repository(played / "office.git")).of(*RecordKind))
    assert {each.kind.value for each in records} == {"merge", "notice", "rejection", "handover", "confirmation"}
    modes = [each.facts["mode"] for each in records if each.kind.value == "merge"]
    assert modes.count("verbal") == 2
    assert records[0].at.date().isoformat() == "2026-07-01"
    assert records[-1].at.date().isoformat() == "2027-01-11"


def test_the_site_is_that_of_its_last_day(played: Path) -> None:
    register = json.loads((played / "site" / "current" / "register.json").read_text())
    told = {each["url"].strip("/").split("/")[-1]: each["state"] for each in register["items"]}
    assert told["health-volunteer-recruitment"] == "expired"
    assert told["water-outage"] == "suspended"
    assert told["dengue"] == "withdrawn"
    assert told["action-plan"] == "live"
    assert "private-shop" not in told


@pytest.mark.usefixtures("quick_programs")
def test_a_second_demo_replaces_the_first_and_nothing_else(played: Path, tmp_path: Path) -> None:
    assert demo.main(["--to", str(played), "--no-serve"]) == 0
    (tmp_path / "office.git").mkdir()
    (tmp_path / "office.git" / "precious").touch()
    with pytest.raises(CannotWork):
        demo.main(["--to", str(tmp_path), "--no-serve"])
    assert (tmp_path / "office.git" / "precious").exists()
