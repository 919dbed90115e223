"""repository x its address on a forge -> fetched, pushed; tried again a bounded number of times"""

import base64
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from prakat.repository.refs import HEADS
from prakat.repository.repository import GitFailed, Repository
from prakat.repository.retry import Retry, Sleep

_LOG = logging.getLogger(__name__)
TRIES = 5
_SETTINGS = {
    "http.followRedirects": "false",
    "http.lowSpeedLimit": "1000",
    "http.lowSpeedTime": "30",
    "protocol.version": "2",
}
_REFUSED = (
    "non-fast-forward",
    "fetch first",
    "[rejected]",
    "[remote rejected]",
    "declined",
    "protected branch",
    "not our ref",
    "attempting to allocate",
)

"""What git says of a refusal, and of more than it may take (`memory_limit`)."""
_THERE = "--upload-pack=git-upload-pack"
"""Said, lest the configuration name another program for this address."""


@dataclass(frozen=True, slots=True)
class Remote:
    """The address of a repository on a forge, and the account that reads and writes there."""

    url: str
    login: str
    token: str = field(repr=False)
    sleep: Sleep = field(default=time.sleep, repr=False)

    def heads(self, repository: Repository) -> dict[str, str]:
        """Full name -> commit of every branch there. Raises CannotWork."""
        return {name: oid for name, oid in self.refs(repository).items() if name.startswith(HEADS)}

    def refs(self, repository: Repository) -> dict[str, str]:
        """Full name -> object of every branch and tag there. Raises CannotWork."""
        out = self._insist(repository, "ls-remote", _THERE, "--heads", "--tags", self.url).decode()
        return {name: oid for oid, _, name in (line.partition("\t") for line in out.splitlines())}

    def fetch(self, repository: Repository, *refspecs: str) -> None:
        """Fetches; a rewritten branch is refused unless its refspec begins with `+`. Raises CannotWork."""
        self._insist(repository, "fetch", _THERE, "--no-tags", "--no-write-fetch-head", self.url, *refspecs)

    def push(self, repository: Repository, ref: str, is_deletion: bool = False) -> None:
        """Pushes the branch of that full name, never by force, or deletes it there. Raises CannotWork.

        A refused second try may follow a first one whose answer was lost: then the branch is where it should be.
        """
        try:
            spec = f":{ref}" if is_deletion else f"{ref}:{ref}"
            self._insist(repository, "push", "--receive-pack=git-receive-pack", self.url, spec)
        except GitFailed:
            if self.refs(repository).get(ref) != (None if is_deletion else repository.ref(ref)):
                raise

    def _insist(self, repository: Repository, *command: str) -> bytes:
        """Runs git; a refusal is final, anything else may be temporary and is tried again."""
        for attempt in Retry(TRIES, first=1, longest=8).attempts(self.sleep):
            try:
                return repository.run(*command, environment=self._environment())
            except GitFailed as problem:
                if attempt.is_last or any(word in str(problem) for word in _REFUSED):
                    raise
                _LOG.info("git %s of %s failed, again in %.1f s", command[0], self.url, attempt.wait)
        raise AssertionError("the last try returns or raises")

    def _environment(self) -> Mapping[str, str]:
        """The token is passed by the environment, since every user can read a command line."""
        basic = base64.b64encode(f"{self.login}:{self.token}".encode()).decode()
        settings = {**_SETTINGS, f"http.{self.url}.extraHeader": f"Authorization: Basic {basic}"}
        found = {"GIT_ALLOW_PROTOCOL": urlsplit(self.url).scheme, "GIT_CONFIG_COUNT": str(len(settings))}
        for place, (name, value) in enumerate(settings.items()):
            found |= {f"GIT_CONFIG_KEY_{place}": name, f"GIT_CONFIG_VALUE_{place}": value}
        return found
