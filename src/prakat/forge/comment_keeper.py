"""texts of ours for a request -> comments kept current; what somebody else made of one is put right, and said"""

import hashlib
import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from prakat.forge.forge import Comment, Forge
from prakat.repository.receipt import OWN_FOLDER
from prakat.rules.message import Message, message

_NAME = "comments.json"


@dataclass(slots=True)
class CommentKeeper:
    """Any writer may edit a comment, and Forgejo's API does not say who did. So what we wrote is remembered beside the
    repository, where only our own process writes; without that memory, as on a new machine, it is only put right."""

    forge: Forge
    git_dir: Path
    said: list[Message] = field(default_factory=list)
    """What was found changed or gone, for whoever runs the command."""

    def one(self, number: int, marker: str, text: str) -> bool:
        """Keeps exactly one comment of ours that begins with `marker`, a line of its own; returns whether it is new."""
        return self._keep(number, self._own(number), marker, text)

    def series(self, number: int, marker: Callable[[int], str], texts: Sequence[str], ended: str) -> None:
        """Keeps one comment of ours for each text, in order; those of an earlier, longer series say `ended` instead."""
        own = self._own(number)
        for place, text in enumerate(texts, start=1):
            self._keep(number, own, marker(place), text)
        place = len(texts) + 1
        while _begun_by(own, marker(place)) or _key(number, marker(place)) in self._memory():
            self._keep(number, own, marker(place), ended)
            place += 1

    def _own(self, number: int) -> list[Comment]:
        return [each for each in self.forge.comments(number) if self.forge.is_own(each)]

    def _keep(self, number: int, own: Sequence[Comment], marker: str, text: str) -> bool:
        memory = self._memory()
        known = memory.get(_key(number, marker), {})
        found = next((each for each in own if each.id == known.get("id")), None)
        if known and found is None:
            self.said.append(message("forge.comment-gone", number=number))
        elif found and _digest(found.body) not in known["digests"]:
            self.said.append(message("forge.comment-rewritten", number=number))
            known["is_rewritten"] = True
        found = found or next(iter(_begun_by(own, marker)), None)
        note = f"\n\n> {message('forge.was-rewritten').text()}\n" if known.get("is_rewritten") else ""
        body = f"{marker}\n{text}{note}"
        if found and _digest(found.body) == _digest(body):
            self._remember(memory, _key(number, marker), {**known, "id": found.id, "digests": [_digest(body)]})
            return False
        if found:
            both = [_digest(found.body), _digest(body)]  # whichever a killed run leaves behind is ours
            self._remember(memory, _key(number, marker), {**known, "id": found.id, "digests": both})
        made = self.forge.say(number, body, found.id if found else None)
        self._remember(memory, _key(number, marker), {**known, "id": made, "digests": [_digest(body)]})
        return found is None

    def _memory(self) -> dict[str, Any]:
        with suppress(OSError, ValueError):
            found = json.loads(self._path.read_bytes())
            return found if isinstance(found, dict) else {}
        return {}

    def _remember(self, memory: dict[str, Any], key: str, told: dict[str, Any]) -> None:
        if memory.get(key) != told:
            memory[key] = told
            self._path.parent.mkdir(exist_ok=True)
            new = self._path.with_suffix(".new")
            new.write_bytes(json.dumps(memory, sort_keys=True).encode())
            new.replace(self._path)

    @property
    def _path(self) -> Path:
        return self.git_dir / OWN_FOLDER / _NAME


def _key(number: int, marker: str) -> str:
    return f"{number} {marker}"


def _begun_by(comments: Sequence[Comment], marker: str) -> list[Comment]:
    return [each for each in comments if each.body.startswith((f"{marker}\n", f"{marker}\r\n"))]


def _digest(body: str) -> str:
    return hashlib.sha256(body.replace("\r\n", "\n").rstrip().encode("utf-8", "surrogatepass")).hexdigest()
