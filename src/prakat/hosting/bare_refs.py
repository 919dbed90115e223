"""bare repository -> refs that neither requests, sign-offs nor the publisher make (R34)"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from prakat.hosting.drift import MISSING, Drift
from prakat.repository.refs import AUDIT_LOG, HEADS, MAIN, PULLS, REFS, REQUEST, SEEN, SIGN_OFF, TAGS, TALK
from prakat.repository.repository import Repository
from prakat.rules.message import message

_OURS = re.compile(
    rf"{MAIN}|{AUDIT_LOG}|{REQUEST}[1-9][0-9]{{0,8}}|{SIGN_OFF}[1-9][0-9]{{0,8}}/[a-z-]+|{SEEN}.*"
    rf"|{TALK}[1-9][0-9]{{0,8}}/[1-9][0-9]?",
)


@dataclass(frozen=True)
class BareRefs:
    repository: Repository

    def drifts(self) -> Iterator[Drift]:
        there = self.repository.refs()
        for ref, oid in self._foreign(there).items():
            by_hand = message("hosting.mend-bare-ref", folder=self.repository.folder, ref=ref, oid=oid)
            yield Drift("refs", ref, MISSING, oid, None if _is_astray(ref, there) else by_hand)

    def apply(self) -> None:
        """Removes those by which git's short names mean another than an office's branch; others may hold work."""
        there = self.repository.refs()
        for ref, oid in self._foreign(there).items():
            if _is_astray(ref, there):
                self.repository.run("update-ref", "-d", ref, oid)

    def _foreign(self, there: dict[str, str]) -> dict[str, str]:
        """A forge's requests are kept where its branches are, too."""
        is_mirror = any(ref.startswith(SEEN) for ref in there)
        foreign = {ref: oid for ref, oid in there.items() if not _OURS.fullmatch(ref)}
        return {ref: oid for ref, oid in foreign.items() if not (is_mirror and ref.startswith(PULLS))}


def _is_astray(ref: str, there: dict[str, str]) -> bool:
    """Whether a branch's short name means this ref instead, as gitrevisions(7) has it."""
    name = ref.removeprefix(TAGS) if ref.startswith(TAGS) else ref.removeprefix(REFS)
    return not ref.startswith(HEADS) and f"{HEADS}{name}" in there
