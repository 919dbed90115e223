"""The desk's papers: who may print what, what is printed, what nonsense is answered, and a quarter's as a request."""

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from asked_notice import SIGNED, dispatch_of
from phone import Phone
from test_audit_page import desk_over

from once import once, shared_root
from prakat.content.shelf import shelf_of
from prakat.founding import story
from prakat.repository.receipt import set_clock
from prakat.thai.period import Period
from prakat_desk.auditing.paper_shelf import PaperShelf, WantedPaper
from prakat_desk.desk import Desk
from prakat_desk.draft_form import DraftForm
from prakat_desk.keeping.sessions import Session
from prakat_desk.sending.bare_outlet import outlet_of
from prakat_desk.sending.outlet import Sent
from prakat_desk.viewer import viewer_of

ASKED = SIGNED
WEBMASTER, PROVIDER, APPROVER, AUDITOR = "tawan", "saithan", "phuwamet", "dueanchai"
QUARTER = "2569Q4"


@pytest.fixture
def webmaster(phone: Phone) -> Phone:
    phone.come_in(WEBMASTER)
    return phone


@pytest.fixture
def months(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The demo's history, of seven months, after its last quarter."""

    def play(place: Path) -> None:
        for _ in story.begin(place).told():
            pass

    made = once(shared_root(tmp_path_factory) / "story", play)
    found = desk_over(shutil.copytree(made, tmp_path / "story", symlinks=True), "wichai", "chai", "prasit")
    set_clock(found.repository.git_dir, "2027-01-05T09:00:00+07:00")
    return found


@pytest.fixture
def keeper(months: Desk) -> Iterator[Phone]:
    """A webmaster of it."""
    with Phone(months) as opened:
        opened.come_in("wichai")
        yield opened


def printed(phone: Phone, place: str) -> bytes:
    """As a visitor waits for it."""
    for _ in range(30):
        answer = phone.get(place)
        if answer.status_code != 202:
            break
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert re.fullmatch(r'attachment; filename="[a-z0-9.-]+"', answer.headers["content-disposition"])
    return answer.content


def words(content: bytes) -> str:
    """Of a PDF, without spaces: a line may break anywhere."""
    found = "".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(content)).pages)
    return re.sub(r"\s", "", found)


def no_spaces(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_everybody_who_has_come_in_sees_the_papers(desk: Desk) -> None:
    for person in (WEBMASTER, PROVIDER, APPROVER, AUDITOR):
        with Phone(desk) as phone:
            phone.come_in(person)
            page = phone.get("/papers")
            assert page.status_code == 200
            assert f"/papers/record?about={QUARTER}&amp;format=pdf" in page.text
            assert 'href="/papers"' in phone.get("/today").text
            assert ("ส่งบันทึกไตรมาสนี้ขอเผยแพร่" in page.text) == (person == WEBMASTER)
    with Phone(desk) as stranger:
        assert stranger.get("/papers", follow_redirects=False).status_code == 303
        assert stranger.get(f"/papers/record?about={QUARTER}", follow_redirects=False).status_code == 303


def test_the_page_has_every_quarter_since_the_first_and_none_to_come(webmaster: Phone) -> None:
    page = webmaster.get("/papers").text
    found = re.findall(r'href="/papers\?period=(\d{4}(?:Q\d)?)"', page)
    assert found == ["2570", "2570Q1", "2569", "2569Q1", "2569Q2", "2569Q3", "2569Q4"]
    assert "ยังไม่สิ้นสุด" in webmaster.get("/papers?period=2570Q1").text
    assert "ยังไม่สิ้นสุด" not in webmaster.get("/papers?period=2569Q4").text
    year = webmaster.get("/papers?period=2569").text
    assert "/papers/annual?about=2569" in year and "/papers/evidence?about=2569" in year


def test_a_record_is_the_quarters_own(webmaster: Phone) -> None:
    text = words(printed(webmaster, f"/papers/record?about={QUARTER}&format=pdf"))
    assert no_spaces("บันทึกรายงานผลการเผยแพร่ข้อมูลผ่านเว็บไซต์") in text
    assert no_spaces("กรกฎาคม - กันยายน ๒๕๖๙") in text


def test_a_memo_has_the_number_that_was_typed_and_the_name_of_whoever_reports(webmaster: Phone, desk: Desk) -> None:
    place = f"/papers/memo-monitoring?about={QUARTER}&format=pdf"
    text = words(printed(webmaster, f"{place}&number=๘๗๗"))
    assert "บันทึกข้อความ" in text
    assert "๘๗๗" in text
    assert no_spaces(desk.authority.office.people[WEBMASTER].name) in text
    assert "๘๗๗" not in words(printed(webmaster, place))


def test_a_word_file_and_a_table_are_what_they_are_called(keeper: Phone) -> None:
    made = printed(keeper, "/papers/record?about=2570Q1&format=docx")
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(made)).namelist()
    table = printed(keeper, "/papers/record?about=2570Q1&format=csv").decode("utf-8-sig")
    assert table.splitlines()[0].split(",")[0] == "วัน เดือน ปี"
    assert len(table.splitlines()) == 3


def test_a_years_evidence_is_a_zip(webmaster: Phone) -> None:
    packed = zipfile.ZipFile(io.BytesIO(printed(webmaster, "/papers/evidence?about=2569&format=zip")))
    assert packed.testzip() is None
    assert len(packed.namelist()) > 5


def test_a_request_has_its_form_and_whoever_decides_a_sheet(desk: Desk, sent: Sent) -> None:
    for person, decides in (("pinthong", False), ("meklada", True), (AUDITOR, False)):
        with Phone(desk) as phone:
            phone.come_in(person)
            page = phone.get(f"/requests/{sent.number}").text
            assert f"/papers/form?about={sent.number}&amp;format=pdf" in page
            assert (f"/papers/decision?about={sent.number}" in page) == decides
    with Phone(desk) as phone:
        phone.come_in("meklada")
        assert words(printed(phone, f"/papers/form?about={sent.number}")).count(no_spaces("แบบฟอร์มการขอเผยแพร่"))
        assert words(printed(phone, f"/papers/decision?about={sent.number}"))


def test_a_closed_requests_form_is_for_its_authors_and_auditors(months: Desk) -> None:
    """It may hold words that came down."""
    closed = outlet_of(months, "th").closed()
    number = max(number for number, each in closed.items() if each.authors == {"chai"})
    for person, may in (("chai", True), ("wichai", True), ("prasit", False)):
        with Phone(months) as phone:
            phone.come_in(person)
            assert (f"/papers/form?about={number}&amp;" in phone.get(f"/requests/{number}").text) == may
            if may:
                assert words(printed(phone, f"/papers/form?about={number}"))
            else:
                assert phone.get(f"/papers/form?about={number}").status_code == 403


def item_of(desk: Desk, person: str) -> str:
    settings = desk.authority.office.settings
    found = shelf_of(desk.repository).now().values()
    own = (each for each in found if each.item.provider == person)
    return next(each.path for each in own if each.state(desk.day, settings).is_public)


def test_an_items_papers_are_for_whoever_may_look_after_it(desk: Desk) -> None:
    path = item_of(desk, "pinthong")
    with Phone(desk) as owner, Phone(desk) as other:
        owner.come_in("pinthong")
        other.come_in(AUDITOR)
        page = owner.get(f"/mine/{path}").text
        for kind in ("form", "board"):
            assert f"/papers/{kind}?about={path}" in page
            assert words(printed(owner, f"/papers/{kind}?about={path}"))
            assert other.get(f"/papers/{kind}?about={path}").status_code == 403


GARBAGE = [
    "/papers?period=2569Q5",
    "/papers?period=%3Cscript%3E",
    "/papers?period=9999",
    "/papers?period=2600Q1",
    "/papers/nothing?about=2569",
    "/papers/record?about=2569Q9",
    "/papers/record?about=",
    "/papers/record",
    f"/papers/record?about={'9' * 4000}",
    "/papers/record?about=2569Q4&format=exe",
    "/papers/record?about=2569Q4&format=html",
    "/papers/annual?about=2569&format=xlsx",
    "/papers/memo-monitoring?about=2569Q4&number=%00%0A%3Cb%3E",
    f"/papers/memo-monitoring?about=2569Q4&number={'1' * 3000}",
    "/papers/form?about=999999",
    "/papers/form?about=../../etc/passwd",
    "/papers/form?about=no/such/page",
    "/papers/form?about=",
    "/papers/board?about=3",
    "/papers/decision?about=law/act",
    "/papers/evidence?about=x",
    "/papers/quarter",
]


@pytest.mark.parametrize("place", GARBAGE)
def test_nonsense_is_answered_in_plain_words(place: str, webmaster: Phone) -> None:
    for _ in range(30):
        answer = webmaster.get(place)
        if answer.status_code != 202:
            break
    assert answer.status_code in (400, 404, 409), (place, answer.status_code)
    assert "<h1>" in answer.text
    assert "<script>" not in answer.text.replace('<script src="', "")
    assert "Traceback" not in answer.text


def test_it_is_made_once_for_each_state(webmaster: Phone, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    of = PaperShelf._made

    def counted(shelf: PaperShelf, wanted: WantedPaper, *more: object) -> object:
        made.append(wanted.kind)
        return of(shelf, wanted, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(PaperShelf, "_made", counted)
    place = f"/papers/record?about={QUARTER}&format=docx"
    first = printed(webmaster, place)
    assert printed(webmaster, place) == first
    assert made == ["record"]
    with Phone(desk) as other:
        other.come_in(AUDITOR)
        assert printed(other, place) == first
    assert made == ["record"]


def press(phone: Phone, period: str = QUARTER) -> str:
    """Where the press leads."""
    for _ in range(10):
        answer = phone.post("/papers/quarter", data={"period": period}, follow_redirects=False)
        if answer.status_code == 303:
            return str(answer.headers["location"])
    raise AssertionError(answer.text)


def test_one_press_begins_a_draft_that_only_has_to_be_read_and_sent(webmaster: Phone, desk: Desk) -> None:
    place = press(webmaster)
    [draft] = desk.drafts.of(WEBMASTER)
    assert place == f"/drafts/{draft.id}"
    assert press(webmaster) == place
    assert len(desk.drafts.of(WEBMASTER)) == 1
    assert draft.path == "official-information/2569/quarterly-record-2569-q4"
    assert sorted(name.rpartition(".")[2] for name in draft.files) == ["csv", "pdf", "pdf"]
    viewer = viewer_of(Session(WEBMASTER, desk.clock(), desk.clock(), "sample"), desk.authority, desk.day)
    assert viewer
    form = DraftForm(desk, draft, "th", viewer)
    assert [(each.name, each.told) for each in form.errors] == []
    assert form.manuscript.item.path.url == "official-information/2569/quarterly-record-2569-q4/"
    values = form.manuscript.read.values
    assert values["period"] == {"start": "2026-07-01", "end": "2026-09-30"}
    assert values["fulfils"] == ["monitoring-memo", "monitoring-report"]
    assert {each["file"] for each in values["attachments"]} == set(draft.files)
    assert "เปิดร่างที่เตรียมไว้" in webmaster.get(f"/papers?period={QUARTER}").text
    found = dispatch_of(desk, WEBMASTER).send(draft)
    assert isinstance(found, Sent), found
    assert press(webmaster) == f"/requests/{found.number}"
    [pending] = [each for each in outlet_of(desk, "th").pending().values() if each.number == found.number]
    assert pending.folders == ("content/official-information/2569/quarterly-record-2569-q4",)
    assert len(desk.drafts.of(WEBMASTER)) == 1


def test_a_quarter_in_which_something_happened_has_its_table_too(keeper: Phone, months: Desk) -> None:
    press(keeper, "2570Q1")
    [draft] = months.drafts.of("wichai")
    assert sorted(name.rpartition(".")[2] for name in draft.files) == ["csv", "pdf", "pdf"]
    viewer = viewer_of(Session("wichai", months.clock(), months.clock(), "sample"), months.authority, months.day)
    assert viewer
    form = DraftForm(months, draft, "th", viewer)
    assert [(each.name, each.told) for each in form.errors] == []
    record = next(name for name in draft.files if name.endswith(".pdf") and name.startswith("record"))
    content = months.drafts.content(draft, record)
    assert content and no_spaces("ตุลาคม - ธันวาคม ๒๕๖๙") in words(content)


def test_only_webmasters_begin_it_and_only_of_a_quarter_that_is_over(desk: Desk) -> None:
    for person in (PROVIDER, APPROVER, AUDITOR):
        with Phone(desk) as phone:
            phone.come_in(person)
            assert phone.post("/papers/quarter", data={"period": QUARTER}).status_code == 403
    with Phone(desk) as phone:
        phone.come_in(WEBMASTER)
        for period in ("2570Q1", "2569", "2575Q1", "", "x"):
            answer = phone.post("/papers/quarter", data={"period": period})
            assert answer.status_code == 409, period
            assert "<h1>" in answer.text
        assert not desk.drafts.of(WEBMASTER)


def test_the_morning_leads_to_it(webmaster: Phone) -> None:
    page = webmaster.get("/today?show=completeness").text
    assert "บันทึกไตรมาสที่ 4 ปีงบประมาณ 2569 พร้อมพิมพ์และส่งขอเผยแพร่" in page
    assert f'href="/papers?period={QUARTER}"' in page
    assert Period.of(QUARTER).last.isoformat() == "2026-09-30"
