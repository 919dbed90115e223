"""a sign-off x the office.yml of its day -> name, position and date, as they stand in a cell of the paper form (R03)"""

import datetime

from prakat.office.office import Office
from prakat.office.person import Person
from prakat.papers.paper import PaperSignature
from prakat.rules.message import message
from prakat.thai.buddhist_era import bangkok_day, year
from prakat.thai.month import MONTHS


def signed(known: Office | None, person: str, role: str, at: datetime.datetime, heading: str) -> PaperSignature:
    """Whoever signed on that day, by the appointment that gave the role; an id where office.yml knows nobody of it."""
    day = bangkok_day(at)
    found = known.people.get(person) if known else None
    if found is None:
        return PaperSignature(heading, person, (), day_of_signing(day))
    return PaperSignature(heading, found.name, positions(known, found, role, day), day_of_signing(day))


def positions(known: Office | None, person: Person, role: str, day: datetime.date) -> tuple[str, ...]:
    """The person's position and, where an appointment of that day says so, the post that the person acts in."""
    held = (each for each in person.appointments if each.role == role and each.holds_on(day))
    posts = (known.people[each.acting_for].position for each in held if known and each.acting_for in known.people)
    acting = next(posts, "")
    told = (message("papers.acting", post=acting).text(),) if acting and acting != person.position else ()
    return (person.position, *told)


def day_of_signing(day: datetime.date) -> str:
    """As the paper form has it, after the word for it: 24 เดือน ธันวาคม พ.ศ. 2569."""
    return message("papers.day-of-signing", day=str(day.day), month=MONTHS[day.month - 1], year=str(year(day))).text()
