"""the counter at which requests come in and are answered -> one protocol, for a bare repository and for a forge"""

from typing import Protocol

from prakat.audit_log.merge_record import Received
from prakat.merging.work import Work
from prakat.request.policy.request import Mode, Request
from prakat.rules.violation import Violation


class Counter(Protocol):
    """What it is asked about, it reads anew."""

    def requests(self) -> dict[int, str]:
        """Number -> head of every open request."""

    def received(self, work: Work, request: Request, how: Mode) -> tuple[Received, ...]:
        """The request's sign-offs, as they were received."""

    def pushers(self, work: Work, number: int) -> tuple[str, ...]:
        """Who pushed to the request, where the server tells."""

    def merge(self, work: Work, request: Request, tree: str, message: str) -> str | list[Violation]:
        """The merge of the request with that tree, which is not main's tip here yet; or why it cannot be."""

    def tell(self, work: Work) -> None:
        """The audit-log has grown."""

    def forget(self, number: int, head: str) -> None:
        """The request was merged: it is open no more."""

    def close(self, number: int, head: str) -> None:
        """The request was refused: it is to be open no more."""
