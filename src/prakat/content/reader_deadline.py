"""item x day -> a finding where its readers are to do something by a day that only the text tells, if that (R12)"""

import datetime
from collections.abc import Iterator

from prakat.item.item import Item
from prakat.item.state import state_on
from prakat.office.settings import Settings
from prakat.rules.finding import Finding
from prakat.rules.wording import Explained, Label

_KINDS = {"recruitment": "applications", "procurement": "bids"}
"""Each asks its readers for something by a day."""


def check_deadline(item: Item, settings: Settings, day: datetime.date) -> Iterator[Finding]:
    """Only of what can still be read, or will be: what came down tells nobody."""
    is_asked = item.closes is None and item.kind in _KINDS
    if is_asked and not state_on(item, day, settings).is_taken_down:
        last = min((day for day in (item.period_end, item.expires_on) if day), default=None)
        told = max(last, item.publish_on).isoformat() if last else "YYYY-MM-DD"
        suggestion = f"closes: {{on: {told}, what: {_KINDS[item.kind]}}}"
        values = {"kind": Explained(item.kind, Label("kind", item.kind)), "suggestion": suggestion}
        yield Finding(item.path.file, item.line("kind"), "closes.missing", values)
