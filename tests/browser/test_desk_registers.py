"""Registers, orders and people on a phone: what each form and page of the office's own business is for everybody."""

from collections.abc import Iterator

import pytest
from desk_site import PHONE, Writer, barriers, served_desk
from playwright.sync_api import Browser
from test_desk_face import _OPEN, _SMALL

from once import shared_root
from prakat_desk.desk import Desk

PAGES = ("/registers", "/registers/problems", "/people", "/people/phuwamet", "/devices")
FORMS = (("problems", ""), ("person", ""), ("step", "approver"), ("pages", "pinthong"), ("leaving", "fasai"))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with served_desk(shared_root(tmp_path_factory), tmp_path_factory.mktemp("registers")) as served:
        yield served


@pytest.fixture(scope="module")
def webmaster(browser: Browser, desk: Desk) -> Iterator[Writer]:
    opened = Writer(browser, desk, "tawan")
    yield opened
    opened.context.close()


def begin(writer: Writer, kind: str, about: str) -> str:
    form = {"kind": kind, "about": about}
    begun = writer.context.request.post("/errands", form=form, headers={"Origin": writer.desk.origin})
    writer.page.goto(begun.url)
    return begun.url


def check(writer: Writer) -> None:
    page = writer.page
    page.evaluate(_OPEN)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.locator("h1").count() == 1
    assert not page.evaluate(_SMALL)
    assert not barriers(page)


@pytest.mark.parametrize("place", PAGES)
def test_a_page_of_the_office_is_for_everybody(webmaster: Writer, place: str) -> None:
    webmaster.page.goto(place)
    check(webmaster)


@pytest.mark.parametrize(("kind", "about"), FORMS)
def test_a_form_of_the_office_and_what_is_wrong_with_it(webmaster: Writer, kind: str, about: str) -> None:
    begin(webmaster, kind, about)
    check(webmaster)
    with webmaster.page.expect_navigation():
        webmaster.page.locator("button[name=do][value=send]").click()
    assert webmaster.page.locator("[data-summary]").evaluate("each => each === document.activeElement")
    check(webmaster)


def test_an_entry_is_typed_kept_and_sent_on_a_phone(webmaster: Writer, desk: Desk) -> None:
    page = webmaster.page
    address = begin(webmaster, "problems", "")
    webmaster.complaints.clear()
    page.locator("input[name=unit][value=ncd]").check()
    page.locator("#problem").fill("หน้าเปิดช้าในวันประกาศผลการคัดเลือก")
    webmaster.kept()
    kept = desk.errands.get("tawan", address.rpartition("/")[2])
    assert kept and kept.typed["problem"] == ["หน้าเปิดช้าในวันประกาศผลการคัดเลือก"]
    with page.expect_navigation():
        page.locator("button[name=do][value=send]").click()
    check(webmaster)
    with page.expect_navigation():
        page.locator("button[name=do][value=send]").click()
    assert "/requests/" in page.url
    assert not webmaster.complaints
