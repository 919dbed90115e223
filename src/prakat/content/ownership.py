"""index.md x office -> findings about the unit and the people that it names (R11, R40)"""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from prakat.content.item_folder import ItemFolder
from prakat.item import front_matter
from prakat.item.front_matter import read_front_matter
from prakat.item.item import Item
from prakat.item.item_path import INDEX
from prakat.item.state import state_on
from prakat.office.office import Office
from prakat.rules.finding import Finding
from prakat.rules.text_decoding import head
from prakat.rules.unreadable import Unreadable


def check_people(item: Item, known: Office, day: datetime.date) -> Iterator[Finding]:
    """The owner belongs to this office; an owner who left is reported until the hand-over (R11, R40)."""
    for unit in item.units:
        if unit not in known.units:
            yield _unknown(item, "owner.unit", ("owner", "unit"), unit, known.units)
    person = known.people.get(item.provider)
    if person is None:
        yield _unknown(item, "owner.provider", ("owner", "provider"), item.provider, known.people)
    elif person.has_left(day) and not state_on(item, day, known.settings).is_taken_down:
        yield Finding(item.path.file, item.line("owner", "provider"), "owner.left", {"name": person.introduced})
    if item.verbal:
        for key, person_id in (("approver", item.verbal.approver), ("recorded_by", item.verbal.recorded_by)):
            if person_id not in known.people:
                yield _unknown(item, "verbal.person", ("verbal", key), person_id, known.people)


def check_refused(folder: ItemFolder, known: Office) -> Iterator[Finding]:
    """The same for an item that its schema refuses for another reason, so that all findings come at once."""
    try:
        _, document = read_front_matter(head(folder.on_disk / INDEX, front_matter.MAX_BYTES))
    except (OSError, Unreadable):
        return
    owner: Any = document.data.get("owner") if isinstance(document.data, dict) else None
    for key, among in (("unit", known.units), ("provider", known.people)):
        found = owner.get(key) if isinstance(owner, dict) else None
        for each in found if isinstance(found, list) and key == "unit" else [found]:
            if isinstance(each, str) and each not in among:
                yield Finding(folder.path.file, document.line("owner", key), f"owner.{key}", _values(each, among))


def _unknown(item: Item, rule: str, pointer: tuple[str, str], found: str, known: Iterable[str]) -> Finding:
    return Finding(item.path.file, item.line(*pointer), rule, _values(found, known))


def _values(found: str, known: Iterable[str]) -> dict[str, str]:
    return {"found": found, "known": ", ".join(known)}
