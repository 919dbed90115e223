"""The heads that papers carry: what `audit --seen` takes of them, and a rewritten history that a sheet gives away."""

import io
import json
import re
from collections.abc import Callable

import pypdf
import pytest

import audit as command
from office_builder import OFFICE
from prakat.audit.seen import SHORT, Seen, short_form
from prakat.cannot_work import CannotWork
from prakat.office.office import parse_office
from prakat.papers.document_number import document_number
from prakat.papers.paper import Paper, PaperHeading, Paragraph, QrCode, Verbatim, paper_texts, with_thai_digits
from prakat.papers.typeset import formats
from prakat.papers.witness import Witness
from prakat.repository import objects
from sign_off_office import After, World, document, law, records, relog, who

NEWS = "content/public-relations/2569/news/index.md"
ACT = "content/law/act/index.md"
MAIN, LOG = "3f2a91bc77de0a419c3e" + "0" * 20, "90341257881023456789" + "f" * 20


def two_merged(world: World) -> None:
    world.publish(2, {NEWS: document("ข่าวประชาสัมพันธ์")})
    world.publish(3, {ACT: law("พระราชบัญญัติฉบับแก้ไข")})


@pytest.fixture
def busy(world_after: After) -> World:
    return world_after(two_merged)


def witness(world: World) -> Witness:
    heads = world.audit().heads
    return Witness(heads.main or "", heads.log or "")


def sheet(found: Witness) -> Paper:
    blocks = (PaperHeading("บันทึกรายงานผล", 1), Paragraph("ไตรมาสที่ 4"), *found.blocks())
    return with_thai_digits(Paper(Verbatim("record"), "บันทึกรายงานผล", blocks))


_TYPED = re.compile(r"(?:[0-9a-f]{4}\s+){4}[0-9a-f]{4}\s*:\s*(?:[0-9a-f]{4}\s+){4}[0-9a-f]{4}")


def printed(found: Witness) -> str:
    """What somebody copies from the signed sheet, its lines as the paper broke them."""
    reader = pypdf.PdfReader(io.BytesIO(formats.write(sheet(found), "pdf")))
    match = _TYPED.search("\n".join(page.extract_text() for page in reader.pages))
    assert match
    return match[0]


def audited(world: World, capsys: pytest.CaptureFixture[str], seen: str) -> tuple[int, list[str]]:
    capsys.readouterr()
    code = command.main(["--repo", str(world.repository.folder), "--no-cache", "--format", "json", "--seen", seen])
    return code, sorted({each for row in json.loads(capsys.readouterr().out) for each in row["violations"]})


def main_forced_back(world: World) -> None:
    """By somebody who then lands something else in its place."""
    world.git("update-ref", "refs/heads/main", f"{world.main()}^")
    relog(world, records(world)[:-1])
    world.publish(4, {NEWS: document("ข่าวอื่น")})


def main_remade(world: World) -> None:
    """Each commit of the same content, made anew a minute later."""
    tip = next(world.repository.log(world.main(), first_parent=True))
    made = objects.commit(world.repository, tip.tree, list(tip.parents), tip.message, who("wit"), world.later())
    world.git("update-ref", "refs/heads/main", made)


def newest_dropped(world: World) -> None:
    world.git("update-ref", "refs/heads/main", f"{world.main()}^")
    relog(world, records(world)[:-1])


def log_rewritten(world: World) -> None:
    """The last record is gone and another one stands in its place; main is as it was."""
    found = records(world)
    relog(world, [*found[:-2], found[-1]])


def log_cut(world: World) -> None:
    relog(world, records(world)[:-1])


def test_an_honest_history_is_found_again_by_the_sheet(busy: World, capsys: pytest.CaptureFixture[str]) -> None:
    on_paper = printed(witness(busy))
    assert audited(busy, capsys, on_paper) == (0, [])
    busy.publish(4, {NEWS: document("ข่าวใหม่", publish_on="2026-07-02")})
    assert audited(busy, capsys, on_paper) == (0, []), "history has grown, as it may"


@pytest.mark.parametrize("act", [main_forced_back, main_remade, newest_dropped, log_rewritten, log_cut])
def test_a_rewritten_history_is_caught_by_a_sheet_in_a_drawer(
    busy: World, capsys: pytest.CaptureFixture[str], act: Callable[[World], None]
) -> None:
    found = witness(busy)
    on_paper, scanned = printed(found), found.content
    act(busy)
    for seen in (on_paper, scanned):
        code, violations = audited(busy, capsys, seen)
        assert code == 1
        assert "repository.seen" in violations


def test_what_is_typed_may_be_grouped_in_any_way(busy: World, capsys: pytest.CaptureFixture[str]) -> None:
    main, log = witness(busy).content.split(":")
    for typed in (
        f"{main}:{log}",
        main,
        main[:SHORT],
        main[:SHORT].upper(),
        f"{main[:SHORT]}:{log[:SHORT]}",
        f" {short_form(main)} : {short_form(log)} ",
        f"{short_form(main).replace(' ', '-')}:{short_form(log).replace(' ', ' – ').upper()}",
        f"{main[:27]}:{log}",
        f"{short_form(main)}\n:\u00a0{short_form(log)}",
    ):
        assert audited(busy, capsys, typed) == (0, []), typed


def test_digits_of_another_commit_are_not_found(busy: World, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither those of a request, which main holds as a second parent, nor those of nothing at all."""
    head = busy.git("rev-parse", "main^2")
    for typed in (head[:SHORT], "0" * SHORT, f"{busy.main()[:SHORT]}:{busy.main()[:SHORT]}"):
        assert audited(busy, capsys, typed) == (1, ["repository.seen"])


@pytest.mark.parametrize("wrong", ["", ":", "x", "a" * 19, "a" * 41, f"{'a' * 20}:", f"{'a' * 20}:b", f"{'a' * 19}g"])
def test_fewer_digits_than_are_printed_prove_nothing(wrong: str) -> None:
    with pytest.raises(CannotWork, match=r"audit\.no-seen"):
        Seen.of(wrong)


def test_what_is_printed_is_what_is_scanned_in_short() -> None:
    found = Witness(MAIN, LOG)
    assert found.content == f"{MAIN}:{LOG}"
    assert found.short == "3f2a 91bc 77de 0a41 9c3e : 9034 1257 8810 2345 6789"
    assert Seen.of(found.short) == Seen((MAIN[:SHORT],), (LOG[:SHORT],))
    assert Seen.of(found.content) == Seen((MAIN,), (LOG,))


def test_the_digits_of_a_witness_stay_as_they_are_where_others_become_thai() -> None:
    told = [*paper_texts(sheet(Witness(MAIN, LOG)))]
    assert Witness(MAIN, LOG).short in told
    assert "ไตรมาสที่ ๔" in told


@pytest.mark.parametrize("language", ["th", "en"])
def test_a_copy_without_history_or_log_says_so(language: str) -> None:
    (nothing,) = Witness().blocks(language)
    assert isinstance(nothing, Paragraph)
    assert nothing.text
    (half,), (whole,) = Witness(MAIN).blocks(language), Witness(MAIN, LOG).blocks(language)
    assert isinstance(half, QrCode)
    assert isinstance(whole, QrCode)
    assert half.content == MAIN
    assert half.lines[:-1] == (whole.lines[0], short_form(MAIN), whole.lines[2])
    assert "audit-log" in half.lines[-1]
    assert "--seen" in whole.lines[2]


# The number of a letter


def number(typed: str, prefix: str = "ภต 0932/") -> tuple[str, list[str]]:
    found = parse_office((OFFICE + (f'document_prefix: "{prefix}"\n' if prefix else "")).encode())
    assert not isinstance(found, list), found
    told, messages = document_number(found, typed)
    return told, [each.id for each in messages]


@pytest.mark.parametrize(
    ("typed", "stands"),
    [("123", "ภต 0932/123"), (" ๑๒๓ ", "ภต 0932/123"), ("ว 12", "ภต 0932/ว 12"), ("ว12", "ภต 0932/ว 12")],
)
def test_a_number_stands_behind_the_offices_own_prefix(typed: str, stands: str) -> None:
    assert number(typed) == (stands, [])
    assert number(typed, "ภต 0932") == (stands, [])


def test_without_a_number_there_is_a_place_to_write_it() -> None:
    told, messages = number("")
    assert re.fullmatch(r"ภต 0932/\.{5,}", told)
    assert messages == ["papers_evidence.no-number"]
    for typed in ("", "123"):
        told, messages = number(typed, "")
        assert re.fullmatch(r"\.{5,}", told)
        assert messages == ["papers_evidence.no-prefix"]


@pytest.mark.parametrize("wrong", ["12a", "ภต 0932/123", "1/2569", "1234567", "ว", "-1", "1.5", "=1", "²"])
def test_what_is_no_number_is_refused(wrong: str) -> None:
    with pytest.raises(CannotWork, match=r"papers_evidence\.no-such-number"):
        number(wrong)
