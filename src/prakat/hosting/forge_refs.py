"""forge -> tags named like a branch, and refs outside branches, tags and requests (R34)"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from prakat.forge.forgejo import Forgejo
from prakat.forge.github import GitHub
from prakat.hosting.drift import MISSING, THERE, Drift
from prakat.hosting.forge_setting import ForgeList
from prakat.hosting.protection import Protection
from prakat.repository.refs import HEADS, PULLS, TAGS
from prakat.rules.message import message

_NAME = "refs"


@dataclass(frozen=True)
class ForgeRefs:
    """Any other tag is nobody's business here: an office that came from a bare repository has its sign-offs."""

    forge: Forgejo | GitHub

    def guard(self) -> ForgeList:
        return ForgeList(Protection(_NAME, {}), self._foreign, self._drift, self._remove)

    def _foreign(self) -> Iterator[str]:
        there = sorted(self._refs())
        branches = {each.removeprefix(HEADS) for each in there if each.startswith(HEADS)}
        for ref in there:
            is_tag, is_known = ref.startswith(TAGS), ref.startswith((HEADS, PULLS))
            if ref.removeprefix(TAGS) in branches if is_tag else not is_known:
                yield ref

    def _refs(self) -> Iterator[str]:
        """GitHub takes no others than these."""
        parts = ("matching-refs/heads", "matching-refs/tags") if isinstance(self.forge, GitHub) else ("refs",)
        for part in parts:
            for each in self.forge.client.find(f"{self.forge.repository}/git/{part}") or ():
                yield str(each["ref"])

    def _drift(self, ref: str) -> Drift:
        is_ours = isinstance(self.forge, Forgejo) and ref.startswith(TAGS)
        by_hand = None if is_ours else message("hosting.mend-ref", url=self.forge.clone_url, ref=ref)
        return Drift(_NAME, ref, MISSING, THERE, by_hand)

    def _remove(self, ref: str) -> None:
        self.forge.client.do("DELETE", f"{self.forge.repository}/tags/{quote(ref.removeprefix(TAGS), safe='')}")
