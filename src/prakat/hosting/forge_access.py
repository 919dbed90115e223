"""forge x office x day -> who may write to the repository or administer it, and needs less (R34)"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote

from prakat.forge.forge import ForgeRefused
from prakat.forge.forgejo import Forgejo
from prakat.forge.github import GitHub
from prakat.hosting.drift import MISSING, THERE, UNREADABLE, Drift
from prakat.hosting.forge_setting import ForgeList
from prakat.hosting.protection import Protection
from prakat.office.office import Office
from prakat.rules.message import message

_ADMINISTERS, _WRITES = ("admin", "owner"), ("admin", "owner", "write", "maintain")
_READS, _KEYS = "read", "deploy keys"


@dataclass(frozen=True, slots=True)
class Access:
    """What one account may do."""

    login: str
    may: str


@dataclass(frozen=True)
class ForgeAccess:
    """Who may what. People write and never administer; whoever has left or was never in office.yml only reads."""

    forge: Forgejo | GitHub
    office: Office
    day: datetime.date
    whose: str = ""
    """Before the names of settings: which repository, where it is not the office's."""

    def guards(self) -> list[ForgeList]:
        """Accounts, keys, and where GitHub knows them invitations."""
        names = {"administrators": sorted(self._administrators), "writers": sorted(self._writers)}
        accounts = ForgeList(Protection("collaborators", names), self._accounts, self._judged, self._reduce)
        invited = ForgeList(Protection("invitations", {}), self._invited, self._invitation, self._take_back)
        return [accounts, self.keys(), *([invited] if isinstance(self.forge, GitHub) else [])]

    def keys(self) -> ForgeList:
        name = f"{self.whose}{_KEYS}"
        return ForgeList(Protection(name, {"read_only": True}), self._keys, self._key, self._drop_key)

    @cached_property
    def _writers(self) -> set[str]:
        people = [each for each in self.office.people.values() if not each.has_left(self.day)]
        own = self.office.publisher["accounts"][self.forge.kind]
        logins = {each.accounts[self.forge.kind] for each in people if self.forge.kind in each.accounts}
        return {each.lower() for each in {*logins, own}} | self.office.forge.machines

    @cached_property
    def _administrators(self) -> set[str]:
        """Those whom office.yml names, and who looks; nobody who works there day by day."""
        return {*self.office.forge.administrators, self.forge.own_login().lower()} - self._writers

    def _accounts(self) -> Iterator[Access]:
        """Everybody who may write, by whatever way."""
        if isinstance(self.forge, GitHub):
            for each in self._listed("collaborators?affiliation=all"):
                yield Access(str(each["login"]), _github_right(each))
            return
        logins = {str(each["login"]) for each in self.forge.client.get(f"{self.forge.repository}/assignees")}
        known = {each.lower() for each in logins}
        for login in sorted({*logins, *(self._writers - known)}):  # the forge's own administrators are no assignees
            found = self.forge.client.find(f"{self.forge.repository}/collaborators/{quote(login)}/permission")
            if found:
                yield Access(login, str(found["permission"]))

    def _judged(self, one: Access) -> Drift | None:
        wanted = self._wanted(one)
        if one.may not in _WRITES or wanted == one.may or (one.may in _ADMINISTERS and wanted == "admin"):
            return None
        if wanted == "write" and one.may not in _ADMINISTERS:
            return None
        by_hand = None if one.login.lower() in self._direct else message("hosting.mend-access")
        return Drift("collaborators", one.login, wanted, one.may, by_hand)

    def _wanted(self, one: Access) -> str:
        login = one.login.lower()
        if login in self._administrators:
            return "admin"
        return "write" if login in self._writers else _READS

    @cached_property
    def _direct(self) -> set[str]:
        """Those whose right is their own, and not a team's, an owner's or an administrator's of the forge."""
        only = "?affiliation=direct" if isinstance(self.forge, GitHub) else ""
        return {str(each["login"]).lower() for each in self._listed(f"collaborators{only}")}

    def _reduce(self, one: Access) -> None:
        names = {"write": "push", "read": "pull"} if isinstance(self.forge, GitHub) else {}
        wanted = self._wanted(one)
        path = f"{self.forge.repository}/collaborators/{quote(one.login)}"
        self.forge.client.do("PUT", path, {"permission": names.get(wanted, wanted)})

    def _keys(self) -> Iterator[Any]:
        return self._listed("keys")

    def _key(self, found: Any) -> Drift | None:
        return None if found["read_only"] else Drift(f"{self.whose}{_KEYS}", str(found["title"]), _READS, "write")

    def _drop_key(self, found: Any) -> None:
        """A key's right cannot be changed."""
        self.forge.client.do("DELETE", f"{self.forge.repository}/keys/{found['id']}")

    def _invited(self) -> Iterator[Any]:
        return self._listed("invitations")

    def _invitation(self, found: Any) -> Drift | None:
        login = str((found["invitee"] or {}).get("login", ""))
        may, known = found["permissions"], login.lower() in self._writers
        if may not in _WRITES or (known and may == "write"):
            return None
        return Drift("invitations", login, "write" if known else _READS, may)

    def _take_back(self, found: Any) -> None:
        self.forge.client.do("DELETE", f"{self.forge.repository}/invitations/{found['id']}")

    def _listed(self, place: str) -> Iterator[Any]:
        return self.forge.client.pages(f"{self.forge.repository}/{place}", self.forge.in_pages)

    def site_administrators(self) -> Iterator[Drift]:
        """Of a Forgejo: they override every protection."""
        if isinstance(self.forge, GitHub):
            return
        name = "site administrators"
        try:
            listed = [*self.forge.client.pages("admin/users", self.forge.in_pages)]
        except ForgeRefused:
            by_hand = message("hosting.note-site-administrators")
            yield Drift(name, "", message("hosting.known"), UNREADABLE, by_hand, is_note=True)
            return
        for each in listed:
            if each["is_admin"] and each["login"].lower() not in self._administrators:
                by_hand = message("hosting.mend-site-administrator")
                yield Drift(name, str(each["login"]), MISSING, THERE, by_hand)


def _github_right(found: Any) -> str:
    may = found["permissions"]
    if may["admin"]:
        return "admin"
    if may.get("maintain"):
        return "maintain"
    return "write" if may["push"] else _READS
