"""place of a value in the front matter x the form -> the entry of the form where it is mended"""

from collections.abc import Iterable, Mapping

from prakat.rules.strict_yaml import Pointer
from prakat_desk.form.form_field import FormField, Widget


def place_of(pointer: Pointer, fields: Iterable[FormField], groups: Mapping[str, tuple[int, ...]]) -> str:
    """The name of the nearest entry that the form has: of one of several texts their own, of a group in a list that of
    its first part. Empty where no field is near. `groups` is that of what was read from the form."""
    own, rest = pointer[:1], pointer[1:]
    found = next((each for each in fields if (each.own,) == own), None)
    return _within(found, rest, found.own, groups) if found else ""


def _within(field: FormField, rest: Pointer, name: str, groups: Mapping[str, tuple[int, ...]]) -> str:
    if not rest or not field.parts:
        return name
    first = None
    if field.widget is Widget.GROUPS:
        index, indexes = rest[0], groups.get(name, ())
        if not isinstance(index, int) or not 0 <= index < len(indexes):
            return name
        name, rest, first = f"{name}.{indexes[index]}", rest[1:], field.parts[0]
    part = next((each for each in field.parts if (each.own,) == rest[:1]), first)
    return _within(part, rest[1:], f"{name}.{part.own}", groups) if part else name
