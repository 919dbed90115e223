"""`prakat` alone, `prakat NAME`, and names that nobody knows."""

import sys

import pytest

import by_name
import terminal
from one_language import foreign_to_english, foreign_to_thai
from prakat import __main__, product
from prakat.handbook.command_words import user_groups, words_of
from prakat.rules.wording import LANGUAGE, LANGUAGES
from prakat.thai.visible_text import visible_length


@pytest.fixture(autouse=True)
def in_thai(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LANGUAGE, "th")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr("sys.argv", ["prakat"])


def run(*words: str) -> int:
    return terminal.run(lambda: by_name.main(words))


@pytest.mark.parametrize("language", LANGUAGES)
def test_alone_it_lists_every_command_once_below_who_uses_it(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--lang", language) == 0
    told = capsys.readouterr().out
    place = 0
    for group, title in user_groups().items():
        place = told.index(f"\n{title[language]}\n", place)
        part = told[place + 1 :].partition("\n\n")[0]
        mine = {name for name, module in by_name.named().items() if words_of(module).user == group}
        assert {line.split()[1] for line in part.splitlines() if line.startswith("  prakat ")} == mine
    assert all(visible_length(line) < 80 for line in told.splitlines())
    assert not (foreign_to_thai if language == "th" else foreign_to_english)(told, "")


def test_in_thai_each_command_has_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    run()
    told = capsys.readouterr().out.splitlines()
    for name, module in by_name.named().items():
        (line,) = [each for each in told if each.startswith(f"  prakat {name} ")]
        assert line.endswith(f"  {words_of(module).does['th']}")


def test_it_says_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--version") == 0
    assert capsys.readouterr().out == f"{product.version()}\n"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("chek", "ไม่มีคำสั่ง chek คำสั่งที่คล้ายกัน: check"),
        ("publis", "ไม่มีคำสั่ง publis คำสั่งที่คล้ายกัน: publish"),
        ("xyzzy", "ไม่มีคำสั่ง xyzzy ดูคำสั่งทั้งหมดด้วย prakat"),
        ("terminal", "ไม่มีคำสั่ง terminal"),
        ("by_name", "ไม่มีคำสั่ง by_name"),
        ("../check", "ไม่มีคำสั่ง ../check"),
        ("", "ไม่มีคำสั่ง "),
    ],
)
def test_of_a_name_that_nobody_knows_the_nearest_is_told(
    typed: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(typed) == terminal.USAGE
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert told in err


@pytest.mark.parametrize("typed", ["verify-kit", "verify_kit", "init", "init_office", "init-office"])
def test_a_command_is_known_by_its_names(typed: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        by_name.main([typed, "--help"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith(f"วิธีใช้: prakat {typed}\n") or typed.startswith("verify")


def test_the_language_may_stand_before_the_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        by_name.main(["--lang", "en", "check", "--help"])
    assert capsys.readouterr().out.startswith("usage: prakat check ")
    assert run("--lang", "en", "chek") == terminal.USAGE
    assert "There is no command chek. The nearest: check" in capsys.readouterr().err


def test_the_launcher_finds_the_scripts_by_itself(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["prakat", "--version"])
    monkeypatch.setattr(sys, "path", [*sys.path])
    with pytest.raises(SystemExit) as ended:
        __main__.main()
    assert not ended.value.code
    assert capsys.readouterr().out.strip() == product.version()
