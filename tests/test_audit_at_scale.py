"""A thousand honest requests raise no alarm, every signature checked; and what they cost is measured apart."""

from pathlib import Path

from benchmark.audit import compared
from benchmark.signed_history import write_signed

from prakat.audit.auditor import audit
from prakat.audit.epoch import Trust


def test_a_thousand_honest_requests_raise_no_alarm(tmp_path: Path) -> None:
    repository, signed = write_signed(tmp_path, 1000, 7)
    root = repository.line("rev-list", "--max-parents=0", "main")
    found = audit(repository, Trust(epoch=root))
    assert len(signed) == 4000
    assert len(found.rows) == 1000
    assert [row.as_json() for row in found.open_rows] == []
    assert {row.action.value for row in found.rows} >= {"published", "amended"}


def test_the_comparison_measures_every_part(tmp_path: Path) -> None:
    found = compared(tmp_path, 30, 1)
    assert found.audit.cpu > found.bare.cpu > 0
    assert found.second.wall > 0
    assert 0 < found.signature < 1
    assert "git log" in found.table()
