"""The registers are read as strictly as items: any bytes end as findings."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prakat.content.logbook import NAMES, check_registers
from prakat.office import office
from prakat.rules.data import folder

ROOT = Path(__file__).parents[1]
KNOWN = office.load_office(ROOT)


def found(place: Path, name: str, raw: bytes) -> list[str]:
    assert isinstance(KNOWN, office.Office)
    (place / "registers").mkdir(exist_ok=True)
    (place / "registers" / name).write_bytes(raw)
    return [each.rule for each in check_registers(place, KNOWN)]


def test_the_samples_own_registers_are_right() -> None:
    assert isinstance(KNOWN, office.Office)
    assert list(check_registers(ROOT, KNOWN)) == []


def test_every_register_has_its_schema() -> None:
    assert {path.name.removesuffix(".schema.json") for path in (folder() / "registers").iterdir()} == set(NAMES)


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        (b"{}", "field.type"),
        (b"- {date: 2569-10-01, unit: admin, problem: too large}", "date.buddhist-era"),
        (b"- {unit: admin, problem: too large}", "field.required"),
        (b"- &a 1", "yaml.anchor"),
        (b"\xff", "file.encoding"),
        (b"- " + b"[" * 100, "yaml.depth"),
        (b" " * (1024 * 1024 + 1), "file.too-large"),
    ],
)
def test_a_wrong_register_is_a_finding(tmp_path: Path, raw: bytes, rule: str) -> None:
    assert rule in found(tmp_path, "problems.yml", raw)


def test_an_empty_register_is_right(tmp_path: Path) -> None:
    assert found(tmp_path, "training.yml", b"# nothing yet\n") == []


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "registers").symlink_to(ROOT / "registers")
    assert isinstance(KNOWN, office.Office)
    assert [each.rule for each in check_registers(tmp_path, KNOWN)] == ["register.stray"]


@given(raw=st.binary(max_size=200))
def test_any_bytes_are_findings(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    found(tmp_path_factory.getbasetemp(), "problems.yml", raw)
