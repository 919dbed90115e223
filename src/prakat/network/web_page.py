"""address of a page of the office's site -> the page's bytes"""

from urllib.parse import urlsplit

import urllib3

from prakat.cannot_work import CannotWork

_TRIES, _TIMEOUT = 5, 60


def read(url: str) -> bytes | None:
    """The bytes at an address of the office's site; None where there is nothing. Raises CannotWork.

    Uses https, except from this machine itself (R35); redirects are not followed."""
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost"):
        raise CannotWork("network.not-https", url=url)
    retries = urllib3.Retry(total=_TRIES, backoff_factor=0.5, status_forcelist=(429, 500, 502, 503, 504), redirect=0)
    try:
        found = urllib3.request("GET", url, retries=retries, timeout=_TIMEOUT, redirect=False)
    except urllib3.exceptions.HTTPError as problem:
        raise CannotWork("network.unreachable", url=url, problem=type(problem).__name__) from None
    return found.data if found.status == 200 else None
