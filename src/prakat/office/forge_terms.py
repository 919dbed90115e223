"""office.yml -> who and what else may reach the office's repository on a forge, as its chain has agreed to (R34)"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ForgeTerms:
    """Logins are in lower case, since forges do not tell capitals apart."""

    is_public: bool = False
    """Whether anybody may read the repository, with its drafts, for ever."""
    administrators: frozenset[str] = frozenset()
    machines: frozenset[str] = frozenset()
    """Accounts of programs that may write, beside the publisher's."""
    addresses: frozenset[str] = frozenset()
    """To which webhooks and mirrors may send."""


def forge_terms(found: Mapping[str, Any]) -> ForgeTerms:
    return ForgeTerms(
        is_public=found.get("visibility") == "public",
        administrators=frozenset(each.lower() for each in found.get("administrators", ())),
        machines=frozenset(each.lower() for each in found.get("machines", ())),
        addresses=frozenset(found.get("addresses", ())),
    )
