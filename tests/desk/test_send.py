"""A draft becomes one request of its author, through the office's own door: whole, once, or not at all."""

import itertools
import os
import signal
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from asked_notice import BODY, PATH, TYPED, VALUES, begun, dispatch_of, person_of, sent_by, signer_in
from chain import merge, merging_of
from phone import Phone

from prakat.founding.sample_office import sample_of
from prakat.hosting.desk_push import OfficeDoor
from prakat.item.front_matter import read_front_matter
from prakat.merging import plan
from prakat.repository.file_tree import entries_of
from prakat.repository.receipt import receipts
from prakat.repository.refs import MAIN, REQUEST, request_ref
from prakat.rules.wording import in_words
from prakat_desk.desk import Desk
from prakat_desk.form.entries import entries_of as typed_of
from prakat_desk.form.form_field import form_fields
from prakat_desk.keeping.draft import Draft
from prakat_desk.sending.bare_outlet import BareOutlet
from prakat_desk.sending.dispatch import Dispatch
from prakat_desk.sending.outlet import Sent, Unsent
from prakat_desk.sending.workshop import workshop, written_commit

FILE = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"


@pytest.fixture
def draft(desk: Desk) -> Draft:
    return begun(desk)


@pytest.fixture
def dispatch(desk: Desk) -> Dispatch:
    return dispatch_of(desk, "pinthong")


def why_not(dispatch: Dispatch, draft: Draft) -> str:
    """Why it is unsent; and that nothing of it is left anywhere."""
    before = dispatch.desk.repository.refs(), len(receipts(dispatch.desk.repository.git_dir))
    found = dispatch.send(draft)
    assert isinstance(found, Unsent), found
    assert (dispatch.desk.repository.refs(), len(receipts(dispatch.desk.repository.git_dir))) == before
    kept = dispatch.desk.drafts.get(draft.person, draft.id)
    assert kept
    assert (kept.typed, kept.body, kept.is_sent) == (draft.typed, draft.body, False)
    return "\n".join(in_words(each, "th") for each in found.reasons)


def test_what_was_typed_is_what_is_sent_merged_and_read(desk: Desk, dispatch: Dispatch, draft: Draft) -> None:
    with_file = desk.drafts.add_file(draft, "details.pdf", "รายละเอียด", FILE)
    listed = {**VALUES, "attachments": [{"file": "details.pdf", "title": "รายละเอียด"}]}
    with_file = desk.drafts.save(replace(with_file, typed=typed_of(listed, form_fields("public-relations"))))
    sent = dispatch.send(with_file, signer_in(desk, dispatch.person))
    assert isinstance(sent, Sent)
    assert sent.is_signed
    made = plan.plan(merging_of(desk), sent.number)
    assert not isinstance(made, list)
    [commit] = made.submission.commits
    assert (commit.author, commit.committer) == ((person_of(desk, "pinthong").name, "pinthong@tharnthong.example"),) * 2
    assert commit.message == f"Content: {VALUES['title']}\n"
    assert made.submission.pushers == ("pinthong",)
    assert made.signed_request, "the requester's own signature counts"
    merge(desk, sent.number)
    parts, document = read_front_matter(desk.repository.object(f"{MAIN}:content/{PATH}/index.md")[1])
    assert (document.data, parts.body.strip("\n")) == (listed, BODY.strip("\n"))
    assert desk.repository.object(f"{MAIN}:content/{PATH}/details.pdf")[1] == FILE
    kept = desk.drafts.get("pinthong", draft.id)
    assert kept
    assert (kept.request, kept.files) == (sent.number, {})


def test_the_page_shows_what_is_sent_and_sends_it_once(desk: Desk, phone: Phone, draft: Draft) -> None:
    phone.come_in("pinthong")
    shown = phone.get(f"/drafts/{draft.id}/send")
    assert shown.status_code == 200
    order = ["ชื่อหน่วยงาน", "วัน/เดือน/ปี", "หัวข้อ", "รายละเอียดข้อมูล", "Linkภายนอก", "หมายเหตุ"]
    assert [*map(shown.text.index, (f"<dt>{each}</dt>" for each in order))] == sorted(
        map(shown.text.index, (f"<dt>{each}</dt>" for each in order))
    )
    assert "ผู้ตรวจสอบ: นางสาวเมฆลดา ธารสุขใจ" in shown.text
    assert len(shown.content) < 60 * 1024
    for _ in range(2):
        sent = phone.post(f"/drafts/{draft.id}/send", data={"do": "send"}, follow_redirects=False)
        assert sent.headers["location"] == "/requests/2"
    assert phone.get(f"/drafts/{draft.id}/send", follow_redirects=False).headers["location"] == "/requests/2"
    assert [*desk.repository.refs(REQUEST)] == [request_ref(2)]
    assert "ส่งไปแล้ว" in phone.get("/requests/2").text
    phone.come_in("saithan")
    assert phone.get(f"/drafts/{draft.id}/send").status_code == 404
    assert phone.post(f"/drafts/{draft.id}/send").status_code == 404


def test_what_is_wrong_is_said_at_its_field_and_is_not_sent(desk: Desk, phone: Phone, draft: Draft) -> None:
    wrong = desk.drafts.save(replace(draft, typed={**TYPED, "title": [""], "expires_on-day": ["32"]}))
    phone.come_in("pinthong")
    for answer in (phone.get(f"/drafts/{wrong.id}/send"), phone.post(f"/drafts/{wrong.id}/send")):
        assert answer.status_code == 422
        assert f'href="/drafts/{wrong.id}?checked=1#title"' in answer.text
        assert f'href="/drafts/{wrong.id}?checked=1#expires_on"' in answer.text
        assert "ส่งคำขอ</button>" not in answer.text
    assert not desk.repository.refs(REQUEST)


def test_two_taps_at_once_are_one_request(desk: Desk, dispatch: Dispatch, draft: Draft) -> None:
    found: list[Sent | Unsent] = []
    taps = [threading.Thread(target=lambda: found.append(dispatch.send(draft))) for _ in range(3)]
    for each in taps:
        each.start()
    for each in taps:
        each.join()
    assert len(found) == 3
    assert len(set(map(repr, found))) == 1
    assert [*desk.repository.refs(REQUEST)] == [request_ref(2)]


def test_a_number_that_was_taken_meanwhile_is_left_to_whoever_has_it(
    desk: Desk, dispatch: Dispatch, draft: Draft
) -> None:
    other = dispatch_of(desk, "saithan")
    others = {**TYPED, "owner.unit": ["disease-control"], "owner.provider": ["saithan"]}
    theirs = desk.drafts.begin(Draft("", "saithan", path=f"{PATH}-too", typed=others, body=BODY))
    number = dispatch.outlet.free_number()
    assert sent_by(other, theirs).number == number
    found = dispatch.send(draft, number=number)
    assert isinstance(found, Sent)
    assert found.number == number + 1


def test_a_refusal_of_the_door_is_told_in_its_words(desk: Desk, dispatch: Dispatch, draft: Draft) -> None:
    """The form is not asked here: what passes it by stops at the door, and nothing is left half done."""
    unknown = {**TYPED, "owner.provider": ["somebody-else"]}
    told = why_not(dispatch, desk.drafts.save(replace(draft, typed=unknown)))
    assert "somebody-else" in told
    assert "ไม่รับ" in told
    assert "remote" not in told
    again = desk.drafts.save(replace(draft, typed=TYPED))
    assert sent_by(dispatch, again).number == 2


def stopping(real: Callable[..., object], counted: Iterator[int], step: int) -> Callable[..., object]:
    """As it is, but that it dies before or behind the act that is the step."""

    def ran(*given: object, **named: object) -> object:
        result = None
        for is_before in (True, False):
            result = None if is_before else real(*given, **named)
            if next(counted) == step:
                os.kill(os.getpid(), signal.SIGKILL)
        return result

    return ran


def sends_and_dies(sample: Path, origin: str, draft: str, step: int) -> int:
    """How a process ended that sends a draft and dies at the nth step: before and after each time that the draft is
    saved, and the push."""
    process = os.fork()
    if process == 0:
        status = 1
        try:
            found = sample_of(sample)
            own = Desk(found.repository, origin, sample / "desk", sample_keys=found.keys)
            counted = itertools.count(1)
            own.drafts.__class__.save = stopping(own.drafts.__class__.save, counted, step)  # type: ignore[method-assign]
            OfficeDoor.push_as = stopping(OfficeDoor.push_as, counted, step)  # type: ignore[assignment,method-assign]
            kept = own.drafts.get("pinthong", draft)
            assert kept
            dispatch_of(own, "pinthong").send(kept)
            status = 0
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def test_killed_anywhere_it_is_unsent_or_sent_and_known_as_that(desk: Desk, sample: Path) -> None:
    ended = 0
    for step in (1, 2, 4, 6, 7):  # the third is as the second was, the fifth as the fourth
        path = f"{PATH}-{step}"
        draft = desk.drafts.begin(Draft("", "pinthong", path=path, typed=TYPED, body=BODY))
        before = desk.repository.refs(REQUEST)
        status = sends_and_dies(sample, desk.origin, draft.id, step)
        added = desk.repository.refs(REQUEST).keys() - before.keys()
        assert len(added) <= 1
        dispatch = dispatch_of(desk, "pinthong")
        kept = desk.drafts.get("pinthong", draft.id)
        assert kept
        assert kept.typed == TYPED
        found = dispatch.settled(kept)
        assert {request_ref(found.request)} == added if added else not found.is_sent
        again = sent_by(dispatch, found)
        assert desk.repository.refs(REQUEST).keys() - before.keys() == {request_ref(again.number)}
        ended += status == 0
        assert status in (0, -signal.SIGKILL)
    assert ended == 1, "the last step is behind the end"


def taken_up(desk: Desk, path: str, phone: Phone) -> Draft:
    phone.come_in("pinthong")
    answer = phone.post("/mine", data={"path": path, "action": "edit", "sure": "yes"}, follow_redirects=False)
    found = desk.drafts.get("pinthong", answer.headers["location"].removeprefix("/drafts/"))
    assert found
    return found


def test_a_typing_error_is_a_sheet_of_its_words_and_one_button(desk: Desk, phone: Phone) -> None:
    draft = taken_up(desk, "general-information/contact", phone)
    desk.drafts.save(replace(draft, body=draft.body.replace("สำนักงาน", "สำนักงานฯ", 1)))
    shown = phone.get(f"/drafts/{draft.id}/send").text
    assert "<h1>แก้คำในหน้าที่เผยแพร่อยู่</h1>" in shown
    assert "<ins>" in shown
    assert shown.index("<ins>") < shown.index("ส่งคำขอ</button>") < shown.index('<dl class="paper">')
    assert "<details>" in shown
    phone.post(f"/drafts/{draft.id}/send")
    found = plan.plan(merging_of(desk), 2)
    assert not isinstance(found, list)
    assert {each.values["step"] for each in found.violations} == {"reviewer", "approver", "webmaster"}


def test_an_edit_keeps_other_files_and_drops_what_was_removed(desk: Desk, phone: Phone) -> None:
    """Of an item with files: one is replaced, one goes, the others stay as they are."""
    files = {path: oid for path, (_, oid) in entries_of(desk.repository, MAIN, "content").items()}
    folder = next(
        each
        for each in sorted({path.rpartition("/")[0] for path in files})
        if sum(path.startswith(f"{each}/") for path in files) > 2
        and "pinthong" in str(desk.repository.object(f"{MAIN}:{each}/index.md"))
    )
    names = sorted(path.removeprefix(f"{folder}/") for path in files if path.startswith(f"{folder}/"))
    names.remove("index.md")
    draft = taken_up(desk, folder.removeprefix("content/"), phone)
    draft = desk.drafts.add_file(replace(draft, removed=(names[0],)), "new.pdf", "ใหม่", FILE)
    letter = dispatch_of(desk, "pinthong").letter(draft)
    assert not isinstance(letter, list | tuple)
    assert letter.changes == {f"{folder}/{names[0]}": None, f"{folder}/new.pdf": FILE}


def test_a_page_that_moves_takes_its_files_along(desk: Desk, phone: Phone) -> None:
    draft = taken_up(desk, "general-information/contact", phone)
    former = {**draft.typed, "former_paths": ["general-information/contact"]}
    moved = desk.drafts.save(replace(draft, path="general-information/find-us", typed=former))
    shown = phone.get(f"/drafts/{moved.id}/send")
    assert "ย้ายมาจาก content/general-information/contact" in shown.text
    sent = sent_by(dispatch_of(desk, "pinthong"), moved)
    old, new = (
        entries_of(desk.repository, sent.head, f"content/general-information/{each}") for each in ("contact", "find-us")
    )
    assert not old
    assert "content/general-information/find-us/index.md" in new


def test_what_somebody_else_changed_meanwhile_is_never_undone(desk: Desk, phone: Phone) -> None:
    draft = taken_up(desk, "general-information/contact", phone)
    mine = desk.drafts.save(replace(draft, typed={**draft.typed, "remarks": ["โทรก่อนมา"]}))
    theirs = replace(draft, typed={**draft.typed, "summary": ["ที่อยู่และการเดินทางมายังสำนักงาน"]})
    merge(desk, sent_by(dispatch_of(desk, "pinthong"), desk.drafts.begin(theirs)).number)
    assert "มีผู้แก้ไขหลังจากที่เริ่มเขียน" in why_not(dispatch_of(desk, "pinthong"), mine)
    assert "เขียนต่อจากฉบับล่าสุด</button>" in phone.get(f"/drafts/{mine.id}/send").text
    told = phone.post(f"/drafts/{mine.id}/send", data={"do": "fresh"})
    assert "นำสิ่งที่พิมพ์ไว้มาใส่ในฉบับล่าสุดแล้ว" in told.text
    fresh = desk.drafts.get("pinthong", mine.id)
    assert fresh
    assert (fresh.typed["remarks"], fresh.typed["summary"]) == (["โทรก่อนมา"], ["ที่อยู่และการเดินทางมายังสำนักงาน"])
    sent_by(dispatch_of(desk, "pinthong"), fresh)


@pytest.mark.parametrize(
    "title",
    [
        "Regularises: " + "0" * 40,
        "ก\n\nRegularises: " + "0" * 40,
        "ก\r\n\r\nCo-authored-by: นายตะวัน <tawan@tharnthong.example>",
        "ก <script>alert(1)</script> $(id) `id` ${{ x }} \u202e",
    ],
)
def test_no_title_becomes_a_line_of_a_message(desk: Desk, dispatch: Dispatch, draft: Draft, title: str) -> None:
    letter = dispatch.letter(replace(draft, typed={**TYPED, "title": [title]}))
    assert not isinstance(letter, list | tuple)
    head = BareOutlet(desk.repository).head_of(letter, dispatch.person)
    assert head == BareOutlet(desk.repository).head_of(letter, dispatch.person)
    assert desk.repository.ids([head]) == [None], "the office's own repository knows nothing of it yet"
    with workshop(desk.repository) as shop:
        raw = shop.object(written_commit(shop, letter, dispatch.person))[1]
    written = raw.partition(b"\n\n")[2]
    assert written.startswith(b"Content: ")
    assert written.count(b"\n") == 1


def test_a_lost_file_or_a_taken_path_is_said(desk: Desk, dispatch: Dispatch, draft: Draft) -> None:
    with_file = desk.drafts.add_file(draft, "details.pdf", "รายละเอียด", FILE)
    desk.drafts.place(with_file, "details.pdf").write_bytes(b"other")
    assert "รายละเอียด" in why_not(dispatch, with_file)
    taken = desk.drafts.save(replace(draft, path="general-information/contact"))
    assert "มีหน้าอื่นใช้อยู่แล้ว" in why_not(dispatch, taken)


def test_two_new_pages_of_one_title_get_a_place_each(desk: Desk, dispatch: Dispatch) -> None:
    """Also while the first of them is only asked for."""
    drafts = [desk.drafts.begin(Draft("", "pinthong", ask="recruitment", typed=TYPED, body=BODY)) for _ in range(2)]
    for each in drafts:
        sent_by(dispatch, each)
    folders = [each.folders for each in dispatch.outlet.pending().values()]
    assert len({*folders}) == 2
    assert {f"content/{each.path}" for each in desk.drafts.of("pinthong")} == {
        folder for each in folders for folder in each
    }
