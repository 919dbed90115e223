"""The manual of one's own role, in the desk: with its pictures, for everybody who has come in."""

import re

from phone import Phone

from prakat.handbook.desk_manual import desk_manual
from prakat.handbook.manual import MANUALS
from prakat_desk.desk import Desk

OWN = {"pinthong": "staff", "meklada": "director", "phuwamet": "director", "tawan": "webmaster", "dueanchai": "auditor"}


def test_everybody_gets_the_manual_of_their_own_role(phone: Phone) -> None:
    for person, role in OWN.items():
        phone.come_in(person)
        answer = phone.get("/manual")
        assert answer.url.path == f"/manual/{role}"
        assert f"<h1>{desk_manual(role).title}</h1>" in answer.text
        assert 'href="/manual"' in answer.text


def test_its_pictures_are_there_and_it_holds_no_html_of_anybody(desk: Desk, phone: Phone) -> None:
    phone.come_in("pinthong")
    for role in MANUALS:
        page = phone.get(f"/manual/{role}").text
        article = page.split('<article class="manual">')[1].split("</article>")[0]
        found = re.findall(r'<img [^>]*src="([^"]*)"', article)
        assert len(found) >= 2 and len(re.findall(r'<img [^>]*alt="[^"]{8,}"', article)) == len(found)
        for each in found:
            assert phone.get(each).headers["content-type"] == "image/webp"
        for each in re.findall(r'href="(/manual/[a-z]+)"', article):
            assert phone.get(each).status_code == 200
        assert "<script" not in article and "style=" not in article
    for odd in ("/manual/nobody", "/manual/pictures/../../README.md", "/manual/pictures/%2e%2e/design.md"):
        assert phone.get(odd).status_code == 404
    with Phone(desk) as stranger:
        assert stranger.get("/manual/staff", follow_redirects=False).status_code == 303
