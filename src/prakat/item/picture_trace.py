"""what lies in a picture file beside the picture -> what it would tell of people: place, author, device (R35)"""

import enum
import re
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby, islice

from prakat.item.exif import MOST_READ, PHOTO, POSITION, Exif
from prakat.item.picture_parts import Embedded, Store


class PictureTrace(enum.StrEnum):
    """Labels `picture_trace` name each for people."""

    POSITION = "position"
    AUTHOR = "author"
    DEVICE = "device"
    APPENDED = "appended"


_MOST_BLOCKS = 64
_FIELDS = {PictureTrace.AUTHOR: {0x013B, 0x8298, 0x9C9D}, PictureTrace.DEVICE: {0x010F, 0x0110, 0x013C}}
_PHOTO_FIELDS = {
    PictureTrace.AUTHOR: {0xA430, 0xA437, 0xA438},
    PictureTrace.DEVICE: {0x927C, 0xA431, 0xA433, 0xA434, 0xA435},
}
_PLACES = {0x0002, 0x0004}
"""Latitude and longitude; many phones write the block without them."""
_XMP = {
    PictureTrace.POSITION: re.compile(rb"GPSL(?:at|ong)itude|photoshop:(?:City|State)|Iptc4xmp(?:Core|Ext):Location"),
    PictureTrace.AUTHOR: re.compile(rb"dc:(?:creator|rights)|aux:OwnerName|CameraOwnerName|photoshop:Credit"),
    PictureTrace.DEVICE: re.compile(rb"tiff:(?:Make|Model)|(?:Body|aux:|Lens)SerialNumber|aux:Lens|LensModel"),
}
_IPTC = {
    PictureTrace.POSITION: re.compile(rb"\x1c\x02[\x5a\x5c\x5f]"),
    PictureTrace.AUTHOR: re.compile(rb"\x1c\x02[\x50\x6e\x74\x7a]"),
}
"""City, sublocation, state; by-line, credit, copyright, writer: datasets 2:90 2:92 2:95 2:80 2:110 2:116 2:122."""
_TEXT = {
    PictureTrace.POSITION: re.compile(rb"(?i)(?:exif:)?(?:gps|location)"),
    PictureTrace.AUTHOR: re.compile(rb"(?i)(?:author|artist|copyright|creator|exif:artist|exif:copyright)\0."),
    PictureTrace.DEVICE: re.compile(rb"(?i)(?:source|make|model|exif:make|exif:model)\0."),
}
"""Keywords of PNG; of ImageMagick, those of Exif too."""


def picture_traces(embedded: Iterable[Embedded]) -> list[PictureTrace]:
    """Each once, in the order in which people mind; of the first blocks of each sort, as no camera writes more."""
    found: set[PictureTrace] = set()
    for store, blocks in groupby(sorted(embedded, key=_store), key=_store):
        for each in islice(blocks, _MOST_BLOCKS):
            found.update(_READERS[Store(store)](each.data[:MOST_READ]))
    return [each for each in PictureTrace if each in found]


def _store(embedded: Embedded) -> str:
    return embedded.store.value


def _in_exif(data: bytes) -> Iterable[PictureTrace]:
    exif = Exif(data)
    photo = exif.within(PHOTO)
    if any(_is_said(each) for field, each in exif.within(POSITION).items() if field in _PLACES):
        yield PictureTrace.POSITION
    for secret, fields in _FIELDS.items():
        said = [*((exif.fields.get(each)) for each in fields), *(photo.get(each) for each in _PHOTO_FIELDS[secret])]
        if any(map(_is_said, said)):
            yield secret


def _is_said(value: object) -> bool:
    """Whether a field holds more than blanks."""
    if isinstance(value, str):
        return bool(value.strip("\0 "))
    return bool(value.strip(b"\0 ")) if isinstance(value, bytes) else bool(value)


def _matching(patterns: Mapping[PictureTrace, re.Pattern[bytes]], data: bytes) -> Iterable[PictureTrace]:
    return (secret for secret, pattern in patterns.items() if pattern.search(data))


_READERS: Mapping[Store, Callable[[bytes], Iterable[PictureTrace]]] = {
    Store.EXIF: _in_exif,
    Store.XMP: lambda data: _matching(_XMP, data),
    Store.IPTC: lambda data: _matching(_IPTC, data),
    Store.TEXT: lambda data: (secret for secret, pattern in _TEXT.items() if pattern.match(data)),
    Store.APPENDED: lambda _: [PictureTrace.APPENDED],
    Store.REST: lambda _: [],
}
