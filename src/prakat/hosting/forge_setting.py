"""the place on a forge that keeps one kind of setting x what must stand there -> read, compared, put in place"""

import logging
from dataclasses import dataclass
from typing import Any, Protocol

from prakat.forge.client import Client
from prakat.hosting.protection import Drift, Protection, drifts

_LOG = logging.getLogger(__name__)


class SettingStore(Protocol):
    """The place on a forge that keeps one kind of setting."""

    def find(self, setting: Protection) -> Any | None: ...

    def put(self, setting: Protection) -> None: ...


@dataclass(frozen=True)
class ForgeSetting:
    setting: Protection
    store: SettingStore

    def drifts(self) -> list[Drift]:
        found = list(drifts(self.setting, self.store.find(self.setting)))
        _LOG.info("%s: %d differences", self.setting.name, len(found))
        return found

    def apply(self) -> None:
        self.store.put(self.setting)
        _LOG.info("%s: put in place", self.setting.name)


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
        self.client.do(self.method, self.path, setting.wanted)


@dataclass(frozen=True)
class BranchProtections(SettingStore):
    client: Client
    path: str

    def find(self, setting: Protection) -> Any | None:
        return self.client.find(f"{self.path}/branch_protections/{setting.name}")

    def put(self, setting: Protection) -> None:
        if self.find(setting) is None:
            self.client.do("POST", f"{self.path}/branch_protections", setting.wanted)
        else:
            self.client.do("PATCH", f"{self.path}/branch_protections/{setting.name}", setting.wanted)


@dataclass(frozen=True)
class Rulesets(SettingStore):
    client: Client
    path: str

    def _id(self, setting: Protection) -> int | None:
        listed = self.client.pages(f"{self.path}/rulesets?includes_parents=false", "per_page=100")
        return next((each["id"] for each in listed if each["name"] == setting.name), None)

    def find(self, setting: Protection) -> Any | None:
        known = self._id(setting)
        return None if known is None else self.client.get(f"{self.path}/rulesets/{known}")

    def put(self, setting: Protection) -> None:
        known = self._id(setting)
        if known is None:
            self.client.do("POST", f"{self.path}/rulesets", setting.wanted)
        else:
            self.client.do("PUT", f"{self.path}/rulesets/{known}", setting.wanted)
