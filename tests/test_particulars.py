"""What only items of some categories say: how long a step takes, tables that are open data, charts, forms (R22-R31)."""

import datetime
import json
from decimal import Decimal
from typing import Any

import pytest
from markdown_it.token import Token

from category_fields import completed
from documents import ITEM, written
from prakat.item import item
from prakat.item.data_table import MOST_JSON, DataTable, first_table, visits_table
from prakat.item.item import Item
from prakat.item.item_path import ItemPath
from prakat.item.particular_rules import MOST_SHOWN, check_particulars
from prakat.item.table_form import amount_of, is_right, month_of, table_forms
from prakat.rules.finding import Finding
from prakat.thai.duration import EXAMPLE, Duration, parse_duration, total

NEEDED = ("title", "summary", "owner", "period", "source", "timing", "publish_on", "expires_on")
MONTHS = "| เดือน | คน |\n|---|---|\n"
OCTOBER = datetime.date(2026, 10, 1)


def parsed(path: str, body: str = "text", **changed: object) -> Item:
    category, _, slug = path.partition("/")
    fields = completed(path, {**{name: ITEM[name] for name in NEEDED}, **changed})
    found = item.parse_item(ItemPath(category, "", slug), f"---\n{written(fields)}---\n{body}".encode())
    assert isinstance(found, Item), found
    return found


def told(found: Item) -> list[str]:
    return [each.rule for each in check_particulars(found)]


def values(found: Item) -> list[dict[str, Any]]:
    return [dict(each.values) for each in check_particulars(found)]


# How long a step takes


@pytest.mark.parametrize(
    ("written_as", "months", "working_days", "days", "minutes"),
    [
        ("15 นาที", 0, 0, 0, 15),
        ("๑๕ นาที", 0, 0, 0, 15),
        ("15นาที", 0, 0, 0, 15),
        (" 15  นาที ", 0, 0, 0, 15),
        ("1 ชั่วโมง 30 นาที", 0, 0, 0, 90),
        ("1 ชม. 5 นาที", 0, 0, 0, 65),
        ("3 วันทำการ", 0, 3, 0, 0),
        ("ภายใน 3 วันทำการ", 0, 3, 0, 0),
        ("ไม่เกิน ๓ วัน", 0, 0, 3, 0),
        ("ประมาณ 2 สัปดาห์", 0, 0, 14, 0),
        ("1 เดือน 1 วัน 1 วันทำการ 1 นาที", 1, 1, 1, 1),
        ("1 วัน 1 วัน", 0, 0, 2, 0),
        ("0 วัน 5 นาที", 0, 0, 0, 5),
        ("99999 นาที", 0, 0, 0, 99999),
    ],
)
def test_a_length_of_time_is_a_number_and_its_unit_in_either_digits(
    written_as: str, months: int, working_days: int, days: int, minutes: int
) -> None:
    assert parse_duration(written_as) == Duration(months, working_days, days, minutes)


@pytest.mark.parametrize(
    "written_as",
    [
        *("", " ", "15", "นาที", "สามวัน", "1-3 วัน", "1.5 ชั่วโมง", "1,000 นาที", "-1 วัน", "3 วัน ทำการ", "1 hour"),
        *("ภายใน", "ภายใน ไม่เกิน 3 วัน", "3 วัน ภายใน", "15 นาที/ราย", "15 นาที x", "0 นาที", "100000 นาที", "１ วัน"),
        *("²  วัน", "1 วัน, 2 ชั่วโมง", "<b>1 วัน</b>", "1\u200bวัน"),
    ],
)
def test_what_has_no_number_or_no_unit_is_no_length_of_time(written_as: str) -> None:
    assert parse_duration(written_as) is None


def test_a_very_long_text_is_read_in_a_moment() -> None:
    assert parse_duration("1 นาที " * 20_000) == Duration(minutes=20_000)
    assert parse_duration("1 นาที " * 20_000 + "x") is None
    assert parse_duration("9" * 100_000) is None
    assert parse_duration(" " * 100_000) is None


def test_the_example_of_a_length_of_time_is_taken() -> None:
    assert all(parse_duration(each) for each in EXAMPLE.split(" / "))


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ((), "0 นาที"),
        (("15 นาที", "45 นาที"), "1 ชั่วโมง"),
        (("1 ชั่วโมง", "25 นาที", "2 วันทำการ", "3 วันทำการ"), "5 วันทำการ 1 ชั่วโมง 25 นาที"),
        (("1 เดือน", "1 สัปดาห์", "1 วันทำการ"), "1 เดือน 1 วันทำการ 7 วัน"),
        (("99999 วัน", "1 วัน"), "100,000 วัน"),
    ],
)
def test_steps_add_up_and_units_that_are_unlike_stay_apart(steps: tuple[str, ...], words: str) -> None:
    added = total(found for each in steps if (found := parse_duration(each)))
    assert added.text == words
    assert not steps or parse_duration(words.replace(",", "")) in (added, None)


# What a cell holds


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("0", "0"),
        ("12400", "12400"),
        ("12,400", "12400"),
        ("12,400.50", "12400.50"),
        ("๑๒,๔๐๐.๕", "12400.5"),
        (" 5 ", "5"),
        ("9" * 15, "9" * 15),
    ],
)
def test_an_amount_is_figures_in_either_digits_with_or_without_commas(cell: str, amount: str) -> None:
    assert amount_of(cell) == Decimal(amount)
    assert is_right(cell, "amount")


@pytest.mark.parametrize(
    "cell",
    ["", "1,23", "12,40", "1.234", ".5", "5.", "1e3", "NaN", "-1", "+1", "5 บาท", "ประมาณ 5", "１", "9" * 16],
)
def test_what_is_more_than_figures_is_no_amount(cell: str) -> None:
    assert amount_of(cell) is None
    assert not is_right(cell, "amount")


def test_a_dash_stands_for_no_amount() -> None:
    assert amount_of("-") is None
    assert is_right(" - ", "amount")


def test_an_amount_with_commas_is_as_long_as_one_without_at_most() -> None:
    assert is_right("999,999,999,999,999", "amount")
    assert not is_right("999," * 50 + "999", "amount")


@pytest.mark.parametrize(
    "cell", ["ตุลาคม 2569", "ตุลาคม  ๒๕๖๙", "ตุลาคม2569", "ต.ค. 2569", "ต.ค. 69", "ต.ค.๖๙", " 2026-10 "]
)
def test_a_month_is_in_words_with_its_thai_year_or_in_digits_with_the_common_one(cell: str) -> None:
    assert month_of(cell) == OCTOBER
    assert is_right(cell, "month")


@pytest.mark.parametrize(
    "cell",
    [
        *("", "ตุลาคม", "2569", "ตุลาคม 2026", "ตุลาคม 2399", "10/2569", "13 2569", "2569-10", "2026-13", "2026-00"),
        *("2026-1", "0000-10", "ตุลาคม พ.ศ. 2569", "1 ตุลาคม 2569", "October 2026", "ตุลา 2569", "ตุลาคม 25690", "รวม"),
        "ต" * 50_000,
    ],
)
def test_what_is_no_single_month_and_year_is_no_month(cell: str) -> None:
    assert month_of(cell) is None
    assert not is_right(cell, "month")


@pytest.mark.parametrize(
    ("cell", "is_number"),
    [("1", True), ("๑", True), ("1.", True), ("", False), ("ก", False), ("1a", False), ("²", False), ("-1", False)],
)
def test_a_number_in_order_is_digits_with_or_without_a_full_stop(cell: str, is_number: bool) -> None:
    assert is_right(cell, "order") is is_number


def test_a_text_is_anything_that_is_there() -> None:
    assert is_right("ก", "text")
    assert not is_right("  ", "text")


# The columns of a form


@pytest.mark.parametrize(
    ("form", "headings", "fits"),
    [
        ("skr1", [each.heading for each in table_forms()["skr1"].columns], True),
        ("skr1", [f"{each.heading} (บาท)" for each in table_forms()["skr1"].columns], True),
        ("skr1", [each.heading for each in table_forms()["skr1"].columns][:8], False),
        ("skr1", [*(each.heading for each in table_forms()["skr1"].columns), "หมายเหตุ"], False),
        ("skr1", [each.heading for each in table_forms()["skr1"].columns][::-1], False),
        ("monthly", ["เดือน", "ผู้รับบริการ"], True),
        ("monthly", ["เดือน ", "ผู้รับบริการ (คน)", "เรื่อง"], True),
        ("monthly", ["เดือน"], False),
        ("monthly", ["เดือน", ""], False),
        ("monthly", ["เดือน", "(คน)"], False),
        ("monthly", ["ปี", "คน"], False),
        ("monthly", [], False),
    ],
)
def test_a_table_has_the_columns_of_its_form_in_their_order(form: str, headings: list[str], fits: bool) -> None:
    assert table_forms()[form].fits(tuple(headings)) is fits


# The table of a text


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("| ก | ข |\n|---|---|\n| 1 | 2 |\n", 0),
        ("| ก | ข |\r\n|---|---|\r\n| 1 | 2 |\r\n", 0),
        ("ข้อความ\n\n| ก | ข |\n| :-- | --: |\n| 1 | 2 |\n\n| ค |\n|---|\n| 9 |\n", 2),
        ("ก\tข\n1\t2\n", 0),
        ("| ก | ข |\n|---|---|\n| **1** | `2` |\n", 0),
        ("| ก | ข |\n|---|---|\n| 1 | [2](https://a.example/) |\n", 0),
    ],
)
def test_the_first_table_of_a_text_is_read_as_readers_see_its_cells(text: str, line: int) -> None:
    found = first_table(text)
    assert isinstance(found, DataTable)
    assert (found.headings, [each.cells for each in found.rows], found.line) == (("ก", "ข"), [("1", "2")], line)


@pytest.mark.parametrize("text", ["", "ข้อความ", "- ก\n- ข\n", "```\n| ก |\n|---|\n| 1 |\n```\n", "\x00" * 50])
def test_a_text_without_a_table_has_none(text: str) -> None:
    assert first_table(text) is None


def test_each_row_is_told_by_its_own_line() -> None:
    found = first_table("หนึ่ง\n\n| ก | ข |\n|---|---|\n| 1 | 2 |\n| 3 | |\n|  | 4 |\n")
    assert found
    assert [(each.line, each.cells) for each in found.rows] == [(4, ("1", "2")), (5, ("3", "")), (6, ("", "4"))]


@pytest.mark.parametrize(
    ("cells", "is_total"),
    [
        (("รวม", "5"), True),
        (("รวมทั้งสิ้น", "5"), True),
        (("", "รวม"), True),
        (("1", "รวม"), False),
        (("รวมเล่ม", "5"), False),
        (("", "5"), False),
    ],
)
def test_a_row_that_sums_up_the_others_is_none_of_them(cells: tuple[str, str], is_total: bool) -> None:
    found = first_table(f"| ก | ข |\n|---|---|\n| 1 | 2 |\n| {' | '.join(cells)} |\n")
    assert found
    assert len(found.rows) == (1 if is_total else 2)


def test_no_token_of_a_text_is_looked_for_among_all_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table as long as a text may be is read about as fast as the text itself."""
    compared = 0

    def counted(token: Token, other: object) -> bool:
        nonlocal compared
        compared += 1
        return token is other

    monkeypatch.setattr(Token, "__eq__", counted)
    found = first_table(MONTHS + "| ตุลาคม 2569 | 5 |\n" * 100)
    assert found and len(found.rows) == 100
    assert compared < 100


# The file of visits

VISITS = table_forms()["visits"]
MONTH = {"month": "2026-10", "visits": 120, "downloads": 14}


def visits(*months: object, **more: object) -> bytes:
    return json.dumps({"months": months, **more}).encode()


def test_figures_by_month_are_taken_and_are_rows() -> None:
    found = visits_table(b"\xef\xbb\xbf" + visits(MONTH, {**MONTH, "month": "2026-11", "visits": 0}), VISITS)
    assert isinstance(found, DataTable)
    assert [each.cells for each in found.rows] == [("2026-10", "120", "14"), ("2026-11", "0", "14")]


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        (b"", "JSON"),
        (b"\xff", "JSON"),
        (b"{", "JSON"),
        (b"[" * 100_000, "JSON"),
        (b'{"months": [' + b"9" * 5000 + b"]}", "JSON"),
        (b"[]", '{"months": [...]}'),
        (b"{}", '{"months": [...]}'),
        (b'{"months": {}}', '{"months": [...]}'),
        (visits(MONTH, log=["192.0.2.7"]), '{"months": [...]}'),
        (visits(), "months"),
        (visits(MONTH, {**MONTH, "address": "192.0.2.7"}), "months[1]"),
        (visits({"month": "2026-10", "visits": 1}), "months[0]"),
        (visits([1, 2, 3]), "months[0]"),
        (visits({**MONTH, "visits": -1}), "months[0].visits"),
        (visits({**MONTH, "visits": "120"}), "months[0].visits"),
        (visits({**MONTH, "visits": True}), "months[0].visits"),
        (visits({**MONTH, "visits": 1.5}), "months[0].visits"),
        (visits({**MONTH, "downloads": ["192.0.2.7"]}), "months[0].downloads"),
        (visits({**MONTH, "downloads": 10**13}), "months[0].downloads"),
        (visits({**MONTH, "month": 10}), "months[0].month"),
    ],
)
def test_a_file_of_visits_with_anything_else_in_it_is_refused_by_its_place(raw: bytes, place: str) -> None:
    assert visits_table(raw, VISITS) == place


@pytest.mark.parametrize(
    "raw",
    [
        b'{"months": ["192.0.2.7"], ' + visits(MONTH)[1:],
        visits(MONTH).replace(b'"visits"', b'"visits": "192.0.2.7", "visits"'),
    ],
)
def test_nothing_hides_in_a_file_of_visits_under_a_name_that_stands_there_twice(raw: bytes) -> None:
    assert isinstance(visits_table(raw, VISITS), str)


def test_nothing_hides_in_a_file_of_visits_beyond_what_is_read() -> None:
    whole = visits(MONTH)
    assert isinstance(visits_table(whole + b" " * (MOST_JSON - len(whole)), VISITS), DataTable)
    assert isinstance(visits_table(whole + b" " * (MOST_JSON + 1 - len(whole)), VISITS), str)


# The rules


def test_a_field_of_other_categories_is_told_with_the_categories_that_have_it() -> None:
    found = parsed("public-relations/a", law={"year": 2540, "status": "in_force"}, steps=None)
    (finding,) = check_particulars(found)
    assert (finding.rule, finding.values["field"]) == ("field.category", "law")
    assert "law" in finding.text("en")
    assert told(parsed("law/a")) == []


@pytest.mark.parametrize(
    ("forms", "count"), [([], 0), (["a.pdf"], 0), (["b.pdf"], 1), (["a.pdf", "b.pdf", "c.pdf"], 2)]
)
def test_every_form_is_one_of_the_attachments(forms: list[str], count: int) -> None:
    attached = [{"file": "a.pdf", "title": "แบบคำขอ"}]
    assert told(parsed("work-manuals/a", attachments=attached, forms=forms)) == ["forms.unlisted"] * count


def test_a_form_of_an_item_without_attachments_is_told_in_words() -> None:
    (finding,) = check_particulars(parsed("work-manuals/a", forms=["a.pdf"]))
    assert "a.pdf" in finding.text("th")


@pytest.mark.parametrize(
    ("parts", "wrong"),
    [
        ([("ก ก", "")], []),
        ([("ก ก", ""), ("ข ข", "ก ก"), ("ค ค", "ข ข")], []),
        ([("ค ค", "ข ข"), ("ข ข", "ก ก"), ("ก ก", "")], []),
        ([("ก ก", ""), ("ข ข", "")], []),
        ([("ก ก", "ข ข")], ["ข ข"]),
        ([("ก ก", "ก ก")], ["ก ก"]),
        ([("ก ก", "ข ข"), ("ข ข", "ก ก")], ["ข ข", "ก ก"]),
        ([("ก ก", "ข ข"), ("ข ข", "ค ค"), ("ค ค", "ก ก"), ("ง ง", "ก ก")], ["ข ข", "ค ค", "ก ก"]),
        ([("ก ก", ""), ("ก ก", "")], ["ก ก"]),
    ],
)
def test_a_part_belongs_to_another_one_and_in_the_end_to_none_below_it(
    parts: list[tuple[str, str]], wrong: list[str]
) -> None:
    listed = [{"name": name, **({"under": under} if under else {})} for name, under in parts]
    found = parsed("general-information/a", organisation=listed)
    assert [each["found"] for each in values(found)] == wrong
    assert set(told(found)) <= {"organisation.under"}


def test_a_chart_of_as_many_parts_as_may_be_is_read_in_a_moment() -> None:
    circle = [{"name": f"ส่วน {number}", "under": f"ส่วน {(number + 1) % 200}"} for number in range(200)]
    assert len(told(parsed("general-information/a", organisation=circle))) == 200


HEADS = [each.heading for each in table_forms()["skr1"].columns]
SKR1 = f"| {' | '.join(HEADS)} |\n{'|---' * 9}|\n"


def row(number: str = "1", budget: str = "100", work: str = "งาน") -> str:
    return f"| {number} | {work} | {budget} | - | วิธี | ร้าน | ร้าน | เหตุผล | เลขที่ |\n"


def statistics(body: str, **changed: object) -> Item:
    return parsed("statistics/a", body, table="monthly", **changed)


def procurement(body: str, **changed: object) -> Item:
    return parsed("official-information/a", body, table="skr1", **changed)


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        (MONTHS + "| ตุลาคม 2569 | 5 |\n", []),
        (MONTHS + "| ตุลาคม ๒๕๖๙ | ๕ |\n| รวม | ๕ |\n", []),
        (MONTHS.replace("\n", "\r\n") + "| ตุลาคม 2569 | 5 |\r\n", []),
        ("เดือน\tคน\nตุลาคม 2569\t5\nพฤศจิกายน 2569\t-\n", []),
        (MONTHS + "| ตุลาคม 2569 | ห้า |\n", ["amount"]),
        (MONTHS + "| ตุลาคม 2569 | |\n", ["amount"]),
        (MONTHS + "| ตุลาคม | 5 |\n", ["month"]),
        (MONTHS + "| ตุลาคม 2569 | 5 |\n| ต.ค. 69 | 6 |\n", ["once"]),
        (MONTHS, ["row"]),
        (MONTHS + "| รวม | 5 |\n", ["row"]),
    ],
)
def test_each_cell_of_an_open_table_holds_what_its_column_is_for(body: str, wrong: list[str]) -> None:
    found = values(statistics(body))
    assert [each["must"].value for each in found] == wrong


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        (SKR1 + row() + row("๒"), []),
        (SKR1 + row("1.") + row("2."), []),
        (SKR1 + row() + row("รวม", "100"), []),
        (SKR1 + row("2"), ["in-order"]),
        (SKR1 + row() + row(), ["in-order"]),
        (SKR1 + row("ก"), ["order"]),
        (SKR1 + row(budget="100 บาท", work=""), ["text", "amount"]),
    ],
)
def test_rows_of_procurement_are_numbered_from_one_and_have_amounts(body: str, wrong: list[str]) -> None:
    assert [each["must"].value for each in values(procurement(body))] == wrong


def test_a_number_of_thousands_of_digits_is_told_and_ends_nothing() -> None:
    assert told(procurement(SKR1 + row("9" * 5_000))) == ["table.cell"]


def test_a_wrong_cell_is_told_at_its_line_with_its_row_and_column() -> None:
    found = statistics("ข้อความ\n\n" + MONTHS + "| ตุลาคม 2569 | 5 |\n| พฤศจิกายน 2569 | x |\n")
    (finding,) = check_particulars(found)
    assert isinstance(finding, Finding)
    assert (finding.values["row"], finding.values["column"], finding.values["found"]) == ("2", "คน", "x")
    assert finding.line == found.body_line + 5


def test_of_many_wrong_cells_the_first_are_told() -> None:
    assert len(told(statistics(MONTHS + "| x | y |\n" * 30))) == MOST_SHOWN


@pytest.mark.parametrize(
    ("body", "rules"),
    [
        ("text", ["table.columns"]),
        ("| เดือน |\n|---|\n| ตุลาคม 2569 |\n", ["table.columns"]),
        ("| คน | เดือน |\n|---|---|\n| 5 | ตุลาคม 2569 |\n", ["table.columns"]),
        ("| x |\n|---|\n| y |\n\n" + MONTHS + "| ตุลาคม 2569 | 5 |\n", ["table.columns"]),
    ],
)
def test_the_first_table_has_the_columns_of_the_form(body: str, rules: list[str]) -> None:
    assert told(statistics(body)) == rules


@pytest.mark.parametrize(
    ("period", "is_month"),
    [
        ({"start": "2026-10-01", "end": "2026-10-31"}, True),
        ({"start": "2026-12-01", "end": "2026-12-31"}, True),
        ({"start": "2028-02-01", "end": "2028-02-29"}, True),
        ({"start": "2028-02-01", "end": "2028-02-28"}, False),
        ({"start": "2026-10-02", "end": "2026-10-31"}, False),
        ({"start": "2026-10-01", "end": "2026-10-30"}, False),
        ({"start": "2026-10-01", "end": "2026-11-30"}, False),
        ({"start": "2026-10-01", "end": "2027-10-31"}, False),
    ],
)
def test_a_monthly_form_is_of_one_whole_month(period: dict[str, str], is_month: bool) -> None:
    assert told(procurement(SKR1 + row(), period=period)) == ([] if is_month else ["table.period"])


def test_a_month_may_be_left_out_by_no_table_of_procurement() -> None:
    wrong = procurement(SKR1 + row(), period=None, timing="immediate")
    assert told(wrong) == ["table.period"]
    assert told(statistics(MONTHS + "| ตุลาคม 2569 | 5 |\n", period=None, timing="immediate")) == []


def test_what_says_that_there_is_nothing_needs_its_month_but_no_table() -> None:
    assert told(procurement("ไม่มีการจัดซื้อจัดจ้าง", nothing=True)) == []
    year = {"start": "2026-10-01", "end": "2027-09-30"}
    assert told(procurement("ไม่มีการจัดซื้อจัดจ้าง", nothing=True, period=year)) == ["table.period"]
    assert told(statistics("ไม่มีผู้รับบริการ", nothing=True)) == []


@pytest.mark.parametrize(
    "path", ["law/a", "knowledge/a", "web-links/a", "work-manuals/a", "citizen-manuals/a", "e-services/a"]
)
def test_what_a_category_asks_for_is_left_out_only_by_what_says_that_there_is_nothing(path: str) -> None:
    parsed(path)
    category = path.partition("/")[0]
    fields = {name: ITEM[name] for name in NEEDED}
    if category == "knowledge":
        fields["source"] = {"name": "กรมอนามัย"}

    def rules(**more: object) -> set[str]:
        found = item.parse_item(ItemPath(category, "", "a"), f"---\n{written({**fields, **more})}---\nx".encode())
        return set() if isinstance(found, Item) else {each.rule for each in found}

    assert rules() == {"field.required"}
    assert rules(nothing=True) == set()
    assert rules(nothing=False) == {"field.required"}, "it says that there is something"
