"""Built sites -> the searches to be compared on them: ours, Material's, Pagefind's; how each is asked from a page"""

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import html

OURS = """async ([query, most]) => {
    const pause = () => new Promise((done) => setTimeout(done, 5));
    const form = document.querySelector("form[data-search]");
    const links = () => [...document.querySelectorAll(".search-results a")];
    while (!document.querySelector(".search")) await pause();
    form.querySelector("input").value = query;
    form.requestSubmit();
    while (!document.querySelector(".search[aria-busy=false]")) await pause();
    for (let more; links().length < most && (more = document.querySelector(".search-more:not([hidden])")); ) {
        const before = document.querySelector(".search-status").textContent;
        more.click();
        while (document.querySelector(".search-status").textContent === before) await pause();
    }
    const first = document.querySelector(".search-results li");
    return [links().slice(0, most).map((link) => link.href), Boolean(first?.querySelector("mark"))];
}"""
"""A reader who presses Enter, and "more" until there are enough."""

MATERIALS = """async ([query, most]) => {
    const root = new URL("./", document.baseURI);
    const ask = (message) => new Promise((done) => {
        window.worker.onmessage = ({ data }) => done(data);
        window.worker.postMessage(message);
    });
    if (!window.worker) {
        const config = JSON.parse(document.getElementById("__config").textContent);
        const index = await (await fetch(new URL("search/search_index.json", root))).json();
        window.worker = new Worker(new URL(config.search, root));
        await ask({ type: 0, data: { ...index, options: { suggest: false } } });
    }
    const { items } = (await ask({ type: 2, data: query })).data;
    const pages = [...new Set(items.map(([page]) => new URL(page.location.split("#")[0], root).href))];
    const isMarked = Boolean(items[0]?.some(({ title, text }) => `${title}${text}`.includes("<mark")));
    return [pages.slice(0, most), isMarked];
}"""
"""What its own page does: the same worker, index and messages."""

PAGEFINDS = """async ([query, most]) => {
    const root = new URL("./", document.baseURI);
    const engine = await import(new URL("pagefind/pagefind.js", root));
    const { results } = await engine.search(query);
    const pages = await Promise.all(results.slice(0, most).map((result) => result.data()));
    const isMarked = Boolean(pages[0]?.excerpt.includes("<mark"));
    return [pages.map((page) => new URL(page.url.replace(/^[/]/, ""), root).href), isMarked];
}"""


@dataclass(frozen=True, slots=True)
class SearchSite:
    """A search that can be asked in a browser."""

    name: str
    root: Path
    """The folder to serve."""
    page: str
    """The page, below the root, on which a reader searches."""
    files: str
    """How the paths of what the search fetches begin or go on, as a regular expression."""
    ask: str
    """JavaScript: [query, most results] -> [addresses of the pages found, whether the first shows the query marked]."""
    policy: str
    """Its content security policy; empty if it works under none that is strict."""
    texts: dict[str, str]
    """Item folder, without content/ -> what a reader sees on its page."""


def search_sites(ours: Path, plain: Path | None, place: Path, folders: Iterable[str]) -> Iterator[SearchSite]:
    """Ours and Material's as they were built; Pagefind's, made here below `place` from the pages of the plain site.
    Without a plain site ours alone.

    `folders`: the items, without content/. Raises CalledProcessError if Pagefind fails."""
    known = sorted(folders)
    strict = "default-src 'self'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action 'self'"
    yield SearchSite("Prakat", ours, "search/", "/search/|/assets/search/", OURS, strict, _texts(ours, known, "main"))
    if plain is None:
        return
    texts = _texts(plain, known, "article")
    yield SearchSite(
        "Material, as shipped", plain, _without_bundle(plain), "/search/|/workers/|/lunr/", MATERIALS, "", texts
    )
    pagefind = place / "pagefind"
    options = ("--root-selector", "article", "--output-path", str(pagefind / "pagefind"), "--silent")
    subprocess.run((sys.executable, "-m", "pagefind", "--site", str(plain), *options), check=True)
    (pagefind / "index.html").write_text('<!doctype html><html lang="th"><title>Pagefind</title></html>', "utf-8")
    yield SearchSite("Pagefind, as shipped", pagefind, "", "/pagefind/", PAGEFINDS, "", texts)


def _without_bundle(site: Path) -> str:
    """A copy of the home page that waits to be asked: Material's own begins at once to fetch the index for a worker of
    its own, and would be charged for two."""
    home = (site / "index.html").read_text("utf-8")
    (site / "asked.html").write_text(re.sub(r"<script src=[^>]*bundle[^>]*></script>", "", home), "utf-8")
    return "asked.html"


def _texts(site: Path, folders: Iterable[str], element: str) -> dict[str, str]:
    """Of the items that have a page which readers may find: not of tombstones."""
    pages = ((folder, site / folder / "index.html") for folder in folders)
    parsed = ((folder, html.parse(page)) for folder, page in pages if page.is_file())
    return {
        folder: "\n".join(text for part in document.iter(element) for text in part.itertext())
        for folder, document in parsed
        if not document.xpath("//meta[@name='robots'][contains(@content, 'noindex')]")
    }
