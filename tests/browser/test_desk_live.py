"""Whoever looks at a request that all have signed sees it become live, without touching the page."""

from pathlib import Path

import pytest
from desk_site import PHONE, Writer, barriers, served_desk
from playwright.sync_api import Browser, expect

from asking import amendment
from once import shared_root
from prakat.founding.sample_office import sample_of, sign_chain
from prakat.merging import bare_counter, plan
from prakat.merging.publisher import publisher_key
from prakat.merging.publisher_state import Phase, at_work, beat
from prakat.repository.refs import MAIN

NUMBER = 2


def test_a_page_that_is_open_shows_when_readers_see_the_request(
    browser: Browser, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with served_desk(shared_root(tmp_path_factory), tmp_path) as desk:
        git_dir = desk.repository.git_dir
        amendment(desk, NUMBER)
        sign_chain(sample_of(desk.state.parent), NUMBER, desk.moment)
        beat(git_dir, desk.moment)
        who = Writer(browser, desk)
        who.page.goto(f"/requests/{NUMBER}")
        shown = who.page.locator("[data-live]")
        expect(shown).to_contain_text("กำลังรอระบบเผยแพร่")
        done = plan.merge(bare_counter.open_merging(desk.repository, publisher_key(git_dir), desk.moment), NUMBER)
        assert isinstance(done, plan.Merged)
        with at_work(git_dir, Phase.PUBLISHING) as report:
            expect(shown).to_contain_text("ระบบกำลังเผยแพร่")
            report.facts |= {"released": desk.repository.ref(MAIN), "took": {NUMBER: 4}}
        expect(shown).to_contain_text("ขึ้นเว็บไซต์แล้ว ใช้เวลา 4 วินาที")
        expect(who.page.locator("[data-waiting]")).to_have_count(0)
        assert who.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert not [each for each in who.complaints if "sandboxed" not in each]  # the framed pages run nothing
        assert not barriers(who.page, ["light"])
        who.context.close()
