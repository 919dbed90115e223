"""what only items of some categories say -> facts that readers search by, in the order of the page (R46)"""

from collections.abc import Iterator

from prakat.item.particulars import Law, Particulars, Satisfaction
from prakat.rules.data import label
from prakat.search.findable_page import PageFact


def particular_facts(found: Particulars, language: str = "th") -> Iterator[PageFact]:
    if found.says_nothing:
        yield PageFact("nothing", label("fact", "nothing", language))
    if found.law:
        yield PageFact("law", law_words(found.law, language))
    for step in found.steps:
        yield PageFact("step", f"{step.title} {step.detail} {step.duration}")
    if found.steps:
        yield PageFact("time", steps_words(found, language))
    if service := found.service:
        yield PageFact("conditions", service.conditions)
        yield PageFact("place", service.place)
        yield PageFact("papers", " ".join(service.documents))
        yield PageFact("fee", service.fee)
        yield PageFact("complaints", service.complaints)
    for site in found.links:
        yield PageFact(
            "link", " ".join(filter(None, (label("link_group", site.group, language), site.name, site.about)))
        )
    for part in found.organisation:
        yield PageFact("part", f"{part.name} {part.head}".strip())
    for each in found.executives:
        yield PageFact("executive", " ".join(filter(None, (each.name, each.position, each.phone, each.email))))
    if found.table:
        yield PageFact("table", label("table", found.table, language))
    if found.satisfaction and found.satisfaction.percent is not None:
        yield PageFact("satisfaction", satisfaction_words(found.satisfaction, language))


def law_words(law: Law, language: str = "th") -> str:
    year = label("page", "of_year", language).format(year=law.year)
    return " ".join(filter(None, (year, label("law_status", law.status, language), law.gazette)))


def steps_words(found: Particulars, language: str = "th") -> str:
    return label("page", "all_steps", language).format(count=len(found.steps), time=found.duration.text)


def satisfaction_words(found: Satisfaction, language: str = "th") -> str:
    words = label("page", "satisfied", language)
    return words.format(percent=found.percent, respondents=f"{found.respondents:,}")
