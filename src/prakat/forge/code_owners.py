"""office x day -> CODEOWNERS: who is asked by GitHub to review which paths (R34)"""

import datetime
from collections.abc import Iterator

from prakat.content.logbook import REGISTERS
from prakat.item.item_path import ROOT
from prakat.office.authority import ALL_UNITS, holds
from prakat.office.office import Office
from prakat.office.person import Person
from prakat.rules.message import message

PATH = ".github/CODEOWNERS"


def code_owners(office: Office, day: datetime.date) -> str:
    """CODEOWNERS for GitHub, as exact as paths allow: an item's unit is named in the item, not in its path."""
    people = office.people.values()
    content = _owners(each for each in people if each.has_role("approver", day) or each.has_role("webmaster", day))
    for_all = (
        each for each in people if holds(each, "approver", ALL_UNITS, day) or holds(each, "webmaster", ALL_UNITS, day)
    )
    lines = [("*", _owners(for_all)), (f"/{ROOT}/", content), (f"/{REGISTERS}/", content)]
    generated = f"# {message('forge.code-owners').text()}\n"
    if not content:
        return f"{generated}# {message('forge.no-code-owners').text()}\n"
    return generated + "".join(f"{path:<12} {' '.join(owners)}\n" for path, owners in lines)


def _owners(people: Iterator[Person]) -> list[str]:
    return sorted({f"@{each.accounts['github']}" for each in people if "github" in each.accounts})
