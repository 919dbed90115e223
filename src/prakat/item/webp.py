"""bytes of a WebP file, animated or not -> its parts; the compressed pixels stay as they are (RFC 9649)"""

from collections.abc import Iterator

from prakat.item.exif import Exif, upright_exif
from prakat.item.picture_parts import Embedded, NoPicture, PictureParts, Raw, Store, bounded, little, of_store

RIFF, WEBP_FORM = b"RIFF", b"WEBP"
_EXTENDED, _LOSSY, _LOSSLESS, _FRAME = b"VP8X", b"VP8 ", b"VP8L", b"ANMF"
_IN_FRAME = frozenset({_LOSSY, _LOSSLESS, b"ALPH"})
_NEEDED = _IN_FRAME | {_EXTENDED, b"ICCP", b"ANIM"}
_STORES = {b"EXIF": Store.EXIF, b"XMP ": Store.XMP}
_SAYS_EXIF, _SAYS_XMP = 0x08, 0x04
_FRAME_HEAD = 16


def webp_parts(raw: bytes) -> PictureParts:
    """Raises NoPicture where no size and no pixels are found."""
    end = 8 + little(raw[4:8])
    whole = raw[:end]
    needed: list[tuple[bytes, Raw]] = []
    embedded: list[Embedded] = []
    has_pixels, is_whole = False, end <= len(raw)
    for kind, content, is_complete in _blocks(memoryview(whole), 12):
        is_whole &= is_complete
        has_pixels |= kind in (_LOSSY, _LOSSLESS, _FRAME)
        if kind in _NEEDED:
            needed.append((kind, content))
        elif kind == _FRAME:
            needed.append((kind, _frame(content)))
        else:
            store = _STORES.get(kind, Store.REST)
            embedded.append(Embedded(store, bytes(content) if store is not Store.REST else b""))
    if not has_pixels:
        raise NoPicture
    if rest := raw[end:].strip(b"\0\r\n "):
        embedded.append(Embedded(Store.APPENDED, rest[:64]))
    width, height = _size(*needed[0])
    orientation = 1
    if needed[0][0] == _EXTENDED:  # only then do browsers look for it
        orientation = Exif(of_store(embedded, Store.EXIF)).orientation
        flags = needed[0][1][0] & ~(_SAYS_EXIF | _SAYS_XMP) | (_SAYS_EXIF if orientation != 1 else 0)
        needed[0] = _EXTENDED, bytes([flags]) + bytes(needed[0][1][1:])
    if orientation != 1:
        needed.append((b"EXIF", upright_exif(orientation)))
    return PictureParts(width, height, orientation, _written(needed), tuple(embedded), is_whole)


def _blocks(view: memoryview, at: int) -> Iterator[tuple[bytes, memoryview, bool]]:
    """Each block's name and content, and whether all of it is there."""
    count = 0
    while at + 8 <= len(view):
        bounded(count := count + 1)
        size = little(view[at + 4 : at + 8])
        yield bytes(view[at : at + 4]), view[at + 8 : at + 8 + size], at + 8 + size <= len(view)
        at += 8 + size + size % 2


def _frame(content: memoryview) -> bytes:
    """A frame of an animation with nothing but its pixels."""
    inner = ((kind, within) for kind, within, _ in _blocks(content, _FRAME_HEAD) if kind in _IN_FRAME)
    return bytes(content[:_FRAME_HEAD]) + b"".join(part for each in inner for part in _block(*each))


def _block(kind: bytes, content: Raw) -> tuple[Raw, ...]:
    return kind, len(content).to_bytes(4, "little"), content, b"\0" * (len(content) % 2)


def _written(blocks: list[tuple[bytes, Raw]]) -> tuple[Raw, ...]:
    parts = [part for each in blocks for part in _block(*each)]
    return RIFF, (4 + sum(map(len, parts))).to_bytes(4, "little"), WEBP_FORM, *parts


def _size(kind: bytes, content: Raw) -> tuple[int, int]:
    if kind == _EXTENDED and len(content) >= 10:
        return little(content[4:7]) + 1, little(content[7:10]) + 1
    if kind == _LOSSLESS and len(content) >= 5:
        both = little(content[1:5])
        return (both & 0x3FFF) + 1, (both >> 14 & 0x3FFF) + 1
    if kind == _LOSSY and len(content) >= 10:
        width, height = little(content[6:8]) & 0x3FFF, little(content[8:10]) & 0x3FFF
        if width and height:
            return width, height
    raise NoPicture
