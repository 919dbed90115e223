"""The first page: what waits for whoever looks, in words, counted, and linked to where it is done."""

import html
import json
import re
import subprocess
from pathlib import Path

import pytest
from asked_notice import BODY, PATH, TYPED, UNSIGNED, VALUES
from chain import CHAIN, merge, sign
from phone import Phone

from prakat.repository import objects
from prakat.repository.refs import MAIN, move, request_ref
from prakat.rules.data import label
from prakat_desk.desk import Desk
from prakat_desk.keeping.draft import Draft
from prakat_desk.sending.bare_outlet import outlet_of
from prakat_desk.sending.morning_book import MorningBook
from prakat_desk.sending.outlet import Sent
from programs import python

ASKED = UNSIGNED

CHECKOUT = Path(__file__).resolve().parents[2]
TITLE = html.escape(str(VALUES["title"]))


def sections(phone: Phone, address: str = "/today") -> dict[str, str]:
    """Id of each section of the page, in order -> its HTML."""
    text = phone.get(address).text
    return dict(re.findall(r'<section id="([a-z-]+)" aria-labelledby="[a-z-]+">(.*?)</section>', text, re.DOTALL))


def found_out(phone: Phone, desk: Desk) -> None:
    """What is found out beside is known."""
    morning: MorningBook = phone.app.state.morning  # type: ignore[attr-defined]
    while morning.examination is None or morning.examined is None:
        morning.find_out(outlet_of(desk, "th"))


def test_the_desk_opens_with_the_morning(phone: Phone) -> None:
    phone.come_in("fasai")
    assert phone.get("/").url.path == "/today"
    assert 'aria-current="page"' in phone.get("/today").text


@pytest.mark.parametrize(
    ("person", "first", "lacks"),
    [("pinthong", "for-me", "violations"), ("phuwamet", "for-me", "disk"), ("dueanchai", "violations", "for-me")],
)
def test_each_role_sees_first_what_is_theirs(phone: Phone, person: str, first: str, lacks: str) -> None:
    phone.come_in(person)
    shown = sections(phone)
    assert next(iter(shown)) == first
    assert lacks not in shown
    of_office = sections(phone, "/today?of=office").keys()
    assert {"for-others", "publisher", "moved"} <= of_office
    assert ({"violations", "drift", "disk", "no-mail"} <= of_office) == (person != "pinthong")


def test_nothing_is_said_in_words_and_counted(phone: Phone, desk: Desk, sent: Sent) -> None:
    phone.come_in("fasai")
    desk.repository.run("update-ref", "-d", request_ref(sent.number))
    found_out(phone, desk)
    shown = sections(phone)
    for each in ("for-me", "for-others", "violations", "left-out", "no-mail"):
        assert label("morning_nothing", each) in shown[each], each
        assert "(0)" in shown[each]
    counts = dict(re.findall(r'<a href="#([a-z-]+)"><b>([0-9?]+)</b>', phone.get("/today").text))
    assert counts.keys() == shown.keys()
    assert (counts["for-me"], counts["review"]) == ("0", str(shown["review"].count("<li")))


def test_a_request_waits_for_its_signer_and_is_gone_once_it_is_signed(phone: Phone, desk: Desk, sent: Sent) -> None:
    for step, after in (("reviewer", "approver"), ("approver", "webmaster")):
        phone.come_in(CHAIN[step])
        mine = sections(phone)["for-me"]
        assert f'<a href="/requests/{sent.number}">' in mine and TITLE in mine, step
        sign(desk, sent.number, step)
        shown = sections(phone)
        assert TITLE not in shown["for-me"]
        assert label("step", after) in shown.get("for-others", label("step", after))
    phone.come_in("pinthong")
    assert TITLE in sections(phone)["for-others"]
    phone.come_in("saithan")
    assert TITLE not in str(sections(phone))


def test_what_is_merged_went_up_and_waits_for_its_owner(phone: Phone, desk: Desk, sent: Sent) -> None:
    phone.come_in("pinthong")
    assert TITLE not in sections(phone)["moved"]
    merge(desk, sent.number)
    shown = sections(phone)
    assert TITLE in shown["moved"] and label("movement", "up") in shown["moved"]
    assert f'href="/mine/{PATH}"' in shown["unconfirmed"]
    assert TITLE not in shown["for-others"]


def test_an_open_violation_is_found_out_beside_and_told(phone: Phone, desk: Desk) -> None:
    repository, tip = desk.repository, desk.repository.ref(MAIN)
    assert tip
    who = ("somebody", "somebody@example.org")
    move(
        repository,
        MAIN,
        objects.commit(
            repository, repository.line("rev-parse", f"{tip}^{{tree}}"), [tip], "by force", who, desk.moment
        ),
        tip,
    )
    phone.come_in("dueanchai")
    found_out(phone, desk)
    told = sections(phone)["violations"]
    assert 'class="urgent"' in told and 'href="/audit"' in told
    assert label("morning_nothing", "violations") not in told


def test_a_long_section_is_paged(phone: Phone, desk: Desk) -> None:
    phone.come_in("fasai")
    short = sections(phone)["due"]
    assert short.count("<li") == 5
    assert 'href="/today?show=due"' in short
    text = phone.get("/today?show=due&page=99999").text
    lines = text[text.index('<ul class="lines">') : text.index("</ul>", text.index('<ul class="lines">'))]
    assert lines.count("<li") == int(re.findall(r"<h1>[^(]*\(([0-9]+)\)", text)[0]) > 5
    assert sections(phone, "/today?show=nothing-such").keys() == sections(phone).keys()


def test_the_command_tells_the_same(phone: Phone, desk: Desk, sent: Sent) -> None:
    repository = str(desk.repository.git_dir)
    command = [python(), "scripts/today.py", "--repo", repository, "--format", "json", "--person", "meklada"]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True)
    rows = [each for each in json.loads(done.stdout) if each["text"]]
    phone.come_in("meklada")
    shown = sections(phone)
    assert {each["section"] for each in rows} <= shown.keys()
    for name, text in shown.items():
        told = [each["text"] for each in rows if each["section"] == name]
        assert all(html.escape(part) in text for each in told[:5] for part in each.split(": ", 1)[:1]), name
        assert f"({len(told)})" in text or name in ("heartbeat", "disk"), name


def test_a_line_leads_nobody_to_what_they_may_not_open(phone: Phone, desk: Desk, sent: Sent) -> None:
    """Its owner to the page where it is looked after, others to the page as readers see it, or nowhere."""
    merge(desk, sent.number)
    for person, place in (("pinthong", f"/mine/{PATH}"), ("meklada", f"{desk.authority.office.site_url}{PATH}/")):
        phone.come_in(person)
        assert f'<a href="{place}">{TITLE}</a>' in sections(phone)["moved"]
    for place in re.findall(r'<a href="(/[^"]+)">', phone.get("/today").text + phone.get("/today?of=office").text):
        assert phone.get(place).status_code == 200, place


def test_drafts_stand_on_it(phone: Phone, desk: Desk) -> None:
    draft = desk.drafts.begin(Draft("", "pinthong", path=PATH, typed=TYPED, body=BODY))
    phone.come_in("pinthong")
    assert f'href="/drafts/{draft.id}"' in phone.get("/today").text


def test_the_page_is_light(phone: Phone, desk: Desk, sent: Sent) -> None:
    phone.come_in("fasai")
    assert len(phone.get("/today?of=office").content) < 60_000
