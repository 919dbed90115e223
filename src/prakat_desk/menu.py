"""whoever has come in -> the pages of the menu that are theirs"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from prakat_desk.viewer import Viewer


class MenuEntry(NamedTuple):
    path: str
    message: str
    """Id of what it is called."""
    is_for: Callable[[Viewer], bool]


def _everybody(_: Viewer) -> bool:
    return True


_ENTRIES = (
    MenuEntry("/today", "desk.today", _everybody),
    MenuEntry("/ask", "desk.ask", lambda who: who.may_ask),
    MenuEntry("/requests", "desk.requests", _everybody),
    MenuEntry("/completeness", "desk_completeness.title", _everybody),
    MenuEntry("/mine", "desk.mine", _everybody),
    MenuEntry("/papers", "desk_papers.title", _everybody),
    MenuEntry("/registers", "desk.registers", lambda who: who.may_ask),
    MenuEntry("/people", "desk.people", lambda who: who.has("webmaster")),
    MenuEntry("/audit", "desk_audit.title", lambda who: who.may_audit),
    MenuEntry("/manual", "desk_manual.menu", _everybody),
)


def menu_of(viewer: Viewer) -> Iterator[MenuEntry]:
    """In their order."""
    return (each for each in _ENTRIES if each.is_for(viewer))
