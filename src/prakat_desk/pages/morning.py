"""visit -> what the desk keeps of the office's situation, one for all visitors"""

from prakat_desk.sending.morning_book import MorningBook
from prakat_desk.visit import Visit


def morning_book(visit: Visit) -> MorningBook:
    found: MorningBook = visit.request.app.state.morning
    return found
