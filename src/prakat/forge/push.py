"""pushes that a forge tells of x a request's head -> everybody who pushed what led to it, or that somebody is untold"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from prakat.repository.object_id import NOTHING
from prakat.repository.retry import Retry, Sleep
from prakat.request.policy.request import UNTOLD

_ASKING = Retry(tries=8, first=0.5, longest=8)
"""Half a minute in all: a busy forge writes pushes down some seconds after it took them."""


@dataclass(frozen=True, slots=True)
class Push:
    login: str
    before: str
    """What the branch was; NOTHING where the push made it."""
    after: str


def pushers(
    ask: Callable[[], Iterable[Push]], head: str, is_on_main: Callable[[str], bool], sleep: Sleep
) -> tuple[str, ...]:
    """Logins, and UNTOLD where the pushes that are told of do not lead from main, or from nothing, to the head."""
    for _ in _ASKING.attempts(sleep):
        pushes = tuple(ask())
        if is_on_main(head) or any(push.after == head for push in pushes):
            break
    return _followed(pushes, head, is_on_main)


def _followed(pushes: Iterable[Push], head: str, is_on_main: Callable[[str], bool]) -> tuple[str, ...]:
    """Back from the head, over forced pushes as well: whoever wrote what was pushed away has had a hand in it."""
    by_result: defaultdict[str, list[Push]] = defaultdict(list)
    for push in pushes:
        by_result[push.after].append(push)
    logins: dict[str, None] = {}
    seen, left = {NOTHING}, [head]
    while left:
        commit = left.pop()
        if commit in seen or is_on_main(commit):
            continue
        seen.add(commit)
        logins |= dict.fromkeys(push.login for push in by_result[commit]) or {UNTOLD: None}
        left += [push.before for push in by_result[commit]]
    return tuple(logins)
