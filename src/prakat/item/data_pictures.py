"""source of a picture in pasted HTML -> a file beside the item, taken out of the HTML itself"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from prakat.item import body
from prakat.item.picture_file import read_picture

_DATA = re.compile(r"data:image/(png|jpe?g|webp);base64,", re.IGNORECASE)
MOST_PICTURES = 50
MOST_PICTURE_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class TakenPicture:
    name: str
    raw: bytes


@dataclass(slots=True)
class DataPictures:
    taken: list[TakenPicture] = field(default_factory=list)
    lost: int = 0
    """Pictures that could not be kept: elsewhere on the web, too many, too large, no picture at all."""
    _names: dict[str, str] = field(default_factory=dict)

    def kept(self, source: str) -> str:
        """The name under which the picture stands beside the item; empty where there is none."""
        source = source.strip()
        if match := _DATA.match(source):
            return self._take(source[match.end() :], match[1].lower().replace("jpeg", "jpg"))
        if source and not body.is_remote(source) and ".." not in source and "\\" not in source:
            return source
        self.lost += bool(source)
        return ""

    def _take(self, text: str, kind: str) -> str:
        try:
            raw = base64.b64decode(unquote(text) if "%" in text else text, validate=False)
        except (binascii.Error, ValueError):
            raw = b""
        total = sum(len(each.raw) for each in self.taken) + len(raw)
        if not raw or len(self.taken) >= MOST_PICTURES or total > MOST_PICTURE_BYTES or read_picture(raw) is None:
            self.lost += 1
            return ""
        digest = hashlib.sha256(raw).hexdigest()
        if digest not in self._names:
            name = f"picture-{digest[:12]}.{kind}"
            self._names[digest] = name
            self.taken.append(TakenPicture(name, raw))
        return self._names[digest]
