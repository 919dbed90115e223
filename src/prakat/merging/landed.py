"""a merge that somebody else made x what was asked for -> in what it is unlike, before anything is recorded of it"""

from __future__ import annotations

from typing import NamedTuple

from prakat.repository.repository import Repository
from prakat.rules.wording import Label


class Landed(NamedTuple):
    """What a merge is, apart from who made it when."""

    parents: tuple[str, ...]
    tree: str
    message: str

    def differs(self, found: Landed) -> Label | None:
        """In what the other is unlike this one."""
        unlike = (name for name in self._fields if getattr(self, name) != getattr(found, name))
        return next((Label("landed", name) for name in unlike), None)


def landed(repository: Repository, commit: str) -> Landed:
    """What a commit is."""
    found = next(repository.log(f"{commit}^!"))
    return Landed(found.parents, found.tree, found.message.rstrip())
