"""Pictures that follow one another stand side by side, and nothing else of a text changes (R15, R32)."""

import re

import pytest

from prakat.item.body import render_markdown
from prakat.site.gallery import galleries

ONE, TWO, THREE = ("![ภาพหนึ่ง](one.jpg)", "![ภาพ > สอง](two.jpg)", "![ภาพสาม](three.jpg)")


def shown(text: str) -> str:
    return galleries(render_markdown(text).html)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        (ONE, []),
        (f"{ONE}\n{TWO}", [2]),
        (f"{ONE}\n\n{TWO}\n\n{THREE}", [3]),
        (f"{ONE}  \n{TWO} {THREE}", [3]),
        (f"{ONE}\n\nข้อความ\n\n{TWO}", []),
        (f"{ONE}\n{TWO}\nข้อความ", []),
        (f"{ONE}\n{TWO}\n\nข้อความ\n\n{THREE}\n{ONE}", [2, 2]),
        (f"- {ONE}\n- {TWO}", []),
        ("ข้อความ", []),
        ("", []),
    ],
)
def test_a_gallery_is_two_pictures_or_more_with_nothing_between(text: str, counts: list[int]) -> None:
    made = re.findall(r'<div class="gallery">(.*?)</div>', shown(text), re.DOTALL)
    assert [each.count("<img") for each in made] == counts


def test_each_picture_leads_to_itself_and_keeps_its_words() -> None:
    made = shown(f"{ONE}\n{TWO}")
    for name, alt in (("one.jpg", "ภาพหนึ่ง"), ("two.jpg", "ภาพ &gt; สอง")):
        assert re.search(rf'<a class="picture" href="{name}"><img[^<]*src="{name}"', made)
        assert alt in made.replace("ภาพ > สอง", "ภาพ &gt; สอง")


@pytest.mark.parametrize("text", ["ข้อความ\n\n1. หนึ่ง\n\n| ก | ข |\n|---|---|\n| 1 | 2 |", ONE, f"{ONE} คำ {TWO}"])
def test_every_other_text_stays_as_it_is(text: str) -> None:
    assert shown(text) == render_markdown(text).html


HOSTILE = ("<p>" * 20_000, "<p>" + " " * 60_000, '<p><img src="a"' + " " * 60_000, "<p><img>" + "<br>" * 20_000)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_stays_as_it_is(hostile: str) -> None:
    assert galleries(hostile) == hostile
