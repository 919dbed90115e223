"""a call to merge a head -> merged, or why not; both forges answer in nearly the same way"""

import logging
import re
from collections.abc import Callable

from prakat.forge.client import Answer, Client
from prakat.forge.forge import ForgeFailed, ForgeUnavailable, Moved, Pull
from prakat.repository.retry import Retry

_LOG = logging.getLogger(__name__)
_ASKING = Retry(tries=12, first=0.5, longest=4)
"""Some 35 seconds in all, since a forge examines a request before it can merge it."""
_DONE, _REFUSED, _OTHER_HEAD = 200, 405, 409
_LATER = re.compile(r"try|again later", re.IGNORECASE)
"""Forgejo: "Please try again later", right after opening; GitHub: "Base branch was modified. Review and try ..."."""


def insist(ask: Callable[[], Answer], read: Callable[[], Pull], pull: Pull, client: Client) -> None:
    """Asks until the forge has merged the head or refuses. Asking twice is safe, since the merge is pinned to the head;
    after each answer but yes the request is read again, so that a merge whose answer was lost is seen."""
    message = ""
    for _ in _ASKING.attempts(client.sleep):
        answer = ask()
        if answer.status == _DONE:
            return
        message = answer.message
        now = read()
        if now.merged_as:
            return
        if answer.status == _OTHER_HEAD or now.head != pull.head:
            raise Moved("forge.moved", number=pull.number, head=now.head[:12], answer=message or answer.status)
        if answer.status != _REFUSED or not _LATER.search(message):
            raise ForgeFailed("forge.no-merge", number=pull.number, answer=f"{answer.status} {message}".strip())
        _LOG.info("request #%d: the forge is not ready to merge it (%d)", pull.number, answer.status)
    raise ForgeUnavailable("forge.no-merge-yet", number=pull.number, answer=message)
