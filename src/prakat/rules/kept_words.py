"""value that a text may hold <-> JSON: messages, labels, days, rows of them, exactly as they were; never code"""

import datetime
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, cast

from prakat.rules.message import Message
from prakat.rules.system_problem import SystemProblem
from prakat.rules.wording import (
    BriefDay,
    BriefMoment,
    Day,
    Explained,
    Harmless,
    Label,
    Listed,
    Moment,
    Titled,
    TypedDay,
)

_RECORDS: Mapping[str, type] = {
    record_class.__name__: record_class
    for record_class in (
        BriefDay,
        BriefMoment,
        Day,
        Explained,
        Label,
        Listed,
        Message,
        Moment,
        SystemProblem,
        Titled,
        TypedDay,
    )
}
_PLAIN = (str, int, bool, type(None))


def kept_words(value: object) -> Any:
    """Raises TypeError for a value of which `words_kept` would not make the very same."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    match value:
        case Harmless():
            return ["Harmless", str(value)]
        case datetime.datetime():
            return ["moment", value.isoformat()]
        case datetime.date():
            return ["day", value.isoformat()]
        case tuple():
            return ["row", *map(kept_words, value)]
        case Mapping():
            return {name: kept_words(each) for name, each in value.items()}
    if _RECORDS.get(kind.__name__) is not kind:
        raise TypeError(kind.__name__)
    return [kind.__name__, *(kept_words(getattr(value, each.name)) for each in fields(cast(Any, value)))]


def words_kept(kept: Any) -> Any:
    """The value. Raises ValueError, TypeError or LookupError for what `kept_words` did not say."""
    match kept:
        case ["Harmless", text]:
            return Harmless(text)
        case ["moment", text]:
            return datetime.datetime.fromisoformat(text)
        case ["day", text]:
            return datetime.date.fromisoformat(text)
        case ["row", *parts]:
            return tuple(map(words_kept, parts))
        case [name, *parts]:
            return _RECORDS[name](*map(words_kept, parts))
        case dict():
            return {name: words_kept(each) for name, each in kept.items()}
    return kept
