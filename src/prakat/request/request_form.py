"""item -> the paper request form's lines, filled; two versions of an item -> what readers will see change (R03, R06)"""

from collections.abc import Iterator
from itertools import zip_longest

from prakat.item.item import Item
from prakat.office.office import Office
from prakat.rules import data
from prakat.thai.buddhist_era import short_date

Line = tuple[str, str]
"""What the form calls it, and what it says; both in Thai."""
NEVER = "ไม่กำหนดวันนำลง"


def lines(item: Item, office: Office) -> list[Line]:
    """Every field that is filled, in the order of the schema. Positions, not names, of those who answer for it."""
    return [(_title(key), text) for key, text in _texts(item, office) if text]


def _texts(item: Item, office: Office) -> Iterator[Line]:
    provider = office.people.get(item.provider)
    yield "title", item.title
    yield "summary", item.summary
    yield "owner", f"{office.unit_name(item.unit)} ({provider.position if provider else item.provider})"
    end = f" ถึง {short_date(item.period_end)}" if item.period_end else ""
    yield "period", short_date(item.period_start) + end
    yield "source", " ".join(filter(None, (item.source.name, item.source.url)))
    yield "timing", data.label("timing", item.timing)
    yield "publish_on", short_date(item.publish_on)
    yield "expires_on", short_date(item.expires_on) if item.expires_on else NEVER
    yield "review_by", short_date(item.review_by) if item.review_by else ""
    yield "attachments", ", ".join(f"{each.title} ({each.file})" for each in item.attachments)
    yield "external_link", item.external_link
    yield "remarks", item.remarks
    yield "channels", ", ".join(data.label("channel", each) for each in item.channels)
    yield "kind", data.label("kind", item.kind) if item.kind else ""
    yield "withdrawn", f"{short_date(item.withdrawn.on)}: {item.withdrawn.reason}" if item.withdrawn else ""
    yield "verbal", f"{item.verbal.approver} {short_date(item.verbal.at.date())}" if item.verbal else ""


def _title(key: str) -> str:
    return str(data.load("item.schema.json")["properties"][key]["title"])


def changes(old: Item | None, new: Item | None, office: Office) -> list[tuple[str, str, str]]:
    """(field, before, after) of what differs; the text itself is only said to differ, the pictures show how."""
    before, after = (dict(lines(each, office)) if each else {} for each in (old, new))
    found = [
        (name, before.get(name, ""), after.get(name, ""))
        for name in dict.fromkeys([*before, *after])
        if before.get(name) != after.get(name)
    ]
    counts = [len(each.body.split()) if each else 0 for each in (old, new)]
    if (old.body if old else "") != (new.body if new else ""):
        rows = zip_longest(*(each.body.splitlines() if each else () for each in (old, new)))
        differing = sum(one != other for one, other in rows)
        found.append(("เนื้อหา", f"{counts[0]} ช่วงคำ", f"{counts[1]} ช่วงคำ ต่างกัน {differing} บรรทัด"))
    return found
