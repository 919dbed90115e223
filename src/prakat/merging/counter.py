"""the counter at which requests come in and are answered -> one protocol, for a bare repository and for a forge"""

import datetime
from typing import Protocol

from prakat.audit_log.merge_record import ReceivedSignOff
from prakat.merging.work import Work
from prakat.request.policy.request import Mode, Request
from prakat.rules.message import Message
from prakat.rules.violation import Violation


class Counter(Protocol):
    """Where requests come in and are answered, as the publisher deals with it."""

    @property
    def moves_main(self) -> bool:
        """Whether its `merge` has moved main, before anything could be judged or recorded."""

    def requests(self) -> dict[int, str]:
        """Number -> head of every open request."""

    def received(self, work: Work, request: Request, how: Mode) -> tuple[ReceivedSignOff, ...]:
        """The request's sign-offs, as they were received."""

    def refusals(self, work: Work, number: int) -> tuple[ReceivedSignOff, ...]:
        """What may send the request back, as it was received, whoever made it."""

    def signed(self) -> frozenset[int]:
        """Numbers of requests that somebody has signed, as far as that can be told without judging them."""

    def targeted(self, number: int) -> datetime.datetime | None:
        """When the request was last pointed at another branch; None if it always was for main."""

    def pushers(self, work: Work, number: int) -> tuple[str, ...]:
        """Who pushed to the request, as far as the server knows."""

    def merge(self, work: Work, request: Request, tree: str, message: str) -> str | list[Violation]:
        """The commit that merges the request with that tree, or why it cannot be merged. Does not move main here."""

    def tell(self, work: Work) -> None:
        """Publishes the records that were added to the audit-log."""

    def forget(self, number: int, head: str) -> None:
        """Takes a merged request off the list of open ones."""

    def settle(self, work: Work) -> list[Message]:
        """Sees to requests that are still on the list though they were merged or refused; returns what was done."""

    def close(self, number: int, head: str) -> None:
        """Closes a refused request."""
