"""entries of the calendar -> a file that calendar programs read (RFC 5545)"""

import datetime
import hashlib
from collections.abc import Iterable

import icalendar

from prakat.agenda.calendar import CalendarEntry
from prakat.item.item_path import url_of
from prakat.office.office import Office
from prakat.rules.data import label
from prakat.rules.message import message
from prakat.thai.buddhist_era import BANGKOK

_ASK_AGAIN = datetime.timedelta(hours=6)


def calendar_file(
    entries: Iterable[CalendarEntry], office: Office, moment: datetime.datetime, desk: str, language: str = "th"
) -> bytes:
    """`desk`: its address, at which duties are done; readers' pages are named by that of the site."""
    made = icalendar.Calendar()
    made.add("prodid", "-//Prakat//desk//TH")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", message("desk_today.calendar-of", name=office.name).text(language))
    made.add("refresh-interval", _ASK_AGAIN)
    for each in entries:
        made.add_component(_event(each, office, moment, desk, language))
    return bytes(made.to_ical())


def _event(each: CalendarEntry, office: Office, moment: datetime.datetime, desk: str, language: str) -> icalendar.Event:
    found, made = each.due, icalendar.Event()
    name = hashlib.sha256(f"{found.path} {found.event} {found.date}".encode()).hexdigest()[:32]
    made.add("uid", f"{name}@prakat.invalid")
    made.add("dtstamp", moment.astimezone(datetime.UTC).replace(microsecond=0))
    made.add("summary", f"{label('event', found.event, language)}: {found.title}")
    if each.time:
        made.add("dtstart", datetime.datetime.combine(found.date, each.time, BANGKOK).astimezone(datetime.UTC))
    else:
        made.add("dtstart", found.date)
    made.add("transp", "TRANSPARENT")
    page = f"{desk}/mine/{url_of(found.path).rstrip('/')}" if each.is_duty else f"{office.site_url}{url_of(found.path)}"
    made.add("url", page)
    return made
