"""A real Forgejo: a request is sent back by the person's own review with a reason, at the desk or on the forge's page;
nothing else that anybody writes there closes it. Questions and answers are comments, and count for nothing."""

import contextlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from desk_on_forge import Visitor, desk_of
from forge_office import ForgeOffice
from forgejo_server import ADMIN

from prakat.audit_log.record import Record, RecordKind
from prakat.forge.choice import person_choice
from prakat.merging.refusal import take_in_refusals
from prakat.request.talk import TalkKind
from prakat_desk.desk import Desk
from prakat_desk.entry.forge_sign_in import access_token
from prakat_desk.sending.forge_outlet import ForgeOutlet
from prakat_desk.sending.outlet import HandedRefusal, Utterance
from sign_off_office import law

WHY = "ตัวเลขในตารางไม่ตรงกับเอกสารแนบ"
WORDS = f"**ไม่อนุญาต:** ข้อมูลไม่ถูกต้อง\r\n\r\n{WHY}"


def asked(office: ForgeOffice, name: str) -> int:
    return office.ask({f"content/law/{name}/index.md": law(f"เรื่อง {name}")})


def sends_back(office: ForgeOffice, who: str, number: int, text: str = WORDS) -> None:
    assert office.review(who, number, text, "REQUEST_CHANGES").status == 200


def taken_in(office: ForgeOffice) -> list[str]:
    return [each.text("en") for each in take_in_refusals(office.merging())]


def rejected(office: ForgeOffice, number: int) -> list[Record]:
    return [each for each in office.audit().log.of(RecordKind.REJECTION) if each.facts["request"] == number]


def is_open(office: ForgeOffice, number: int) -> bool:
    return bool(office.do(ADMIN, "GET", f"pulls/{number}")["state"] == "open")


def test_a_review_with_a_reason_sends_it_back(shared: ForgeOffice) -> None:
    number = asked(shared, "refused")
    shared.sign(number, "ton")
    sends_back(shared, "dao", number)
    assert shared.merge(number) == ["request.sent-back", "approval.missing", "approval.missing"]
    assert taken_in(shared) == [f"Request #{number} is refused (Incorrect). Tell nok (ตำแหน่ง): {WHY}"]
    (record,) = rejected(shared, number)
    told = {name: record.facts[name] for name in ("by", "reason", "text", "to")}
    assert told == {"by": "dao", "reason": "incorrect", "text": WHY, "to": ["nok"]}
    assert json.loads(record.facts["refusal"]["object"])["login"] == "dao"
    assert not is_open(shared, number)
    assert taken_in(shared) == []
    assert shared.problems() == []


def test_nothing_else_that_is_written_there_does(shared: ForgeOffice) -> None:
    number = asked(shared, "open")
    sends_back(shared, "dao", number, "โปรดแก้ตัวเลขในตารางด้วยครับ")
    sends_back(shared, "wit", number, "ไม่อนุญาต: อื่น ๆ\n\nสั้น")
    sends_back(shared, "fah", number)
    shared.review("ton", number, WORDS, "COMMENT")
    shared.do("ton", "POST", f"issues/{number}/comments", body=WORDS)
    told = taken_in(shared)
    assert len(told) == 3 and all(each.startswith(f"The refusal of request #{number} does not count") for each in told)
    assert is_open(shared, number)
    assert rejected(shared, number) == []


def test_whoever_approves_later_has_changed_their_mind(shared: ForgeOffice) -> None:
    number = asked(shared, "again")
    sends_back(shared, "ton", number)
    shared.sign(number, "ton")
    assert taken_in(shared) == []
    assert shared.merge(number) == ["approval.missing"] * 2


def test_a_text_that_was_mended_since_is_not_what_was_refused(shared: ForgeOffice) -> None:
    number = asked(shared, "mended")
    shared.sign(number, "ton")
    sends_back(shared, "dao", number)
    shared.amend(number, {"content/law/mended/index.md": law("แก้แล้ว")})
    (told,) = taken_in(shared)
    assert "dao (ตำแหน่ง) refused commit" in told
    assert is_open(shared, number)


# At the desk


@pytest.fixture
def desk(shared: ForgeOffice, tmp_path: Path) -> Desk:
    return desk_of(shared, tmp_path)


@pytest.fixture
def outlets(desk: Desk, shared: ForgeOffice) -> Iterator[Callable[[str], ForgeOutlet]]:
    """Somebody's, by the token that the forge gave the desk for them; each reads the forge anew."""
    with contextlib.ExitStack() as opened:

        def outlet(login: str) -> ForgeOutlet:
            visitor = opened.enter_context(contextlib.closing(Visitor(desk, shared, login)))
            assert visitor.come_in() == 303
            kept = [json.loads(each.read_text()) for each in (desk.state / "sessions").glob("*.json")]
            token = next(access_token(each["token"]) for each in kept if each["person"] == login)
            assert desk.forge
            return ForgeOutlet(desk.repository, person_choice(desk.forge.url, "forgejo", token))

        yield outlet


def test_the_desk_asks_answers_and_sends_back_as_the_person(
    desk: Desk, shared: ForgeOffice, outlets: Callable[[str], ForgeOutlet]
) -> None:
    number = asked(shared, "desk")
    people, head = desk.authority.office.people, shared.do(ADMIN, "GET", f"pulls/{number}")["head"]["sha"]
    for name, kind, text in (("dao", TalkKind.QUESTION, "มาจากไหน"), ("nok", TalkKind.ANSWER, "จากรายงาน\nเดือนมิถุนายน")):
        said, outlet = Utterance(number, head, kind, text, desk.moment), outlets(name)
        for _ in range(2):
            assert outlet.say(said, people[name]) == []
    told = [(each.by, each.talk.kind, each.talk.text) for each in outlets("ton").remarks(number)]
    assert told == [("dao", "question", "มาจากไหน"), ("nok", "answer", "จากรายงาน\nเดือนมิถุนายน")]
    refused = HandedRefusal(number, head, "off-mission", WHY)
    assert outlets("nok").send_back(refused, people["nok"]), "the forge itself refuses an author"
    assert outlets("dao").send_back(refused, people["dao"]) == []
    assert len(taken_in(shared)) == 1
    (record,) = rejected(shared, number)
    assert (record.facts["by"], record.facts["reason"], record.facts["text"]) == ("dao", "off-mission", WHY)
    assert outlets("nok").closed()[number].fate == "refused"
    assert [each.by for each in outlets("nok").remarks(number)] == ["dao", "nok"]
    assert shared.problems() == []
