"""Who asked, signed, refused; what ended what: asked of real histories in text, json, csv and kit (DESIGN: Audit)."""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

import audit
from prakat.audit import audit_table, sealed_kit
from prakat.audit.account import Accounts
from prakat.audit_log.record import Reason, RecordKind
from prakat.merging import confirmation, hand_over, refusal, result_check
from sign_off_office import CHAIN, OFFICE_CHAIN, TWO, After, World, document, law

NEWS = "content/public-relations/2569/news/index.md"
WATER = "content/public-relations/2569/water/index.md"
ACT = "content/law/act/index.md"
SHOP = "content/public-relations/2569/shop/index.md"
ORDER = "1/2569, 2026-01-01"
SPOKEN = {"approver": "dao", "at": "2026-07-01T08:00", "channel": "โทรศัพท์", "recorded_by": "wit"}
WITHDRAWN = {"on": "2026-07-20", "reason": "=มีฉบับใหม่ | แทน"}
HOSTILE = "=HYPERLINK(x) ข้อมูลไม่ครบถ้วน\u202e<script>alert(1)</script>"
NAME = "{} (ตำแหน่ง)"
Row = dict[str, Any]


def lived(world: World) -> None:
    """A clean history: urgent and put in writing, urgent and never, refused, withdrawn, confirmed, handed over."""
    world.publish(2, {NEWS: document("ข่าวด่วน", verbal=SPOKEN)}, *TWO)
    world.publish(3, {NEWS: document("ข่าวด่วน")})
    world.publish(4, {WATER: document("น้ำไม่ไหล", verbal=SPOKEN)}, *TWO)
    world.ask(5, {SHOP: document("ร้านค้าเอกชน")})
    refusal.refuse(world.merging(), 5, "ton", Reason.INCOMPLETE, HOSTILE)
    world.publish(6, {ACT: law("พระราชบัญญัติ", withdrawn=WITHDRAWN)})
    confirmation.confirm(world.merging(), NEWS, "nok")


@pytest.fixture
def office(world_after: After) -> World:
    return world_after(lived)


def rows(world: World, *options: str, code: int = 0) -> list[Row]:
    """By the command, if there are options; else by what it calls, which asks about no signature twice."""
    if not options:
        audited = world.audit()
        accounts = Accounts(world.repository, audited)
        known: list[Row] = json.loads(audit_table.as_json(map(accounts.as_json, audited.story)))
        return known
    with pytest.MonkeyPatch.context() as patch:
        out = io.StringIO()
        patch.setattr("sys.stdout", out)
        place = str(world.repository.folder)
        assert audit.main(["--repo", place, "--format", "json", *options]) == code
    found: list[Row] = json.loads(out.getvalue())
    return found


def text(world: World, *options: str, code: int = 0) -> str:
    with pytest.MonkeyPatch.context() as patch:
        out = io.StringIO()
        patch.setattr("sys.stdout", out)
        assert audit.main(["--repo", str(world.repository.folder), "--no-cache", *options]) == code
    return out.getvalue()


def of_request(found: list[Row], number: int) -> Row:
    return next(each for each in found if each["request"] == number)


def line_of(world: World, person: str) -> str:
    """In office.yml."""
    return next(each for each in world.git("show", "main:office.yml").splitlines() if f"{{id: {person}," in each)


def with_office(world: World, *edits: tuple[str, str]) -> bytes:
    """main's office.yml with other words in place of some."""
    found = world.git("show", "main:office.yml")
    for old, new in edits:
        assert old in found
        found = found.replace(old, new)
    return f"{found}\n".encode()


def test_a_row_says_who_asked_when_and_how_long_it_waited(office: World) -> None:
    row = of_request(rows(office), 3)
    assert (row["requested_by"], row["mode"], row["claimed_by"]) == (NAME.format("nok"), "written", None)
    assert row["asked_at"] < row["date"]
    assert row["waited_hours"] == 0.1, "five minutes in this office"


def test_a_row_says_who_signed_as_what_by_which_order_and_when(office: World) -> None:
    row = of_request(rows(office), 3)
    told = [each.split(" | ") for each in row["signers"]]
    assert [each[0] for each in told] == ["reviewer", "approver", "webmaster"]
    assert [each[1] for each in told] == [NAME.format(name) for name in ("ton", "dao", "wit")]
    assert {each[2] for each in told} == {
        f"{role}, all-units, {ORDER}" for role in ("reviewer", "approver", "webmaster")
    }
    assert row["asked_at"] < told[0][3] < told[1][3] < told[2][3] < row["date"]
    assert {each[4] for each in told} == {"tag"}
    assert "คำสั่ง 1/2569 ลงวันที่ 1 ม.ค. 69" in text(office, "--person", "ton")


def test_a_permission_by_word_of_mouth_is_put_in_writing_or_never_is(office: World) -> None:
    found = rows(office)
    spoken, never = of_request(found, 2), of_request(found, 4)
    assert (spoken["mode"], never["mode"]) == ("verbal", "verbal")
    assert spoken["permitted"] == [f"permitted | {NEWS[:-9]} | {NAME.format('dao')} | 2026-07-01T08:00:00+07:00"]
    written = of_request(found, 3)
    assert spoken["ratified"] == [f"ratified | {NEWS[:-9]} | 3, {written['date']}, {written['commit']}"]
    assert never["ratified"] == [f"not-ratified | {WATER[:-9]} | 1"]
    assert "ยังไม่มีการอนุมัติเป็นหนังสือ" in text(office, "--item", WATER)
    assert "ยังไม่มีการอนุมัติเป็นหนังสือ" not in text(office, "--item", NEWS)


def test_a_version_in_writing_stands_again_where_what_took_its_place_never_is(office: World) -> None:
    office.publish(7, {NEWS: document("ข่าวด่วนฉบับใหม่", verbal=SPOKEN)}, *TWO)
    told = of_request(rows(office), 3)["ended_by"]
    assert [each.split(" | ")[0] for each in told] == ["followed", "stands-again"]
    assert told[1] == f"stands-again | {NEWS[:-9]} | 2026-07-03"
    office.publish(8, {NEWS: document("ข่าวด่วนฉบับใหม่")})
    assert [each.split(" | ")[0] for each in of_request(rows(office), 3)["ended_by"]] == ["followed"]


def test_a_refusal_is_a_row_with_its_reason_and_whom_it_was_told(office: World) -> None:
    row = of_request(rows(office), 5)
    assert (row["commit"], row["action"], row["verdict"]) == (None, "refused", "clean")
    assert (row["done_by"], row["reason"], row["told"]) == (NAME.format("ton"), "incomplete", [NAME.format("nok")])
    assert row["items"] == [SHOP[:-9]]
    assert row["explanation"].startswith("=HYPERLINK(x) ข้อมูลไม่ครบถ้วน\\u202e")
    for options in (("--person", "ton"), ("--item", SHOP), ("--since", row["date"][:10])):
        assert row in rows(office, "--no-cache", *options)
    assert row not in rows(office, "--no-cache", "--person", "dao")
    assert row not in rows(office, "--no-cache", "--until", "2026-06-30")


def test_an_item_tells_what_took_it_down_when_and_by_whom(office: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(result_check, "vanished_pages", lambda *_: [])  # as the publishers of earlier versions judged
    last = rows(office, "--no-cache", "--item", ACT)[-1]
    assert last["action"] == "withdrawn"
    assert last["ended_by"] == [f"withdrawn | {ACT[:-9]} | 2026-07-20 | =มีฉบับใหม่ ¦ แทน"]
    assert [each.split(" | ")[1] for each in last["signers"]] == [NAME.format(name) for name in ("ton", "dao", "wit")]
    assert of_request(rows(office), 3)["ended_by"] == [f"last-day | {NEWS[:-9]} | 2026-12-31"]
    office.publish(7, {NEWS: document("ข่าวแก้ไข")})
    found = rows(office)
    newer = of_request(found, 7)
    assert of_request(found, 3)["ended_by"] == [
        f"followed | {NEWS[:-9]} | amended | 7, {newer['date']}, {newer['commit']}"
    ]
    office.publish(8, {NEWS: None})
    assert of_request(rows(office), 7)["ended_by"][0].startswith(f"followed | {NEWS[:-9]} | withdrawn | 8, ")
    assert "โดยคำขอ #8" in text(office, "--item", NEWS)


def test_a_version_that_waits_ends_the_one_before_it_on_its_day_and_not_at_its_merge(
    office: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(result_check, "vanished_pages", lambda *_: [])  # as the publishers of earlier versions judged

    def ends(number: int) -> list[list[str]]:
        return [each.split(" | ")[:1] + each.split(" | ")[2:] for each in of_request(rows(office), number)["ended_by"]]

    def by(number: int) -> str:
        row = of_request(rows(office), number)
        return f"{number}, {row['date']}, {row['commit']}"

    office.publish(7, {NEWS: document("ข่าวแก้ไข", publish_on="2026-07-20")})
    assert ends(3) == [["gives-way", "2026-07-20", by(7)]]
    office.publish(8, {NEWS: document("ข่าวแก้ไขอีก", publish_on="2026-07-30")})
    assert (ends(3), ends(7)) == ([["gives-way", "2026-07-20", by(7)]], [["gives-way", "2026-07-30", by(8)]])
    office.publish(9, {NEWS: document("ข่าวก่อนใคร", publish_on="2026-07-10")})
    assert ends(3) == [["gives-way", "2026-07-10", by(9)]]
    assert (ends(7), ends(8)) == ([["followed", "amended", by(9)]], [["followed", "amended", by(9)]])
    office.publish(10, {NEWS: document("ข่าวก่อนใคร", publish_on="2026-07-15")})
    assert (ends(3), ends(9)) == ([["gives-way", "2026-07-15", by(10)]], [["followed", "amended", by(10)]])
    office.publish(11, {NEWS: None})
    assert (ends(3), ends(10)) == ([["followed", "withdrawn", by(11)]], [["followed", "withdrawn", by(11)]])


def test_a_take_down_on_record_is_a_row_that_names_the_request(office: World) -> None:
    facts = {"path": "public-relations/2569/news/", "state": "expired", "since": "2027-01-01", "day": "2027-01-01"}
    office.merging().record([(RecordKind.TAKEDOWN, {**facts, "release": "2027-01-01.abc"})])
    row = rows(office, "--no-cache", "--item", NEWS)[-1]
    assert (row["action"], row["reason"], row["ended_by"]) == ("taken-down", "expired", ["of-request | 3"])
    assert row["explanation"] == "2027-01-01 2027-01-01.abc"
    assert "ฉบับตามคำขอ #3" in text(office, "--item", NEWS)


def test_confirmations_and_hand_overs_are_rows_of_their_people(office: World) -> None:
    row = rows(office)[-1]
    assert (row["action"], row["done_by"], row["items"]) == ("confirmed", NAME.format("nok"), [NEWS[:-9]])
    line = line_of(office, "fah")
    ended = line.replace("from: 2026-01-01,", "from: 2026-01-01, until: 2026-07-31,")
    office.publish(7, {"office.yml": with_office(office, (line, ended))}, *OFFICE_CHAIN, author="won")
    hand_over.hand_over(office.merging(), "fah", "nok")
    row = rows(office, "--no-cache", "--person", "fah")[-1]
    assert (row["action"], row["done_by"], row["told"]) == ("handed-over", NAME.format("fah"), [NAME.format("nok")])


def test_an_office_change_is_told_in_words_and_without_addresses(office: World) -> None:
    fah, rak = line_of(office, "fah"), line_of(office, "rak")
    other = fah.replace(office.staff.public_key("fah"), office.staff.public_key("fah-anew"))
    other = other.replace("from: 2026-01-01,", "from: 2026-01-01, until: 2026-07-31,")
    other = other.replace("fah@", "secret@").replace("position: ตำแหน่ง", "position: ตำแหน่งใหม่")
    with_account = rak.replace("keys:", "accounts: {github: rakrak}, keys:")
    edits = [(fah, other), (rak, with_account), ("[reviewer, approver, webmaster]", "[approver, webmaster]")]
    office.publish(7, {"office.yml": with_office(office, *edits)}, *OFFICE_CHAIN, author="won")
    row = rows(office)[-1]
    told = {each.split(" | ")[0]: each for each in row["changes"]}
    assert {*told} == {
        *("person-renamed", "appointment-until", "key-added", "key-removed", "mail-changed", "account-changed"),
        "other-chain",
    }
    held = told["appointment-until"].split(" | ")[2]
    assert held.startswith("provider, ") and held.endswith(ORDER)
    assert told["appointment-until"].endswith("2026-01-01 | 2026-07-31")
    assert told["account-changed"] == f"account-changed | {NAME.format('rak')} | github | — | rakrak"
    assert told["other-chain"] == "other-chain | reviewer, approver, webmaster | approver, webmaster"
    shown = text(office, "--item", "office.yml")
    assert "เปลี่ยนอีเมลของ fah" in shown and "กำหนดวันสุดท้ายเป็น 31 ก.ค. 69" in shown
    assert "@" not in shown + json.dumps(rows(office))


def test_names_stay_those_of_the_day_and_a_stand_in_is_named_as_one(office: World) -> None:
    line = line_of(office, "ton")
    acting = line.replace("id: ton, name: ton", "id: pim, name: pim").replace("ton@", "pim@")
    acting = acting.replace(office.staff.public_key("ton"), office.staff.public_key("pim"))
    acting = acting.replace("role: reviewer", "role: reviewer, acting_for: dao")
    office.publish(7, {"office.yml": with_office(office, (line, acting))}, *OFFICE_CHAIN, author="won")
    office.publish(8, {NEWS: document("ข่าวแก้ไข")}, "reviewer=pim", *CHAIN[1:])
    found = rows(office)
    assert of_request(found, 3)["signers"][0].startswith(f"reviewer | {NAME.format('ton')} | ")
    assert of_request(found, 5)["done_by"] == NAME.format("ton")
    assert of_request(found, 8)["signers"][0].split(" | ")[1:3] == [
        NAME.format("pim"),
        f"reviewer, all-units, {ORDER}, {NAME.format('dao')}",
    ]
    assert "รักษาการแทน dao (ตำแหน่ง)" in text(office, "--person", "pim")


def test_a_remembered_row_is_the_same_as_a_fresh_one(office: World, tmp_path: Path) -> None:
    cache = ("--cache", str(tmp_path / "cache"))
    assert rows(office, *cache) == rows(office)
    office.publish(7, {WATER: document("น้ำไหลแล้ว")})
    refused = office.ask(8, {SHOP: document("ร้านค้าเอกชน")})
    refusal.refuse(office.merging(), 8, "dao", Reason.OTHER, "ไม่ใช่ภารกิจของหน่วยงานนี้")
    assert refused
    assert rows(office, *cache) == rows(office)
    assert len(rows(office)) == 9


def test_csv_holds_what_json_holds(office: World) -> None:
    found = rows(office)
    shown = text(office, "--format", "csv")
    told = list(csv.DictReader(io.StringIO(shown.removeprefix("\ufeff"), newline="")))
    assert [*told[0]] == [*found[0]]
    for row, cells in zip(found, told, strict=True):
        for name, value in row.items():
            joined = (
                (" " if name in ("items", "violations") else "\n").join(value) if isinstance(value, list) else value
            )
            expected = "" if joined is None else str(joined)
            assert cells[name] == (f"'{expected}" if expected.startswith(("=", "-", "+", "@")) else expected)
    assert "'=HYPERLINK" in shown
    assert "\u202e" not in shown + text(office) + json.dumps(found, ensure_ascii=False)


def test_what_nobody_merged_names_only_what_git_claims(office: World) -> None:
    made = office.force({NEWS: document("ข่าวที่ไม่มีใครอนุมัติ")}, author="wit")
    row = rows(office, "--no-cache", code=1)[-1]
    assert (row["commit"], row["requested_by"], row["signers"]) == (made, None, [])
    assert row["claimed_by"] == NAME.format("wit")
    assert "ซึ่งใครก็เขียนได้" in text(office, code=1)
    office.force({NEWS: document("อีกข่าว")}, author="stranger@evil.example")
    assert rows(office, "--no-cache", code=1)[-1]["claimed_by"] == "…"
    assert not [each for each in rows(office, "--no-cache", "--person", "wit", code=1) if each["commit"] == made]


def test_what_regularised_a_violation_is_named(office: World) -> None:
    made = office.force({NEWS: document("ข่าวที่ไม่มีใครอนุมัติ")})
    chain = ("reviewer=ton", "approver=dao", "webmaster=wit")
    office.publish(7, {NEWS: document("ข่าวที่อนุมัติแล้ว")}, *chain, message=f"Content: mend\n\nRegularises: {made}")
    found = rows(office)
    row = next(each for each in found if each["commit"] == made)
    assert (row["verdict"], row["regularised_by"]) == ("regularised", of_request(found, 7)["commit"])
    assert of_request(found, 7)["mode"] == "regularising"
    assert of_request(found, 7)["regularises"] == [made]
    assert "รับรองภายหลังโดยคำขอ #7" in text(office)


def test_a_kit_holds_the_same_table_and_a_page_to_be_read(office: World, tmp_path: Path) -> None:
    audited = office.audit()
    sealed_kit.write(office.repository, audited, tmp_path / "kit.zip", None)
    with zipfile.ZipFile(tmp_path / "kit.zip") as kit:
        table, page = (kit.read(name).decode() for name in (sealed_kit.ROWS, sealed_kit.KIT_PAGE))
    assert table == text(office, "--format", "csv")
    assert "<script" not in page and "&lt;script&gt;alert(1)" in page
    assert "\u202e" not in page
    accounts = Accounts(office.repository, audited)
    for row in audited.story:
        for line in accounts.of(row).lines(row.action):
            assert line.removeprefix("• ").replace("<", "&lt;").replace(">", "&gt;") in page
    assert "default-src 'none'" in page and "http" not in page.replace("http-equiv", "")


@pytest.mark.parametrize("language", ["th", "en"])
def test_text_keeps_to_its_width_and_names_everybody(office: World, language: str) -> None:
    shown = text(office, "--lang", language)
    for name in ("nok", "ton", "dao", "wit", "won"):
        assert NAME.format(name) in shown
    assert "@" not in shown
    from rich.cells import cell_len

    assert max(map(cell_len, shown.splitlines())) <= 160
