"""Which rows of an audit were asked for, and how they are shown to people and to programs (R01)."""

import csv
import datetime
import io
import json
from pathlib import Path

import pytest

from office_of_values import SINCE, Main
from prakat.audit import audit_table, sealed_kit
from prakat.audit.audit_row import Audit, AuditRow, Outcome, of_repository
from prakat.audit.audit_table import Wanted, chosen_rows
from prakat.audit.kit_examination import examine_kit
from prakat.content.action import Action
from prakat.request.main_before import MainBefore
from prakat.rules.violation import violation
from prakat.thai.buddhist_era import BANGKOK
from sign_off_office import World

NEWS, ACT = "content/law/2569/news", "content/law/act"


def row(day: int, hour: int, things: tuple[str, ...], people: tuple[str, ...] = (), *ids: str) -> AuditRow:
    moment = datetime.datetime(2026, 7, day, hour, tzinfo=BANGKOK)
    found = tuple(violation(each) for each in ids)
    return AuditRow(f"{day:02}{hour:02}" * 10, int(moment.timestamp()), day, Action.PUBLISHED, things, people, found)


ONE = row(1, 0, (NEWS,), ("nok", "dao"))
TWO = row(1, 23, (ACT,), ("fah", "dao"), "merge.direct")
THREE = row(2, 0, (NEWS, ACT), ("nok",), "merge.direct", "time.decreases")
WHOLE = of_repository(violation("audit.no-epoch"))
ROWS = [ONE, TWO, THREE, WHOLE]


@pytest.mark.parametrize(
    ("wanted", "rows"),
    [
        (Wanted(), ROWS),
        (Wanted(item=NEWS), [ONE, THREE, WHOLE]),
        (Wanted(item=f"{NEWS}/index.md"), [ONE, THREE, WHOLE]),
        (Wanted(item="/law/2569/news/"), [ONE, THREE, WHOLE]),
        (Wanted(item="law/2569"), [WHOLE]),
        (Wanted(item="office.yml"), [WHOLE]),
        (Wanted(person="fah"), [TWO, WHOLE]),
        (Wanted(person="da"), [WHOLE]),
        (Wanted(person="nok", item=ACT), [THREE, WHOLE]),
        (Wanted(since=datetime.date(2026, 7, 2)), [THREE, WHOLE]),
        (Wanted(since=datetime.date(2026, 7, 1)), ROWS),
        (Wanted(until=datetime.date(2026, 7, 1)), [ONE, TWO, WHOLE]),
        (Wanted(until=datetime.date(2026, 6, 30)), [WHOLE]),
        (Wanted(since=datetime.date(2026, 7, 1), until=datetime.date(2026, 7, 1), person="dao"), [ONE, TWO, WHOLE]),
    ],
)
def test_rows_are_chosen_and_what_concerns_the_repository_always_is(wanted: Wanted, rows: list[AuditRow]) -> None:
    assert chosen_rows(ROWS, wanted) == rows


def test_a_row_is_clean_open_or_closed() -> None:
    closed = row(3, 0, (ACT,), (), "merge.direct")
    closed.is_regularised = True
    assert [each.outcome for each in (ONE, TWO, closed, WHOLE)] == [
        *(Outcome.CLEAN, Outcome.OPEN, Outcome.REGULARISED, Outcome.OPEN),
    ]
    assert [each.is_open for each in (ONE, TWO, closed)] == [False, True, False]
    assert (ONE.moment, WHOLE.moment) == (datetime.datetime(2026, 7, 1, 0, tzinfo=BANGKOK), None)


def test_rows_for_programs_stand_one_a_line() -> None:
    text = audit_table.as_json(each.as_json() for each in ROWS)
    assert text.count("\n") == len(ROWS) + 1
    found = json.loads(text)
    assert found[0] == {
        "commit": ONE.commit,
        "date": "2026-07-01T00:00:00+07:00",
        "request": 1,
        "action": "published",
        "items": [NEWS],
        "verdict": "clean",
        "violations": [],
    }
    assert (found[3]["commit"], found[3]["date"], found[3]["action"]) == (None, None, "repository")
    odd = row(1, 0, ("a\udcff",)).as_json()
    assert json.loads(audit_table.as_json([odd]))[0]["items"] == ["a\udcff"]


def test_rows_for_a_spreadsheet_have_the_same_fields() -> None:
    rows_shown = [TWO, THREE, WHOLE, row(1, 0, ("=x", "a\u202eb"))]
    text = audit_table.as_csv(each.as_json() for each in rows_shown)
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert list(rows[0]) == list(TWO.as_json())
    assert [each["violations"] for each in rows] == [
        "merge.direct",
        "merge.direct time.decreases",
        "audit.no-epoch",
        "",
    ]
    assert (rows[1]["items"], rows[2]["commit"], rows[2]["request"]) == (f"{NEWS} {ACT}", "", "")
    assert rows[3]["items"] == "'=x a\\u202eb"


@pytest.mark.parametrize("language", ["th", "en"])
def test_rows_for_people_have_a_cell_for_every_head(language: str) -> None:
    for each in ROWS:
        assert len(audit_table.cells(each, language)) == len(audit_table.heads())
    shown = audit_table.cells(THREE, language)
    assert shown[1] == "#2"
    assert shown[4] == "law/2569/news, law/act"
    told = audit_table.violations_told(THREE, language)
    assert [line.split("]")[0] for line in told] == ["[merge.direct", "[time.decreases"]
    assert audit_table.cells(WHOLE, language)[:2] == ["—", "—"]
    assert audit_table.cells(WHOLE, language)[4] == "—"


def test_a_summary_names_the_head_to_be_kept_and_how_far_all_is_approved() -> None:
    main = Main.begun()
    audited = Audit("f" * 40, SINCE, [ONE, TWO, WHOLE], before=main.before)
    assert isinstance(audited.before, MainBefore)
    for language in ("th", "en"):
        text = "\n".join(each.text(language) for each in audit_table.summary(audited, 3))
        assert f"--seen {'f' * 40}" in text
        assert str(ONE.commit)[:12] in text
        assert [word.strip(",") for word in text.split() if word.strip(",").isdecimal()][:3] == ["2", "3", "2"]
        assert not any("--seen" in each.text(language) for each in audit_table.summary(Audit(None, "", []), 0))


def test_an_audit_that_judged_nothing_approves_nothing() -> None:
    assert Audit("f" * 40, SINCE, [ONE]).newest_approved is None
    before = Main.begun().before
    assert Audit("f" * 40, SINCE, [], before=before).newest_approved == SINCE
    assert Audit("f" * 40, SINCE, [WHOLE, ONE], before=before).newest_approved == ONE.commit
    assert Audit("f" * 40, SINCE, [TWO, ONE], before=before).newest_approved == SINCE
    assert Audit("f" * 40, SINCE, [ONE, TWO, WHOLE], before=before).open_rows == [TWO, WHOLE]


def test_an_examined_kit_tells_what_was_judged_again(world: World, tmp_path: Path) -> None:
    sealed_kit.write(world.repository, world.audit(), tmp_path / "kit.zip", None)
    found = examine_kit(tmp_path / "kit.zip")
    assert found.problems == ()
    assert found.audited
    assert [each.as_json() for each in found.audited.rows] == [each.as_json() for each in world.audit().rows]
    assert found.kit.manifest["head"] == world.main()
    assert examine_kit(tmp_path / "kit.zip", digest=found.kit.digest).problems == ()
    assert len(examine_kit(tmp_path / "kit.zip", digest="0" * 64).problems) == 1
