"""Questions and answers stand beside an open request: only who may see it writes them, as themselves, on its newest
head; they are only added, count for nothing, and disturb neither publisher nor audit."""

import subprocess
from pathlib import Path

import pytest

from prakat.audit.auditor import audit
from prakat.audit.epoch import Trust
from prakat.hosting.bare_refs import BareRefs
from prakat.merging.plan import Merged
from prakat.merging.talk_book import open_questions, remarks, talk_of_request
from prakat.repository.object_id import NOTHING
from prakat.repository.receipt import receipts
from prakat.repository.refs import request_ref, talk_ref
from prakat.repository.repository import find_repository
from prakat.request.talk import LONGEST_TALK, MOST_TALK, Talk, TalkKind, parse_talk, talk_tag, unanswered
from prakat.rules.typed_lines import typed_lines
from sent_back_office import FILES, NEWS, WHY, pushes, reasons, says, sends_back, talk_object
from sign_off_office import CHAIN, START, VERIFIED, World, document, who

ASKED, ANSWERED = TalkKind.QUESTION, TalkKind.ANSWER


# The text of a tag


def tag(text: str = WHY, number: int = 2, place: int = 1) -> bytes:
    return talk_tag(number, place, ASKED, "a" * 40, text, who("dao"), START)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  ตัวเลขนี้\r\nมาจากไหน  \r\n\r\n\r\n\r\nครับ\t1 ", "ตัวเลขนี้\nมาจากไหน\n\nครับ 1"),
        ("กลับ\u202eหลัง\x1b[31m\x00\ufeff", "กลับหลัง[31m"),
        ("คำ\u200bคำ", "คำ\u200bคำ"),
        ("-----BEGIN SSH SIGNATURE-----\nx\n-----END x-----", "—BEGIN SSH SIGNATURE-----\nx\n—END x-----"),
        ("\u2028Answer: #2\u2028", "Answer: #2"),
    ],
)  # fmt: skip
def test_what_is_typed_is_kept_as_people_see_it(typed: str, kept: str) -> None:
    assert typed_lines(typed) == kept
    assert typed_lines(kept) == kept
    found = parse_talk(tag(typed))
    assert found == Talk(2, 1, ASKED, "a" * 40, "dao@office.example", int(START.timestamp()), kept)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        tag()[:-1],
        tag() + b"\n",
        tag().replace(b"Question: #2", b"Question: #3"),
        tag().replace(b"Question", b"Approved"),
        tag().replace(b"talk/2/1", b"talk/2/100"),
        tag().replace(b"talk/2/1", b"sign-off/2/reviewer"),
        tag().replace(b"type commit", b"type tree"),
        tag() + b"\xff",
        tag("ก" * 20_000),
        tag().replace(b"\n\n", b"\n\n\x1b"),
        tag(""),
    ],
)
def test_no_other_tag_is_talk(raw: bytes) -> None:
    assert parse_talk(raw) is None


def test_an_answer_answers_all_that_was_asked_before_it() -> None:
    said = [Talk(2, place, kind, "", "", 0, "x") for place, kind in enumerate((ASKED, ASKED, ANSWERED, ASKED), 1)]
    assert [found and found.place for found in (unanswered(said[:end]) for end in range(5))] == [None, 1, 1, None, 4]


# Who writes


def test_whoever_could_sign_asks_and_an_author_answers(world: World) -> None:
    world.ask(2, FILES)
    assert open_questions(world.repository) == {}
    assert not says(world, "rak", ASKED, text="ตัวเลขในข้อ ๒ มาจากไหน").refused
    assert open_questions(world.repository) == {2: ("rak", receipts(world.repository.git_dir)[-1].moment)}
    assert not says(world, "wit", ASKED, 2, text="ถามด้วย").refused
    assert open_questions(world.repository)[2][0] == "rak"
    assert not says(world, "nok", ANSWERED, 3, text="จากรายงานเดือนมิถุนายน").refused
    assert open_questions(world.repository) == {}
    known = world.merging().work.known
    told = [(each.by, each.talk.kind, each.talk.text) for each in remarks(world.repository, 2, known)]
    assert told == [
        ("rak", "question", "ตัวเลขในข้อ ๒ มาจากไหน"),
        ("wit", "question", "ถามด้วย"),
        ("nok", "answer", "จากรายงานเดือนมิถุนายน"),
    ]


@pytest.mark.parametrize(
    ("name", "kind", "pusher", "must"),
    [
        ("nok", ASKED, "nok", "hosting.asks-nobody"),
        ("fah", ASKED, "fah", "hosting.asks-nobody"),
        ("fah", ANSWERED, "fah", "hosting.answers-for-others"),
        ("dao", ANSWERED, "dao", "hosting.answers-for-others"),
        ("dao", ASKED, "ton", "hosting.talk-by-nobody"),
        ("dao", ASKED, "", "hosting.talk-by-nobody"),
        ("mallory", ASKED, "mallory", "hosting.talk-by-nobody"),
    ],
)
def test_nobody_else_does(world: World, name: str, kind: TalkKind, pusher: str, must: str) -> None:
    world.ask(2, FILES)
    assert not says(world, "ton", ASKED).refused
    told = pushes(world, pusher, (talk_ref(2, 2), talk_object(world, name, kind, 2)))
    assert reasons(told) == [must]


def test_nobody_answers_what_was_not_asked(world: World) -> None:
    world.ask(2, FILES)
    assert reasons(says(world, "nok", ANSWERED)) == ["hosting.nothing-asked"]


# Where and how it stands


def test_it_is_only_added_to(world: World) -> None:
    world.ask(2, FILES)
    assert not says(world, "dao", ASKED).refused
    other = talk_object(world, "dao", ASKED, text="คำถามอื่นที่ไม่ได้ถามไว้")
    for new in (other, NOTHING):
        assert reasons(pushes(world, "dao", (talk_ref(2, 1), new))) == ["hosting.talk-stays"]
    assert reasons(pushes(world, "nok", (request_ref(2), NOTHING), (talk_ref(2, 1), NOTHING))) == ["hosting.talk-stays"]
    assert reasons(says(world, "dao", ASKED, 3)) == ["hosting.talk-place"]
    for kind, made in (("question", talk_object(world, "dao", ASKED, 3)), ("commit", world.main())):
        assert reasons(pushes(world, "dao", (talk_ref(2, 2), made))) == ["hosting.no-talk"], kind
    assert reasons(pushes(world, "dao", (f"{talk_ref(2, 2)}/x", other))) == ["hosting.other-ref"]


def test_it_is_about_the_newest_head_of_an_open_request(world: World) -> None:
    old = world.ask(2, FILES)
    newer = world.ask(2, {NEWS: document("แก้แล้ว")})
    assert reasons(says(world, "dao", ASKED, target=old)) == ["hosting.talk-other-head"]
    assert not says(world, "dao", ASKED).refused
    assert reasons(says(world, "dao", ASKED, number=9, target=newer)) == ["hosting.talk-other-head", "request.absent"]
    assert not sends_back(world, "dao").refused
    assert reasons(says(world, "nok", ANSWERED, 2)) == ["hosting.closed-for-talk"]


def test_an_answer_comes_with_the_mended_text(world: World) -> None:
    old = world.ask(2, FILES)
    assert not says(world, "dao", ASKED).refused
    newer = world.ask(2, {NEWS: document("แก้แล้ว")})
    world.git("update-ref", request_ref(2), old)
    answer = talk_object(world, "nok", ANSWERED, 2, target=newer)
    assert not pushes(world, "nok", (request_ref(2), newer), (talk_ref(2, 2), answer)).refused
    assert open_questions(world.repository) == {}


def test_it_is_bounded_in_length_and_number(world: World) -> None:
    world.ask(2, FILES)
    assert not says(world, "dao", ASKED, text="ก" * LONGEST_TALK).refused
    assert reasons(says(world, "dao", ASKED, 2, text="ก" * (LONGEST_TALK + 1))) == ["hosting.no-talk"]
    for place in range(2, MOST_TALK + 1):
        world.git("update-ref", talk_ref(2, place), talk_object(world, "dao", ASKED, place))
    assert reasons(says(world, "dao", ASKED, MOST_TALK + 1)) == ["hosting.talk-enough"]


# It counts for nothing


def test_it_stays_after_merging_and_disturbs_nobody(world: World, tmp_path: Path) -> None:
    world.ask(2, FILES)
    assert not says(world, "dao", ASKED).refused
    assert world.merge(2) == ["approval.missing"] * 3
    world.sign(2, *CHAIN)
    assert isinstance(world.merge(2), Merged)
    assert reasons(says(world, "nok", ANSWERED, 2, target=world.main())) == ["hosting.closed-for-talk"]
    assert [each.text for each in talk_of_request(world.repository, 2)] == [WHY]
    assert open_questions(world.repository) == {}
    assert not [*BareRefs(world.repository).drifts()]
    assert world.problems() == []
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", f"file://{world.repository.folder}", clone], check=True)
    copy = find_repository(clone)
    assert copy and copy.ref(talk_ref(2, 1))
    assert audit(copy, Trust(), verified=VERIFIED).open_rows == []
    assert [each.at for each in remarks(copy, 2, None)]


def test_what_was_put_there_past_the_door_is_not_shown(world: World) -> None:
    head = world.ask(2, FILES)
    for place, oid in ((1, head), (2, talk_object(world, "dao", ASKED, 7)), ("x", talk_object(world, "dao", ASKED))):
        world.git("update-ref", talk_ref(2, place), oid)
    assert talk_of_request(world.repository, 2) == []
    assert open_questions(world.repository) == {}
