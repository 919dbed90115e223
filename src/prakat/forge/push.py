"""a forge's pushes x a request's head -> everybody who pushed to the request, and UNTOLD if some pushes are unknown"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from prakat.repository.object_id import NOTHING
from prakat.repository.retry import Retry, Sleep
from prakat.request.policy.request import UNTOLD

_ASKING = Retry(tries=8, first=0.5, longest=8)
"""Half a minute in all, since a busy forge lists pushes some seconds after it has accepted them."""


@dataclass(frozen=True, slots=True)
class Push:
    login: str
    before: str
    """The branch's commit before the push; NOTHING if the push made the branch."""
    after: str
    account: int = 0
    """The number of the account; 0 for one that is gone."""


def pushers(
    ask: Callable[[], Iterable[Push]], head: str, is_on_main: Callable[[str], bool], sleep: Sleep
) -> tuple[tuple[str, int], ...]:
    """Login and number of each; UNTOLD if the known pushes leave a gap between main, or nothing, and the head."""
    for _ in _ASKING.attempts(sleep):
        pushes = tuple(ask())
        if is_on_main(head) or any(push.after == head for push in pushes):
            break
    return _followed(pushes, head, is_on_main)


def _followed(pushes: Iterable[Push], head: str, is_on_main: Callable[[str], bool]) -> tuple[tuple[str, int], ...]:
    """Follows pushes back from the head, through forced ones too: who pushed what was replaced also took part."""
    by_result: defaultdict[str, list[Push]] = defaultdict(list)
    for push in pushes:
        by_result[push.after].append(push)
    accounts: dict[tuple[str, int], None] = {}
    seen, left = {NOTHING}, [head]
    while left:
        commit = left.pop()
        if commit in seen or is_on_main(commit):
            continue
        seen.add(commit)
        accounts |= dict.fromkeys((push.login, push.account) for push in by_result[commit]) or {(UNTOLD, 0): None}
        left += [push.before for push in by_result[commit]]
    return tuple(accounts)
