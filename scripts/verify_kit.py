"""Verify a sealed kit: its files, the kit before it, and its history judged again; offline."""

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import audit_rows
import terminal
from prakat.audit import audit_table, kit_examination
from prakat.audit.epoch import load_trust
from prakat.cannot_work import CannotWork
from prakat.rules.message import message


def main(argv: Sequence[str] | None = None) -> int:
    """0 where everything holds, something outside the kit vouches for it, and no violation is open; else 1."""
    options = parser().parse_args(argv)
    if options.sha256 and not re.fullmatch("[0-9a-f]{64}", options.sha256):
        raise CannotWork("scripts.no-sha256", found=options.sha256)
    trust = load_trust(options.trust) if options.trust else None
    with terminal.steps(message("scripts.verifying")):
        found = kit_examination.examine_kit(options.kit, options.previous, options.sha256, trust)
    open_rows = found.audited.open_rows if found.audited else []
    if found.audited and found.accounts and open_rows:
        audit_rows.show(open_rows, found.accounts, options.lang)
    print(f"SHA-256 {found.kit.digest}")
    told = [*audit_table.summary(found.audited, None)] if found.audited else []
    if found.kit.manifest["previous"] and not options.previous:
        told.append(message("scripts.kit-follows"))
    is_vouched_for = bool(options.sha256 or options.previous or options.trust)
    if is_vouched_for and not options.sha256:
        told.append(message("scripts.compare-sha256"))
    told += [*found.kit.remarks, *(message("scripts.kit-fails", problem=each) for each in found.problems)]
    if not found.problems:
        told.append(message("scripts.kit-holds" if is_vouched_for else "scripts.kit-alone"))
    print(*(each.text(options.lang) for each in told), sep="\n")
    return int(bool(found.problems or open_rows or not is_vouched_for))


def parser() -> argparse.ArgumentParser:
    made = terminal.plain_parser(__file__)
    made.add_argument("kit", type=Path, metavar="KIT")
    made.add_argument("--previous", type=Path, metavar="KIT")
    made.add_argument("--sha256", default="", metavar="HEX")
    made.add_argument("--trust", type=Path, metavar="FILE")
    return made


if __name__ == "__main__":
    sys.exit(terminal.run(main))
