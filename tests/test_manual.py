"""prakat manual: each role's manual at a terminal, in a pipe, and as one page that needs nothing beside it."""

import base64
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

import manual as command
import terminal
from prakat.cannot_work import CannotWork
from prakat.handbook import manual
from prakat.handbook.manual import MANUALS, Manual, away_from_a_site, manual_of
from prakat.handbook.manual_page import manual_page
from prakat.item.body import is_remote, render_markdown
from prakat.rules.data import label

CHECKOUT = Path(__file__).resolve().parents[1]
SAMPLE = CHECKOUT / "content" / "work-manuals"


def test_without_a_role_the_manuals_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([]) == 0
    lines = capsys.readouterr().out.splitlines()
    for role, line in zip(MANUALS, lines, strict=False):
        assert line.split(maxsplit=3) == ["prakat", "manual", role, label("manual", role)]
    assert {path.name for path in SAMPLE.glob("*-manual")} >= {f"{role}-manual" for role in MANUALS}


@pytest.mark.parametrize("role", MANUALS)
def test_in_a_pipe_it_is_its_text_without_its_front_matter(role: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([role]) == 0
    told = capsys.readouterr().out
    assert told.startswith(f"# {manual_of(role).title}\n\n{manual_of(role).summary}\n\n## ")
    assert "publish_on: 2026-10-07" not in told and "review_by: 2027-09-30" not in told
    written = (SAMPLE / f"{role}-manual" / "index.md").read_text(encoding="utf-8")
    for block in re.findall(r"```sh\n.*?```", written, re.DOTALL):
        assert block in told


@pytest.mark.parametrize("role", MANUALS)
def test_no_link_of_it_leads_to_a_page_that_is_not_there(role: str) -> None:
    links = [each.target for each in render_markdown(manual_of(role).text).links]
    assert all(is_remote(each) or each.startswith("#") for each in links)
    assert not re.search(r'(?:href|src)="(?!#|https?:|mailto:|tel:|data:)', manual_page(manual_of(role)))


def test_a_link_to_another_manual_says_how_to_read_it() -> None:
    told = away_from_a_site(
        "อ่าน[เล่ม 3](../webmaster-manual/index.md) [หน้าแรก](../../index.md) [เว็บ](https://a.example/)"
    )
    assert told == "อ่านเล่ม 3 (ดูด้วย `prakat manual webmaster`) หน้าแรก [เว็บ](https://a.example/)"
    assert away_from_a_site("![ภาพ](a.png) [ส่วน](#x) [โทร](tel:1669)") == "ภาพ [ส่วน](#x) [โทร](tel:1669)"
    assert away_from_a_site("[x](../nobody-manual/index.md)") == "x"


def test_a_page_holds_its_styles_its_letters_and_its_attachments(tmp_path: Path) -> None:
    page = tmp_path / "คู่มือ.html"
    assert command.main(["staff", "--to", str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    form = (SAMPLE / "staff-manual" / "publication-request.docx").read_bytes()
    (found,) = re.findall(r'download="publication-request.docx" href="data:[^,"]*;base64,([^"]*)"', text)
    assert base64.b64decode(found) == form
    assert text.count("@font-face") == text.count('format("woff2")') == 4
    assert "<script" not in text and "http-equiv" in text and 'lang="th"' in text
    for anchor in re.findall(r'href="#([^"]*)"', text):
        assert f'id="{anchor}"' in text


def test_what_a_manual_says_is_no_html_of_the_page() -> None:
    page = manual_page(Manual("<b>a</b>", "<i>", "<script>alert(1)</script> [x](javascript:1)", ()))
    assert "<script" not in page and "<b>a" not in page and "<i>" not in page and "javascript:" not in page


def test_at_a_terminal_it_is_laid_out_and_its_commands_are_whole() -> None:
    ours, theirs = pty.openpty()
    done = subprocess.Popen(
        [sys.executable, str(CHECKOUT / "scripts" / "manual.py"), "webmaster"],
        stdout=theirs,
        env={**os.environ, "COLUMNS": "60", "TERM": "xterm", "NO_COLOR": "1"},
    )
    os.close(theirs)
    raw = b""
    try:
        while piece := os.read(ours, 4096):
            raw += piece
    except OSError:
        pass  # the end of a terminal
    finally:
        os.close(ours)
    assert done.wait() == 0
    shown = re.sub(r"\x1b\[[0-9;]*m", "", raw.decode()).replace("\r\n", "\n")
    assert "```" not in shown and "## " not in shown
    written = manual_of("webmaster").text
    commands = [line for block in re.findall(r"```sh\n(.*?)```", written, re.DOTALL) for line in block.splitlines()]
    assert commands
    assert all(f"\n{line}\n" in shown for line in commands)


@pytest.mark.parametrize(
    "words", [["nobody"], ["--to", "x.html"], ["../staff"], ["staff", "--to", "/no/such/folder/x.html"]]
)
def test_what_cannot_be_shown_is_said_in_a_line(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert terminal.run(lambda: command.main(words)) == terminal.USAGE
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "staff" in err or "/no/such/folder" in err


def test_a_manual_that_was_taken_away_is_missed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(manual.product, "checkout", lambda: tmp_path)
    with pytest.raises(CannotWork):
        manual_of("staff")
