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
from prakat.rules.wording import LANGUAGES


def main(argv: Sequence[str] | None = None) -> int:
    """0 where everything holds and no violation is open, else 1."""
    options = parser().parse_args(argv)
    if options.sha256 and not re.fullmatch("[0-9a-f]{64}", options.sha256):
        raise CannotWork(f"--sha256: ต้องเป็นเลขฐานสิบหก 64 ตัว (must be 64 hex digits): {options.sha256!r}")
    trust = load_trust(options.trust) if options.trust else None
    with terminal.steps("ตรวจชุดหลักฐาน"):
        found = kit_examination.examine_kit(options.kit, options.previous, options.sha256, trust)
    open_rows = found.audited.open_rows if found.audited else []
    if open_rows:
        audit_rows.print_rows(open_rows, options.lang)
    print(f"SHA-256 {found.kit.digest}")
    if found.audited:
        print(audit_table.summary(found.audited, options.lang, len(open_rows)))
    if found.kit.manifest["previous"] and not options.previous:
        print("ชุดนี้ต่อจากชุดอื่น ใช้ --previous เพื่อตรวจว่าต่อเนื่องกัน (follows another kit: see --previous)")
    if not options.sha256:
        print("เทียบ SHA-256 ข้างบนกับค่าที่เก็บไว้ที่อื่น (compare the SHA-256 above with what you hold)")
    told = [f"ไม่ผ่าน: {each}" for each in found.problems]
    print("\n".join(told) or "ชุดหลักฐานตรงกับที่ทำไว้ทุกส่วน (the kit is what it says)")
    return int(bool(found.problems or open_rows))


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(description=__doc__)
    made.add_argument("kit", type=Path, metavar="KIT", help="the .zip that audit.py --bundle wrote")
    made.add_argument("--previous", type=Path, metavar="KIT", help="the kit before it, if there is one")
    made.add_argument("--sha256", default="", metavar="HEX", help="of the kit, as it was kept elsewhere")
    made.add_argument("--trust", type=Path, metavar="FILE", help="epoch and key fingerprints that the auditor holds")
    made.add_argument("--lang", choices=LANGUAGES, default="th")
    return made


if __name__ == "__main__":
    sys.exit(terminal.run(main))
