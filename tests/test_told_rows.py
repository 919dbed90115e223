"""An audit that goes on from an earlier one tells what one without memory tells; only what changed is told anew."""

import random
from collections.abc import Sequence

import pytest

from honest_office import HonestOffice
from prakat.audit import told_rows as module
from prakat.audit.account import Accounts
from prakat.audit.audit_row import Audit, AuditRow
from prakat.audit.audit_table import spelt_row
from prakat.audit.auditor import audit
from prakat.audit.auditor_memory import AuditorMemory
from prakat.audit.earlier_rows import EarlierRows, interleaved
from prakat.audit.epoch import Trust
from prakat.audit.told_rows import ToldRows, told_rows
from prakat.repository.repository import Repository
from sign_off_office import TWO, VERIFIED, World, document, law

TRUST = Trust()
NEWS = "content/public-relations/2569/news/index.md"
WATER = "content/public-relations/2569/water/index.md"
ACT = "content/law/act/index.md"
SPOKEN = {"approver": "dao", "at": "2026-07-01T08:00", "channel": "โทรศัพท์", "recorded_by": "wit"}


@pytest.fixture
def anew(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows were told anew, each time."""
    counted: list[int] = []

    class Counted(Accounts):
        def __init__(self, repository: Repository, audited: Audit, story: Sequence[AuditRow]) -> None:
            counted.append(len(story))
            super().__init__(repository, audited, story)

    monkeypatch.setattr(module, "Accounts", Counted)
    return counted


def looked(world: World, memory: AuditorMemory) -> int:
    """Looks by the memory and without, compares all that an audit tells; how many rows that are."""
    found = audit(world.repository, TRUST, verified=VERIFIED, memory=memory)
    plain = audit(world.repository, TRUST, verified=VERIFIED)
    lines = [*told_rows(world.repository, TRUST, found, memory).story(found)]
    accounts = Accounts(world.repository, plain)
    assert lines == [spelt_row(accounts.as_json(row)) for row in plain.story]
    assert (found.rows, found.acts, found.clean, found.vouched) == (plain.rows, plain.acts, plain.clean, plain.vouched)
    assert (found.newest_approved, found.changes) == (plain.newest_approved, plain.changes)
    assert set(found.of_office) == set(plain.of_office)
    return len(lines)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_an_honest_office_does_is_told_as_from_the_beginning(seed: int, world: World, anew: list[int]) -> None:
    chance = random.Random(seed)
    memory, total = AuditorMemory(world.place / "memory"), 0
    looks = 0
    for _ in HonestOffice(world, chance).acts(14):
        if chance.random() < 0.5:
            total += looked(world, memory)
            looks += 1
    assert len(anew) == looks
    assert sum(anew) < total


def test_what_became_of_an_earlier_row_is_told_anew_and_no_other_row_is(world: World, anew: list[int]) -> None:
    memory = AuditorMemory(world.place / "memory")
    world.publish(2, {NEWS: document("ข่าวด่วน", verbal=SPOKEN)}, *TWO)
    world.publish(3, {WATER: document("น้ำไม่ไหล")})
    world.publish(4, {ACT: law("พระราชบัญญัติฉบับแก้ไข")})
    every = looked(world, memory)
    world.publish(5, {NEWS: document("ข่าวด่วน")})
    looked(world, memory)
    looked(world, memory)
    assert anew == [every, 2, 0]


@pytest.mark.parametrize("harm", [b"{", b"", b"cut", b"other"])
def test_lines_that_are_not_those_of_these_rows_are_none(world: World, anew: list[int], harm: bytes) -> None:
    memory = AuditorMemory(world.place / "memory")
    world.publish(2, {NEWS: document("ข่าวด่วน")})
    every = looked(world, memory)
    (path,) = memory.folder.glob("*.told")
    raw = path.read_bytes()
    if harm == b"other":
        found = audit(world.repository, TRUST, verified=VERIFIED, memory=memory)
        lines = [b"{}"] * len(found.kept), [b"{}"] * len(found.kept_acts)
        harm = ToldRows(*lines).written(Audit(None, "", found.rows[1:], kept_acts=found.kept_acts))
    path.write_bytes(raw[:-9] if harm == b"cut" else harm)
    assert looked(world, memory) == every
    assert anew == [every, every]


@pytest.mark.parametrize("harm", ["cut", "changed"])
def test_a_memory_with_a_damaged_row_is_none(world: World, harm: str) -> None:
    memory = AuditorMemory(world.place / "memory")
    world.publish(2, {NEWS: document("ข่าวด่วน")})
    looked(world, memory)
    (path,) = memory.folder.glob("*.rows")
    raw = path.read_bytes()
    path.write_bytes(raw[:-30] if harm == "cut" else raw.replace(b'"published"', b'"withdrawn"'))
    assert memory.checkpoint(world.repository, TRUST) is None
    looked(world, memory)
    assert memory.checkpoint(world.repository, TRUST)


def test_rows_are_found_by_every_word_that_stands_in_them() -> None:
    chance = random.Random(1)
    rows = [b" ".join(chance.choice([b"a", b"bb", b"ccc", b"x"]) for _ in range(4)) for _ in range(200)]
    kept = EarlierRows[bytes](rows)
    for word in (b"bb", b"ccc x", b"a", b"zz"):
        assert kept.naming([word]) == {place for place, row in enumerate(rows) if word in row}
    assert kept.naming([]) == set()


def test_an_act_is_told_before_the_first_row_that_is_later() -> None:
    assert [*interleaved([1, 5, 3], [0, 5, 7])] == [(True, 0), (False, 0), (False, 1), (False, 2), (True, 1), (True, 2)]
    assert [*interleaved([1, None], [9])] == [(False, 0), (True, 0), (False, 1)]
    assert [*interleaved([], [2])] == [(True, 0)]
