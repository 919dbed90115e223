"""bytes of a JPEG file -> its parts; the compressed pixels stay as they are (ITU T.81, Annex B)"""

import re

from prakat.item.exif import Exif, upright_exif
from prakat.item.picture_parts import Embedded, NoPicture, PictureParts, Raw, Store, big, bounded, of_store

JPEG_START = b"\xff\xd8\xff"
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""What ends the compressed pixels: neither a byte that was escaped nor a mark from which to resume."""
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_TABLES = frozenset({0xC4, 0xCC, 0xDB, 0xDC, 0xDD, 0xDE, 0xDF})
_ALONE = frozenset({0x00, 0x01, *range(0xD0, 0xD8)})
_SCAN, _END, _BEGIN, _LINES = 0xDA, 0xD9, 0xD8, 0xDC
_JFIF = b"JFIF\0"
_ICC = b"ICC_PROFILE\0"
_ADOBE = b"Adobe"
_STORES = (
    (b"Exif\0", Store.EXIF),
    (b"http://ns.adobe.com/xap/", Store.XMP),
    (b"http://ns.adobe.com/xmp/", Store.XMP),
    (b"Photoshop 3.0\0", Store.IPTC),
)


def jpeg_parts(raw: bytes) -> PictureParts:
    """Raises NoPicture where no frame and no pixels are found."""
    return _Jpeg(raw).parts()


class _Jpeg:
    def __init__(self, raw: bytes) -> None:
        self._raw, self._view, self._at, self._count = raw, memoryview(raw), 2, 0
        self._needed: list[Raw] = [b"\xff\xd8"]
        self._embedded: list[Embedded] = []
        self._after_header = 1
        """Where an Exif block belongs: behind the JFIF header."""
        self._size = (0, 0)
        self._has_pixels = self._is_whole = False

    def parts(self) -> PictureParts:
        while self._block():
            self._count += 1
            bounded(self._count)
        width, height = self._size
        if not (self._has_pixels and width and height):
            raise NoPicture
        orientation = Exif(of_store(self._embedded, Store.EXIF)).orientation
        if orientation != 1:
            block = b"Exif\0\0" + upright_exif(orientation)
            self._needed.insert(self._after_header, b"\xff\xe1" + (len(block) + 2).to_bytes(2, "big") + block)
        return PictureParts(width, height, orientation, tuple(self._needed), tuple(self._embedded), self._is_whole)

    def _block(self) -> bool:
        """Reads the next block; whether there may be another."""
        raw, at = self._raw, self._raw.find(b"\xff", self._at)
        if at < 0 or at + 1 >= len(raw):
            return False
        code = raw[at + 1]
        if code == 0xFF or code in _ALONE:
            self._at = at + (1 if code == 0xFF else 2)
            return True
        if code == _END:
            self._end(at)
            return False
        if code == _BEGIN:
            raise NoPicture
        end = at + 2 + big(raw[at + 2 : at + 4])
        if end < at + 4 or end > len(raw):
            return False
        self._at = end
        self._sort(code, at, end)
        return True

    def _end(self, at: int) -> None:
        self._needed.append(b"\xff\xd9")
        self._is_whole = self._has_pixels
        if rest := self._raw[at + 2 :].strip(b"\0\r\n "):
            self._embedded.append(Embedded(Store.APPENDED, rest[:64]))

    def _sort(self, code: int, at: int, end: int) -> None:
        """Keeps what pixels and colours need, and sets aside the rest."""
        content = self._raw[at + 4 : end]
        if code in _FRAMES:
            self._size = big(content[3:5]), big(content[1:3])
        if code == _LINES and not self._size[1]:
            self._size = self._size[0], big(content[:2])
        if code in _FRAMES or code in _TABLES:
            self._needed.append(self._view[at:end])
        elif code == _SCAN:
            found = _NEXT_MARKER.search(self._raw, end)
            self._at = found.start() if found else len(self._raw)
            self._needed.append(self._view[at : self._at])
            self._has_pixels = True
        elif code == 0xE0 and content.startswith(_JFIF) and len(content) >= 14 and self._after_header == 1:
            self._needed.insert(1, b"\xff\xe0\x00\x10" + content[:12] + b"\0\0")  # without its small picture
            self._after_header = 2
        elif code == 0xE2 and content.startswith(_ICC):
            self._needed.append(self._view[at:end])
        elif code == 0xEE and content.startswith(_ADOBE) and len(content) >= 12:
            self._needed.append(b"\xff\xee\x00\x0e" + content[:12])
        else:
            store = next((store for mark, store in _STORES if content.startswith(mark)), Store.REST)
            self._embedded.append(Embedded(store, content if store is not Store.REST else b""))
