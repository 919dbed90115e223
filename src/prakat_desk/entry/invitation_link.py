"""desk x person -> a link by which the person makes a passkey, once (R34)"""

from prakat.cannot_work import CannotWork
from prakat.merging.enrolment import is_being_founded
from prakat_desk.desk import Desk
from prakat_desk.entry.key_request import invited_person, needs_order
from prakat_desk.entry.relying_party import check_address
from prakat_desk.keeping.invitations import Invitation


def invite(desk: Desk, person: str, by: str = "", *, is_lost: bool = False, order: tuple[str, str] = ("", "")) -> str:
    """The link; an earlier one of the same person is void. `by` is empty for whoever keeps the machine.

    `order`: number and date as in office.yml, where nobody but two webmasters can sign. Raises CannotWork."""
    found = invited_person(desk.authority, person)
    if found.has_left(desk.day):
        raise CannotWork("desk_entry.has-left", name=found.name)
    check_address(desk)
    if not all(order) and not is_being_founded(desk.repository) and needs_order(desk, found, by):
        raise CannotWork("desk_entry.order-needed", name=found.name)
    number, date = order if all(order) else ("", "")
    return f"{desk.origin}/invitation/{desk.invitations.make(Invitation(person, by, is_lost, number, date))}"
