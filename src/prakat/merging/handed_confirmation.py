"""an owner's "I have looked at the page", handed in beside the repository -> recorded by the publisher (R07)"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from prakat.cannot_work import CannotWork, Halted
from prakat.item.item_path import index_of
from prakat.merging import confirmation
from prakat.merging.in_tray import CONFIRMATIONS, HandedPaper, InTray
from prakat.merging.merging import Merging
from prakat.rules.message import Message, message


@dataclass(frozen=True, slots=True)
class HandedConfirmation:
    """That a person who signed in at the desk has looked at a page."""

    item: str
    """Its folder."""
    blob: str
    """Of the index.md that was looked at."""
    by: str
    """Id of a person."""

    @property
    def paper(self) -> HandedPaper:
        """The same one twice is one."""
        return HandedPaper(CONFIRMATIONS, self.item, asdict(self))


def handed_in(git_dir: Path) -> dict[str, HandedConfirmation]:
    """Item folder -> what waits for the publisher."""
    found = map(_given, InTray(git_dir, CONFIRMATIONS).waiting())
    return {given.item: given for given in found if given}


def take_in(merging: Merging) -> list[Message]:
    """Records what waits, of those pages that are still what was looked at; returns what was done with each."""
    found = map(_given, InTray(merging.work.repository.git_dir, CONFIRMATIONS).taken())
    return [_taken(merging, given) for given in found if given]


def _taken(merging: Merging, given: HandedConfirmation) -> Message:
    """Raises Halted, and then everything is left as it is."""
    entry = merging.work.before.files.entries.get(index_of(given.item))
    if entry is None or entry[1] != given.blob:
        return message("merging.looked-at-other", item=given.item)
    try:
        return confirmation.confirm(merging, given.item, given.by)
    except Halted:
        raise
    except CannotWork as problem:
        return message("merging.not-confirmed", item=given.item, problem=problem)


def _given(facts: Mapping[str, str]) -> HandedConfirmation | None:
    return HandedConfirmation(**facts) if facts.keys() == {"item", "blob", "by"} else None
