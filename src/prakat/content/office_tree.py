"""repository -> the folder of the office's files: its work tree; of a bare repository those of main, written out"""

import datetime
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from prakat import product
from prakat.cannot_work import CannotWork
from prakat.office import office
from prakat.repository import snapshot
from prakat.repository.bare import is_bare
from prakat.repository.own_folder import own_folder
from prakat.repository.receipt import viewing_moment
from prakat.repository.refs import MAIN
from prakat.repository.repository import open_repository
from prakat.thai.buddhist_era import bangkok_day


@contextmanager
def office_tree(repo: Path) -> Iterator[Path]:
    """Raises CannotWork where a bare repository has no main, or holds what cannot be written to this disk."""
    if not is_bare(repo):
        yield repo
        return
    with own_folder() as folder:
        if open_repository(repo).ref(MAIN) is None:
            raise CannotWork("content.no-main", place=repo)
        snapshot.export(repo, MAIN, folder)
        yield folder


def office_day(repo: Path, argument: str | None, environment: Mapping[str, str]) -> datetime.date:
    """As `chosen_day`; where neither names a day, of a bare repository by its own clock. Raises CannotWork."""
    return bangkok_day(viewing_moment(argument, environment, repo if is_bare(repo) else None))


def office_around(here: Path) -> Path:
    """The office's repository that a folder is in; in a checkout of Prakat, elsewhere, its sample office."""
    found = (each for each in (here, *here.parents) if (each / office.FILE).is_file() or is_bare(each))
    return next(found, product.checkout() or here)
