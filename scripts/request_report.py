"""Write the decision sheet of a request, and its pages before and after, for whoever signs it; runs none of it."""

import argparse
import datetime
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import terminal
from prakat.cannot_work import CannotWork
from prakat.item.item_path import ROOT, url_of
from prakat.office import office
from prakat.office.office import Office
from prakat.release import build
from prakat.release.basis import WORK_TREE, Basis
from prakat.release.own_build import site_of
from prakat.repository import refs, snapshot
from prakat.repository.own_folder import own_folder
from prakat.repository.repository import Repository, open_repository
from prakat.request import request_check, sheet_archive, sheet_html
from prakat.thai import buddhist_era


def main(argv: Sequence[str] | None = None) -> int:
    """0 once it is written; prints where its page is."""
    options = parser().parse_args(argv)
    repository = open_repository(options.repo)
    base, head = (_commit(repository, each) for each in (options.base, options.head))
    day = buddhist_era.chosen_day(options.date, os.environ)
    options.to.mkdir(parents=True, exist_ok=True)
    sheet, _ = request_check.check(repository, base, head, day)
    _clear(options.to)
    (options.to / sheet_archive.SHEET_FILE).write_bytes(sheet_archive.encode(sheet))
    (options.to / sheet_archive.PAGE).write_text(sheet_html.sheet_page(sheet), encoding="utf-8", newline="\n")
    paths = [path for each in sheet.parts for path in (each.path, each.origin)]
    urls = [url_of(each) for each in paths if each.startswith(f"{ROOT}/")]
    if urls:
        _write_pages(options, {"before": repository.line("merge-base", base, head), "after": head}, urls, day)
    print(options.to / sheet_archive.PAGE)
    return 0


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(__file__)
    made.add_argument("--base", required=True, metavar="COMMIT")
    made.add_argument("--head", required=True, metavar="COMMIT")
    made.add_argument("--to", type=Path, required=True, metavar="DIR")
    return made


def _commit(repository: Repository, named: str) -> str:
    found = refs.commit_named(repository, named)
    if found is None:
        raise CannotWork("commands.no-commit", found=named)
    return found


def _clear(to: Path) -> None:
    """Takes away the pages of an earlier report, which might be of items that the request does not touch any more."""
    if (to / sheet_archive.SHEET_FILE).is_file():
        for name in ("before", "after"):
            shutil.rmtree(to / name, ignore_errors=True)


def _write_pages(
    options: argparse.Namespace, commits: Mapping[str, str], urls: Sequence[str], day: datetime.date
) -> None:
    with own_folder() as temporary:
        for name, commit in commits.items():
            tree, site = temporary / name, temporary / f"{name}-site"
            tree.mkdir()
            snapshot.export(options.repo, commit, tree)
            if isinstance(office.load_office(tree), Office):
                build.run(site_of(Basis(tree, options.repo, commit, WORK_TREE, shows_newest=True), day), site)
                _keep(site, urls, options.to / name)


def _keep(site: Path, urls: Sequence[str], to: Path) -> None:
    """The pages that the request touches, with what they need to look right."""
    for part in [*(url for url in urls if (site / url).is_dir()), "assets"]:
        if (site / part).is_dir():
            shutil.copytree(site / part, to / part, dirs_exist_ok=True)


if __name__ == "__main__":
    sys.exit(terminal.run(main))
