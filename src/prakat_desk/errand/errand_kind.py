"""kind of an errand -> what it is about, and who may begin one"""

from collections.abc import Callable, Mapping

from prakat.content.logbook import NAMES
from prakat.office.authority import ALL_UNITS, holds
from prakat.office.office_rules import OFFICE_STEPS
from prakat_desk.desk import Desk
from prakat_desk.errand.broken_step import BrokenStep
from prakat_desk.errand.closing import Closing
from prakat_desk.errand.leaving import Leaving
from prakat_desk.errand.matter import Matter
from prakat_desk.errand.office_entry import Details, FurtherAppointment, NewPerson, NewUnit
from prakat_desk.errand.page_hand_over import PageHandOver
from prakat_desk.errand.register_entry import RegisterEntry
from prakat_desk.keeping.errands import Errand
from prakat_desk.viewer import Viewer

_MATTERS: Mapping[str, Callable[[Desk, Errand], Matter]] = {
    **dict.fromkeys(NAMES, RegisterEntry),
    "pages": PageHandOver,
    "person": NewPerson,
    "appointment": FurtherAppointment,
    "details": Details,
    "leaving": Leaving,
    "unit": NewUnit,
    "step": BrokenStep,
    "closing": Closing,
}


_OF_PEOPLE = ("pages", "appointment", "details", "leaving")


def is_kind(kind: str) -> bool:
    return kind in _MATTERS


def is_about_something(desk: Desk, kind: str, about: str) -> bool:
    """Whether an errand of the kind can begin with that."""
    if kind in _OF_PEOPLE:
        return about in desk.authority.office.people
    if kind == "step":
        return about in OFFICE_STEPS
    return not about or kind in NAMES


def matter_of(desk: Desk, errand: Errand) -> Matter:
    return _MATTERS[errand.kind](desk, errand)


def is_webmaster_of_all(viewer: Viewer) -> bool:
    return holds(viewer.person, "webmaster", ALL_UNITS, viewer.day)


def may_begin(viewer: Viewer, kind: str, about: str) -> bool:
    """Registers are kept by whoever asks for publications, and everybody hands over their own pages; what changes the
    office is a webmaster's for all units."""
    if kind in NAMES:
        return viewer.may_ask
    return is_webmaster_of_all(viewer) or (kind == "pages" and about == viewer.person.id)
