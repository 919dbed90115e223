"""A desk over the sample office, a copy for each test of one that is made once."""

import datetime
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from asked_notice import asked, asked_before
from phone import Phone

from once import once, shared_root
from prakat.founding import sample_office
from prakat.founding.sample_office import begin_sample, sample_of
from prakat.repository.public_key import plain_key
from prakat.repository.receipt import set_clock
from prakat.thai.buddhist_era import BANGKOK
from prakat_desk.desk import Desk
from prakat_desk.sending.outlet import Sent

CHECKOUT = Path(__file__).resolve().parents[2]
TODAY = datetime.datetime(2026, 11, 20, tzinfo=BANGKOK)
"""Its first moment: whatever the time is, what tests do comes after it."""
LATER = TODAY + datetime.timedelta(hours=1)
"""The office's clock stands still, so that no test depends on the hour at which it runs."""
ORIGIN = "http://127.0.0.1:8010"


def _made(place: Path, how: str) -> None:
    begin_sample(CHECKOUT, place, TODAY)
    if how:
        asked(_desk(place), how)


def _desk(sample: Path) -> Desk:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sample_office, "public_of", _beside)
        found = sample_of(sample)
    set_clock(found.repository.git_dir, LATER.isoformat())
    return Desk(found.repository, ORIGIN, sample / "desk", sample_keys=found.keys)


def _beside(private: Path) -> str:
    """As `public_of`, of a key whose halves were made together, without a program for each."""
    return plain_key(private.with_suffix(".pub").read_text(encoding="utf-8"))


@pytest.fixture
def sample(request: pytest.FixtureRequest, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a sample office of the test's own; with an open request where the module says ASKED."""
    how = getattr(request.module, "ASKED", "")
    made = once(
        shared_root(tmp_path_factory) / "-".join(filter(None, ("sample-office", how))), lambda place: _made(place, how)
    )
    return shutil.copytree(made, tmp_path / "sample", symlinks=True)


@pytest.fixture
def desk(sample: Path) -> Desk:
    return _desk(sample)


@pytest.fixture
def sent(desk: Desk) -> Sent:
    """The request of a module that says ASKED."""
    return asked_before(desk)


@pytest.fixture
def phone(desk: Desk) -> Iterator[Phone]:
    with Phone(desk) as opened:
        yield opened
