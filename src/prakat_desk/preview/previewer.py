"""an item as it is being written x main -> its page by the site's own templates, as readers will see it"""

import datetime
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from prakat import product
from prakat.content import item_folder
from prakat.content.item_folder import ItemFolder
from prakat.content.register import Register
from prakat.content.registered_item import read_checked
from prakat.item.item import parse_approved
from prakat.item.item_path import ItemPath
from prakat.office.office import Office
from prakat.repository.own_folder import own_folder
from prakat.site import drawing, edition
from prakat.site.site import Site
from prakat_desk.preview.coming_history import coming_history
from prakat_desk.preview.half_typed import presentable, with_unchosen
from prakat_desk.preview.item_draft import ItemDraft
from prakat_desk.preview.neighbours import neighbours
from prakat_desk.preview.surroundings import Surroundings

READERS = "/reader/"
"""Where the desk serves the styles of the readers' site."""


@dataclass(frozen=True)
class Previewer:
    """Draws one page at a time; has no slots, so that the templates are compiled once."""

    _lock: threading.Lock = field(default_factory=threading.Lock)

    @cached_property
    def _environment(self) -> Environment:
        """As the site builder makes it, but that links lead to where the desk serves styles."""
        return Environment(loader=FileSystemLoader(product.part("theme")), autoescape=True, auto_reload=False)

    def page(self, draft: ItemDraft, around: Surroundings, day: datetime.date, *, is_there: bool = False) -> str:
        """HTML of the page on the first day on which readers see it. What is half typed is shown as far as it goes;
        empty where nothing can be shown at all. One that `is_there` already is shown without its history, which only
        the site tells."""
        shown = presentable(draft, day)
        with own_folder() as tree:
            around.write_common(tree)
            shown.lay_out(tree)
            around.write_items(neighbours(shown, around), tree)
            found = _register(tree, _first_day(shown, day), around.office)
            if found.office is None or shown.path.url not in found.entries:
                return ""
            history = {} if is_there else coming_history(shown, around, found.day)
            made = edition.compile(found, found.office, history)
            with self._lock:
                return self._drawn(Site(made, is_preview=False), shown.path)

    def _drawn(self, site: Site, path: ItemPath) -> str:
        view = site.pages.get(path.url)
        if view is None:
            return ""
        drawing.prepare(self._environment, site, _url)
        known: Mapping[str, Any] = {"view": view, "base_url": READERS.rstrip("/")}
        return self._environment.get_template(view.template).render(known)


def _register(tree: Path, day: datetime.date, known: Office | None) -> Register:
    """The items, also those that lack a file: readers would not see them, but whoever writes them has to."""
    folders = [each for each in item_folder.walk(tree) if isinstance(each, ItemFolder)]
    read = {each.path.url: read_checked(each).entry for each in folders}
    office = known and with_unchosen(known)
    return Register(tree, day, office, {url: entry for url, entry in read.items() if entry}, (), ())


def _url(target: str) -> str:
    is_whole = target.startswith(("https:", "http:", "mailto:", "tel:", "#", "/"))
    return target if is_whole else f"{READERS}{target.removeprefix('.')}"


def _first_day(draft: ItemDraft, day: datetime.date) -> datetime.date:
    item, _ = parse_approved(draft.path, draft.index)
    return max(day, item.publish_on) if item else day
