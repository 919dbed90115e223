"""site -> its pages as HTML, and what their templates know: words, dates, lists, parts that are drawn once"""

import posixpath
from collections.abc import Callable
from contextlib import suppress
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from jinja2 import BytecodeCache, Environment, FileSystemBytecodeCache, FileSystemLoader, pass_context
from jinja2.bccache import Bucket
from jinja2.runtime import Context

from prakat import product
from prakat.completeness.coverage_table import lacking, slot_words
from prakat.item.category import categories
from prakat.item.item_path import url_of
from prakat.repository.own_folder import own_cache
from prakat.rules.data import label
from prakat.site import history_event, typography
from prakat.site.deadline import days_left
from prakat.site.edition import Edition
from prakat.site.open_data import open_data_of
from prakat.site.particular_facts import law_words, satisfaction_words, steps_words
from prakat.site.publication import Publication
from prakat.site.site import Site
from prakat.site.timeline import Turn
from prakat.site.view import PAGE_FILE, View
from prakat.thai import buddhist_era
from prakat.thai.month import SHORT_MONTHS

ERROR_PAGE = "404.html"


def environment_of(site: Site) -> Environment:
    """That of the templates which Prakat brings; the same for one site after the other, as what waits for changes would
    else compile each template for each of them."""
    made = _environment()
    prepare(made, site)
    return made


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(product.part("theme"))
    return Environment(loader=loader, bytecode_cache=compiled_templates(), auto_reload=False)  # noqa: S701  see prepare


def compiled_templates() -> BytecodeCache | None:
    """Kept where this user keeps such things, as Python does with its modules."""
    place = own_cache("templates")
    return _CompiledTemplates(str(place)) if place else None


class _CompiledTemplates(FileSystemBytecodeCache):
    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):  # a disk that is full costs the time to compile, and no publication
            super().dump_bytecode(bucket)


def page(environment: Environment, view: View) -> str:
    """The HTML of one page."""
    return environment.get_template(view.template).render(view=view, base_url=base_url(view.url))


def write_page(environment: Environment, view: View, to: Path) -> None:
    """At its place below `to`, the site's root."""
    place = to / view.url / PAGE_FILE
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(page(environment, view), encoding="utf-8", newline="")


def file(environment: Environment, name: str) -> str:
    """What stands at the site's root beside the pages; the page of errors, which is shown anywhere, names whole paths
    of the host."""
    site = cast(Site, environment.globals["site"])
    base = urlsplit(site.office.site_url).path if name == ERROR_PAGE else "."
    return environment.get_template(name).render(base_url=base)


def base_url(url: str) -> str:
    """The site's root as seen from a page."""
    return "/".join([".."] * url.count("/")) or "."


@pass_context
def _url(context: Context, target: str) -> str:
    """Where a link below the site's root leads from the page that is drawn; from a part that many pages have, by way of
    the root."""
    view: View | None = context.get("view")
    return _relative(str(target), view.url) if view else _from_root(str(target), context["base_url"])


def _from_root(target: str, base: str) -> str:
    return target if _is_whole(target) else posixpath.join(base, target)


@lru_cache(1 << 16)
def _relative(target: str, page: str) -> str:
    """Shorter than by way of the root: what both have in front is left out."""
    if _is_whole(target):
        return target
    here, there = page.split("/")[:-1], [each for each in target.split("/") if each not in ("", ".")]
    common = 0
    while common < min(len(here), len(there)) and here[common] == there[common]:
        common += 1
    found = "/".join([".."] * (len(here) - common) + there[common:]) or "."
    return f"{found}/" if target.endswith("/") else found


def _is_whole(target: str) -> bool:
    parts = urlsplit(target)
    return bool(parts.scheme or parts.netloc) or target.startswith(("/", "#"))


def prepare(environment: Environment, site: Site, url: Callable[..., str] | None = None) -> None:
    """Gives the templates what they show; everything is escaped, since titles and texts come from requests. `url`
    is the filter by which links lead elsewhere than to the page's own site."""
    environment.autoescape = True
    environment.globals |= {**_globals(site), "fragment": _fragments(environment)}
    environment.filters |= {each.__name__: each for each in typography.FILTERS} | {"url": url or _url}


def _fragments(environment: Environment) -> Callable[..., str]:
    """Parts that are the same on many pages, each drawn only once since an office may have 10,000 pages."""

    @cache
    def fragment(name: str, base_url: str, **facts: str) -> str:
        return environment.get_template(name).render(base_url=base_url, **facts)

    return fragment


def _globals(site: Site) -> dict[str, object]:
    relations = site.edition.relations
    return {
        "site": site,
        "edition": site.edition,
        "office": site.office,
        "day": site.edition.day,
        "categories": list(categories().values()),
        "label": label,
        "fiscal_year": buddhist_era.fiscal_year,
        "events": lambda: history_event.newest(site.edition),
        "search_examples": cache(site.search_examples.of),
        "moved_from": partial(_moved_from, site.edition),
        "open_data_of": partial(open_data_of, site.edition),
        "lacking": lacking,
        "slot_words": slot_words,
        "law_words": law_words,
        "satisfaction_words": satisfaction_words,
        "steps_words": steps_words,
        "month_names": SHORT_MONTHS[9:] + SHORT_MONTHS[:9],
        "related": relations.of,
        "ended": relations.ended,
        "standing": relations.standing,
        "days_left": days_left,
    }


def _moved_from(edition: Edition, publication: Publication, turn: Turn) -> str:
    """The URL that the item moved from at that turn; empty if there is none, or if it does not lead here."""
    url = url_of(turn.revision.origin) if turn.revision else ""
    return url if edition.redirects.get(url) == publication.url else ""
