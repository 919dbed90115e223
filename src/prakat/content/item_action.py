"""what a commit changed x items before and after -> what it did to each of them (DESIGN: Actions)"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from prakat.content.action import Action
from prakat.item.item_facts import ItemFacts
from prakat.item.item_path import folder_of, index_of, item_folder
from prakat.repository.commit import PathChange
from prakat.repository.object_id import NOTHING


@dataclass(frozen=True, slots=True)
class Touch:
    """How a change touched one item's folder, judged by its index.md."""

    old: str
    """Blob before, or NOTHING; empty, like `new`, where only other files changed."""
    new: str
    is_alone: bool
    """Whether no other file of the folder changed."""
    gone: frozenset[str]
    """Item folders that lost their index.md at the same time."""

    @property
    def asks(self) -> tuple[str, ...]:
        """The blobs that must be read to tell what was done."""
        if self.new in (NOTHING, self.old):
            return ()
        if self.old == NOTHING:
            return (self.new,) if self.gone else ()
        return self.old, self.new


@dataclass(frozen=True, slots=True)
class ItemAction:
    action: Action
    origin: str = ""
    """The former folder of an item that moved here; empty for the folder that the item left."""
    has_note: bool = False
    """Whether it brought a new `change_note`."""


def touches(changes: Iterable[PathChange]) -> dict[str, Touch]:
    """Item folder -> how the changes touch it."""
    indexes: dict[str, tuple[str, str]] = {}
    counted: dict[str, int] = {}
    for change in changes:
        if folder := item_folder(change.path):
            counted[folder] = counted.get(folder, 0) + 1
            if change.path == index_of(folder):
                indexes[folder] = (change.old, change.new)
    gone = frozenset(folder for folder, (_, new) in indexes.items() if new == NOTHING)
    return {folder: Touch(*indexes.get(folder, ("", "")), count == 1, gone) for folder, count in counted.items()}


def item_actions(touched: Mapping[str, Touch], item: Callable[[str], ItemFacts]) -> dict[str, ItemAction]:
    """Item folder -> what was done to it; `item` reads the blobs that the touches ask for."""
    found = {folder: _item_action(touch, item) for folder, touch in touched.items()}
    origins = {each.origin for each in found.values() if each.origin}
    return found | dict.fromkeys(origins, ItemAction(Action.MOVED))


def _item_action(touch: Touch, item: Callable[[str], ItemFacts]) -> ItemAction:
    if touch.new == NOTHING:
        return ItemAction(Action.WITHDRAWN)
    if touch.old == NOTHING:
        origin = next(_origins(item(touch.new), touch.gone), "") if touch.gone else ""
        return ItemAction(Action.MOVED, origin) if origin else ItemAction(Action.PUBLISHED)
    if not touch.asks:
        return ItemAction(Action.AMENDED)
    old, new = map(item, touch.asks)
    return ItemAction(_change(touch, old, new), has_note=new.change_note not in ("", old.change_note))


def _origins(new: ItemFacts, gone: frozenset[str]) -> Iterator[str]:
    """Those of its former paths that are gone, the last one first."""
    folders = map(folder_of, reversed(new.former_paths))
    return (folder for folder in folders if folder in gone)


def _change(touch: Touch, old: ItemFacts, new: ItemFacts) -> Action:
    if old.verbal and new.verbal is None:
        return Action.RATIFIED
    if new.is_withdrawn and not old.is_withdrawn:
        return Action.WITHDRAWN
    return Action.RENEWED if touch.is_alone and new.is_renewal_of(old) else Action.AMENDED
