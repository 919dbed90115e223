"""The desk's manuals say what its buttons say, name no button that is gone, and stand in docs/ as in the desk."""

import re
from pathlib import Path

import pytest

from prakat.handbook import desk_manual
from prakat.handbook.manual import MANUALS
from prakat.item.body import render_markdown
from prakat.rules import data
from prakat.rules.message import catalogue

CHECKOUT = Path(__file__).resolve().parents[1]
DESK = CHECKOUT / "src" / "prakat_desk"
PLACE = re.compile(r"\{([twaf]):([^}]+)\}")
QUOTED = re.compile(r"“([^”]*)”")
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]*)\)")


def shown_by_the_desk() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for kind in ("html", "py") for path in DESK.rglob(f"*.{kind}"))


@pytest.mark.parametrize("role", MANUALS)
def test_what_it_quotes_is_what_the_desk_says(role: str) -> None:
    """Only by places: words that were typed would grow stale."""
    source, pages = desk_manual.source(role), shown_by_the_desk()
    assert all(PLACE.fullmatch(each) for each in QUOTED.findall(source))
    places, chosen = PLACE.findall(source), tuple(re.findall(r"t\('([a-z_]+\.[a-z0-9-]*-)' ~", pages))
    assert len(places) > 8
    for of, id_ in places:
        assert of != "t" or id_ in catalogue(), id_
        assert of != "t" or f"'{id_}'" in pages or f'"{id_}"' in pages or id_.startswith(chosen), id_
        assert of != "a" or id_ in data.load("actions.yml")
    told = desk_manual.desk_manual(role)
    assert "{" not in told.title + told.text


@pytest.mark.parametrize("role", MANUALS)
def test_it_is_one_plain_page(role: str) -> None:
    told = desk_manual.desk_manual(role)
    rendered = render_markdown(told.text)
    assert told.text.startswith("> In English: ")
    assert not rendered.tags and "<script" not in rendered.html
    assert len(told.text) < 9000
    assert len(re.findall(r"^[0-9]+\. ", told.text, re.MULTILINE)) >= 10
    assert not re.search(r"\b(commit|branch|merge|pull request)\b", told.text)
    links = {each.target for each in rendered.links}
    assert links == {*MANUALS} - {role}
    assert len(rendered.pictures) >= 2 and all(len(each.alt) > 8 for each in rendered.pictures)


def test_every_picture_belongs_to_a_manual_and_is_there() -> None:
    wanted = {name for role in MANUALS for _, name in PICTURE.findall(desk_manual.source(role))}
    assert wanted == {each.name for each in (CHECKOUT / "docs" / "manual").glob("*.webp")}


def test_in_docs_its_pictures_and_the_other_manuals_are_found() -> None:
    for role in MANUALS:
        page = (CHECKOUT / "docs" / f"manual-{role}.md").read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)]*)\)", page):
            assert (CHECKOUT / "docs" / target).is_file(), target


def test_a_button_that_is_gone_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    desk_manual.desk_manual.cache_clear()
    monkeypatch.setattr(desk_manual, "source", lambda role: "# คู่มือ\n\nกด “{t:desk.no-such-button}”\n")
    with pytest.raises(KeyError):
        desk_manual.desk_manual("staff")
    monkeypatch.setattr(desk_manual, "source", lambda role: "# คู่มือ\n\nกด “{t:desk_sending.number}”\n")
    with pytest.raises(KeyError):  # has a place of its own
        desk_manual.desk_manual("staff")
    desk_manual.desk_manual.cache_clear()
