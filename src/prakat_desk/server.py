"""desk -> uvicorn, which serves it: bounded, silent about itself, and not taking anybody's word for who asks"""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import uvicorn

from prakat.cannot_work import CannotWork
from prakat.content.shelf import shelf_of
from prakat.founding.sample_office import SampleOffice
from prakat.hosting.desk_push import OfficeDoor
from prakat.merging.beside import work_beside
from prakat.network.loopback_port import LOOPBACK
from prakat.repository.repository import Repository
from prakat_desk.application import application
from prakat_desk.desk import Desk, ForgeEntry
from prakat_desk.entry.invitation_link import invite
from prakat_desk.sending.bare_outlet import outlet_of
from prakat_desk.sending.morning_book import MorningBook

MOST_AT_ONCE = 400
"""Connections; whoever comes later is told to try again."""


def desk_at(
    repository: Repository,
    origin: str,
    state: Path,
    door: tuple[str, Path | None] = ("", None),
    forge: tuple[str, str, str, Path] | None = None,
    site: Path | None = None,
) -> Desk:
    """The desk of a real office: nobody is let in but by an own key, or an own account of the forge.

    `door`: address and key by which it sends requests through SSH, if it may only read the repository. `forge`: its
    address and kind, the client's id, and the file with the client's secret. `site`: the folder of the site."""
    entry, opened = ForgeEntry(*forge) if forge else None, OfficeDoor(*door) if door[0] else None
    return Desk(repository, origin, state, door=opened, forge=entry, site_folder=site)


def sample_desk(sample: SampleOffice, origin: str, state: Path, site_url: str, site: Path | None = None) -> Desk:
    """The desk of a sample, where a visitor may be anybody: `sample_of` has seen that no real key is in it."""
    return Desk(sample.repository, origin, state, site_url, sample.keys, site_folder=site)


def invited(desk: Desk, person: str) -> str:
    """A link by which the person makes a passkey. Raises CannotWork."""
    return invite(desk, person)


def invitations(repository: Repository, origin: str, state: Path, people: Sequence[str]) -> dict[str, str]:
    """A link for each, at the desk that will stand at that address with that small folder. Raises CannotWork."""
    desk = desk_at(repository, origin, state)
    return {person: invite(desk, person) for person in people}


def server(desk: Desk, bind: str, port: int) -> uvicorn.Server:
    """Addresses are not logged, since an invitation's secret stands in one. A real office's desk stands behind a web
    server of the same machine, whose word for who asks is taken; nobody else's is."""
    made = application(desk)
    settings = uvicorn.Config(
        made,
        host=bind,
        port=port,
        http="h11",
        ws="none",
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=True,
        proxy_headers=not desk.is_sample,
        forwarded_allow_ips=LOOPBACK,
        limit_concurrency=MOST_AT_ONCE,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=10,
        h11_max_incomplete_event_size=32 * 1024,
    )
    work_beside(_read_ahead, desk, made.state.morning)
    return uvicorn.Server(settings)


def _read_ahead(desk: Desk, morning: MorningBook) -> None:
    """What the first visitor would else wait for, in a large office for seconds. Whatever is wrong is told to whoever
    asks for it."""
    with suppress(CannotWork, OSError):
        _ = desk.main_now.surroundings().taken
        shelf_of(desk.repository).now()
        if desk.forge is None:
            morning.find_out(outlet_of(desk, "th"))
