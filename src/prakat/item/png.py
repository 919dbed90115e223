"""bytes of a PNG file, animated or not -> its parts; the compressed pixels stay as they are (W3C PNG, third edition)"""

import zlib

from prakat.item.exif import MOST_READ, Exif, upright_exif
from prakat.item.picture_parts import Embedded, NoPicture, PictureParts, Raw, Store, big, bounded, of_store

PNG_START = b"\x89PNG\r\n\x1a\n"
_CRITICAL = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND"})
_COLOURS = frozenset(
    {b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"cLLI", b"bKGD", b"pHYs"}
)
_ANIMATION = frozenset({b"acTL", b"fcTL", b"fdAT"})
_XMP = b"XML:com.adobe.xmp"
_RAW_PROFILE = b"Raw profile type "
"""How ImageMagick keeps what it took from a JPEG file: in hex, after a name and a length."""
_PROFILES = {b"exif": Store.EXIF, b"APP1": Store.EXIF, b"xmp": Store.XMP, b"iptc": Store.IPTC}


def png_parts(raw: bytes) -> PictureParts:
    """Raises NoPicture where no header and no pixels are found."""
    view, at, count = memoryview(raw), len(PNG_START), 0
    needed: list[Raw] = [PNG_START]
    embedded: list[Embedded] = []
    is_sound, kind, has_pixels = True, b"", False
    while at + 8 <= len(raw) and kind != b"IEND":
        bounded(count := count + 1)
        kind, end = raw[at + 4 : at + 8], at + 12 + big(raw[at : at + 4])
        if (kind == b"IHDR") != (count == 1) or (kind[:1].isupper() and kind not in _CRITICAL):
            raise NoPicture
        if kind in _CRITICAL or kind in _COLOURS or kind in _ANIMATION:
            needed.append(view[at:end])
            is_sound &= end <= len(raw) and zlib.crc32(view[at + 4 : end - 4]) == big(raw[end - 4 : end])
        else:
            embedded.append(_embedded(kind, raw[at + 8 : end - 4]))
        has_pixels |= kind == b"IDAT"
        at = end
    if not has_pixels or len(raw) < 33:
        raise NoPicture
    if rest := raw[at:].strip(b"\0\r\n "):
        embedded.append(Embedded(Store.APPENDED, rest[:64]))
    orientation = Exif(of_store(embedded, Store.EXIF)).orientation
    if orientation != 1:
        needed.insert(2, _block(b"eXIf", upright_exif(orientation)))
    width, height = big(raw[16:20]), big(raw[20:24])
    if not (width and height):
        raise NoPicture
    return PictureParts(
        width, height, orientation, tuple(needed), tuple(embedded), is_sound and kind == b"IEND" and at <= len(raw)
    )


def _block(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")


def _embedded(kind: bytes, content: bytes) -> Embedded:
    if kind == b"eXIf":
        return Embedded(Store.EXIF, content)
    name, _, rest = content.partition(b"\0")
    if kind == b"tEXt":
        return _named(name, rest)
    if kind == b"zTXt":
        return _named(name, _unpacked(rest[1:]))
    if kind == b"iTXt":
        text = rest[2:].split(b"\0", 2)[-1]
        return _named(name, _unpacked(text) if rest[:1] == b"\1" else text)
    return Embedded(Store.REST, b"")


def _named(name: bytes, text: bytes) -> Embedded:
    if name == _XMP:
        return Embedded(Store.XMP, text)
    if name.startswith(_RAW_PROFILE):
        try:
            content = bytes.fromhex(b"".join(text.split()[2:]).decode("ascii"))
        except ValueError:
            content = b""
        return Embedded(_PROFILES.get(name.removeprefix(_RAW_PROFILE), Store.REST), content)
    return Embedded(Store.TEXT, name + b"\0" + text.strip())


def _unpacked(packed: bytes) -> bytes:
    """As much as is worth reading, whatever it unpacks to."""
    try:
        return zlib.decompressobj().decompress(packed, MOST_READ)
    except zlib.error:
        return b""
