"""What a newcomer types: taken apart, or refused before anything is made (R38)."""

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from prakat.cannot_work import CannotWork
from prakat.founding.answers import PUBLISHER, Answers, Appointee, appointee, pair, parts, with_keys

NOK = Appointee("provider", "nok", "นก", "นักวิชาการ", "nok@office.example")
ANSWERS = Answers(
    *("สำนักงาน", "ที่อยู่", "0", "a@b.example", "https://office.example/"),
    units={"admin": "งานบริหาร"},
    people=[NOK],
    order_no="1/2569",
    order_date=datetime.date(2026, 1, 1),
)


def test_a_person_is_typed_in_five_parts() -> None:
    assert appointee("provider:nok: นก :นักวิชาการ:nok@office.example") == NOK
    assert appointee("provider:nok:นก:นักวิชาการ:a:b").mail == "a:b"


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
        appointee(text)


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
    (tmp_path / "nok.pub").write_text("ssh-ed25519 AAAA nok\n")
    (tmp_path / "torn.pub").write_bytes(b"\xff")
    fah = replace(NOK, id="fah")
    found = with_keys([NOK, fah], {"nok": str(tmp_path / "nok.pub")})
    assert [each.key for each in found] == ["ssh-ed25519 AAAA nok", ""]
    for files in (
        {"nobody": str(tmp_path / "nok.pub")},
        {"nok": str(tmp_path / "none")},
        {"nok": str(tmp_path / "torn.pub")},
    ):
        with pytest.raises(CannotWork):
            with_keys([NOK, fah], files)


def test_on_a_forge_everybody_and_the_publisher_have_an_account() -> None:
    ANSWERS.check()
    replace(ANSWERS, forge="forgejo", accounts={"nok": "nok", PUBLISHER: "prakat"}).check()
    for forge, accounts in (
        ("forgejo", {}),
        ("forgejo", {"nok": "nok"}),
        ("forgejo", {PUBLISHER: "p"}),
        ("", {"nok": "nok"}),
    ):
        with pytest.raises(CannotWork):
            replace(ANSWERS, forge=forge, accounts=accounts).check()
