"""the place on a forge that keeps one kind of setting x what must stand there -> read, compared, put in place"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol
from urllib.parse import quote

from prakat.forge.client import Client
from prakat.forge.forge import ForgeRefused
from prakat.hosting.drift import MISSING, UNREADABLE, Drift
from prakat.hosting.protection import Protection
from prakat.rules.message import message

_LOG = logging.getLogger(__name__)


class Guard(Protocol):
    """One thing on a forge that is watched and put in place."""

    @property
    def setting(self) -> Protection: ...

    def drifts(self) -> list[Drift]: ...

    def apply(self) -> None: ...


class SettingStore(Protocol):
    """The place on a forge that keeps one kind of setting."""

    def find(self, setting: Protection) -> Any | None: ...

    def put(self, setting: Protection) -> None: ...


@dataclass(frozen=True)
class ForgeSetting:
    setting: Protection
    store: SettingStore

    def drifts(self) -> list[Drift]:
        found = list(self.setting.drifts(self.store.find(self.setting)))
        _LOG.info("%s: %d differences", self.setting.name, len(found))
        return found

    def apply(self) -> None:
        self.store.put(self.setting)
        _LOG.info("%s: put in place", self.setting.name)


@dataclass(frozen=True)
class ForgeList:
    """Entries on a forge of which each must be harmless."""

    setting: Protection
    entries: Callable[[], Iterable[Any]]
    judge: Callable[[Any], Drift | None]
    mend: Callable[[Any], None] | None = None

    def drifts(self) -> list[Drift]:
        """What the token may not read is not taken for good."""
        try:
            return [drift for each in self.entries() if (drift := self.judge(each))]
        except ForgeRefused:
            return [Drift(self.setting.name, "", MISSING, UNREADABLE, message("hosting.mend-token"))]

    def apply(self) -> None:
        if self.mend is None:
            return
        for each in [*self.entries()]:
            drift = self.judge(each)
            if drift and not drift.by_hand:
                self.mend(each)
                _LOG.info("%s %s: mended", drift.setting, drift.field)


@dataclass(frozen=True)
class Document(SettingStore):
    """A setting that is one document at one path, which is always there."""

    client: Client
    path: str
    method: str
    """By which it is changed."""

    def find(self, setting: Protection) -> Any | None:
        return self.client.find(self.path)

    def put(self, setting: Protection) -> None:
        self.client.do(self.method, self.path, setting.put(self.find(setting)))


@dataclass(frozen=True)
class BranchProtections(SettingStore):
    client: Client
    path: str

    def _place(self, setting: Protection) -> str:
        return f"{self.path}/branch_protections/{quote(setting.name, safe='')}"

    def find(self, setting: Protection) -> Any | None:
        return self.client.find(self._place(setting))

    def put(self, setting: Protection) -> None:
        found = self.find(setting) or self.client.do("POST", f"{self.path}/branch_protections", setting.put(None))
        self.client.do("PATCH", self._place(setting), setting.put(found))


@dataclass(frozen=True)
class Numbered(SettingStore):
    """Settings in a list, each of which has a name of its own and is changed at its number."""

    client: Client
    path: str
    listed: Callable[[], Iterable[Any]]
    name: str
    """The field that tells one from the other."""
    method: str

    def _id(self, setting: Protection) -> int | None:
        return next((each["id"] for each in self.listed() if each[self.name] == setting.wanted[self.name]), None)

    def find(self, setting: Protection) -> Any | None:
        known = self._id(setting)
        return None if known is None else self.client.get(f"{self.path}/{known}")

    def put(self, setting: Protection) -> None:
        known = self._id(setting)
        if known is None:
            self.client.do("POST", self.path, setting.put(None))
        else:
            self.client.do(self.method, f"{self.path}/{known}", setting.put(None))


def github_rulesets(client: Client, path: str) -> Numbered:
    place = f"{path}/rulesets"
    listed = partial(client.pages, f"{place}?includes_parents=false", "per_page=100")
    return Numbered(client, place, listed, "name", "PUT")


def forgejo_tags(client: Client, path: str) -> Numbered:
    place = f"{path}/tag_protections"
    return Numbered(client, place, partial(client.get, place), "name_pattern", "PATCH")  # not told in pages
