"""The decision page on a real Forgejo: a press is the person's own approving review, of the head that was shown."""

import contextlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from desk_on_forge import Visitor, desk_of
from forge_office import ForgeOffice

from prakat.request.spoken_words import CHECKED_TH
from prakat_desk.desk import Desk
from sign_off_office import law

CHECKED = ["correct", "complete", "current", "lawful"]
Visitors = Callable[[str], Visitor]


@pytest.fixture
def desk(shared: ForgeOffice, tmp_path: Path) -> Desk:
    return desk_of(shared, tmp_path)


@pytest.fixture
def visitors(desk: Desk, shared: ForgeOffice) -> Iterator[Visitors]:
    """Somebody's browser, signed in at the desk by way of the forge."""
    come: dict[str, Visitor] = {}
    with contextlib.ExitStack() as opened:

        def visitor(login: str) -> Visitor:
            if login not in come:
                come[login] = opened.enter_context(contextlib.closing(Visitor(desk, shared, login)))
                assert come[login].come_in() == 303
            return come[login]

        yield visitor


def shown_on(visitor: Visitor, number: int) -> dict[str, str]:
    page = visitor.desk.get(f"/requests/{number}").text
    return dict(re.findall(r'<input type="hidden" name="(head|base|how|step|moment)" value="([^"]*)"', page))


def test_a_press_is_an_approving_review(shared: ForgeOffice, visitors: Visitors) -> None:
    number = shared.ask({"content/law/decided/index.md": law("เรื่องที่ตัดสิน")})
    press = f"/requests/{number}/sign"
    for login, step in (("ton", "reviewer"), ("dao", "approver")):
        visitor = visitors(login)
        page = visitor.desk.get(f"/requests/{number}").text
        assert "ขอเผยแพร่หน้าใหม่ “เรื่องที่ตัดสิน”" in page
        shown = shown_on(visitor, number)
        assert shown["step"] == step
        frame = re.findall(r'<iframe[^>]*src="([^"]*)"', page)[0]
        assert "เรื่องที่ตัดสิน" in visitor.desk.get(frame).text
        assert visitor.desk.post(press, data=shown, follow_redirects=False).status_code == 303
        assert visitor.desk.post(press, data=shown).status_code == 409, "nobody signs twice"
    webmaster = visitors("wit")
    shown = shown_on(webmaster, number)
    assert webmaster.desk.post(press, data=shown).status_code == 422, "nothing was ticked"
    assert webmaster.desk.post(press, data={**shown, "checked": CHECKED}, follow_redirects=False).status_code == 303
    reviews = shared.do("wit", "GET", f"pulls/{number}/reviews")
    assert [(each["user"]["login"], each["state"], each["commit_id"]) for each in reviews] == [
        (login, "APPROVED", shown["head"]) for login in ("ton", "dao", "wit")
    ]
    assert reviews[-1]["body"] == CHECKED_TH
    shared.merge(number)


def test_a_moved_head_is_never_reviewed(shared: ForgeOffice, visitors: Visitors) -> None:
    number = shared.ask({"content/law/moved-on/index.md": law("เรื่องแรก")})
    first, second = visitors("ton"), visitors("dao")
    assert first.desk.post(f"/requests/{number}/sign", data=shown_on(first, number), follow_redirects=False).is_redirect
    shown = shown_on(second, number)
    assert shown["step"] == "approver"
    head = shared.amend(number, {"content/law/moved-on/index.md": law("เรื่องที่แก้")})
    answer = second.desk.post(f"/requests/{number}/sign", data=shown)
    assert answer.status_code == 409
    assert "คำขอถูกแก้หลังจากที่ท่านเปิดหน้านี้" in answer.text
    reviewed = [each["commit_id"] for each in shared.do("ton", "GET", f"pulls/{number}/reviews")]
    assert reviewed == [shown["head"]]
    assert shown["head"] != head
    shared.review("ton", number, "")
    assert "ท่านลงนามเป็นผู้ตรวจสอบแล้ว" in first.desk.get(f"/requests/{number}").text, "the forge's own page will do"
