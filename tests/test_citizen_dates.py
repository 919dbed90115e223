"""Built pages read as a citizen reads them: words, digits and years of dates, against pythainlp as the oracle (R12)."""

import datetime
import random
import re
from pathlib import Path

import pytest
from lxml import html
from pythainlp.util import thai_strftime

import office_builder
from built_tree import built_alone

CHECKOUT = Path(__file__).resolve().parents[1]
TODAY = datetime.date(2026, 11, 20)
EDGES = [
    datetime.date(2024, 2, 29),
    datetime.date(2025, 9, 30),
    datetime.date(2025, 10, 1),
    datetime.date(2025, 12, 31),
]
MONTHS = [datetime.date(2025 + (month < 12), month, 1 + 2 * month) for month in range(1, 13)]
DRAWN = [TODAY - datetime.timedelta(days=days) for days in random.Random(3).sample(range(1, 3000), 24)]
DATES = sorted({*EDGES, *(min(day, TODAY) for day in MONTHS), *DRAWN})


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An item a date, on which its information begins, its source was written and it was published."""
    repo, to = office_builder.office(tmp_path_factory.mktemp("office")), tmp_path_factory.mktemp("site")
    for day in DATES:
        office_builder.item(
            repo,
            f"knowledge/day-{day}",
            timing="on_change",
            expires_on="never",
            review_by=f"{day.replace(day=28):2099-%m-%d}",
            period={"start": str(day), "end": str(day + datetime.timedelta(days=40))},
            source={"name": "งานบริหารทั่วไป", "date": f"{day}T08:05"},
            publish_on=str(day),
        )
    done = built_alone(repo, to, str(TODAY), "--quiet", "--strict", TZ="UTC")
    assert done.returncode == 0, done.stderr
    return to


def _oracle(day: datetime.date, form: str = "%-d %B %Y") -> str:
    return str(thai_strftime(datetime.datetime.combine(day, datetime.time()), form))


def _panel(page: html.HtmlElement) -> dict[str, str]:
    rows = page.xpath("//dl[@class='panel']/div")
    return {row.findtext("dt"): " ".join(row.find("dd").text_content().split()) for row in rows}


def _read(path: Path) -> html.HtmlElement:
    return html.fromstring(path.read_bytes())


def test_there_are_forty_dates() -> None:
    assert len(DATES) == 40


@pytest.mark.parametrize("day", DATES, ids=str)
def test_the_panel_says_dates_as_people_do(site: Path, day: datetime.date) -> None:
    panel = _panel(_read(site / f"knowledge/day-{day}/index.html"))
    assert panel["เผยแพร่เมื่อ"] == _oracle(day)
    assert panel["ช่วงวันที่ของข้อมูล"] == f"{_oracle(day)} ถึง {_oracle(day + datetime.timedelta(days=40))}"
    assert panel["ครบกำหนดทบทวน"] == _oracle(day.replace(year=2099, day=28))
    assert panel["แหล่งที่มา"] == f"งานบริหารทั่วไป {_oracle(day)} เวลา 08.05 น."


def test_every_date_for_people_is_the_date_for_programs(site: Path) -> None:
    forms = {"%-d %B %Y", "%-d %b %y"}
    for path in site.rglob("*.html"):
        for element in _read(path).xpath("//html[@lang='th']//time"):
            day = datetime.date.fromisoformat(element.get("datetime")[:10])
            shown = re.sub(r" เวลา [0-9]{2}\.[0-9]{2} น\.$", "", element.text_content())
            assert shown in {_oracle(day, form) for form in forms}, path


@pytest.mark.parametrize("day", DATES, ids=str)
def test_a_date_stands_in_the_listing_of_its_fiscal_year(site: Path, day: datetime.date) -> None:
    year = int(_oracle(day, "%Y")) + (day.month > 9)
    links = _read(site / f"knowledge/{year}/index.html").xpath("//ul[@class='entries']//a/@href")
    assert f"../day-{day}/" in links
