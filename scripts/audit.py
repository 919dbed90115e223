"""Judge every change on main against its approvals; offline, on a plain clone."""

import argparse
import datetime
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import audit_rows
import terminal
from prakat.audit import audit_table, known_names
from prakat.audit.account import Accounts
from prakat.audit.auditor import audit
from prakat.audit.auditor_memory import AuditorMemory, default_folder
from prakat.audit.epoch import Trust, load_trust
from prakat.audit.made_keys import told_of_made_keys
from prakat.audit.seen import Seen
from prakat.audit.told_rows import told_rows
from prakat.cannot_work import CannotWork
from prakat.forge import witness_statement
from prakat.forge.choice import KINDS, chosen_forge
from prakat.forge.witness_statement import WitnessStatement
from prakat.repository.collection import uncollected
from prakat.repository.repository import find_repository
from prakat.rules.message import message
from prakat.thai import buddhist_era


@uncollected()  # all data is kept to the end
def main(argv: Sequence[str] | None = None) -> int:
    """0 if no violation is open and no witness disagrees, else 1."""
    options = parser().parse_args(argv)
    repository = find_repository(options.repo)
    if repository is None:
        raise CannotWork("repository.none", place=options.repo)
    since, until = _day("--since", options.since), _day("--until", options.until)
    wanted = audit_table.Wanted(options.item, since, until, options.person)
    trust = load_trust(options.trust) if options.trust else Trust()
    place = options.cache or default_folder()
    memory = None if options.no_cache else AuditorMemory(place, keeps_rows=not options.forge)
    seen = Seen.of(options.seen) if options.seen is not None else None
    progress = terminal.progress(message("scripts.auditing"))
    audited = audit(repository, trust, seen, progress=progress, memory=memory)
    wanted, statements = known_names.as_known(wanted, repository, audited), dict[str, WitnessStatement]()
    if options.format == "json" and wanted == audit_table.Wanted() and not options.forge:
        shown = audit_rows.show_all(audited, told_rows(repository, trust, audited, memory))
    else:
        rows, accounts = audit_table.chosen_rows(audited.story, wanted), Accounts(repository, audited)
        shown = len(rows)
        if options.forge:
            forge = chosen_forge(options.forge, options.kind, os.environ).forge
            statements.update(witness_statement.witness_statements(rows, audited.log, forge))
        audit_rows.show_chosen(options, rows, accounts, statements)
    told = [*audit_table.summary(audited, shown), *told_of_made_keys(repository, audited)]
    told += witness_statement.told(statements)
    print(*(each.text(options.lang) for each in told), sep="\n", file=sys.stderr)
    if options.bundle:
        from prakat.audit import sealed_kit  # here: it loads what draws pages and packs archives

        sealed = sealed_kit.write(repository, audited, options.bundle, options.previous)
        print(sealed.text(options.lang), file=sys.stderr)
    return int(bool(audited.open_rows) or any(each.disagreements for each in statements.values()))


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(__file__)
    made.add_argument("--format", choices=("text", "json", "csv"), default="text")
    made.add_argument("--item", metavar="PATH")
    made.add_argument("--since", metavar="DAY")
    made.add_argument("--until", metavar="DAY")
    made.add_argument("--person", metavar="ID")
    made.add_argument("--seen", metavar="MAIN[:LOG]")
    made.add_argument("--trust", type=Path, metavar="FILE")
    made.add_argument("--bundle", type=Path, metavar="FILE")
    made.add_argument("--previous", type=Path, metavar="FILE")
    made.add_argument("--forge", metavar="URL")
    made.add_argument("--kind", choices=KINDS)
    made.add_argument("--cache", type=Path, metavar="DIR")
    made.add_argument("--no-cache", action="store_true")
    return made


def _day(option: str, text: str | None) -> datetime.date | None:
    return buddhist_era.chosen_day(text, {}, option) if text else None


if __name__ == "__main__":
    sys.exit(terminal.run(main))
