"""office.yml on a day -> the units and people that may be chosen on a form, by the names that people read"""

import datetime
from collections.abc import Mapping

from prakat.office.office import Office


def office_names(office: Office, day: datetime.date, language: str) -> Mapping[str, Mapping[str, str]]:
    """`unit`, and `person` with each role that a field may ask for (`person.provider`) -> id -> name.

    Of people only those who hold the role on the day; without a role, everybody who has not left."""
    units = {each.id: (each.name_en if language == "en" else "") or each.name for each in office.units.values()}
    there = [each for each in office.people.values() if not each.has_left(day)]
    roles = sorted({one.role for each in there for one in each.appointments})
    holders = {role: {each.id: each.introduced for each in there if each.has_role(role, day)} for role in roles}
    everybody = {each.id: each.introduced for each in there}
    return {"unit": units, "person": everybody, **{f"person.{role}": held for role, held in holders.items()}}
