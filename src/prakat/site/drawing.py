"""site -> what its templates know: words, dates, lists, parts that are drawn once"""

from functools import cache, partial

from jinja2 import Environment

from prakat.completeness.coverage_table import lacking, slot_words
from prakat.item.category import categories
from prakat.rules.data import label
from prakat.site import history_event, typography
from prakat.site.deadline import days_left
from prakat.site.particular_facts import law_words, satisfaction_words, steps_words
from prakat.site.relations import Relations
from prakat.site.search_example import search_examples
from prakat.site.site import Site
from prakat.thai import buddhist_era
from prakat.thai.month import SHORT_MONTHS


def prepare(environment: Environment, site: Site) -> None:
    """Gives the templates what they show; everything is escaped, since titles and texts come from requests."""
    environment.autoescape = True
    relations = Relations(site.edition)

    @cache
    def fragment(name: str, base_url: str, **facts: str) -> str:
        """A part that is the same on many pages, drawn only once since an office may have 10,000 pages."""
        return environment.get_template(name).render(base_url=base_url, page=None, **facts)

    environment.globals |= {
        "site": site,
        "edition": site.edition,
        "office": site.office,
        "day": site.edition.day,
        "categories": list(categories().values()),
        "label": label,
        "fiscal_year": buddhist_era.fiscal_year,
        "fragment": fragment,
        "events": lambda: history_event.newest(site.edition),
        "search_examples": cache(partial(search_examples, site.edition)),
        "moved_from": site.edition.moved_from,
        "lacking": lacking,
        "slot_words": slot_words,
        "law_words": law_words,
        "satisfaction_words": satisfaction_words,
        "steps_words": steps_words,
        "month_names": SHORT_MONTHS[9:] + SHORT_MONTHS[:9],
        "related": relations.of,
        "ended": relations.ended,
        "standing": relations.standing,
        "days_left": days_left,
    }
    environment.filters |= {each.__name__: each for each in typography.FILTERS}
