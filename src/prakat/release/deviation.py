"""manifest of the release x the live site -> every file that differs or is missing (R37)"""

import hashlib
import logging
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from prakat.repository.retry import Retry, Sleep

_LOG = logging.getLogger(__name__)
AT_ONCE = 8
_NOT_SERVED = ("404.html",)
"""Served in place of a missing page, not under its own name."""
_MINUTE = 60
Fetch = Callable[[str], bytes | None]


@dataclass(frozen=True, slots=True)
class Deviation:
    path: str
    problem: str
    """`missing` or `differs`"""

    def row(self) -> dict[str, str]:
        return {"path": self.path, "problem": self.problem}


def deviations(manifest: Mapping[str, Any], site_url: str, fetch: Fetch) -> Iterator[Deviation]:
    """In the manifest's order. A page is fetched by the address that readers use."""
    files = {path: digest for path, digest in manifest["files"].items() if path not in _NOT_SERVED}
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        found = pool.map(lambda path: fetch(site_url + quote(path.removesuffix("index.html"))), files)
        for (path, digest), data in zip(files.items(), found, strict=True):
            if data is None:
                yield Deviation(path, "missing")
            elif hashlib.sha256(data).hexdigest() != digest:
                yield Deviation(path, "differs")


def lasting(manifest: Mapping[str, Any], site_url: str, fetch: Fetch, minutes: int, sleep: Sleep) -> list[Deviation]:
    """What still differs after waiting, since a cache before the site may serve an old copy for a while."""
    found: list[Deviation] = []
    files = manifest["files"]
    for _ in Retry(tries=max(minutes, 0) + 1, first=_MINUTE, longest=_MINUTE).attempts(sleep):
        found = list(deviations({"files": files}, site_url, fetch))
        if not found:
            break
        _LOG.info("%d of %d files differ or are missing", len(found), len(files))
        files = {each.path: files[each.path] for each in found}
    return found
