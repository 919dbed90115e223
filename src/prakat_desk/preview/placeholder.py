"""a half-typed value x what its schema asks of it -> one that a page can show, with what is missing said in it"""

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from prakat.rules.message import message

Judge = Callable[[Mapping[str, Any], Any], bool]
_ADDRESS = "https://example.invalid/"


def filled(root: Mapping[str, Any], part: Mapping[str, Any], given: Any, day: datetime.date, is_right: Judge) -> Any:
    """`is_right` says of a part of the schema and a value whether the one admits the other."""
    if "$ref" in part:
        part = {**root["$defs"][part["$ref"].rpartition("/")[2]], **part}
    if given is not None and is_right(part, given):
        return given
    if "properties" in part:
        return _object(root, part, given if isinstance(given, dict) else {}, day, is_right)
    if part.get("type") == "array":
        entries = given if isinstance(given, list) and given else [None]
        return [filled(root, part["items"], each, day, is_right) for each in entries]
    return _placeholder(part, day)


def _object(
    root: Mapping[str, Any], part: Mapping[str, Any], given: Mapping[str, Any], day: datetime.date, is_right: Judge
) -> dict[str, Any]:
    known = part["properties"]
    there = {key: value for key, value in given.items() if key in known and is_right(known[key], value)}
    missing = (key for key in part.get("required", ()) if key not in there)
    return {**there, **{key: filled(root, known[key], given.get(key), day, is_right) for key in missing}}


def _placeholder(part: Mapping[str, Any], day: datetime.date) -> Any:
    """Where no words can stand, an example of the schema."""
    if part.get("format") == "plain-text":
        return message("desk_preview.not-typed").text()
    if str(part.get("format", "")).startswith("iso-"):
        return day.isoformat()
    if part.get("format") == "web-url":
        return _ADDRESS
    return next(iter((*part.get("enum", ()), *part.get("examples", ()))), part.get("minimum"))
