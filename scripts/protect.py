"""Say which protection of a forge or of a bare repository is switched off today, or put it in place."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import terminal
from prakat import product
from prakat.cannot_work import CannotWork
from prakat.forge.choice import KINDS, chosen_forge
from prakat.forge.github import GitHub
from prakat.hosting import forge_protection, protection, publisher_protection
from prakat.hosting.bare_protection import bare_drifts, protect_bare
from prakat.hosting.drift import Drift
from prakat.office import office
from prakat.office.office import Office
from prakat.repository.bare import is_bare
from prakat.rules import report
from prakat.rules.message import message
from prakat.thai import buddhist_era


def main(argv: Sequence[str] | None = None) -> int:
    """0 where all protection is as office.yml requires, else 1; with --dry-run always 0. What a forge's version cannot
    protect is said and counts for nothing."""
    options = parser().parse_args(argv)
    if not options.forge and is_bare(options.repo):
        return _at_the_door(options)
    day = buddhist_era.chosen_day(options.date, os.environ)
    known = office.load_office(options.repo)
    if not isinstance(known, Office):
        raise CannotWork("scripts.no-office")
    forge = chosen_forge(options.forge, options.kind, os.environ).forge if options.forge else None
    publisher = _publisher(options) if options.publisher else None
    guarded = forge_protection.guarded(forge, known, day) if forge else []
    guarded += publisher_protection.publisher_settings(publisher, known, day) if publisher else []
    if options.dry_run:
        settings = [{"setting": each.setting.name, "wanted": each.setting.wanted} for each in guarded]
        print(json.dumps(settings, ensure_ascii=False, indent=1))
        return 0
    if options.apply:
        protection.put_owners(options.repo, known, day)
        for each in guarded:
            each.apply()
    found = [*protection.owners_drift(options.repo, known, day), *forge_protection.all_drifts(guarded)]
    if forge:
        found += forge_protection.by_people_only(forge, known, day)
    if publisher and isinstance(forge, GitHub):
        found += publisher_protection.weaknesses(publisher, forge, known)
    return _told(found, options)


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(__file__)
    made.add_argument("--forge", metavar="URL")
    made.add_argument("--publisher", metavar="URL")
    made.add_argument("--kind", choices=KINDS)
    made.add_argument("--format", choices=("text", "json"), default="text")
    what = made.add_mutually_exclusive_group()
    what.add_argument("--dry-run", action="store_true")
    what.add_argument("--apply", action="store_true")
    return made


def _at_the_door(options: argparse.Namespace) -> int:
    """The protection of a bare repository, which needs no office.yml."""
    hook = product.receive_hook()
    if options.apply:
        protect_bare(options.repo, hook, Path.home())
    is_wrong = _told([*bare_drifts(options.repo, hook, Path.home())], options)
    return 0 if options.dry_run else is_wrong


def _publisher(options: argparse.Namespace) -> GitHub:
    """Raises CannotWork for a publisher's repository without an office's, or elsewhere than on GitHub."""
    found = chosen_forge(options.publisher, options.kind, os.environ).forge
    if not options.forge or not isinstance(found, GitHub):
        raise CannotWork("scripts.publisher-needs-github", found=options.publisher)
    return found


def _told(found: Sequence[Drift], options: argparse.Namespace) -> int:
    drifts = [each for each in found if not each.is_note]
    if options.format == "json":
        print(report.as_json(each.row(options.lang) for each in found))
        return int(bool(drifts))
    for each in found:
        print(each.text(options.lang))
    good = message("scripts.protected-but", count=len(found)) if found else message("scripts.protected")
    print((message("scripts.mend-protection", count=len(drifts)) if drifts else good).text(options.lang))
    return int(bool(drifts))


if __name__ == "__main__":
    sys.exit(terminal.run(main))
