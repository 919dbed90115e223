"""In a request's own job, without rights: what it changes, as data, and the pages before and after, for its readers."""

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import terminal
from prakat.cannot_work import CannotWork
from prakat.content import register
from prakat.item.item_path import item_folder, url_of
from prakat.release import build
from prakat.release.basis import Basis
from prakat.repository import snapshot
from prakat.repository.mainline import differences
from prakat.repository.repository import Repository, open_repository
from prakat.request import request_report
from prakat.thai import buddhist_era


def main(argv: Sequence[str] | None = None) -> int:
    parser = terminal.parser(__doc__)
    parser.add_argument("--base", required=True, metavar="COMMIT", help="main, as the request would change it")
    parser.add_argument("--head", required=True, metavar="COMMIT", help="the request's newest commit")
    parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="an empty folder")
    options = parser.parse_args(argv)
    repository = open_repository(options.repo)
    base, head = (_commit(repository, each) for each in (options.base, options.head))
    left = repository.line("merge-base", base, head)
    folders = sorted({f for each in differences(repository, left, head) if (f := item_folder(each.path))})
    day = buddhist_era.chosen_day(options.date, os.environ)
    options.to.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="prakat-") as temporary:
        trees = {"before": left, "after": head}
        found = {}
        for name, commit in trees.items():
            place = Path(temporary) / name
            place.mkdir()
            snapshot.export(options.repo, commit, place)
            found[name] = register.read(place, day)
        known = found["after"].office or found["before"].office
        if known is None:
            raise CannotWork("commands.office-unusable")
        report = request_report.report(head, folders, found["before"], found["after"], known)
        (options.to / request_report.FILE).write_text(report.encode(), encoding="utf-8")
        for name, commit in trees.items():
            if found[name].office is not None:
                site = Path(temporary) / f"{name}-site"
                basis = Basis(Path(temporary) / name, options.repo, commit, "work-tree")
                build.run(terminal.REPO, basis, site, day, options.lang)
                _keep(site, folders, options.to / name)
    return 0


def _commit(repository: Repository, named: str) -> str:
    found = repository.ref(f"{named}^{{commit}}")
    if found is None:
        raise CannotWork("commands.no-commit", found=named)
    return found


def _keep(site: Path, folders: Sequence[str], to: Path) -> None:
    """The pages that the request touches, with what they need to look right."""
    urls = [url_of(folder) for folder in folders]
    for part in [*(url for url in urls if (site / url).is_dir()), "assets"]:
        if (site / part).is_dir():
            shutil.copytree(site / part, to / part, dirs_exist_ok=True)


if __name__ == "__main__":
    sys.exit(terminal.run(main))
