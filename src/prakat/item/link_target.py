"""link as a body writes it x the page it stands on -> page or file of the site"""

import posixpath
from dataclasses import dataclass
from urllib.parse import unquote

from prakat.item.item_path import INDEX, ItemPath


@dataclass(frozen=True, slots=True)
class LinkTarget:
    url: str
    """Relative to the site's root: `law/act/`, `law/act/notice.pdf`, or empty for the home page."""
    suffix: str
    """Query and fragment, as written."""

    @property
    def is_page(self) -> bool:
        return self.url == "" or self.url.endswith("/")

    @property
    def page(self) -> str:
        """The page that owns the target: itself, or the folder of a file."""
        return self.url.removesuffix(self.file)

    @property
    def file(self) -> str:
        return "" if self.is_page else self.url.rpartition("/")[2]


def target_of(page: ItemPath, written: str) -> LinkTarget | None:
    """The target of a link inside the site; None if it leads above the site's root. A fragment alone is the page."""
    path, mark, rest = _cut(written)
    decoded = unquote(path)
    if not decoded:
        return LinkTarget(page.url, mark + rest)
    joined = decoded.lstrip("/") if decoded.startswith("/") else page.url + decoded
    normal = posixpath.normpath(joined) if joined else "."
    if normal.startswith("..") or "\\" in normal or "\0" in normal:
        return None
    url = "" if normal == "." else normal
    if url.rpartition("/")[2] in (INDEX, "index.html"):
        url = url.rpartition("/")[0]
    is_file = "." in url.rpartition("/")[2] and not decoded.endswith("/")
    return LinkTarget(url if is_file or not url else url + "/", mark + rest)


def _cut(written: str) -> tuple[str, str, str]:
    positions = [position for position in (written.find("?"), written.find("#")) if position >= 0]
    if not positions:
        return written, "", ""
    first = min(positions)
    return written[:first], written[first], written[first + 1 :]


def relative(from_url: str, to_url: str) -> str:
    """The relative reference from one page of the site to another page or file."""
    path = posixpath.relpath("/" + to_url, "/" + from_url)
    return path + "/" if to_url.endswith("/") or (to_url == "" and path != ".") else path if path != "." else "./"
