"""office x day -> CODEOWNERS: whom GitHub asks for a review of which paths (R34)"""

import datetime
from collections.abc import Iterator

from prakat.office.authority import ALL_UNITS, holds
from prakat.office.office import Office
from prakat.office.person import Person

PATH = ".github/CODEOWNERS"
_FROM_SETTINGS = "# สร้างจาก office.yml ด้วย scripts/protect.py ห้ามแก้ด้วยมือ (generated; do not edit)\n"


def code_owners(office: Office, day: datetime.date) -> str:
    """CODEOWNERS for GitHub, as far as paths can say it: an item's unit stands in the item, not in its path."""
    people = office.people.values()
    content = _owners(each for each in people if each.has_role("approver", day) or each.has_role("webmaster", day))
    for_all = (
        each for each in people if holds(each, "approver", ALL_UNITS, day) or holds(each, "webmaster", ALL_UNITS, day)
    )
    lines = [("*", _owners(for_all)), ("/content/", content), ("/registers/", content)]
    if not content:
        return _FROM_SETTINGS + "# ยังไม่มีบัญชี GitHub ใน office.yml (office.yml names no GitHub account yet)\n"
    return _FROM_SETTINGS + "".join(f"{path:<12} {' '.join(owners)}\n" for path, owners in lines)


def _owners(people: Iterator[Person]) -> list[str]:
    return sorted({f"@{each.accounts['github']}" for each in people if "github" in each.accounts})
