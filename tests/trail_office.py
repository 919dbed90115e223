"""The story's office as 0.2.0 left it in tests/trails/: a repository whose every commit has a known id."""

import datetime
import subprocess
import zipfile
from pathlib import Path

from prakat.agenda import counter_view
from prakat.audit.sealed_kit import BUNDLE
from prakat.papers.press import Press
from prakat.repository.repository import Repository, open_repository
from prakat.thai.buddhist_era import BANGKOK
from trails.keep import KEPT, KIT

MOMENT = datetime.datetime(2027, 1, 20, 9, tzinfo=BANGKOK)
"""After everything that happened there."""


def cloned(place: Path) -> Repository:
    """In `place`/office.git."""
    with zipfile.ZipFile(KEPT / "0.2.0" / KIT) as kit:
        bundle = Path(kit.extract(BUNDLE, place))
    subprocess.run(["git", "clone", "-q", "--mirror", str(bundle), str(place / "office.git")], check=True)
    return open_repository(place / "office.git")


def press_of(repository: Repository, moment: datetime.datetime = MOMENT) -> Press:
    return Press.of_main(repository, moment, counter_view.seen_from_outside(repository, moment, None, None, {}))
