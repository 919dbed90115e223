"""From where on an audit judges, and what an auditor holds outside of the repository (DESIGN: Audit)."""

from pathlib import Path

import pytest

from office_of_values import office
from prakat.audit.epoch import Epoch, Trust, epoch_of, load_trust, read_trust
from prakat.audit.seen import Seen
from prakat.cannot_work import CannotWork
from prakat.repository.branch_copies import newest_tip
from prakat.repository.mainline import read_mainline
from prakat.repository.refs import MAIN
from small_history import Step, made

ONE, TWO = "1" * 40, "2" * 40


def named(place: Path, *texts: bytes | None, first: str = "") -> Epoch:
    """By the names of the steps, of a history in which office.yml was each of those texts in turn."""
    steps = [Step("0", files={"office.yml.bak": office(since="9" * 40)})]
    for number, text in enumerate(texts, start=1):
        steps.append(Step(str(number), [str(number - 1)], {"office.yml": text, "x": str(number).encode()}))
    repository, ids = made(place / "office.git", *steps)
    found = epoch_of(repository, read_mainline(repository, str(newest_tip(repository, MAIN))).own, first)
    return Epoch(found.commit, {oid: name for name, oid in ids.items()}.get(found.named_by, found.named_by))


def test_the_epoch_is_the_first_that_history_names(tmp_path: Path) -> None:
    assert named(tmp_path, office(since=""), office(since=ONE), office(since=TWO)) == Epoch(ONE, "2")


def test_an_office_that_cannot_be_read_or_is_gone_names_none(tmp_path: Path) -> None:
    assert named(tmp_path, b"audit: [", None, b"audit: {since: x}", office(since=TWO)) == Epoch(TWO, "4")


def test_an_office_that_is_wrong_otherwise_names_one(tmp_path: Path) -> None:
    assert named(tmp_path, f"audit: {{since: '{ONE}'}}".encode(), office(since=TWO)) == Epoch(ONE, "1")


def test_history_may_name_none(tmp_path: Path) -> None:
    assert named(tmp_path, office(since="")) == Epoch("")


def test_what_was_named_before_is_kept(tmp_path: Path) -> None:
    assert named(tmp_path, office(since=TWO), first=ONE) == Epoch(ONE)


@pytest.mark.parametrize("text", ["", "abc1234", "main", "g" * 40, "1" * 19, "1" * 41, f"{ONE}:"])
def test_a_head_seen_before_is_told_by_digits_that_suffice(text: str) -> None:
    with pytest.raises(CannotWork):
        Seen.of(text)
    assert Seen.of(ONE) == Seen((ONE,))


@pytest.mark.parametrize(
    ("text", "trust"),
    [
        ("{}", Trust()),
        (f"epoch: '{ONE}'", Trust(ONE)),
        ("keys: [SHA256:x, 'SHA256:y']", Trust("", frozenset({"SHA256:x", "SHA256:y"}))),
        (f"epoch: '{ONE}'\nkeys: []\n", Trust(ONE)),
        ("epoch: ''", Trust()),
    ],
)
def test_a_trust_file_says_what_the_auditor_holds(tmp_path: Path, text: str, trust: Trust) -> None:
    assert read_trust(text.encode()) == trust
    (tmp_path / "trust.yml").write_text(text)
    assert load_trust(tmp_path / "trust.yml") == trust


@pytest.mark.parametrize(
    "text",
    [
        *("", "x", "[]", "epoch: x", f"epoch: '{'A' * 40}'", f"epoch: ['{ONE}']", "epoch: 1", "keys: SHA256:x"),
        *("keys: {SHA256:x: 1}", "keys: [x]", "keys: [SHA256:x, 1]", "more: 1", "epoch: &a x", "{", "keys: null"),
    ],
)
def test_a_trust_file_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(CannotWork):
        read_trust(text.encode())


def test_a_trust_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "trust.yml").write_bytes(b"\xff")
    for name in ("trust.yml", "none.yml"):
        with pytest.raises(CannotWork):
            load_trust(tmp_path / name)


def test_a_trust_file_is_read_up_to_its_limit_and_no_further(tmp_path: Path) -> None:
    """A stranger's kit may hold one of any size."""
    path = tmp_path / "trust.yml"
    line = f"epoch: '{ONE}'\n"
    path.write_text(line + "#" * (64 * 1024 - len(line)))
    assert load_trust(path) == Trust(ONE)
    with path.open("ab") as stream:
        stream.truncate(1 << 40)
    with pytest.raises(CannotWork, match=r"file\.too-large"):
        load_trust(path)
