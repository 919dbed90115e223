"""A schema -> hypothesis strategies for every value that it admits, so that a new property is tried by itself."""

import datetime
import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from prakat.rules import schema
from prakat.thai.visible_text import control_character, visible_length

THAI = "กขคงจฉชซญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮะาิีึืุูเแโใไ่้๊๋์ำ๐๑๒๓๔๕๖๗๘๙ฯๆ"
HOSTILE = " :#-'\"[]{}>|*&!%@`,?\\~=0123456789noyes.é🙂\t"
TEXTS = st.text(alphabet=THAI + HOSTILE, max_size=60)
DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)).map(datetime.date.isoformat)
TIMES = st.builds(
    lambda time, tail: f"{time:%H:%M}{tail}", st.times(), st.sampled_from(["", ":00", ":59", "+07:00", ":30+07:00"])
)
MOMENTS = st.builds("{}T{}".format, DAYS, TIMES)


def admitted(root: Mapping[str, Any], part: Mapping[str, Any]) -> SearchStrategy[Any]:
    """Values that the part of the schema admits."""
    if "$ref" in part:
        target: Any = root
        for step in str(part["$ref"]).removeprefix("#/").split("/"):
            target = target[step]
        part = {**target, **part}
    if "anyOf" in part and "properties" not in part:
        return st.one_of(*(admitted(root, each) for each in part["anyOf"]))
    if "enum" in part:
        return st.sampled_from(part["enum"])
    if part.get("type") == "boolean":
        return st.booleans()
    if part.get("type") == "integer":
        return st.integers(part["minimum"], part["maximum"])
    if part.get("type") == "array":
        return _lists(root, part)
    if "properties" in part:
        return _objects(root, part)
    return _texts(part)


def _lists(root: Mapping[str, Any], part: Mapping[str, Any]) -> SearchStrategy[Any]:
    unique = {"unique_by": repr} if part.get("uniqueItems") else {}
    most = min(3, part.get("maxItems", 3))
    inner = admitted(root, part["items"])
    if part["items"].get("format") == "plain-text":  # one on each line of a form: what is around it says nothing
        limits = part["items"]["visibleLength"]
        inner = inner.map(str.strip).filter(lambda text: limits[0] <= visible_length(text) <= limits[1])
    return st.lists(inner, min_size=part.get("minItems", 0), max_size=most, **unique)


def _objects(root: Mapping[str, Any], part: Mapping[str, Any]) -> SearchStrategy[Any]:
    inner = {name: admitted(root, each) for name, each in part["properties"].items()}
    needed = {name: inner[name] for name in part.get("required", ())}
    found = st.one_of(
        *(
            st.fixed_dictionaries(
                {name: inner[name] for name in {*needed, *more}},
                optional={name: inner[name] for name in inner if name not in {*needed, *more, *less}},
            )
            for more, less in _alternatives(part.get("allOf", []))
        )
    )
    own = schema.compiled(
        {key: each for key, each in {**part, "$defs": root.get("$defs", {})}.items() if key != "$ref"}
    )
    return found.filter(own.quick.is_valid)


def _alternatives(conditions: Sequence[Mapping[str, Any]]) -> Iterator[tuple[set[str], set[str]]]:
    """Which more of its properties an object has, and which it has not, for each way to meet its conditions."""
    ways = [
        [
            (
                set(one["required"]),
                {name for other in each.get("oneOf", ()) for name in other["required"]} - {*one["required"]},
            )
            for one in each.get("oneOf", each.get("anyOf", ()))
        ]
        for each in conditions
    ]
    for chosen in itertools.product(*ways):
        yield {name for more, _ in chosen for name in more}, {name for _, less in chosen for name in less}


def _texts(part: Mapping[str, Any]) -> SearchStrategy[str]:
    match part.get("format"):
        case "iso-date":
            return DAYS
        case "iso-date-or-never":
            return DAYS | st.just("never")
        case "iso-date-or-time":
            return DAYS | MOMENTS
        case "iso-time":
            return MOMENTS
        case "clock":
            return st.times().map("{:%H:%M}".format)
        case "duration":
            return st.sampled_from(["15 นาที", "1 ชั่วโมง 30 นาที", "๓ วันทำการ"])
        case "web-url":
            return st.sampled_from(["https://a.example/", "http://a.example/b?c=1#d", "https://a.example/%E0%B8%81"])
        case "plain-text":
            return _plain(part["visibleLength"])
    return st.from_regex(part["pattern"].replace("$", r"\Z"), fullmatch=True).filter(
        lambda text: len(text) <= part.get("maxLength", 999) and "\n" not in text
    )


def _plain(limits: list[int]) -> SearchStrategy[str]:
    """Also with spaces around it, and a word of another program at its beginning."""
    begun = st.sampled_from(["", "0332/412", "no ", "- ", "ประกาศ: ", "# ", "๑. ", "2569", "true", " ", "'", '"', "@"])
    padded = st.builds(lambda first, rest: first + rest, begun, TEXTS)
    filled = padded.map(lambda text: text + "ก" * max(0, limits[0] - visible_length(text)))
    ended = st.builds(lambda text, last: text + last, filled, st.sampled_from(["", "", " ", "\n", "\u200b", "\xa0"]))
    return ended.filter(lambda text: limits[0] <= visible_length(text) <= limits[1] and not control_character(text))
