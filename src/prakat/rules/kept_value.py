"""value of ours <-> JSON: dataclasses, named tuples, days and times, as their own annotations say; never code"""

import datetime
import enum
import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import orjson

from prakat.rules.strict_yaml import YamlDocument

_Kind = TypeVar("_Kind")
_Decode = Callable[[Any], Any]
UNREAD = YamlDocument({})
"""Stands for the lines of a file that was read another time."""
_BY_TEXT: Mapping[Any, _Decode] = {
    datetime.datetime: datetime.datetime.fromisoformat,
    datetime.date: datetime.date.fromisoformat,
    datetime.time: datetime.time.fromisoformat,
    Decimal: Decimal,
    YamlDocument: lambda _: UNREAD,
}


def encoded(value: object) -> bytes:
    """Raises TypeError for what is none of ours."""
    return orjson.dumps(value, default=_plain)


def decoded(kind: type[_Kind], raw: bytes) -> _Kind:
    """What `encoded` was given. Raises ValueError, TypeError, KeyError or LookupError for anything else."""
    return decoded_from(kind, orjson.loads(raw))


def decoded_from(kind: type[_Kind], found: Any) -> _Kind:
    """The same, of what JSON said."""
    return cast(_Kind, _decoder(cast(Any, kind))(found))


@cache
def decoded_fields(kind: type) -> Mapping[str, _Decode]:
    """Of a dataclass, what makes each of its fields of what JSON said."""
    hints = get_type_hints(kind)
    return {each.name: _decoder(hints[each.name]) for each in fields(kind)}


def _plain(value: object) -> object:
    if isinstance(value, tuple | frozenset):
        return sorted(value) if isinstance(value, frozenset) else list(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(type(value).__name__)


@cache
def _decoder(kind: Any) -> _Decode:
    origin = get_origin(kind)
    if kind in _BY_TEXT:
        return _BY_TEXT[kind]
    if origin in (Union, types.UnionType):
        return _either(get_args(kind))
    if origin is tuple:
        return _many(get_args(kind))
    if origin is frozenset:
        one = _decoder(get_args(kind)[0])
        return lambda found: frozenset(map(one, found))
    if origin is not None and issubclass(origin, Mapping):
        return _mapping(*get_args(kind))
    if is_dataclass(kind) or hasattr(kind, "_fields"):
        return _record(kind)
    if issubclass(kind, enum.Enum):
        return cast(_Decode, kind)
    return _same(kind)


def _same(kind: type) -> _Decode:
    def decode(found: Any) -> Any:
        if type(found) is not kind:
            raise TypeError(kind.__name__)
        return found

    return decode


def _either(kinds: tuple[Any, ...]) -> _Decode:
    """One kind or nothing; of a date and a moment, by whether there is a time."""
    rest = [each for each in kinds if each is not types.NoneType]
    if set(rest) == {datetime.date, datetime.datetime}:
        one: _Decode = _day_or_moment
    elif len(rest) == 1:
        one = _decoder(rest[0])
    else:
        raise TypeError(str(kinds))
    return lambda found: None if found is None else one(found)


def _day_or_moment(found: str) -> datetime.date:
    return (datetime.datetime if "T" in found else datetime.date).fromisoformat(found)


def _many(kinds: tuple[Any, ...]) -> _Decode:
    if kinds[-1] is Ellipsis:
        one = _decoder(kinds[0])
        return lambda found: tuple(map(one, found))
    each = [_decoder(kind) for kind in kinds]
    return lambda found: tuple(one(part) for one, part in zip(each, found, strict=True))


def _mapping(key: Any, kind: Any) -> _Decode:
    name, one = _decoder(key), _decoder(kind)
    return lambda found: {name(key): one(value) for key, value in found.items()}


def _record(kind: Any) -> _Decode:
    hints = get_type_hints(kind)
    if not is_dataclass(kind):
        parts = [_decoder(hints[name]) for name in kind._fields]
        return lambda found: kind(*(one(part) for one, part in zip(parts, found, strict=True)))
    made = cast(Callable[..., Any], kind)
    named = list(decoded_fields(cast(Any, kind)).items())
    return lambda found: made(*[one(found[name]) for name, one in named])
