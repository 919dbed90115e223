"""Where links of a page lead, against a plain reading of the rules, step by step."""

from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from prakat.site.site_links import SiteLinks

NAMES = frozenset({"index.html", "a/index.html", "a/b/index.html", "a/b/c.pdf", "a/ก.pdf", "b/index.html", "x.css"})
PARTS = st.sampled_from(["..", ".", "", "a", "b", "c.pdf", "index.html", "x.css", "%E0%B8%81.pdf", "none", "%2e%2e"])
PATHS = st.lists(PARTS, max_size=6).map("/".join)
ENDS = st.sampled_from(["", "", "", "#x", "?q=1"])
FILES = st.sampled_from(sorted(name for name in NAMES if name.endswith(".html")))


def leads(file: str, target: str, base: str) -> bool:
    """Step by step, and nowhere above the root."""
    path = unquote(urlsplit(target).path)
    if path.startswith("/"):
        parts = PurePosixPath(path.removeprefix(base.rstrip("/")).lstrip("/")).parts
    else:
        parts = (*PurePosixPath(file).parent.parts, *PurePosixPath(path).parts)
    place: list[str] = []
    for part in parts:
        if part == "..":
            if not place:
                return False
            place.pop()
        elif part not in (".", ""):
            place.append(part)
    name = "/".join(place)
    return not path or name in NAMES or f"{name}/index.html".lstrip("/") in NAMES


@given(FILES, PATHS, ENDS, st.sampled_from(["/", "/office/"]))
def test_a_link_is_dead_where_no_file_is(file: str, path: str, end: str, base: str) -> None:
    target = path + end
    if urlsplit(target).netloc or target.startswith("//"):
        return
    page = html.document_fromstring("<p><a>x</a></p>")
    page.xpath("//a")[0].set("href", target)
    found = [each.id for each in SiteLinks(NAMES, base).of_page(file, page)]
    assert found == ([] if leads(file, target, base) else ["site.dead-link"])


def faults(content: str) -> list[str]:
    page = html.document_fromstring(content)
    return [each.id for each in SiteLinks(NAMES, "/").of_page("a/b/index.html", page)]


def test_every_element_that_can_ask_another_host_is_looked_at() -> None:
    other = "https://cdn.example/x"
    for content in (
        f'<img src="{other}">',
        f'<video poster="{other}"></video>',
        f'<link rel="stylesheet" href="{other}">',
        f'<object data="{other}"></object>',
        f'<table background="{other}"></table>',
    ):
        assert faults(content) == ["site.other-host"], content
    for content in (
        f'<a href="{other}">x</a>',
        f'<link rel="canonical" href="{other}">',
        '<img src="data:image/png,x">',
    ):
        assert faults(content) == [], content


def test_dead_links_are_found_wherever_they_stand() -> None:
    for content in (
        '<a href="none/">x</a>',
        '<form action="none/"></form>',
        '<meta http-equiv="refresh" content="0; url=none/">',
        '<p style="background: url(none.png)">x</p>',
        "<style>p { background: url(none.png) }</style>",
        '<object codebase="none/" data="c.pdf"></object>',
    ):
        assert "site.dead-link" in faults(content), content


def test_a_link_is_told_once() -> None:
    assert faults('<a href="none/">x</a><a href="none/">x</a>') == ["site.dead-link"]
