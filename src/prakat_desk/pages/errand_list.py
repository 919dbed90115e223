"""visit -> the visitor's errands that are not done, by what each is about"""

from dataclasses import dataclass

from prakat.cannot_work import CannotWork
from prakat.rules.message import Message, message
from prakat_desk.errand.errand_dispatch import ErrandDispatch
from prakat_desk.errand.errand_kind import is_kind, matter_of
from prakat_desk.keeping.errands import Errand
from prakat_desk.pages.outlet_choice import outlet_for
from prakat_desk.visit import Visit


@dataclass(frozen=True, slots=True)
class OpenErrand:
    errand: Errand
    heading: Message


def open_errands(visit: Visit) -> list[OpenErrand]:
    dispatch = ErrandDispatch(visit.desk, outlet_for(visit), visit.who.person)
    return [OpenErrand(each, _heading(visit, each)) for each in dispatch.open_errands() if is_kind(each.kind)]


def _heading(visit: Visit, errand: Errand) -> Message:
    try:
        return matter_of(visit.desk, errand).heading
    except CannotWork as problem:
        return message(problem.message, **problem.values)
