"""A command that is called wrongly says so in the chosen language, with what was found and where to look."""

import re

import pytest

import audit
import check
import merge
import publish
import terminal
from one_language import foreign_to_english, foreign_to_thai

WRONG = [
    (check, ["--nonsense"], "คำสั่งนี้ไม่มี --nonsense", "This command has no --nonsense."),
    (check, ["--format", "xml"], "ต้องเป็นอย่างหนึ่งใน text, json, github แต่พบ xml", "must be one of text, json, github"),
    (check, ["--date"], "--date ต้องมีค่าตามหลัง", "--date must be followed by a value."),
    (check, ["--verbose=3"], "--verbose ต้องไม่มีค่าตามหลัง แต่พบ 3", "--verbose takes no value; found 3."),
    (check, ["--lang", "fr"], "--lang ต้องเป็นอย่างหนึ่งใน th, en แต่พบ fr", "--lang must be one of th, en; found fr."),
    (merge, [], "ต้องระบุ งาน ด้วย", "ACT must be given."),
    (merge, ["merge", "two"], "เลขคำขอ ใช้ค่า two ไม่ได้", "NUMBER cannot be two."),
    (merge, ["reject", "2"], "ต้องระบุ --by, --reason, --text ด้วย", "--by, --reason, --text must be given."),
    (merge, ["--k", "x", "merge"], "--k ย่อมาจากได้หลายตัวเลือก (--key, --kind)", "--k may be short for several options"),
    (audit, ["--s", "x"], "--s ย่อมาจากได้หลายตัวเลือก", "--s may be short for several options"),
]


def said(script: object, words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as ended:
        script.main(words)  # type: ignore[attr-defined]
    assert ended.value.code == terminal.USAGE
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    return err


@pytest.mark.parametrize(("script", "words", "thai", "english"), WRONG)
def test_a_wrong_use_is_told_in_the_chosen_language(
    script: object, words: list[str], thai: str, english: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told = said(script, words, capsys)
    assert thai in told and re.search(r"ดูวิธีใช้ด้วย .* --help$", told.strip())
    assert not foreign_to_thai(told, "")
    told = said(script, ["--lang", "en", *words], capsys)
    assert english in told and re.search(r" See .* --help\.$", told.strip())
    assert not foreign_to_english(told, "")


@pytest.mark.parametrize("language", [["--lang", "en"], ["--lang=en"]])
def test_a_language_that_is_named_after_the_mistake_counts(
    language: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert "must be one of" in said(check, ["--format", "xml", *language], capsys)
    assert "ต้องเป็นอย่างหนึ่งใน" in said(check, ["--format", "xml"], capsys)


def test_one_of_several_options_must_be_given(capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever argparse says otherwise is shown as it is."""
    made = terminal.plain_parser("")
    either = made.add_mutually_exclusive_group(required=True)
    either.add_argument("--old", action="store_true")
    either.add_argument("--new", action="store_true")
    for words, told in (
        ([], "ต้องระบุอย่างหนึ่งใน --old --new"),
        (["--old", "--new"], "--new ใช้พร้อมกับ --old ไม่ได้"),
    ):
        with pytest.raises(SystemExit):
            made.parse_args(words)
        assert told in capsys.readouterr().err
    with pytest.raises(SystemExit):
        made.error("of a form that nobody knows")
    assert "of a form that nobody knows" in capsys.readouterr().err


def test_help_is_not_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        publish.main(["--help"])
    assert ended.value.code == 0
    assert "--approved" in capsys.readouterr().out
