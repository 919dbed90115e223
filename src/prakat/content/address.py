"""category, year -> the URLs of a site besides those of its items, to which texts may link as well (R46)"""

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
ATOM, RSS, SITEMAP = "atom.xml", "rss.xml", "sitemap.xml"
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


def evidence(year: int, name: str = "") -> str:
    """The permanent address of a fiscal year (B.E.), or of one of its obligation lists (R50)."""
    return f"{EVIDENCE}{year}/{name}/" if name else f"{EVIDENCE}{year}/"


def quarter_record(quarter: Period) -> str:
    """The permanent address of a quarter's record (R44)."""
    return f"{RECORDS}{quarter.year}/q{quarter.quarter}/"


def around(items: Iterable[Item]) -> Iterator[str]:
    """The listings of years, the evidence, the records and the English pages that items give rise to. A year's listing
    counts even when its last item has come down: a date alone makes no text wrong, and the edition shows the words of
    such a link only."""
    for item in items:
        year = buddhist_era.fiscal_year(item.publish_on)
        yield from (listing(item.path.category, year), evidence(year))
        yield from (evidence(year, each) for each in label_names("assessment"))
        yield from map(quarter_record, Period(year).quarters)
        if item.title_en:
            yield ENGLISH + item.path.url
