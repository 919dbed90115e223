"""Where a link of a body leads, seen from its page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prakat.item.item_path import ItemPath
from prakat.item.link_target import LinkTarget, relative, target_of

PAGE = ItemPath("public-relations", "2570", "recruitment")


@pytest.mark.parametrize(
    ("written", "url", "suffix"),
    [
        ("notice.pdf", "public-relations/2570/recruitment/notice.pdf", ""),
        ("./notice.pdf#page=2", "public-relations/2570/recruitment/notice.pdf", "#page=2"),
        ("../", "public-relations/2570/", ""),
        ("../../../law/act/", "law/act/", ""),
        ("../../../law/act", "law/act/", ""),
        ("../../../law/act/index.md", "law/act/", ""),
        ("/law/act/index.html", "law/act/", ""),
        ("/law/act/?a=1#b?c", "law/act/", "?a=1#b?c"),
        ("/law/act/notice.pdf", "law/act/notice.pdf", ""),
        ("/law//act/", "law/act/", ""),
        ("/", "", ""),
        ("../../..", "", ""),
        ("/index.md", "", ""),
        ("", "public-relations/2570/recruitment/", ""),
        ("#ผู้สมัคร", "public-relations/2570/recruitment/", "#ผู้สมัคร"),
        ("?page=2", "public-relations/2570/recruitment/", "?page=2"),
        ("/law/%61ct/", "law/act/", ""),
    ],
)
def test_link_leads_to_its_page_or_file(written: str, url: str, suffix: str) -> None:
    assert target_of(PAGE, written) == LinkTarget(url, suffix)


@pytest.mark.parametrize(
    "written",
    ["../../../..", "../../../../etc/passwd", "/../etc/passwd", "%2e%2e/%2e%2e/../../x", "..\\act", "a%00.pdf"],
)
def test_link_out_of_the_site_leads_nowhere(written: str) -> None:
    assert target_of(PAGE, written) is None


@given(st.text(st.characters(exclude_categories=())) | st.text("./%2e?#\\ab\0", max_size=30))
def test_any_link_stays_inside_the_site_or_leads_nowhere(written: str) -> None:
    target = target_of(PAGE, written)
    if target is not None:
        assert not target.url.startswith("/")
        assert ".." not in target.url.split("/")
        assert target.is_page != bool(target.file)
        assert target.page + target.file == target.url


URLS = st.lists(st.sampled_from(["law", "2570", "act", "a"]), max_size=4).map(
    lambda parts: "".join(f"{part}/" for part in parts)
)


@given(URLS, URLS, st.sampled_from(["", "notice.pdf"]))
def test_relative_reference_leads_back(page: str, folder: str, file: str) -> None:
    there = relative(page, folder + file)
    parts = page.split("/")[:-1]
    for step in there.split("/"):
        if step == "..":
            parts.pop()
        elif step not in ("", "."):
            parts.append(step)
    assert "/".join(parts) == (folder + file).rstrip("/")
    assert there.endswith("/") or bool(file) or there == ".."
