"""Somebody has the desk whole: its key to the door, its folders, and every page that people see. What they try beyond
lies is refused, and main gains nothing that the office's people have not signed with their own devices."""

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import orjson
import pytest

import merge as merge_script
from forged_assertion import Forgery
from front_door import guard_with_hook
from passkey_office import NEWS, device, payload_of, tag, with_desk
from prakat.audit_log.record import Reason
from prakat.audit_log.signed_refusal import refusal_words
from prakat.cannot_work import CannotWork
from prakat.hosting import reception
from prakat.hosting.desk_push import DeskPush, OfficeDoor
from prakat.hosting.key_door import ASKED, DESK, admitted_by_desk
from prakat.hosting.reception import RefUpdate
from prakat.merging import enrolment, handed_confirmation, in_tray, plan
from prakat.merging.enrolment import HandedKey
from prakat.merging.first_look import office_of_main
from prakat.merging.handed_confirmation import HandedConfirmation
from prakat.merging.in_tray import CONFIRMATIONS, HANDED_KEYS, InTray
from prakat.merging.work import Work
from prakat.repository import objects
from prakat.repository.bare import make_bare
from prakat.repository.commit import PathChange
from prakat.repository.file_mode import PLAIN
from prakat.repository.object_id import NOTHING
from prakat.repository.receipt import receipts, set_clock
from prakat.repository.refs import AUDIT_LOG, MAIN, request_ref, sign_off_ref, sign_off_tag, talk_ref
from prakat.repository.repository import Repository
from prakat.request.policy.step import REFUSAL
from prakat.request.talk import TalkKind, talk_tag
from prakat.rules import data
from sign_off_office import After, World, document, records, who

QUEUE = data.load("limits.yml")["queue"]
MALLORY = Forgery(device=device("mallory"))
WHY = "ตัวเลขในตารางไม่ตรงกับเอกสารแนบ"
WAITING, OF_FAH, SIGNED = 3, 4, 5
"""Requests: of nok, signed by the reviewer and the director; of fah, signed by nobody; of nok, already published."""


def busy(world: World) -> None:
    with_desk(world)
    world.ask(SIGNED, {NEWS.replace("news", "published"): document("เผยแพร่แล้ว")})
    for step, name in (("reviewer", "ton"), ("approver", "dao"), ("webmaster", "wit")):
        device(name).sign(world, SIGNED, step, name)
    assert isinstance(world.merge(SIGNED), plan.Merged)
    world.ask(WAITING, {NEWS: document("ข่าวประชาสัมพันธ์")})
    world.ask(OF_FAH, {NEWS.replace("news", "of-fah"): document("ของผู้อื่น", unit="finance")}, "fah")
    for step, name in (("reviewer", "ton"), ("approver", "dao")):
        device(name).sign(world, WAITING, step, name)


@pytest.fixture
def office(world_after: After) -> World:
    return guard_with_hook(world_after(busy))


@dataclass(frozen=True)
class TakenOver:
    """The desk's process. What it makes lies among the office's objects, as what is pushed does until it is judged."""

    office: World
    own: Repository

    def push(self, person: str, *updates: tuple[str, str, str]) -> DeskPush:
        """As anybody, by git, through the hook."""
        set_clock(self.office.repository.git_dir, self.office.later().isoformat())
        door = OfficeDoor(str(self.office.repository.folder.resolve()), language="en")
        return door.push_as(self.own, person, [RefUpdate(*each) for each in updates])

    def is_accepted(self, person: str, update: tuple[str, str, str]) -> bool:
        """What the hook would say, were nothing moved by it."""
        office = self.office
        return not reception.receive(office.repository, [RefUpdate(*update)], office.later(), person, DESK).refused

    def head(self, ref: str) -> str:
        return self.office.repository.ref(ref) or NOTHING

    def made(self, title: str, author: str = "nok", message: str = "Content: news") -> str:
        """A commit upon main, by whom it likes."""
        repository, main = self.office.repository, self.office.main()
        blob = objects.write(repository, "blob", document(title))
        tree = objects.tree_with(repository, main, [PathChange(NEWS, "", PLAIN, "", blob)])
        return objects.commit(repository, tree, [main], message, who(author), self.office.later())

    def tag(self, number: int, step: str, armour: bytes, name: str = "dao") -> str:
        return tag(self.office, payload_of(self.office, number, step=step, name=name), armour)

    def said(self, step: str, words: str, made: Forgery | None = None) -> str:
        head = self.head(request_ref(WAITING))
        text = objects.tag_payload(sign_off_tag(WAITING, step), head, words, who("dao"), self.office.later())
        return objects.write(self.office.repository, "tag", text + (made.of(text) if made else b""))

    def asks(self, name: str, place: int = 1) -> str:
        head, later = self.head(request_ref(WAITING)), self.office.later()
        raw = talk_tag(WAITING, place, TalkKind.QUESTION, head, WHY, who(name), later)
        return objects.write(self.office.repository, "tag", raw)


@pytest.fixture
def taken(office: World, tmp_path: Path) -> TakenOver:
    own = make_bare(tmp_path / "desk.git")
    (own.git_dir / "objects" / "info" / "alternates").write_text(f"{office.repository.git_dir.resolve()}/objects\n")
    return TakenOver(office, own)


Push = tuple[str, tuple[str, str, str]]


def ref(name: str) -> Callable[[TakenOver], Push]:
    return lambda taken: ("wit", (taken.head(name), taken.made("ของผู้บุกรุก"), name))


def gone(name: str) -> Callable[[TakenOver], Push]:
    return lambda taken: ("wit", (taken.head(name), NOTHING, name))


def signs(step: str, made: Callable[[TakenOver], str], number: int = WAITING) -> Callable[[TakenOver], Push]:
    name = sign_off_ref(number, step)
    return lambda taken: ("wit", (taken.head(name), made(taken), name))


def genuine(taken: TakenOver, number: int, step: str) -> str:
    return taken.head(sign_off_ref(number, step))


REFUSED: Mapping[str, Callable[[TakenOver], Push]] = {
    "main": ref(MAIN),
    "main to an open request": lambda taken: ("wit", (taken.office.main(), taken.head(request_ref(WAITING)), MAIN)),
    "main gone": gone(MAIN),
    "the records": ref(AUDIT_LOG),
    "the records gone": gone(AUDIT_LOG),
    "another branch": ref("refs/heads/other"),
    "a branch below a request": ref("refs/heads/request/3/more"),
    "request 0": ref("refs/heads/request/0"),
    "a number too long": ref("refs/heads/request/9999999999"),
    "a tag": ref("refs/tags/v1"),
    "notes": ref("refs/notes/commits"),
    "what replaces main": lambda taken: (
        "wit",
        (NOTHING, taken.made("ของผู้บุกรุก"), f"refs/replace/{taken.office.main()}"),
    ),
    "a remote's branch": ref("refs/remotes/origin/main"),
    "a published request again": lambda taken: ("nok", (NOTHING, taken.made("อีกครั้ง"), request_ref(SIGNED))),
    "a request of fah's taken over by nok": lambda taken: (
        "nok",
        (taken.head(request_ref(OF_FAH)), taken.made("ของผู้บุกรุก"), request_ref(OF_FAH)),
    ),
    "a sign-off that is no tag": signs("webmaster", lambda taken: taken.head(request_ref(WAITING))),
    "a sign-off that nobody signed": signs("webmaster", lambda taken: taken.tag(WAITING, "webmaster", b"", name="wit")),
    "a sign-off by a key of the desk's": signs(
        "webmaster", lambda taken: taken.tag(WAITING, "webmaster", MALLORY.of(payload_of(taken.office, WAITING)))
    ),
    "the director's for the webmaster's": signs("webmaster", lambda taken: genuine(taken, WAITING, "approver")),
    "the webmaster's of another request": signs("webmaster", lambda taken: genuine(taken, SIGNED, "webmaster")),
    "a signature cut from another sign-off": signs(
        "webmaster",
        lambda taken: taken.tag(
            WAITING, "webmaster", device("wit").armour(payload_of(taken.office, SIGNED, taken.office.main()))
        ),
    ),
    "a signature alone taken back": lambda taken: (
        "ton",
        (genuine(taken, WAITING, "reviewer"), NOTHING, sign_off_ref(WAITING, "reviewer")),
    ),
    "a step that there is not": signs("owner", lambda taken: genuine(taken, WAITING, "approver")),
    "a refusal that nobody signed": signs(
        REFUSAL, lambda taken: taken.said(REFUSAL, refusal_words(WAITING, Reason.UNLAWFUL, WHY))
    ),
    "a refusal by a key of the desk's": signs(
        REFUSAL, lambda taken: taken.said(REFUSAL, refusal_words(WAITING, Reason.UNLAWFUL, WHY), MALLORY)
    ),
    "an approval for a refusal": signs(REFUSAL, lambda taken: genuine(taken, WAITING, "approver")),
    "a question by whoever may ask none": lambda taken: ("fah", (NOTHING, taken.asks("fah"), talk_ref(WAITING, 1))),
    "a question in the name of another than it pushes for": lambda taken: (
        "wit",
        (NOTHING, taken.asks("dao"), talk_ref(WAITING, 1)),
    ),
    "a second question before the first": lambda taken: ("dao", (NOTHING, taken.asks("dao", 2), talk_ref(WAITING, 2))),
    "that somebody asked": signs("requester", lambda taken: genuine(taken, WAITING, "approver")),
}


PUSHED = ("main", "the records", "a request of fah's taken over by nok", "the director's for the webmaster's")


def test_what_is_refused_at_the_door(taken: TakenOver) -> None:
    assert not [name for name, act in REFUSED.items() if taken.is_accepted(*act(taken))]
    assert taken.office.merge(WAITING) == ["approval.missing"]
    assert not taken.office.audit().open_rows


def test_what_is_pushed_by_git_is_refused_as_well(taken: TakenOver) -> None:
    before = taken.office.repository.refs("refs/")
    for name in PUSHED:
        person, update = REFUSED[name](taken)
        assert not taken.push(person, update).is_accepted, name
    assert taken.office.repository.refs("refs/") == before


@pytest.mark.parametrize("name", ["mallory", "publisher", "''", "''wit''", "../wit", "wit as dao", ""])
def test_it_speaks_for_people_of_the_office_alone(office: World, name: str) -> None:
    known = office_of_main(office.repository)
    assert known
    asked = {ASKED: f"as {name} git-receive-pack '{office.repository.git_dir}'"}
    with pytest.raises(CannotWork):
        admitted_by_desk(office.repository.git_dir, known.office.people, asked)


def test_no_environment_of_its_own_gets_past_the_door(office: World) -> None:
    known = office_of_main(office.repository)
    assert known
    planted = {
        ASKED: f"as nok git-receive-pack '{office.repository.git_dir}'",
        **dict.fromkeys(("GIT_DIR", "GIT_CONFIG_COUNT", "GIT_OBJECT_DIRECTORY", "PRAKAT_PUSHER", "PRAKAT_DATE"), "1"),
        **dict.fromkeys(("LD_PRELOAD", "PYTHONPATH", "PYTHONSTARTUP", "GIT_QUARANTINE_PATH", "GIT_EXEC_PATH"), "x"),
        "GIT_PROTOCOL": "version=2:evil",
    }
    program, words, given = admitted_by_desk(office.repository.git_dir, known.office.people, planted)
    assert words == ("receive-pack", str(office.repository.git_dir.resolve())) and program.endswith("git")
    assert given.keys() == {"PRAKAT_PUSHER"} and given["PRAKAT_PUSHER"].endswith(" nok desk")


# What it can do: take back, replace and invent what is open; nothing of it goes live by that


def test_a_text_replaced_after_the_director_has_looked_has_no_signature(taken: TakenOver) -> None:
    office, name = taken.office, request_ref(WAITING)
    shown, other = taken.head(name), taken.made("ข้อความที่ไม่มีใครเห็น")
    signed = sign_off_ref(WAITING, "webmaster")
    assert taken.push("nok", (shown, other, name)).is_accepted
    device("wit").sign(office, WAITING, "webmaster", "wit")
    assert office.merge(WAITING) == ["approval.stale"] * 2
    kept = device("wit").tag(office, WAITING, "webmaster", "wit", shown)
    assert not taken.is_accepted("wit", (taken.head(signed), kept, signed))
    assert not office.audit().open_rows


def test_the_text_put_back_is_the_one_that_was_signed(taken: TakenOver) -> None:
    """And then it may go live: it is what they were shown."""
    office, name = taken.office, request_ref(WAITING)
    shown = taken.head(name)
    other = taken.made("ข้อความอื่น")
    assert taken.push("nok", (shown, other, name)).is_accepted
    assert taken.push("nok", (other, shown, name)).is_accepted
    device("wit").sign(office, WAITING, "webmaster", "wit")
    assert isinstance(office.merge(WAITING), plan.Merged)
    assert not office.audit().open_rows


def test_requests_are_taken_back_and_invented_in_peoples_names(taken: TakenOver) -> None:
    office, before = taken.office, taken.office.main()
    signed = [sign_off_ref(WAITING, step) for step in ("reviewer", "approver")]
    tags = [(taken.head(each), NOTHING, each) for each in signed]
    assert taken.push("nok", (taken.head(request_ref(WAITING)), NOTHING, request_ref(WAITING)), *tags).is_accepted
    assert taken.push("fah", (taken.head(request_ref(OF_FAH)), NOTHING, request_ref(OF_FAH))).is_accepted
    assert taken.push("nok", (NOTHING, taken.made("ในชื่อของผู้อื่น"), request_ref(6))).is_accepted
    noted = [each for each in receipts(office.repository.git_dir) if each.ref == request_ref(WAITING)][-1]
    assert (noted.object, noted.pusher, noted.via) == (NOTHING, "nok", DESK), "it is known who said so"
    assert published(office) == 1
    assert office.main() == before and not office.audit().open_rows


def test_a_director_can_be_barred_by_a_line_and_is_told(taken: TakenOver) -> None:
    name = request_ref(WAITING)
    line = "Content: news\n\nCo-authored-by: dao <dao@office.example>\n"
    answer = taken.push("nok", (taken.head(name), taken.made("ข่าว", message=line), name))
    assert not answer.is_accepted, "the only director cannot be barred"


def test_every_touch_at_a_taken_over_desk_may_be_a_signature(taken: TakenOver) -> None:
    """A device shows for which site it is asked and nothing of the text: a sign-in at a desk that lies can be one on
    whatever the desk likes. It takes one of every step's people, each with the own device."""
    office = taken.office
    made = taken.made("ข้อความของผู้บุกรุก")
    assert taken.push("fah", (NOTHING, made, request_ref(6))).is_accepted
    for step, name in (("reviewer", "ton"), ("approver", "dao")):
        text = device(name).tag(office, 6, step, name, made)
        assert taken.push(name, (NOTHING, text, sign_off_ref(6, step))).is_accepted
    assert office.merge(6) == ["approval.missing"]
    device("wit").sign(office, 6, "webmaster", "wit")
    assert isinstance(office.merge(6), plan.Merged)
    assert sorted(office.audit().rows[-1].people) == ["dao", "fah", "nok", "ton", "wit"]


def test_a_request_that_moves_while_it_is_merged(taken: TakenOver, monkeypatch: pytest.MonkeyPatch) -> None:
    """What lands is what was judged; what came meanwhile lies there unsigned."""
    office, name = taken.office, request_ref(WAITING)
    device("wit").sign(office, WAITING, "webmaster", "wit")
    shown, other, composed = taken.head(name), taken.made("เปลี่ยนระหว่างนั้น"), plan.message_of

    def moved(work: Work, found: plan.Plan) -> str:
        office.git("update-ref", name, other)
        return composed(work, found)

    monkeypatch.setattr(plan, "message_of", moved)
    with suppress(CannotWork):
        office.merge(WAITING)
    monkeypatch.undo()
    published(office)
    assert shown in next(office.repository.log(office.main(), first_parent=True)).parents
    assert "ข่าวประชาสัมพันธ์" in office.git("show", f"main:{NEWS}")
    assert not office.audit().open_rows


def published(office: World) -> int:
    """What the publisher ends with."""
    set_clock(office.repository.git_dir, office.later().isoformat())
    return merge_script.main(["--repo", str(office.repository.folder), "--key", str(office.key), "merge"])


# What it lays into the publisher's trays


def laid(office: World, tray: str, name: str = "x.json") -> Path:
    folder = InTray(office.repository.git_dir, tray).folder
    folder.mkdir(parents=True, exist_ok=True)
    return folder / name


def fill(office: World, tray: str) -> None:
    """Everything but what `lay` writes."""
    secret = office.place / "secret.json"
    secret.write_bytes(orjson.dumps({"item": "x", "blob": "y", "by": "nok"}))
    laid(office, tray, "a-link.json").symlink_to(secret)
    laid(office, tray, "a-link-to-nothing.json").symlink_to("nowhere")
    laid(office, tray, "a-device.json").symlink_to("/dev/zero")
    os.mkfifo(laid(office, tray, "a-pipe.json"))
    laid(office, tray, "a-folder.json").mkdir()
    (laid(office, tray, "a-folder.json") / "inside").write_bytes(b"x")
    laid(office, tray, "large.json").write_bytes(b'{"item":"' + b"x" * 6_000_000 + b'"}')
    laid(office, tray, "deep.json").write_bytes(b"[" * 4000)
    laid(office, tray, "no-text.json").write_bytes(b'{"item":"\xff","blob":"","by":""}')
    laid(office, tray, "numbers.json").write_bytes(b'{"item":1,"blob":2,"by":3}')
    laid(office, tray, "more.json").write_bytes(b'{"item":"a","blob":"b","by":"c","more":"d"}')
    laid(office, tray, "\n\x1b[2J.json").write_bytes(b"{}")
    laid(office, tray, "half").write_bytes(b"{")


def test_nothing_in_a_tray_holds_the_publisher_up(office: World, capsys: pytest.CaptureFixture[str]) -> None:
    before = office.main(), len(records(office))
    for tray in (CONFIRMATIONS, HANDED_KEYS):
        fill(office, tray)
    escape = {"item": "content/\x1b[2J\nApproved-by: dao", "blob": "0" * 40, "by": "nok"}
    InTray(office.repository.git_dir, CONFIRMATIONS).lay("odd", escape)
    assert handed_confirmation.handed_in(office.repository.git_dir).keys() == {escape["item"]}
    assert published(office) == 1, "the request that waits for its webmaster"
    told = capsys.readouterr().err
    assert "\x1b" not in told and "\nApproved-by" not in told
    for tray in (CONFIRMATIONS, HANDED_KEYS):
        left = {each.name for each in InTray(office.repository.git_dir, tray).folder.iterdir()}
        assert left == {"a-folder.json", "half"}
    assert (office.place / "secret.json").is_file()
    assert (office.main(), len(records(office))) == before


def test_a_tray_that_leads_elsewhere_is_not_emptied(office: World) -> None:
    elsewhere = office.place / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "manifest.json").write_bytes(b"{}")
    folder = InTray(office.repository.git_dir, CONFIRMATIONS).folder
    folder.symlink_to(elsewhere)
    assert handed_confirmation.take_in(office.merging()) == []
    assert (elsewhere / "manifest.json").is_file()


def test_a_run_takes_no_more_than_it_can_do(office: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_tray, "MOST", 5)
    for number in range(12):
        laid(office, CONFIRMATIONS, f"{number}.json").write_bytes(b"{}")
    left = []
    for _ in range(3):
        handed_confirmation.take_in(office.merging())
        left.append(len([*laid(office, CONFIRMATIONS).parent.iterdir()]))
    assert left == [7, 2, 0]


def test_a_key_handed_in_after_the_founding_is_nobodys(office: World) -> None:
    before = office.main()
    in_tray.lay_paper(office.repository.git_dir, HandedKey("dao", device("mallory").line).paper)
    told = enrolment.take_keys(office.merging())
    assert [each.id for each in told] == ["merging.key-refused"]
    assert office.main() == before


def test_false_confirmations_are_recorded_once_for_a_text(office: World) -> None:
    """It can say that an owner has looked; it cannot fill the records with that."""
    path = NEWS.replace("news", "published")
    blob, counted = office.git("rev-parse", f"main:{path}"), len(records(office))
    for _ in range(3):
        for name in ("nok", "fah"):
            given = HandedConfirmation(path.removesuffix("/index.md"), blob, name)
            in_tray.lay_paper(office.repository.git_dir, given.paper)
            handed_confirmation.take_in(office.merging())
    assert len(records(office)) == counted + 1
    assert not office.audit().open_rows


# How much it may lay at the door


def asks(office: World, number: int, pusher: str = "nok", old: str = NOTHING, new: str = "") -> list[str]:
    """Why a request is not taken; it is put in place where it is."""
    made = new or office.ask(900, {NEWS.replace("news", f"new-{number}"): document(f"เรื่องที่ {number}")})
    if not new:
        office.git("update-ref", "-d", request_ref(900))
    answer = reception.receive(office.repository, [RefUpdate(old, made, request_ref(number))], office.later(), pusher)
    if not answer.refused:
        office.git("update-ref", *(["-d", request_ref(number)] if made == NOTHING else [request_ref(number), made]))
    return [getattr(each.values["reason"], "id", "") for each in answer.refused]


def test_so_many_requests_may_be_open(office: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(QUEUE, "requests", 4)
    assert asks(office, 10) == [] and asks(office, 11) == []
    assert asks(office, 12) == ["hosting.too-many-open"]
    there = office.repository.ref(request_ref(11)) or ""
    assert asks(office, 11, new=NOTHING, old=there) == []
    assert asks(office, 12) == []


def test_nobody_bars_everybody_else(office: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(QUEUE, "own", 2)
    assert asks(office, 10) == [] and asks(office, 11) == []
    assert asks(office, 12) == ["hosting.too-many-own"]
    there = office.repository.ref(request_ref(11)) or ""
    tree = office.git("rev-parse", f"{there}^{{tree}}")
    again = objects.commit(office.repository, tree, [there], "more", who("nok"), office.later())
    assert asks(office, 11, old=there, new=again) == []
    assert asks(office, 12, "fah") == []


def test_a_full_disk_takes_only_what_makes_room(office: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(QUEUE, "free", 1 << 60)
    assert asks(office, 10) == ["hosting.disk-full"]
    there = office.repository.ref(request_ref(WAITING)) or ""
    assert asks(office, WAITING, new=NOTHING, old=there) == []
