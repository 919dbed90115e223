"""Requests that the desk sends to a real Forgejo with somebody's own token: followed, mended, withdrawn, merged."""

import contextlib
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from desk_on_forge import Visitor, desk_of
from forge_office import ForgeOffice

from prakat.forge.choice import person_choice
from prakat_desk.desk import Desk
from prakat_desk.entry.forge_sign_in import access_token
from prakat_desk.sending.forge_outlet import ForgeOutlet
from prakat_desk.sending.outlet import Letter, Sent, Unsent
from sign_off_office import law

TITLE = "ประกาศ\nCo-authored-by: <x@y> [x](javascript:alert(1))"


@pytest.fixture
def desk(shared: ForgeOffice, tmp_path: Path) -> Desk:
    return desk_of(shared, tmp_path)


@pytest.fixture
def outlets(desk: Desk, shared: ForgeOffice) -> Iterator[Callable[[str], ForgeOutlet]]:
    """Somebody's, by the token that the forge gave the desk for them; each reads the forge anew."""
    tokens: dict[str, str] = {}
    with contextlib.ExitStack() as opened:

        def outlet(login: str) -> ForgeOutlet:
            if login not in tokens:
                visitor = opened.enter_context(contextlib.closing(Visitor(desk, shared, login)))
                assert visitor.come_in() == 303
                kept = [json.loads(each.read_text()) for each in (desk.state / "sessions").glob("*.json")]
                tokens[login] = next(access_token(each["token"]) for each in kept if each["person"] == login)
            assert desk.forge
            return ForgeOutlet(desk.repository, person_choice(desk.forge.url, "forgejo", tokens[login]))

        yield outlet


def letter(desk: Desk, outlet: ForgeOutlet, slug: str, **more: str) -> Letter:
    assert outlet.pending() is not None
    main = desk.repository.ref("refs/heads/main")
    assert main
    changes = {f"content/law/{slug}/index.md": law(f"เรื่อง {slug}")}
    return Letter(f"{slug:0<32}", TITLE, changes, main, desk.moment, **more)


def test_sent_followed_signed_merged(desk: Desk, shared: ForgeOffice, outlets: Callable[[str], ForgeOutlet]) -> None:
    nok = desk.authority.office.people["nok"]
    mail = letter(desk, outlets("nok"), "first", form="แบบคำขอ")
    sent = outlets("nok").send(mail, nok)
    assert isinstance(sent, Sent)
    told = shared.do("nok", "GET", f"pulls/{sent.number}")
    assert (told["user"]["login"], told["body"], told["head"]["sha"]) == ("nok", "แบบคำขอ", sent.head)
    assert told["title"] == " ".join(TITLE.split())
    assert outlets("nok").found(mail.mark, sent.head) == sent.number
    again = outlets("nok").send(mail, nok)
    assert again == sent, "killed before it was noted: the same letter is the same request"

    seen = outlets("dao").pending()[sent.number]
    assert (seen.authors, seen.folders, seen.head) == ({"nok"}, ("content/law/first",), sent.head)
    assert outlets("nok").turn(sent.number).step == "reviewer"
    shared.sign(sent.number, "ton")
    turn = outlets("nok").turn(sent.number)
    assert (turn.step, "dao" in turn.able, "nok" in turn.able) == ("approver", True, False)
    assert [(each.step, each.person) for each in outlets("nok").signed(sent.number)] == [("reviewer", "ton")]
    shared.sign(sent.number, "dao", "wit")
    assert outlets("nok").turn(sent.number).step == ""
    shared.merge(sent.number)
    closed = outlets("nok").closed() if not outlets("nok").pending().get(sent.number) else {}
    assert closed[sent.number].fate == "merged"
    assert outlets("nok").told(closed[sent.number]).folders == ("content/law/first",)


def test_mended_and_withdrawn(desk: Desk, shared: ForgeOffice, outlets: Callable[[str], ForgeOutlet]) -> None:
    nok = desk.authority.office.people["nok"]
    mail = letter(desk, outlets("nok"), "second")
    sent = outlets("nok").send(mail, nok)
    assert isinstance(sent, Sent)
    changes = {"content/law/second/index.md": law("เรื่องที่แก้แล้ว")}
    mended = outlets("nok").send(replace(mail, changes=changes, base=sent.head, mends=sent.number), nok)
    assert isinstance(mended, Sent)
    assert mended.number == sent.number
    assert shared.do("nok", "GET", f"pulls/{sent.number}")["head"]["sha"] == mended.head
    stale = outlets("nok").send(replace(mail, base=sent.head, mends=sent.number), nok)
    assert isinstance(stale, Unsent), "somebody else was quicker"
    assert outlets("nok").withdraw(sent.number, nok) == []
    assert sent.number not in outlets("nok").pending()
    gone = outlets("nok").closed()[sent.number]
    assert (gone.fate, gone.authors) == ("withdrawn", {"nok"})


def test_the_token_stands_nowhere(desk: Desk, outlets: Callable[[str], ForgeOutlet]) -> None:
    outlet = outlets("nok")
    token = outlet.choice.remote.token
    outlet.send(letter(desk, outlet, "third"), desk.authority.office.people["nok"])
    assert token not in repr(outlet)
    written = [each for each in desk.repository.git_dir.rglob("*") if each.is_file()]
    assert not [each for each in written if token.encode() in each.read_bytes()]
