"""visit -> what the desk keeps of the office's situation, one for all visitors; and where an item is opened"""

from collections.abc import Callable

from prakat.content.shelf import shelf_of
from prakat.item.item_path import ROOT, index_of, url_of
from prakat.item.state import State
from prakat_desk.sending.morning_book import MorningBook
from prakat_desk.sending.taking_up import TakingUp
from prakat_desk.visit import Visit


def morning_book(visit: Visit) -> MorningBook:
    found: MorningBook = visit.request.app.state.morning
    return found


def place_of(visit: Visit) -> Callable[[str], str]:
    """Of an item folder: where whoever may look after it does so; else its page as readers see it, if there is one."""
    desk, items = visit.desk, shelf_of(visit.desk.repository).now()
    settings, site = desk.authority.office.settings, (desk.site_url or desk.authority.office.site_url).rstrip("/")
    taking = TakingUp(desk, visit.who)

    def place(folder: str) -> str:
        found = items.get(index_of(folder))
        if found is None:
            return ""
        if taking.may(found.item):
            return f"/mine/{folder.removeprefix(f'{ROOT}/')}"
        return "" if found.state(desk.day, settings) is State.SCHEDULED else f"{site}/{url_of(folder)}"

    return place
