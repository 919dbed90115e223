"""The pictures of the manuals are of the desk as it is: a page that says something else asks for them anew."""

from pathlib import Path

import pytest
from desk_site import served_desk
from manual_pictures import COMMAND, MOST, PICTURES, picture_file, scenes, words_file, words_on
from PIL import Image
from playwright.sync_api import Browser

from once import shared_root

KINDS = ("webp", "txt")


def test_a_pictures_page_says_what_it_said(
    browser: Browser, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    stale, names = [], set()
    with served_desk(shared_root(tmp_path_factory), tmp_path) as desk:
        for name, page in scenes(desk, browser):
            names.add(name)
            kept = words_file(name).read_text(encoding="utf-8") if words_file(name).is_file() else ""
            if words_on(page) != kept:
                stale.append(name)
    assert not stale, f"the desk says something else there now: {COMMAND}"
    assert {each.name for each in PICTURES.iterdir()} == {f"{each}.{kind}" for each in names for kind in KINDS}


def test_a_picture_is_small_and_as_wide_as_a_phone() -> None:
    for each in sorted(PICTURES.glob("*.webp")):
        assert each.stat().st_size < MOST, each.name
        with Image.open(each) as picture:
            assert picture.size == (540, 1110)
        assert picture_file(each.stem) == each
