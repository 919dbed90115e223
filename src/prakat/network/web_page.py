"""address of a page of the office's site -> the page's bytes"""

import logging
import time
from urllib.parse import urlsplit

import urllib3

from prakat.cannot_work import CannotWork
from prakat.network.passing_fault import PASSING, told_to_wait, why_it_failed
from prakat.repository.retry import Retry, Sleep
from prakat.rules.message import message

_LOG = logging.getLogger(__name__)
_TIMEOUT = 60
_LONGEST_WAIT = 120
"""Seconds; a server that asks for more is not reached this time."""
_RETRY = Retry(tries=6, first=0.5, longest=8)


def read(url: str, sleep: Sleep = time.sleep) -> bytes | None:
    """The bytes at an address of the office's site; None where there is nothing. Raises CannotWork.

    Uses https, except from this machine itself (R35); redirects are not followed."""
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost"):
        raise CannotWork("network.not-https", url=url)
    problem: object = None
    status = ""
    for attempt in _RETRY.attempts(sleep):
        if status:
            _LOG.info("GET %s again, after %s", url, status)
        try:
            found = urllib3.request("GET", url, retries=False, timeout=_TIMEOUT, redirect=False)
        except urllib3.exceptions.HTTPError as error:
            problem, status = why_it_failed(error), type(error).__name__
            continue
        if found.status not in PASSING:
            return found.data if found.status == 200 else None
        problem, status = message("network.not-now", status=found.status), str(found.status)
        attempt.wait = max(attempt.wait, told_to_wait({name.lower(): value for name, value in found.headers.items()}))
        if attempt.wait > _LONGEST_WAIT:
            break
    raise CannotWork("network.unreachable", url=url, problem=problem)
