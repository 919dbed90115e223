"""A newcomer asks for something: from the choice to a form without errors, with and without files."""

import re
from dataclasses import replace

import pytest
from lxml import html
from phone import Phone

from category_fields import asked_of
from prakat.rules import data
from prakat_desk.desk import Desk
from prakat_desk.form.ask import asks
from prakat_desk.form.entries import entries_of
from prakat_desk.form.form_field import form_fields

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
TYPED = {"title": "รับสมัครเจ้าพนักงานธุรการ 1 อัตรา", "summary": "รับสมัครบุคคลทั่วไปเพื่อจ้างเป็นเจ้าพนักงานธุรการ"}
HEADINGS = [each["th"] for each in data.load("tables.yml")["forms"]["skr1"]["columns"]]
ROW = ["1", "กระดาษ", "12,400", "12,400", "เฉพาะเจาะจง", "ร้านหนึ่ง", "ร้านหนึ่ง", "ราคาต่ำ", "1/2570"]
TABLE = "\n".join(f"| {' | '.join(each)} |" for each in (HEADINGS, ["---"] * 9, ROW))
"""Of the monthly summary of procurement, in its nine columns."""
BODY = "๑. คุณสมบัติ\n\n๒. วิธีสมัคร\n"


def form_of(page: str) -> dict[str, list[str]]:
    """The entries that the form on the page sends when nothing is touched."""
    found: dict[str, list[str]] = {}
    [form] = html.document_fromstring(page).xpath("//form[@data-save]")
    for each in form.iter("input", "select", "textarea"):
        if each.tag == "select":
            chosen = each.xpath("./option[@selected]") or each.xpath("./option[1]")
            found.setdefault(each.get("name"), []).append(chosen[-1].get("value"))
        elif each.tag == "textarea":
            found.setdefault(each.get("name"), []).append((each.text or "").removeprefix("\n"))
        elif each.get("type") not in ("radio", "checkbox", "file") or each.get("checked") is not None:
            found.setdefault(each.get("name"), []).append(each.get("value"))
    return found


@pytest.fixture
def staff(phone: Phone) -> Phone:
    phone.come_in("pinthong")
    return phone


def begun(phone: Phone, ask: str) -> str:
    """The address of a draft that was just begun."""
    return str(phone.post("/ask", data={"ask": ask}).url.path)


def test_every_category_and_kind_can_be_asked_for() -> None:
    schema = data.load("item.schema.json")
    assert {each.category for each in asks().values()} == {each["id"] for each in data.load("categories.yml")}
    assert {each.kind for each in asks().values()} - {""} == set(schema["properties"]["kind"]["enum"])
    assert {name for each in asks().values() for name in each.first} <= schema["properties"].keys()


@pytest.mark.parametrize("word", ["สมัครงาน", "ราคากลาง", "คู่มือประชาชน", "job", "น้ำท่วม"])
def test_it_is_found_by_the_words_that_people_use(staff: Phone, word: str) -> None:
    found = re.findall('name="ask" value="([^"]+)"', staff.get("/ask", params={"q": word}).text)
    assert 0 < len(found) < 5


@pytest.mark.parametrize("ask", asks())
def test_what_is_asked_for_needs_little_more_than_its_words(staff: Phone, desk: Desk, ask: str) -> None:
    place = begun(staff, ask)
    typed = {**form_of(staff.get(place).text), **{name: [text] for name, text in TYPED.items()}, "body": [BODY]}
    own = asked_of(asks()[ask].category)
    typed |= entries_of(own, form_fields(asks()[ask].category))
    if asks()[ask].table:
        typed["body"] = [TABLE]
    if asks()[ask].closes:
        typed |= {"closes.on-day": ["15"], "closes.on-month": ["12"], "closes.on-year": ["2569"]}
    sent = staff.post(place, data={**typed, "do": "send"}, follow_redirects=False)
    assert sent.headers.get("location") == f"{place}/send", re.findall("<li>.*?</li>", sent.text, re.DOTALL)[:5]


def test_what_is_missing_is_told_at_its_field(staff: Phone) -> None:
    place = begun(staff, "recruitment")
    told = staff.post(place, data={**form_of(staff.get(place).text), "do": "send"})
    assert told.status_code == 422
    page = html.document_fromstring(told.text)
    links = page.xpath("//div[@data-summary]//a/@href")
    assert {"#title", "#summary", "#closes.on"} <= set(links)
    for each in links:
        assert page.get_element_by_id(each.removeprefix("#")) is not None
    assert page.get_element_by_id("title").get("aria-invalid") == "true"
    assert "ต้องใส่หัวข้อ" in page.get_element_by_id("title-error").text_content()


def test_a_file_is_told_of_beside_its_name(staff: Phone) -> None:
    place = begun(staff, "news")
    files = [("upload", ("ประกาศ.pdf", PDF))]
    entries = form_of(staff.post(place, data={**form_of(staff.get(place).text), "do": "attach"}, files=files).text)
    told = staff.post(place, data={**entries, "attachments.0.title": [""], "do": "send"})
    page = html.document_fromstring(told.text)
    assert "#attachments.0.title" in page.xpath("//div[@data-summary]//a/@href")
    assert "ต้องใส่ชื่อเอกสาร" in page.get_element_by_id("attachments.0.title-error").text_content()
    assert page.get_element_by_id("attachments.0.title-error").get("hidden") is None


def test_nothing_typed_is_lost(staff: Phone) -> None:
    place = begun(staff, "news")
    typed = {**form_of(staff.get(place).text), "title": ["<b>&\"'"], "publish_on-day": ["32"], "body": ["\n\nก\n"]}
    staff.post(place, data={**typed, "do": "save"})
    assert {name: given for name, given in form_of(staff.get(place).text).items() if any(given)} == {
        name: given for name, given in typed.items() if any(given)
    }


def test_a_file_keeps_its_thai_name_as_its_title(staff: Phone, desk: Desk) -> None:
    place = begun(staff, "news")
    files = [("upload", ("ประกาศ รับสมัคร.PDF", PDF)), ("upload", ("ประกาศ รับสมัคร.PDF", PDF))]
    shown = staff.post(place, data={**form_of(staff.get(place).text), "do": "attach"}, files=files).text
    entries = form_of(shown)
    assert entries["attachments.0.title"] == entries["attachments.1.title"] == ["ประกาศ รับสมัคร"]
    assert re.fullmatch("[a-z-]+[.]pdf", entries["attachments.0.file"][0])
    assert entries["attachments.0.file"] != entries["attachments.1.file"]
    [draft] = desk.drafts.of("pinthong")
    staff.post(place, data={**entries, "do": f"drop:{entries['attachments.0.file'][0]}"})
    assert form_of(staff.get(place).text)["attachments.0.file"] == entries["attachments.1.file"]
    assert [*desk.drafts.of("pinthong")[0].files] == entries["attachments.1.file"] != [*draft.files]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("virus.exe", b"MZ"),
        ("notice.pdf", b"MZ\x90"),
        ("empty.pdf", b""),
        ("../../etc/passwd", b"x"),
        ("page.html", b"<p>"),
    ],
)
def test_what_is_no_publishable_file_is_told_at_once(staff: Phone, desk: Desk, name: str, content: bytes) -> None:
    place = begun(staff, "news")
    told = staff.post(f"{place}/files", files={"upload": (name, content)})
    assert 'class="error" role="alert"' in told.text
    assert not desk.drafts.of("pinthong")[0].files


def test_groups_come_and_go_without_script(staff: Phone) -> None:
    place = begun(staff, "activity")
    more = staff.post(place, data={**form_of(staff.get(place).text), "do": "add:credits"})
    assert "credits.0.holder" in form_of(more.text)
    less = staff.post(place, data={**form_of(more.text), "do": "remove:credits.0"})
    assert "credits.0.holder" not in form_of(less.text)


def test_the_page_is_shown_as_readers_will_see_it(staff: Phone) -> None:
    place = begun(staff, "news")
    typed = {**form_of(staff.get(place).text), **{name: [text] for name, text in TYPED.items()}, "body": [BODY]}
    saved = staff.post(f"{place}/save", data=typed)
    assert saved.json()["findings"] == []
    shown = staff.get(f"{place}/page/")
    assert "sandbox" in shown.headers["content-security-policy"]
    assert "๑. คุณสมบัติ" in html.document_fromstring(shown.text).text_content()


def test_nobody_sees_the_draft_of_another(staff: Phone) -> None:
    place = begun(staff, "news")
    staff.post("/sign-out")
    staff.come_in("baibua")
    for each in ("", "/page/", "/page/a.pdf", "/preview"):
        assert staff.get(place + each).status_code == 404
    assert staff.post(place, data={"do": "save"}).status_code == 404


def test_who_provides_nothing_is_not_asked(phone: Phone) -> None:
    phone.come_in("dueanchai")
    assert phone.get("/ask").status_code == 403
    assert phone.post("/ask", data={"ask": "news"}).status_code == 403


def test_a_program_may_send_a_few_fields_under_their_own_names(staff: Phone, desk: Desk) -> None:
    """As the schema has them: what it leaves out stays, and a date may come whole."""
    place = begun(staff, "news")
    before = form_of(staff.get(place).text)
    staff.post(place, data={"title": "เรื่องหนึ่งที่ส่งมา", "publish_on": "2026-12-01", "expires_on": "never", "do": "save"})
    after = form_of(staff.get(place).text)
    assert after["title"] == ["เรื่องหนึ่งที่ส่งมา"]
    assert [after[f"publish_on-{part}"] for part in ("day", "month", "year")] == [["1"], ["12"], ["2569"]]
    assert after["expires_on-never"] == ["yes"]
    assert after["timing"] == before["timing"]


def test_what_the_form_itself_leaves_out_is_left_out(staff: Phone) -> None:
    place = begun(staff, "news")
    typed = form_of(staff.get(place).text)
    staff.post(place, data={**typed, "channels": ["board", "line"], "do": "save"})
    assert form_of(staff.get(place).text)["channels"] == ["board", "line"]
    staff.post(place, data={**typed, "do": "save"})
    assert "channels" not in form_of(staff.get(place).text)


def test_entries_of_a_list_come_and_go_at_their_own_place(staff: Phone) -> None:
    """And what is wrong with one of them is told there."""
    place = begun(staff, "work-manual")
    typed = form_of(staff.get(place).text)
    for _ in range(3):
        typed = form_of(staff.post(place, data={**typed, "do": "add:steps"}).text)
    for index, duration in enumerate(("15 นาที", "นานมาก", "1 วันทำการ")):
        own = {"title": [f"ขั้นที่ {index + 1}"], "detail": ["ทำตามแบบ"], "duration": [duration]}
        typed |= {f"steps.{index}.{part}": given for part, given in own.items()}
    page = html.document_fromstring(staff.post(place, data={**typed, "do": "check"}).text)
    assert page.get_element_by_id("steps.1.duration").get("aria-invalid") == "true"
    assert page.get_element_by_id("steps.0.duration").get("aria-invalid") is None
    left = form_of(staff.post(place, data={**typed, "do": "remove:steps.1"}).text)
    assert (left["steps.0.title"], left["steps.1.title"]) == (["ขั้นที่ 1"], ["ขั้นที่ 3"])
    assert "steps.2.title" not in left


def test_a_number_is_told_at_its_field_and_stays_as_typed(staff: Phone) -> None:
    place = begun(staff, "law")
    typed = {**form_of(staff.get(place).text), "law.year": ["พ.ศ. สองพัน"], "law.status": ["in_force"], "do": "check"}
    page = html.document_fromstring(staff.post(place, data=typed).text)
    assert page.get_element_by_id("law.year").get("value") == "พ.ศ. สองพัน"
    assert "จำนวนเต็ม" in page.get_element_by_id("law.year-error").text_content()


def test_a_field_of_another_category_is_shown_only_where_something_stands_in_it(staff: Phone, desk: Desk) -> None:
    place = begun(staff, "news")
    assert not any(name.partition(".")[0] in ("law", "steps", "table") for name in form_of(staff.get(place).text))
    [draft] = desk.drafts.of("pinthong")
    desk.drafts.save(replace(draft, typed={**draft.typed, "law.year": ["2540"]}))
    shown = form_of(staff.get(place).text)
    assert shown["law.year"] == ["2540"]
    staff.post(place, data={**shown, "do": "save"})
    assert desk.drafts.of("pinthong")[0].typed["law.year"] == ["2540"]
