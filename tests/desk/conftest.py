"""A desk over the sample office, a copy for each test of one that is made once."""

import datetime
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from phone import Phone

from once import once, shared_root
from prakat.founding.sample_office import begin_sample, sample_of
from prakat.repository.receipt import set_clock
from prakat.thai.buddhist_era import BANGKOK
from prakat_desk.desk import Desk

CHECKOUT = Path(__file__).resolve().parents[2]
TODAY = datetime.datetime(2026, 11, 20, tzinfo=BANGKOK)
"""Its first moment: whatever the time is, what tests do comes after it."""
LATER = TODAY + datetime.timedelta(hours=1)
"""The office's clock stands still, so that no test depends on the hour at which it runs."""
ORIGIN = "http://127.0.0.1:8010"


@pytest.fixture
def sample(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a sample office of the test's own."""
    made = once(
        shared_root(tmp_path_factory) / "sample-office", lambda place: begin_sample(CHECKOUT, place, TODAY) and None
    )
    return shutil.copytree(made, tmp_path / "sample", symlinks=True)


@pytest.fixture
def desk(sample: Path) -> Desk:
    found = sample_of(sample)
    set_clock(found.repository.git_dir, LATER.isoformat())
    return Desk(found.repository, ORIGIN, sample / "desk", sample_keys=found.keys)


@pytest.fixture
def phone(desk: Desk) -> Iterator[Phone]:
    with Phone(desk) as opened:
        yield opened
