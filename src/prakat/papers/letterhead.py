"""what a memo says x office -> the memo: its head with room for the garuda, its text, where two people sign (R45)"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from prakat.cannot_work import CannotWork
from prakat.office.office import Office
from prakat.office.person import Person
from prakat.papers.document_number import document_number
from prakat.papers.paper import Block, MemoHead, Paper, PaperSignature, Signatures, Verbatim
from prakat.papers.signer import positions
from prakat.papers.whole_text import WholeText
from prakat.papers.witness import Witness
from prakat.rules.message import Message, message
from prakat.thai.buddhist_era import long_date


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What every memo of an office begins and ends with."""

    office: Office
    day: datetime.date
    """On which it is written."""
    number: str = ""
    """Its running number, as typed; empty where it has none yet."""
    by: str = ""
    """Id of whoever reports; else the first webmaster."""
    witness: Witness = field(default_factory=Witness)

    def memo(self, name: str, subject: Message, blocks: Sequence[Block], order: str) -> Paper:
        """`order`: the word of whoever it is addressed to: ทราบ or อนุมัติ. Raises CannotWork."""
        number, told = document_number(self.office, self.number)
        to = self.addressee()
        if to is None:
            told = (*told, message("papers.nobody-approves"))
        post = to.position if to else ""
        head = MemoHead(
            message("papers.memo").text(),
            (
                ((message("papers.memo-agency").text(), self._agency()),),
                (
                    (message("papers.memo-number").text(), number),
                    (message("papers.memo-date").text(), long_date(self.day)),
                ),
                ((message("papers.memo-subject").text(), subject.text()),),
                ((message("papers.memo-to").text(), post),),
            ),
        )
        made_by = replace(self.place_of("", self.reporter(), "webmaster"), has_date=False)
        signs = Signatures((made_by, replace(self.place_of(order, to, "approver"), has_date=False)), is_boxed=False)
        made = (head, *blocks, signs, *self.witness.blocks())
        return Paper(Verbatim(name), subject.text(), made, told=told)

    def addressee(self) -> Person | None:
        """Whoever approves for all units on that day; the holder rather than somebody who stands in."""
        held = [
            (bool(each.acting_for), each.units is not None, person)
            for person in self.office.people.values()
            for each in person.appointments
            if each.role == "approver" and each.holds_on(self.day)
        ]
        return min(held, key=lambda each: each[:2])[2] if held else None

    def _agency(self) -> str:
        phone = self.office.contact.get("phone", "")
        told = message("papers.phone", phone=phone).text() if phone else ""
        return f"{WholeText(self.office.name).text()} {told}".strip()

    def reporter(self) -> Person | None:
        """Raises CannotWork where office.yml does not know who is named."""
        people = self.office.people
        if self.by and self.by not in people:
            raise CannotWork("papers.nobody", found=self.by, known=", ".join(people))
        webmasters = (each for each in people.values() if each.has_role("webmaster", self.day))
        return people[self.by] if self.by else next(webmasters, None)

    def place_of(self, heading: str, person: Person | None, role: str) -> PaperSignature:
        """To be signed by hand; a dotted line also for the name where nobody has the role."""
        if person is None:
            return PaperSignature(heading)
        return PaperSignature(heading, person.name, positions(self.office, person, role, self.day))
