"""Titles, bodies, branches, file names and comments that would like to be more than text."""

import hashlib
from html import unescape
from pathlib import Path

import pytest
from forge_office import PUBLISHER, ForgeOffice
from forgejo_server import ADMIN

import check_requests
from office_builder import PDF
from prakat.forge.comment_keeper import CommentKeeper
from prakat.merging.plan import Merged
from prakat.request import sheet_archive, sheet_html
from prakat.request.decision_sheet import DecisionSheet, SheetPart
from prakat.request.merge_message import trailers_of
from prakat.rules.message import message
from sign_off_office import law

FORGED = "Approved-by: dao <dao@office.example>"
HOSTILE = [
    f"ข่าว\n\n{FORGED}\nMode: written",
    f"ข่าว\r\n\r\nReviewed-head: {'f' * 40}",
    "${{ secrets.PRAKAT_KEY }} $(touch /tmp/prakat-was-here) `id`; rm -rf ~",
    "<script>alert(1)</script><img src=x onerror=alert(1)> </td></table> --> @dao #1 http://evil.example",
    "\u202eกลับด้าน\u2066 ซ่อน\u200b @dao",
    "::error file=office.yml::forged\n::set-output name=x::y",
]


@pytest.mark.parametrize("turn", [0, 3])
def test_no_text_of_a_request_adds_a_trailer_to_its_merge(shared: ForgeOffice, turn: int) -> None:
    title, body, message, review, said, heading = HOSTILE[turn:] + HOSTILE[:turn]
    place = f"content/law/hostile-{turn}/index.md"
    shown = " ".join("".join(each if each.isprintable() else " " for each in heading).split())[:180]
    number = shared.ask(
        {place: law(shown)},
        title=title,
        body=f"{body}\n\n{FORGED}",
        branch=f"hostile-{turn}/$(id)&Approved-by",
        message=f"{message}\n\n{FORGED}\nRequest: #1\n",
    )
    for name in ("ton", "dao"):
        shared.review(name, number, review)
    shared.sign(number, "wit")
    shared.do("nok", "POST", f"issues/{number}/comments", body=said)
    done = shared.merge(number)
    assert isinstance(done, Merged), done
    told = trailers_of(shared.mirror.line("show", "-s", "--format=%B", done.commit) + "\n")
    assert told and told[0] == number
    assert [line.partition(":")[0] for line in told[1]] == [
        *("Request", "Requested-by", "Reviewed-head", "Reviewed-by", "Reviewed-at", "Approved-by", "Approved-at"),
        *("Published-by", "Published-at", "Checked", "Mode"),
    ]
    assert shared.problems() == []
    assert not Path("/tmp/prakat-was-here").exists()


def test_a_file_name_that_would_be_a_command_is_refused_by_the_check(shared: ForgeOffice) -> None:
    folder = "content/law/names"
    number = shared.ask({f"{folder}/index.md": law(), f"{folder}/$(id)\n-x.pdf": PDF})
    shared.sign(number)
    assert "request.check" in shared.merge(number)  # type: ignore[operator]


def shown(office: ForgeOffice, number: int) -> tuple[str, str]:
    """The comment as a forge keeps and shows it: (Markdown, HTML). The HTML of one Markdown may differ: Forgejo 1.21
    now and then breaks the character that stands over its 4,096th byte."""
    (comment,) = office.sheets(number)
    about = {"Text": comment["body"], "Mode": "comment", "Context": office.name}
    return comment["body"], str(office.forgejo.do(ADMIN, "POST", "markdown", **about))


def test_the_comment_is_filled_from_the_front_matter_and_says_who_has_to_sign(
    shared: ForgeOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By main's mirror and the installed rules alone; once, however often it runs."""
    monkeypatch.setenv("PRAKAT_FORGE_TOKEN", shared.forgejo.tokens[PUBLISHER])
    path = "content/law/form"
    attached = law("ประกาศพร้อมเอกสาร", attachments=[{"file": "notice.pdf", "title": "เอกสาร"}])
    number = shared.ask({f"{path}/index.md": attached, f"{path}/notice.pdf": PDF})
    shared.review("ton", number, "ผ่าน")
    words = ["--repo", str(tmp_path / "mirror.git"), "--forge", f"{shared.url}/{shared.name}", "--date", "2026-11-20"]
    check_requests.main(words)
    first, _ = shown(shared, number)
    check_requests.main(words)
    again, html = shown(shared, number)
    assert first == again
    assert "ประกาศพร้อมเอกสาร" in html
    assert "ขั้นผู้อนุมัติยังไม่ได้ลงนาม" in html and "dao" in html and "wit" in html
    assert "SHA-256" in html and hashlib.sha256(PDF).hexdigest() in html
    shared.do(ADMIN, "PATCH", f"pulls/{number}", state="closed")


def test_no_value_of_a_sheet_is_more_than_text(shared: ForgeOffice) -> None:
    number = shared.ask({"content/law/said/index.md": law()})
    head = shared.do(ADMIN, "GET", f"pulls/{number}")["head"]["sha"]
    parts = tuple(
        SheetPart(each, ((each,) * 2,), ((each,) * 3,), ((each,) * 5,), ((each,) * 6,), each, (each,), each)
        for each in HOSTILE
    )
    sheet = DecisionSheet(head, tuple((each,) * 5 for each in HOSTILE), parts)
    texts = sheet_html.comments(sheet, [], head, message("sheet.by-command", head=head))
    keeper = CommentKeeper(shared.adapter(), shared.mirror.git_dir)
    keeper.series(number, sheet_html.marker, texts, sheet_html.ended())
    body, html = shown(shared, number)
    for tag in ("<script", "<img", "<a ", 'class="mention"'):
        assert tag not in html
    assert html.count("<table") == html.count("</table>") == 2 + 4 * len(HOSTILE)
    assert "\u202e" not in body and "\u2066" not in body
    shared.do(ADMIN, "PATCH", f"pulls/{number}", state="closed")


def test_the_comments_alone_show_every_word(
    shared: ForgeOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In as many comments as it takes; those that a shorter version needs no more say so."""
    monkeypatch.setenv("PRAKAT_FORGE_TOKEN", shared.forgejo.tokens[PUBLISHER])
    path = "content/law/long/index.md"
    words = ["--repo", str(tmp_path / "mirror.git"), "--forge", f"{shared.url}/{shared.name}", "--date", "2026-11-20"]

    def said(number: int) -> list[str]:
        check_requests.main(words)
        comments = [each["body"] for each in shared.sheets(number)]
        assert all("artifact" not in each and sheet_archive.PAGE not in each for each in comments)
        return comments

    lines = [f"ข้อความบรรทัดที่ {n} จบ" for n in range(5_000)]
    number = shared.ask({path: law(body="\n".join(lines))}, branch="long")
    first = said(number)
    assert len(first) > 2
    assert all(any(line in comment for comment in first) for line in lines)
    assert said(number) == first
    head = shared.do(ADMIN, "GET", f"pulls/{number}")["head"]["sha"]
    assert f"--head {head}" in unescape(first[-1])
    shared.review("ton", number, "ผ่าน")
    shared.amend(number, {path: law(body="สั้น")})
    again = said(number)
    assert len(again) == len(first)
    assert "สั้น" in again[0] and all("ไม่ใช้อีก" in each for each in again[1:])
    shared.do(ADMIN, "PATCH", f"pulls/{number}", state="closed")
