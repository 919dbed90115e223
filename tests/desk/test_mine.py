"""A person's own pages: what needs them first on top, and a draft for whatever they do with one."""

import datetime
import re
from dataclasses import replace

import pytest
from asked_notice import BODY, PATH, TYPED, dispatch_of, sent_by
from chain import merge, merging_of
from phone import Phone

from prakat.audit_log.record import RecordKind
from prakat.content.shelf import Shelf, shelf_of
from prakat.item.item import Item, parse_item
from prakat.item.item_path import parse_path
from prakat.merging import plan
from prakat.merging.handed_confirmation import HandedConfirmation, handed_in, take_in
from prakat.merging.in_tray import lay_paper
from prakat.office.settings import Settings
from prakat.repository.receipt import set_clock
from prakat.repository.refs import MAIN, request_ref
from prakat.request.fact_reader import FactReader
from prakat.request.submission import action_of
from prakat_desk.desk import Desk
from prakat_desk.form.page_action import page_actions
from prakat_desk.keeping.draft import Draft
from prakat_desk.sending.next_thing import next_thing

OWN = "general-information/contact"
ROWS = 50
"""Of one page."""
TITLE = r'<a href="/mine/[^"?]+">(.*?)</a>'
DAY = datetime.date(2026, 11, 20)


def begun(desk: Desk, phone: Phone, action: str, path: str = OWN) -> Draft:
    answer = phone.post("/mine", data={"path": path, "action": action}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    draft = desk.drafts.get("pinthong", answer.headers["location"].split("/")[2])
    assert draft
    return draft


def typed(desk: Desk, draft: Draft, **entries: str) -> Draft:
    found = {name.replace("__", ".").replace("_0_", "-"): [value] for name, value in entries.items()}
    return desk.drafts.save(replace(draft, typed={**draft.typed, **found}))


def item_at(desk: Desk, commit: str, path: str = OWN) -> Item:
    place = parse_path(path)
    assert place
    found = parse_item(place, desk.repository.object(f"{commit}:{place.file}")[1])
    assert isinstance(found, Item)
    return found


DONE = {
    "renew": {"review_by_0_day": "1", "review_by_0_month": "12", "review_by_0_year": "2570"},
    "still-right": {},
    "withdraw": {"withdrawn__reason": "ย้ายสำนักงานแล้ว ใช้ข้อมูลใหม่แทน"},
    "move": {"owner__unit": "ncd", "owner__provider": "mokfa"},
    "edit": {"summary": "ที่อยู่ หมายเลขโทรศัพท์ และการเดินทาง", "change_note": "ปรับคำอธิบาย"},
}
PAGES = ("contact", "history", "structure", "executives", "powers-and-duties")


def test_each_thing_that_an_owner_does_becomes_a_request_for_just_that(desk: Desk, phone: Phone) -> None:
    phone.come_in("pinthong")
    found: dict[str, tuple[Item, Item]] = {}
    actions = {}
    for number, ((action, entries), page) in enumerate(zip(DONE.items(), PAGES, strict=True), start=2):
        path = f"general-information/{page}"
        draft = typed(desk, begun(desk, phone, action, path), **entries)
        seen = phone.get(f"/drafts/{draft.id}/send")
        assert seen.status_code == 200, seen.text
        answer = phone.post(f"/drafts/{draft.id}/send", follow_redirects=False)
        assert answer.headers["location"] == f"/requests/{number}", answer.text
        found[action] = item_at(desk, MAIN, path), item_at(desk, request_ref(number), path)
        made = plan.plan(merging_of(desk), number)
        assert not isinstance(made, list)
        assert {each.id for each in made.violations} == {"approval.missing"}
        actions[action] = action_of(made.submission, FactReader(desk.repository))
    assert all(after.body == before.body for before, after in found.values())
    assert (actions["renew"], actions["still-right"], actions["withdraw"]) == ("renewed", "renewed", "withdrawn")
    for action, meant in (("renew", datetime.date(2027, 12, 1)), ("still-right", datetime.date(2027, 11, 20))):
        before, after = found[action]
        assert replace(after, source_lines=before.source_lines) == replace(before, review_by=meant)
    withdrawn = found["withdraw"][1].withdrawn
    assert withdrawn
    assert (withdrawn.on, withdrawn.reason) == (DAY, DONE["withdraw"]["withdrawn__reason"])
    assert (found["move"][1].units, found["move"][1].provider) == (("ncd",), "mokfa")
    assert found["edit"][1].summary == DONE["edit"]["summary"]


def test_the_one_who_comes_second_is_told_before_a_word_is_written(desk: Desk, phone: Phone) -> None:
    """By name; neither what the other writes nor since when."""
    phone.come_in("pinthong")
    kept = desk.drafts.begin(Draft("", "tawan", "", "edit", OWN, typed={"title": ["ความลับของร่าง"]}))
    before = desk.drafts.of("pinthong")
    told = phone.post("/mine", data={"path": OWN, "action": "edit"})
    assert "นายตะวัน ศรีภูตะวัน" in told.text
    assert "ความลับของร่าง" not in told.text
    assert desk.drafts.of("pinthong") == before
    sure = {"path": OWN, "action": "edit", "sure": "yes"}
    assert phone.post("/mine", data=sure, follow_redirects=False).status_code == 303
    desk.drafts.forget("tawan", kept.id)
    sent_by(dispatch_of(desk, "pinthong"), typed(desk, begun(desk, phone, "edit"), remarks="โทรก่อนมา"))
    phone.come_in("tawan")
    assert "นางสาวพิณทอง เมฆธารา" in phone.post("/mine", data={"path": OWN, "action": "renew"}).text


def test_nobody_takes_up_what_is_not_theirs(desk: Desk, phone: Phone) -> None:
    phone.come_in("saithan")
    for action in (*page_actions(), "confirm"):
        assert phone.post("/mine", data={"path": OWN, "action": action}).status_code == 403
    assert phone.post("/mine", data={"path": "general-information/none", "action": "edit"}).status_code == 404
    assert phone.post("/mine", data={"path": "../../etc", "action": "edit"}).status_code == 404
    assert phone.post("/mine", data={"path": OWN, "action": "new"}).status_code == 404
    assert phone.get(f"/mine/{OWN}").status_code == 403
    assert desk.drafts.of("saithan") == []


def test_what_needs_its_owner_stands_first(desk: Desk, phone: Phone) -> None:
    phone.come_in("pinthong")
    page = phone.get("/mine")
    titles = re.findall(TITLE, page.text)
    assert len(page.content) < 60 * 1024
    shown = [each.item.title for each in shelf_of(desk.repository).now().values() if each.item.provider == "pinthong"]
    assert set(titles) <= set(shown) and len(titles) == min(len(shown), ROWS)
    assert "เลยกำหนดมา" in page.text.partition("</li>")[0]
    found = phone.get("/mine", params={"q": "ติดต่อ แผนที่"}).text
    assert re.findall(TITLE, found) == ["ที่อยู่ แผนที่ และช่องทางติดต่อ"]
    due = phone.get("/mine", params={"state": "review_due"}).text
    assert 0 < len(re.findall(TITLE, due)) < len(titles)
    for odd in ({"page": "99999"}, {"page": "-1"}, {"state": "<b>"}, {"of": "all"}, {"q": "%" * 300}):
        assert phone.get("/mine", params=odd).status_code == 200


def test_the_next_thing_is_what_comes_soonest_of_what_must_be_done(desk: Desk) -> None:
    item, settings = item_at(desk, MAIN), desk.authority.office.settings
    assert isinstance(settings, Settings)
    over = replace(item, review_by=DAY - datetime.timedelta(days=3))
    assert (next_thing(over, DAY, settings, None).event, next_thing(over, DAY, settings, None).days) == ("review", -3)
    assert next_thing(item, DAY, settings, DAY).event == "confirm"
    ending = replace(item, review_by=None, expires_on=DAY)
    assert next_thing(ending, DAY, settings, None).is_urgent
    assert next_thing(ending, DAY + datetime.timedelta(days=1), settings, None).event == ""


def test_an_owner_who_has_looked_says_so_and_the_publisher_records_it(desk: Desk, phone: Phone) -> None:
    """The desk has no key of the publisher's: it hands in what was said, of the very text that was looked at."""
    draft = desk.drafts.begin(Draft("", "pinthong", path=PATH, typed=TYPED, body=BODY))
    sent_by(dispatch_of(desk, "pinthong"), draft)
    merge(desk, 2)
    phone.come_in("pinthong")
    assert 'value="confirm"' in phone.get(f"/mine/{PATH}").text
    blob = shelf_of(desk.repository).now()[f"content/{PATH}/index.md"].blob
    said = {"path": PATH, "action": "confirm", "blob": blob}
    assert "เปลี่ยนไปหลังจากที่เปิดดู" in phone.post("/mine", data={**said, "blob": "0" * 40}).text
    assert not handed_in(desk.repository.git_dir)
    phone.post("/mine", data=said)
    phone.post("/mine", data=said)
    assert "รอระบบเผยแพร่บันทึก" in phone.get(f"/mine/{PATH}").text
    merging = merging_of(desk)
    assert [each.id for each in take_in(merging)] == ["merging.confirmed"]
    [record] = merging.work.log.of(RecordKind.CONFIRMATION)
    assert dict(record.facts) == {"item": f"content/{PATH}", "blob": blob, "by": "pinthong"}
    assert take_in(merging) == []
    assert 'value="confirm"' not in phone.get(f"/mine/{PATH}").text


@pytest.mark.parametrize(
    ("item", "blob", "by", "told"),
    [
        (f"content/{OWN}", "0" * 40, "pinthong", "merging.looked-at-other"),
        ("content/no/such", "0" * 40, "pinthong", "merging.looked-at-other"),
        (f"content/{OWN}", "", "saithan", "merging.not-confirmed"),
        (f"content/{OWN}", "", "nobody", "merging.not-confirmed"),
    ],
)
def test_the_publisher_believes_nothing_that_was_handed_in(
    desk: Desk, item: str, blob: str, by: str, told: str
) -> None:
    git_dir = desk.repository.git_dir
    known = desk.repository.ref(f"{MAIN}:content/{OWN}/index.md") or ""
    lay_paper(git_dir, HandedConfirmation(item, blob or known, by).paper)
    folder = git_dir / "prakat" / "confirmations"
    (folder / "a.json").write_bytes(b"\xff{")
    (folder / "b.json").write_bytes(b'{"item": 1, "blob": [], "by": {}}')
    (folder / "c.json").symlink_to("/etc/passwd")
    merging = merging_of(desk)
    assert [each.id for each in take_in(merging)] == [told]
    assert not [*merging.work.log.of(RecordKind.CONFIRMATION)]
    assert not [*folder.glob("*.json")]


def test_the_shelf_reads_only_what_changed(desk: Desk) -> None:
    shelf = Shelf(desk.repository)
    before = dict(shelf.now())
    draft = desk.drafts.begin(Draft("", "pinthong", path=PATH, typed=TYPED, body=BODY))
    sent_by(dispatch_of(desk, "pinthong"), draft)
    merge(desk, 2)
    after = shelf.now()
    assert after.keys() - before.keys() == {f"content/{PATH}/index.md"}
    assert all(after[path] is found for path, found in before.items())
    assert dict(Shelf(desk.repository).now()) == dict(after)


def test_a_state_and_what_comes_next_are_not_said_in_the_same_words(desk: Desk, phone: Phone) -> None:
    set_clock(desk.repository.git_dir, "2027-09-20T09:00:00+07:00")
    phone.come_in("pinthong")
    states = re.findall(r'<p class="state">.*?</p>', phone.get("/mine?state=review_due").text)
    assert {each.count("ครบกำหนดทบทวน") for each in states} == {1}
