"""path of the repository -> the item folder that it lies in, its URL and its index.md (R46)"""

import functools
import re
from dataclasses import dataclass

from prakat.item.category import categories
from prakat.thai.buddhist_era import FIRST_BE, LAST_BE

ROOT = "content"
INDEX = "index.md"
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
RESERVED = frozenset({"page"})
"""Names that generated listings use, and that no item may have."""
MAX_SLUG = 100


@dataclass(frozen=True, slots=True, order=True)
class ItemPath:
    category: str
    year: str
    """The name of the optional Buddhist-era year folder; empty if there is none."""
    slug: str

    @property
    def url(self) -> str:
        """Relative to the site's root; the path is the permanent URL (R46)."""
        return "/".join(part for part in (self.category, self.year, self.slug) if part) + "/"

    @property
    def folder(self) -> str:
        return folder_of(self.url)

    @property
    def file(self) -> str:
        return index_of(self.folder)


def is_year(name: str) -> bool:
    return len(name) == 4 and name.isascii() and name.isdecimal() and FIRST_BE <= int(name) <= LAST_BE


@functools.lru_cache(maxsize=1 << 16)
def item_folder(path: str) -> str | None:
    """The item folder that a path of the repository lies in, by its form alone; None for what lies in none."""
    parts = path.split("/")
    if parts[0] != ROOT or len(parts) < 4:
        return None
    return "/".join(parts[:4]) if is_year(parts[2]) and len(parts) > 4 else "/".join(parts[:3])


def index_of(folder: str) -> str:
    return f"{folder}/{INDEX}"


def is_index(path: str) -> bool:
    """Whether the path is that of an item's index.md."""
    folder = item_folder(path)
    return folder is not None and path == index_of(folder)


def is_item_folder(path: str) -> bool:
    """Whether the path is that of an item's folder, by its form alone."""
    return item_folder(index_of(path)) == path


def url_of(folder: str) -> str:
    """The URL, below the site's root, of the item in a folder."""
    return folder.removeprefix(f"{ROOT}/") + "/"


def folder_of(url: str) -> str:
    """The folder of the item with that URL or path below content/."""
    return f"{ROOT}/{url.strip('/')}"


def parse_path(text: str) -> ItemPath | None:
    """`category/[year/]slug` as an item's path, or None if no item may live there."""
    parts = text.strip("/").split("/")
    if len(parts) not in (2, 3) or parts[0] not in categories():
        return None
    year, slug = (parts[1], parts[2]) if len(parts) == 3 else ("", parts[1])
    if (year and not is_year(year)) or slug_problem(slug):
        return None
    return ItemPath(parts[0], year, slug)


def slug_problem(slug: str) -> str | None:
    """The rule that a folder's name breaks, if any."""
    if slug in RESERVED:
        return "path.reserved"
    if slug.isascii() and slug.isdecimal():
        return "path.year"
    return None if SLUG.fullmatch(slug) and len(slug) <= MAX_SLUG else "path.slug"
