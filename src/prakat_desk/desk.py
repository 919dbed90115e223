"""an office's bare repository x the address at which its people reach the desk -> what every page of it knows"""

import datetime
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from prakat.cannot_work import CannotWork
from prakat.hosting.desk_hand_in import hand_in
from prakat.hosting.desk_push import OfficeDoor
from prakat.merging.first_look import office_of_main
from prakat.merging.in_tray import HandedPaper
from prakat.office.authority import Authority
from prakat.repository.receipt import moment_of_receipt
from prakat.repository.refs import MAIN, tip
from prakat.repository.repository import Repository
from prakat.thai.buddhist_era import BANGKOK, bangkok_day
from prakat_desk.auditing.kept_audit import AuditKeeper
from prakat_desk.auditing.kit_shelf import KitShelf
from prakat_desk.auditing.paper_shelf import PaperShelf
from prakat_desk.keeping import small_file
from prakat_desk.keeping.calendar_addresses import CalendarAddresses
from prakat_desk.keeping.drafts import Drafts
from prakat_desk.keeping.errands import Errands
from prakat_desk.keeping.invitations import Invitations
from prakat_desk.keeping.one_time import OneTimeSecrets
from prakat_desk.keeping.seen_passkeys import SeenPasskeys
from prakat_desk.keeping.sessions import Sessions
from prakat_desk.keeping.shown_requests import ShownRequests
from prakat_desk.keeping.tries import Tries
from prakat_desk.preview.previewer import Previewer
from prakat_desk.preview.surroundings import MainNow

_ANSWERED_WITHIN, _MOST_ASKED = datetime.timedelta(minutes=10), 2000
_MOST_TRIES, _TRIES_WITHIN = 400, datetime.timedelta(minutes=5)
_MOST_ACTS, _ACTS_WITHIN = 40, datetime.timedelta(hours=1)


def _now() -> datetime.datetime:
    return datetime.datetime.now(BANGKOK)


@dataclass(frozen=True, slots=True)
class ForgeEntry:
    """Where people sign in, and are asked whether the desk may act for them, if the office is on a forge."""

    url: str
    """https://host/owner/name."""
    kind: str
    """`forgejo` or `github`, as in `accounts` of office.yml."""
    client_id: str
    client_secret_file: Path
    """Readable by the desk alone."""


@dataclass(frozen=True)
class Desk:
    """Has no slots, so that what a commit of main says is read once."""

    repository: Repository
    origin: str
    """`https://desk.office.go.th`: what browsers name, and what passkeys are made for."""
    state: Path
    """The small folder."""
    site_url: str = ""
    """Where readers see the pages, if that is not what office.yml says: a sample's own."""
    sample_keys: Mapping[str, Path] = field(default_factory=dict)
    """Id of a person -> a throw-away private key. Empty for every real office: only `sample_desk` fills it."""
    door: OfficeDoor | None = None
    """Where requests are sent to, if the desk may only read the repository."""
    forge: ForgeEntry | None = None
    """None for an office on a bare repository, whose people come in by passkey."""
    clock: Callable[[], datetime.datetime] = _now
    """Of sessions and drafts: this machine's, whatever day an invented office has."""
    site_folder: Path | None = None
    """Where the publisher puts the site, if the desk can read that: its files and its disk are then looked at, too."""

    @cached_property
    def main_now(self) -> MainNow:
        return MainNow(self.repository)

    @cached_property
    def previewer(self) -> Previewer:
        return Previewer()

    @cached_property
    def shown_requests(self) -> ShownRequests:
        return ShownRequests()

    def hand_in(self, paper: HandedPaper) -> None:
        """To the publisher: by its own hand, or through the door if it may only read. Raises CannotWork."""
        hand_in(self.door or OfficeDoor(str(self.repository.git_dir.resolve())), paper)

    @property
    def is_sample(self) -> bool:
        return bool(self.sample_keys)

    @property
    def origins(self) -> Mapping[str, str]:
        """Host -> origin, of each name under which browsers may know the desk: a sample's has two for this machine."""
        known = urlsplit(self.origin)
        hosts = [
            known.netloc,
            *([f"127.0.0.1:{known.port}"] if self.is_sample and known.hostname == "localhost" else []),
        ]
        return {host: f"{known.scheme}://{host}" for host in hosts}

    @property
    def is_https(self) -> bool:
        return self.origin.startswith("https://")

    @property
    def moment(self) -> datetime.datetime:
        """Now, by the clock of the office: an invented one has a day of its own."""
        return moment_of_receipt(self.repository.git_dir)

    @property
    def day(self) -> datetime.date:
        return bangkok_day(self.moment)

    @cached_property
    def auditing(self) -> AuditKeeper:
        return AuditKeeper(self.repository, self.state / "audit", lambda: self.moment)

    @cached_property
    def kits(self) -> KitShelf:
        return KitShelf(self.repository, self.state / "kits")

    @cached_property
    def papers(self) -> PaperShelf:
        return PaperShelf(self.state / "papers")

    @cached_property
    def drafts(self) -> Drafts:
        return Drafts(self.state / "drafts", self.clock)

    @cached_property
    def errands(self) -> Errands:
        return Errands(self.state / "errands", self.clock)

    @cached_property
    def sessions(self) -> Sessions:
        return Sessions(self.state / "sessions", self.clock)

    @cached_property
    def invitations(self) -> Invitations:
        return Invitations(self.state / "invitations", self.clock)

    @cached_property
    def calendar_addresses(self) -> CalendarAddresses:
        return CalendarAddresses(self.state / "calendar", self.clock)

    def shut_out(self, person: str) -> None:
        """Of every browser and calendar program: whoever has the person's lost phone reads nothing more with it."""
        self.sessions.end_all_of(person)
        self.calendar_addresses.void(person)

    @cached_property
    def challenges(self) -> OneTimeSecrets:
        """What devices and forges were asked, each for one answer."""
        return OneTimeSecrets(self.state / "challenges", _ANSWERED_WITHIN, _MOST_ASKED, self.clock)

    @cached_property
    def passkeys(self) -> SeenPasskeys:
        return SeenPasskeys(self.state / "passkeys")

    @cached_property
    def tries(self) -> Tries:
        """Of signing in, by one network: a whole office comes from one, at half past eight."""
        return Tries(_MOST_TRIES, _TRIES_WITHIN, self.clock)

    @cached_property
    def acts(self) -> Tries:
        """Of asking for keys and links, by one person."""
        return Tries(_MOST_ACTS, _ACTS_WITHIN, self.clock)

    @cached_property
    def cookie_key(self) -> str:
        """Signs cookies; made once, so that a restart of the desk signs nobody out."""
        place = self.state / "cookie-key"
        kept = small_file.taken(place)
        if kept is None:
            kept = secrets.token_hex(32).encode("ascii")
            small_file.put(place, kept)
        return kept.decode("ascii", "replace")

    @cached_property
    def _kept(self) -> dict[str, tuple[str, Authority | None]]:
        """Main and what it says, in one piece, since several people ask at once."""
        return {}

    @property
    def authority(self) -> Authority:
        """By main's office.yml as it stands now, read once for each commit. Raises CannotWork without one."""
        main = tip(self.repository, MAIN) or ""
        kept, found = self._kept.get(MAIN, ("", None))
        if kept != main:
            found = office_of_main(self.repository)
            self._kept[MAIN] = (main, found)
        if found is None:
            raise CannotWork("desk.no-office")
        return found
