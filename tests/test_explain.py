"""prakat explain: every rule and violation where only a wheel is installed, in one language."""

import re

import pytest

import explain
import terminal
from one_language import foreign_to_english, foreign_to_thai
from prakat.handbook import explanation
from prakat.handbook.id_words import all_ids, in_short
from prakat.rules.finding import LeavesOut, Rule, rules
from prakat.rules.nearest import nearest
from prakat.rules.violation import kinds
from prakat.rules.wording import LANGUAGES


def told(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert explain.main(words) == 0
    return capsys.readouterr().out


def test_without_an_id_each_has_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    for language in LANGUAGES:
        lines = told(capsys, "--lang", language).splitlines()
        assert [line.split()[0] for line in lines] == all_ids() == [*rules(), *kinds()]
        assert not any(re.search(r"[{}]", line) for line in lines)
        assert lines[0].endswith(in_short(all_ids()[0], language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_says_why_and_how_to_mend_it_in_one_language(
    language: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    explained = {**explanation.of_rules(), **explanation.of_violations()}
    for each in all_ids():
        text = told(capsys, each, "--lang", language)
        joined = "".join(text.split())
        for part in (explained[each].why, explained[each].mend):
            assert "".join(part[language].split()) in joined
        example = "ตัวอย่าง" if language == "th" else "example"
        words, _, shown = text.partition(f"\n{example}")
        assert shown and words.startswith(each)
        bare = re.sub("`[^`]*`", "", words)
        foreign = foreign_to_thai if language == "th" else foreign_to_english
        assert not foreign(bare, "con aux nul"), "names that no file may have on Windows"


def test_a_rule_is_shown_by_what_it_refuses_and_what_it_takes(capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys, "date.buddhist-era")
    assert "ตัวอย่าง: ไม่ผ่าน\n" in text and "publish_on: 2569-10-01" in text
    assert "ตัวอย่าง: ผ่าน\n" in text and "publish_on: 2026-10-01" in text
    assert "เว้นจากเว็บไซต์" in text.splitlines()[0] and "ข้อกำหนด R12" in text


def test_several_are_told_one_after_the_other(capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys, "office.break-glass", "file.encoding")
    assert text.index("office.break-glass") < text.index("\n\n\nfile.encoding")
    assert "> prakat audit: [office.break-glass]" in text


@pytest.mark.parametrize(
    ("typed", "alike"),
    [
        ("date.budhist-era", "date.buddhist-era"),
        ("DATE.Buddhist-Era", "date.buddhist-era"),
        ("xyzzy", "explain"),
    ],
)
def test_of_an_id_that_nothing_has_the_nearest_are_told(
    typed: str, alike: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert terminal.run(lambda: explain.main([typed])) == terminal.USAGE
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert typed in err and alike in err


def test_the_nearest_stand_first_and_strangers_nowhere() -> None:
    assert nearest("publih", ["check", "publish", "public"]) == ["publish", "public"]
    assert nearest("", ["check"]) == nearest("zzz", ["check"]) == []


@pytest.mark.parametrize("rule", rules().values(), ids=lambda each: each.id)
def test_what_is_left_out_is_said_of_the_rules_that_leave_it_out_alone(
    rule: Rule, capsys: pytest.CaptureFixture[str]
) -> None:
    title = told(capsys, rule.id).splitlines()[0]
    words = {each: said.text() for each, said in explanation.LEFT_OUT.items()}
    told_of = [each for each, text in words.items() if f", {text})" in title]
    assert told_of == ([] if rule.leaves_out is LeavesOut.NEVER else [rule.leaves_out])
