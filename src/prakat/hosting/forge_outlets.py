"""forge x office -> where the repository sends what it holds, beside the site: webhooks, mirrors, forks (R34)"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from prakat.forge.forgejo import Forgejo
from prakat.forge.github import GitHub
from prakat.hosting.drift import MISSING, Drift
from prakat.hosting.forge_setting import ForgeList
from prakat.hosting.protection import Protection
from prakat.office.office import Office
from prakat.rules.message import message

_HOOKS, _ALL_HOOKS, _MIRRORS, _FORKS = "webhooks", "organisation webhooks", "push mirrors", "forks"


@dataclass(frozen=True)
class ForgeOutlets:
    """An address is right if office.yml names it and it is reached encrypted."""

    forge: Forgejo | GitHub
    office: Office

    def guards(self) -> Iterator[ForgeList]:
        allowed = {"addresses": sorted(self.office.forge.addresses)}
        yield self._hooks(_HOOKS, self.forge.repository)
        owner = self.forge.repository.split("/")[1]
        if self.forge.client.find(f"orgs/{quote(owner)}"):
            yield self._hooks(_ALL_HOOKS, f"orgs/{quote(owner)}")
        if isinstance(self.forge, Forgejo):
            yield ForgeList(Protection(_MIRRORS, allowed), self._mirrors, self._mirror, self._stop)
        yield ForgeList(Protection(_FORKS, {"private": not self.office.forge.is_public}), self._forks, self._fork)

    def _hooks(self, name: str, place: str) -> ForgeList:
        def judge(found: Any) -> Drift | None:
            return self._hook(name, found)

        def switch_off(found: Any) -> None:
            self.forge.client.do("PATCH", f"{place}/hooks/{found['id']}", {"active": False})

        allowed = Protection(name, {"addresses": sorted(self.office.forge.addresses)})
        return ForgeList(allowed, lambda: self._pages(f"{place}/hooks"), judge, switch_off)

    def _hook(self, name: str, found: Any) -> Drift | None:
        config = found["config"]
        address = str(config.get("url", ""))
        if not found["active"] or (self._is_right(address) and str(config.get("insecure_ssl", "0")) == "0"):
            return None
        return Drift(name, _host(address), MISSING, message("hosting.sends"))

    def _mirrors(self) -> Iterator[Any]:
        return self._pages(f"{self.forge.repository}/push_mirrors")

    def _mirror(self, found: Any) -> Drift | None:
        address = str(found["remote_address"])
        return None if self._is_right(address) else Drift(_MIRRORS, _host(address), MISSING, message("hosting.sends"))

    def _stop(self, found: Any) -> None:
        self.forge.client.do("DELETE", f"{self.forge.repository}/push_mirrors/{quote(found['remote_name'])}")

    def _forks(self) -> Iterator[Any]:
        return self._pages(f"{self.forge.repository}/forks")

    def _fork(self, found: Any) -> Drift | None:
        """A copy of a private repository that anybody may read."""
        if found["private"] or self.office.forge.is_public:
            return None
        hosts = message("hosting.mend-fork")
        return Drift(_FORKS, str(found["full_name"]), message("hosting.private"), message("hosting.public"), hosts)

    def _pages(self, path: str) -> Iterator[Any]:
        return self.forge.client.pages(path, self.forge.in_pages)

    def _is_right(self, address: str) -> bool:
        return address in self.office.forge.addresses and address.startswith("https://")


def _host(address: str) -> str:
    """No more of it, since the rest may be a password."""
    try:
        return urlsplit(address).hostname or "?"
    except ValueError:
        return "?"
