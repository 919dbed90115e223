"""What a newcomer gives by options: taken apart, judged, and the same as if it had been asked for (R38)."""

import dataclasses
import datetime
from pathlib import Path

import pytest

from prakat.cannot_work import CannotWork
from prakat.founding.answers import Answers, answers_of
from prakat.founding.draft import entries, keep, kept, together
from prakat.founding.flags import Flags, pair, parts
from prakat.founding.people_questions import PUBLISHER
from prakat.founding.question import missing, refused
from prakat.founding.questionnaire import open_question, questions
from prakat.founding.staff import make_key
from prakat.rules.message import why

FLAGS = Flags(
    facts={
        "name": "สำนักงาน",
        "address": "ที่อยู่ทดสอบ",
        "phone": "0 0000",
        "email": "a@b.example",
        "site_url": "https://office.example/",
        "order_no": "1/2569",
        "order_date": "2026-01-01",
    },
    units=["admin:งานบริหาร", "finance:งานการเงิน: รับจ่าย"],
    people=[
        "provider:nok: นก :นักวิชาการ:nok@office.example",
        "approver:dao:ดาว:หัวหน้า:dao@office.example",
        "webmaster:wit:วิทย์:นักวิชาการ:wit@office.example",
        "webmaster:won:วัน:เจ้าพนักงาน:won@office.example",
    ],
    keys=[],
    made_keys=["dao", "wit", "won"],
    forge="",
    accounts=[],
)
CHAIN = ("dao", "wit", "won")


def flags(**changed: object) -> Flags:
    facts = {key: changed.pop(key) for key in list(changed) if key in FLAGS.facts}
    own = {"facts": {**FLAGS.facts, **facts}, **changed}
    return dataclasses.replace(FLAGS, **own)  # type: ignore[arg-type]


def said(given: Flags) -> list[str]:
    """What is wrong or missing, by the option that it is about."""
    known = given.answers()
    asked = list(questions(known))
    wrong = [one for each in asked if each.key in known for one in refused(each, known[each.key])]
    return [each.text("en") for each in (*wrong, *missing(each for each in asked if each.key not in known))]


def office(given: Flags) -> Answers:
    return answers_of(given.answers(), "")


def test_whole_options_answer_every_question() -> None:
    assert said(FLAGS) == []
    assert open_question(FLAGS.answers()) is None
    found = office(FLAGS)
    assert (found.name, found.units["finance"]) == ("สำนักงาน", "งานการเงิน: รับจ่าย")
    assert next((each.role, each.id, each.name) for each in found.people) == ("provider", "nok", "นก")
    assert found.order_date == datetime.date(2026, 1, 1)
    assert [each.is_to_have_one_made for each in found.people] == [False, True, True, True]
    assert found.has_one_approver


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"name": None}, "--name"),
        ({"name": "x"}, "--name"),
        ({"name": "ก\nข"}, "--name"),
        ({"address": "ที่"}, "--address"),
        ({"email": "office"}, "--email"),
        ({"site_url": "http://office.example/"}, "https://"),
        ({"site_url": "office.example"}, "--site-url"),
        ({"order_no": ""}, "--order-no"),
        ({"order_date": "2569-10-01"}, "2026-10-01"),
        ({"order_date": "๒๕๖๙-๑๐-๐๑"}, "2026-10-01"),
        ({"order_date": "1 ต.ค. 69"}, "2026-10-01"),
        ({"order_date": "2026-02-30"}, "2026-02-28"),
        ({"units": []}, "--unit"),
        ({"units": ["no id:งานบริหาร"]}, "--unit"),
        ({"units": ["admin:งานบริหาร", "admin:งานการเงิน"]}, "--unit"),
        ({"people": FLAGS.people[:3], "made_keys": CHAIN[:2]}, "two webmasters"),
        ({"people": FLAGS.people[2:], "made_keys": CHAIN[1:]}, "approver"),
        ({"people": [*FLAGS.people, "provider:nok:อื่น:อื่น:other@office.example"]}, "nok is taken"),
        ({"people": [*FLAGS.people, "provider:fah:ฟ้า:อื่น:NOK@office.example"]}, "NOK@office.example was given"),
        ({"people": [*FLAGS.people, FLAGS.people[0]]}, "provider already"),
        ({"people": [*FLAGS.people, "provider:publisher:ฟ้า:อื่น:fah@office.example"]}, "publisher is taken"),
        ({"people": [*FLAGS.people, "provider:Fah:ฟ้า:อื่น:fah@office.example"]}, "--person"),
    ],
)
def test_one_wrong_or_missing_answer_is_told_with_its_option(changed: dict[str, object], told: str) -> None:
    (found,) = said(flags(**changed))
    assert told in found


def test_without_people_it_may_still_be_on_a_forge() -> None:
    found = said(flags(people=[], made_keys=[]))
    assert [each.rpartition("Add ")[2].split(" ")[0] for each in found] == ["--agency-type", "--forge", "--person"]


def test_all_that_is_wrong_is_told_at_once() -> None:
    found = said(flags(name="x", email="x", order_date=None, made_keys=[]))
    options = ("--name", "--email", "--order-date", *(f"--key {each}:FILE | --make-key {each}" for each in CHAIN))
    assert len(found) == len(options)
    assert all(option in line for option, line in zip(options, found, strict=True))


def test_whoever_signs_needs_a_key_and_a_provider_may_have_none() -> None:
    assert said(flags(people=[*FLAGS.people, "reviewer:rak:รัก:หัวหน้ากลุ่ม:rak@office.example"])) == [
        '"Key to sign with of รัก (หัวหน้ากลุ่ม)" is missing. Add --key rak:FILE | --make-key rak'
    ]
    both = flags(people=[*FLAGS.people, FLAGS.people[0].replace("provider", "reviewer")])
    assert "--make-key nok" in said(both)[0]
    assert not said(dataclasses.replace(both, made_keys=[*CHAIN, "nok"]))


def test_two_people_in_three_roles_cannot_keep_an_office() -> None:
    """Who asks for a change of office.yml signs none of its steps."""
    two = ["approver:dao:ดาว:หัวหน้า:dao@office.example", "webmaster:dao:ดาว:หัวหน้า:dao@office.example"]
    two.append("webmaster:wit:วิทย์:นักวิชาการ:wit@office.example")
    (found,) = said(flags(people=two, made_keys=CHAIN[:2]))
    assert "three people" in found
    three = [*two, FLAGS.people[0]]
    made = office(flags(people=three, made_keys=CHAIN[:2]))
    assert {step: each.id for step, each in made.signers.items()} == {"approver": "dao", "webmaster": "wit"}
    assert made.author.id == "nok"


def test_one_person_in_two_roles_is_one_person() -> None:
    found = office(flags(people=[*FLAGS.people, FLAGS.people[1].replace("approver", "reviewer")]))
    assert [each.role for each in found.people if each.id == "dao"] == ["approver", "reviewer"]
    assert list(found.by_id) == ["nok", "dao", "wit", "won"]
    assert all(each.is_to_have_one_made for each in found.people if each.id == "dao")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "provider",
        "provider:nok:นก:ตำแหน่ง",
        "provider:nok::ตำแหน่ง:a@b",
        "director:nok:นก:ตำแหน่ง:a@b",
        "auditor:a:b:c:d",
    ],
)
def test_less_or_another_role_is_refused(text: str) -> None:
    with pytest.raises(CannotWork):
        flags(people=[text]).answers()


@pytest.mark.parametrize(
    ("text", "found"), [("a:b", ("a", "b")), (" a : b ", ("a", "b")), ("a:https://b/", ("a", "https://b/"))]
)
def test_a_pair_is_typed_in_two_parts(text: str, found: tuple[str, str]) -> None:
    assert pair(text) == found
    for wrong in ("a", ":b", "a:", ""):
        with pytest.raises(CannotWork):
            pair(wrong)
    assert parts("a:b:c", 3) == ["a", "b", "c"]


def test_a_key_is_read_of_the_file_that_is_named(tmp_path: Path) -> None:
    key = make_key(tmp_path / "nok", "nok")
    found = office(flags(keys=[f"nok:{tmp_path / 'nok.pub'}"]))
    assert found.by_id["nok"].key == key.rpartition(" ")[0]


def test_what_holds_no_key_is_told_file_by_file(tmp_path: Path) -> None:
    make_key(tmp_path / "dao", "dao")
    with pytest.raises(CannotWork) as problem:
        flags(keys=[f"nok:{tmp_path}/none", f"dao:{tmp_path}/dao"], made_keys=CHAIN[1:]).answers()
    assert "--key nok" in why(problem.value) and f"{tmp_path}/dao.pub" in why(problem.value)


@pytest.mark.parametrize(
    "changed",
    [
        {"keys": ["ghost:x"]},
        {"made_keys": ["ghost"]},
        {"accounts": ["ghost:x"], "forge": "github"},
        {"made_keys": ["dao", "dao"]},
        {"accounts": ["nok:nok"]},
    ],
)
def test_options_about_nobody_or_given_twice_are_refused(changed: dict[str, object]) -> None:
    with pytest.raises(CannotWork):
        flags(**changed).answers()


def test_a_key_is_given_or_made(tmp_path: Path) -> None:
    make_key(tmp_path / "dao", "dao")
    with pytest.raises(CannotWork, match="key-twice"):
        flags(keys=[f"dao:{tmp_path / 'dao.pub'}"]).answers()


def test_two_people_have_two_keys(tmp_path: Path) -> None:
    make_key(tmp_path / "dao", "dao")
    (tmp_path / "wit.pub").write_bytes((tmp_path / "dao.pub").read_bytes().replace(b"dao", b"wit"))
    (found,) = said(flags(keys=[f"{each}:{tmp_path / each}.pub" for each in ("dao", "wit")], made_keys=["won"]))
    assert "belongs to one person" in found


def test_on_a_forge_everybody_and_the_publisher_have_an_account() -> None:
    accounts = [f"{each}:{each}-gh" for each in ("nok", *CHAIN)]
    told = {**FLAGS.facts, "forge_url": "https://github.com/office/site/"}
    whole = flags(forge="github", facts=told, made_keys=[], accounts=[*accounts, f"{PUBLISHER}:prakat"])
    assert said(whole) == []
    assert office(whole).accounts[PUBLISHER] == "prakat"
    assert office(whole).forge_url == "https://github.com/office/site"
    for wrong in ("github.com/office/site", "http://github.com/office/site", "https://github.com/office", "x"):
        (found,) = said(dataclasses.replace(whole, facts={**FLAGS.facts, "forge_url": wrong}))
        assert "--forge-url" in found
    (found,) = said(dataclasses.replace(whole, facts=FLAGS.facts))
    assert "--forge-url URL" in found
    (found,) = said(dataclasses.replace(whole, accounts=accounts))
    assert f"--account {PUBLISHER}:LOGIN" in found
    (found,) = said(dataclasses.replace(whole, accounts=[*accounts[1:], f"{PUBLISHER}:prakat"]))
    assert "--account nok:LOGIN" in found
    (found,) = said(dataclasses.replace(whole, accounts=[*accounts, f"{PUBLISHER}:NOK-gh"]))
    assert "NOK-gh" in found
    (found,) = said(dataclasses.replace(whole, accounts=[*accounts, f"{PUBLISHER}:no login"]))
    assert "no login" in found


def test_the_version_is_pinned_on_every_kind_of_set_up() -> None:
    line = "prakat==0.2.0 --hash=sha256:" + "0" * 64
    assert answers_of(FLAGS.answers(), line).prakat == line
    accounts = [f"{each}:{each}-gh" for each in ("nok", *CHAIN, PUBLISHER)]
    for forge in ("forgejo", "github"):
        told = {**FLAGS.facts, "forge_url": "https://forge.example/office/site"}
        given = flags(facts=told, forge=forge, made_keys=[], accounts=accounts)
        assert answers_of(given.answers(), line).prakat == line


def test_answers_are_kept_as_they_are_and_for_their_owner_alone(tmp_path: Path) -> None:
    place = tmp_path / "new" / "answers.yml"
    assert kept(place) == {}
    known = {**FLAGS.answers(), "name": 'สำนักงาน: "ก" # ข', "phone": "0332", "address": "- no"}
    keep(known, place)
    assert kept(place) == known
    assert place.stat().st_mode & 0o777 == 0o600
    keep({"name": "no"}, place)
    assert kept(place) == {"name": "no"}
    assert [each.name for each in place.parent.iterdir()] == ["answers.yml"]


@pytest.mark.parametrize("raw", [b"\xff\xfe", b"name: [", b"a: b\na: c\n"])
def test_kept_answers_that_cannot_be_read_are_told(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "answers.yml").write_bytes(raw)
    with pytest.raises(CannotWork, match=r"answers\.yml"):
        kept(tmp_path / "answers.yml")


def test_kept_answers_that_people_edited_are_text(tmp_path: Path) -> None:
    (tmp_path / "answers.yml").write_text("order_no: 12\nname:\nphone: 0332\n", encoding="utf-8")
    assert kept(tmp_path / "answers.yml") == {"order_no": "12", "phone": "0332"}
    (tmp_path / "answers.yml").write_text("- a\n", encoding="utf-8")
    assert kept(tmp_path / "answers.yml") == {}


def test_answers_cannot_be_kept_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWork, match="not-kept"):
        keep({"name": "x"}, tmp_path / "file" / "answers.yml")


def test_people_given_now_stand_in_place_of_those_kept() -> None:
    before = {"name": "เดิม", "phone": "0", "people.1.role": "approver", "people.2.role": "webmaster"}
    assert together(before, {"name": "ใหม่", "people.1.id": "nok"}) == {
        "name": "ใหม่",
        "phone": "0",
        "people.1.id": "nok",
    }


def test_entries_end_where_no_more_were_announced() -> None:
    known = {"units.1.id": "a", "units.1.more": "yes", "units.2.id": "b", "units.2.more": "no", "units.3.id": "c"}
    assert [each["id"] for each in entries(known, "units")] == ["a", "b"]
    assert entries({}, "units") == []
