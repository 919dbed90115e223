"""The list of violations: both languages alike, each yielded somewhere, each asserted by some test (R01, R34)."""

import ast
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

import audit as audit_script
from prakat.audit import auditor
from prakat.audit.auditor_memory import AuditorMemory
from prakat.audit.epoch import Trust
from prakat.rules import data
from prakat.rules.message import message
from prakat.rules.violation import kinds, violation
from prakat.rules.wording import LANGUAGES, Label, Listed
from sign_off_office import CHAIN, World, law

CHECKOUT = Path(__file__).resolve().parents[1]
THAI = re.compile("[ก-๙]")
KINDS = sorted(kinds())


@cache
def literals(folder: Path) -> frozenset[str]:
    """Every text that stands by itself in the modules of a folder, but for this one."""
    found = set()
    for path in folder.rglob("*.py"):
        if path != Path(__file__):
            nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            found |= {each.value for each in nodes if isinstance(each, ast.Constant) and isinstance(each.value, str)}
    return frozenset(found)


@pytest.mark.parametrize("kind", KINDS)
def test_a_violation_is_in_both_languages_with_the_same_places(kind: str) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*", kind)
    entry = data.load("violations.yml")[kind]
    assert set(entry) <= {*LANGUAGES, "for", "blocks_merge"}
    places = [set(re.findall(r"\{(\w+)\}", entry[language])) for language in LANGUAGES]
    assert places[0] == places[1]
    assert THAI.search(entry["th"])
    assert not THAI.search(entry["en"])


@pytest.mark.parametrize("kind", KINDS)
def test_every_violation_is_yielded_somewhere(kind: str) -> None:
    assert kind in literals(CHECKOUT / "src" / "prakat")


@cache
def asserted() -> frozenset[str]:
    """Each word of the texts that a test asserts, or that a table's row says will be found; neither what a row only
    looks like nor the lists of test_violations, which assert nothing."""
    found: set[str] = set()
    for path in (CHECKOUT / "tests").rglob("*.py"):
        if path.stem != "test_violations":
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                claims: list[ast.expr] = [node.test] if isinstance(node, ast.Assert) else []
                if isinstance(node, ast.FunctionDef):
                    claims += (arg for each in node.decorator_list if isinstance(each, ast.Call) for arg in each.args)
                texts = (each.value for claim in claims for each in ast.walk(claim) if isinstance(each, ast.Constant))
                found |= {word.strip("()/") for text in texts if isinstance(text, str) for word in text.split()}
    return frozenset(found)


@pytest.mark.parametrize("kind", KINDS)
def test_every_violation_is_asserted_by_some_test(kind: str) -> None:
    assert kind in asserted()


def test_a_request_that_changes_nothing_is_none(world: World) -> None:
    world.ask(2, {})
    world.sign(2, *CHAIN)
    assert world.merge(2) == ["request.empty"]


def test_where_no_office_can_be_read_nobody_has_authority(world: World) -> None:
    trusted = world.force({"office.yml": None})
    world.force({"content/law/act/index.md": b"x"})
    assert world.problems(trust=Trust(epoch=trusted)) == ["merge.direct", "office.unreadable"]


def test_what_strangers_wrote_need_be_no_word_of_ours() -> None:
    """A record or a tag may name any step: it is told as it stands, and ends no audit."""
    for language in LANGUAGES:
        told = violation("approval.form", step="emperor\x1b[2J", problem=message("audit_log.no-tag")).text(language)
        assert "emperor" in told and told.isprintable()


def test_a_list_of_strangers_words_is_harmless() -> None:
    for told in (Listed.of(["a\n", "\u202eb"]), message("request.and-more", count="\x07")):
        assert told.text("en").isprintable()


def test_an_auditor_remembers_what_a_violation_said(world: World, tmp_path: Path) -> None:
    memory = AuditorMemory(tmp_path / "memory")
    auditor.audit(world.repository, Trust(), memory=memory)
    checkpoint = memory.checkpoint(world.repository, Trust())
    assert checkpoint
    values = (
        Label("step", "approver"),
        Listed.of([Label("role", "webmaster"), "x"], "\n"),
        message("audit_log.other-tag", found=world.now),
        world.now.date(),
        "x",
    )
    told = tuple(violation("record.form", record="x", problem=each) for each in values)
    checkpoint.rows.append(replace(checkpoint.kept[-1], violations=told, is_regularised=True))
    memory.keep(world.repository, Trust(), checkpoint)
    again = memory.checkpoint(world.repository, Trust())
    assert again
    for language in LANGUAGES:
        assert [each.text(language) for each in again.kept[-1].violations] == [each.text(language) for each in told]


def test_the_mend_that_an_audit_types_out_mends(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = world.force({"content/law/act/index.md": law("ประกาศที่ไม่ผ่านคำขอ")})
    command = ["--repo", str(world.repository.folder), "--no-cache"]
    assert audit_script.main(command) == 1
    line = capsys.readouterr().err.splitlines()[-1]
    assert line == f"Regularises: {wrong}"
    world.publish(2, {}, message=f"Content: as it stands\n\n{line}\n")
    assert audit_script.main(command) == 0
    assert "Regularises" not in capsys.readouterr().err
