"""category, year -> the URLs of a site besides those of its items, to which texts may link as well (R46)"""

import re
from collections.abc import Iterable, Iterator

from prakat.item.category import categories
from prakat.item.item import Item
from prakat.rules.data import label_names
from prakat.thai import buddhist_era
from prakat.thai.period import Period

HOME, SEARCH, HISTORY = "", "search/", "history/"
OIA_INDEX, EVIDENCE = "oia/", "evidence/"
"""What sections 7 and 9 ask for; and, by year, what each assessment does. No category has these names."""
RECORDS = "records/"
"""What was published in each quarter. No category has that name."""
ENGLISH = "en/"
"""The folder of the pages for foreigners; no category has that name."""
ENGLISH_SEARCH = f"{ENGLISH}{SEARCH}"
REGISTER_JSON, REGISTER_CSV = "register.json", "register.csv"
YEAR_REGISTERS = "register/"
"""The folder of the registers of one fiscal year. No category has that name."""
ROWS_OF_ONE = 2000
"""With more rows than that, some 2 MB of JSON, there are registers of each year beside the whole one."""
ATOM, RSS, SITEMAP = "atom.xml", "rss.xml", "sitemap.xml"
_SITEMAP_PART = re.compile(r"sitemap-[1-9][0-9]*\.xml")
TODAY = "--today"
"""What follows a slug, in a preview, where readers still see an earlier version; no slug holds it."""
FILES = frozenset({REGISTER_JSON, REGISTER_CSV, ATOM, RSS, SITEMAP})


def pages() -> frozenset[str]:
    """The pages that exist on every day; listings of years come and go with their items."""
    return frozenset(
        {
            *(HOME, SEARCH, HISTORY, OIA_INDEX, EVIDENCE, RECORDS, ENGLISH, ENGLISH_SEARCH),
            *(listing(each) for each in categories()),
        }
    )


def listing(category: str, year: int | None = None) -> str:
    """The URL of a category's listing, or of one of its fiscal years (B.E.)."""
    return f"{category}/" if year is None else f"{category}/{year}/"


def sitemap_part(number: int) -> str:
    """The name of a part of the sitemap, where that is an index; of the oldest items, 1."""
    return f"sitemap-{number}.xml"


def is_sitemap_part(name: str) -> bool:
    return _SITEMAP_PART.fullmatch(name) is not None


def further_page(base: str, number: int) -> str:
    """The URL of a further page of what stands at `base`; no item may have its name (`item_path.RESERVED`)."""
    return f"{base}page/{number}/"


def year_registers(year: int) -> tuple[str, str]:
    """The register of what was first published in a fiscal year (B.E.): as JSON, as CSV."""
    return f"{YEAR_REGISTERS}{year}.json", f"{YEAR_REGISTERS}{year}.csv"


def evidence(year: int, name: str = "") -> str:
    """The permanent address of a fiscal year (B.E.), or of one of its obligation lists (R50)."""
    return f"{EVIDENCE}{year}/{name}/" if name else f"{EVIDENCE}{year}/"


def quarter_record(quarter: Period) -> str:
    """The permanent address of a quarter's record (R44)."""
    return f"{RECORDS}{quarter.year}/q{quarter.quarter}/"


def around(items: Iterable[Item]) -> Iterator[str]:
    """The listings of years, the evidence, the records, the registers of years and the English pages that items give
    rise to. A year's listing counts even when its last item has come down: a date alone makes no text wrong, and the
    edition shows the words of such a link only."""
    known = list(items)
    has_year_registers = len(known) > ROWS_OF_ONE
    for item in known:
        year = buddhist_era.fiscal_year(item.publish_on)
        yield from (listing(item.path.category, year), evidence(year))
        yield from year_registers(year) if has_year_registers else ()
        yield from (evidence(year, each) for each in label_names("assessment"))
        yield from map(quarter_record, Period(year).quarters)
        if item.title_en:
            yield ENGLISH + item.path.url
