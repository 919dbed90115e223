"""the requests that wait at the door x who sends one more -> whether there is room for it, on the disk too (R34)"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass

from prakat.hosting.front import Front
from prakat.item.file_facts import size_text
from prakat.repository.object_id import NOTHING
from prakat.repository.refs import REQUEST
from prakat.rules import data
from prakat.rules.message import Message, message


@dataclass(frozen=True, slots=True)
class OpenRequests:
    front: Front

    def refusals(self) -> Iterator[Message]:
        """What the publisher has still to write needs its room on the disk; each open request costs each of its runs;
        and whoever is at it alone must not bar everybody else. What only takes away is always taken."""
        if any(oid != NOTHING for oid in self.front.pushed.values()):
            yield from self._disk()
            yield from self._queue()

    def _disk(self) -> Iterator[Message]:
        free, must = shutil.disk_usage(self.front.repository.git_dir).free, _limit("free")
        if free < must:
            yield message("hosting.disk-full", found=size_text(free), must=size_text(must))

    def _queue(self) -> Iterator[Message]:
        there = {*self.front.repository.refs(REQUEST)}
        coming = {ref for ref, oid in self.front.pushed.items() if ref.startswith(REQUEST) and oid != NOTHING}
        if coming <= there:
            return
        found, most = len(there | coming), _limit("requests")
        if found > most:
            yield message("hosting.too-many-open", most=most)
            return
        last = {each.ref: each.pusher for each in self.front.earlier}
        own = sum(last.get(ref) == self.front.pusher for ref in there - coming) + len(coming)
        if self.front.pusher and own > (most := _limit("own")):
            yield message("hosting.too-many-own", most=most)


def _limit(name: str) -> int:
    return int(data.load("limits.yml")["queue"][name])
