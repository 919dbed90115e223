"""folder x address x environment -> the counter that requests are merged at: a bare repository, or a forge"""

import datetime
from collections.abc import Callable, Mapping
from pathlib import Path

from prakat.audit.run_memory import RunMemory
from prakat.cannot_work import CannotWork
from prakat.forge.choice import chosen_forge
from prakat.merging import bare_counter, forge_counter
from prakat.merging.merging import Merging
from prakat.repository.bare import init_bare
from prakat.repository.repository import Repository, find_repository, open_repository
from prakat.rules.message import Message

Opener = Callable[[], Merging]
"""Opens the counter; each call reads again what may have changed since the last one."""


def repository_at(repo: Path, url: str | None) -> Repository:
    """The repository in that folder; with an address, the forge's mirror, which is created if there is none yet."""
    if url is None:
        return open_repository(repo)
    repo.mkdir(parents=True, exist_ok=True)
    if find_repository(repo) is None:
        if any(repo.iterdir()):
            raise CannotWork("merging.no-mirror", place=repo)
        init_bare(repo)
    return open_repository(repo)


def opener(
    repository: Repository,
    key: Path,
    moment: datetime.datetime,
    url: str | None,
    kind: str | None,
    environment: Mapping[str, str],
    memory: RunMemory | None = None,
) -> Opener:
    """Without an address, the counter of the bare repository at `moment`; a forge's counter uses the forge's clock.
    `memory` is of this repository and this process."""
    memory = memory or RunMemory()
    verified = memory.verified()
    if url is None:
        return lambda: bare_counter.open_merging(repository, key, moment, verified, memory)
    choice = chosen_forge(url, kind, environment)
    said: list[Message] = []
    return lambda: forge_counter.open_merging(repository, choice.forge, choice.remote, key, verified, memory, said)
