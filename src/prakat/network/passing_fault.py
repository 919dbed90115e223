"""an answer or a failed connection -> whether it may be over soon, how long to wait, and in words what happened"""

from collections.abc import Mapping

import urllib3.exceptions as failed

from prakat.rules.message import message, said
from prakat.rules.wording import Label

PASSING = frozenset({429, 500, 502, 503, 504})
"""Statuses of an answer after which it is worth asking again."""


def told_to_wait(headers: Mapping[str, str]) -> float:
    """Seconds that the server asks for, by names in lower case; 0 where it asks for none."""
    told = headers.get("retry-after", "")
    return float(told) if told.isascii() and told.isdigit() else 0.0


def why_it_failed(error: failed.HTTPError) -> object:
    """Why there is no answer."""
    match error:
        case failed.NameResolutionError():
            return Label("system_problem", "gaierror")
        case failed.NewConnectionError():  # which is a TimeoutError as well
            cause = error.__cause__
            return said(cause) if isinstance(cause, OSError) else message("network.broken-off")
        case failed.TimeoutError():
            return Label("system_problem", "TimeoutError")
        case failed.SSLError():
            return message("network.not-trusted")
    return message("network.broken-off")
