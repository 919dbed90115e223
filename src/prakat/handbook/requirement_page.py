"""schemas/requirements.yml x citations of it -> docs/requirements.md: what is asked, and what meets it"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from prakat.handbook.markdown import anchor, both, escaped, opening, table
from prakat.rules import data
from prakat.rules.finding import rules
from prakat.rules.page import page_of
from prakat.rules.violation import kinds
from prakat.rules.wording import LANGUAGES

REQUIREMENT = re.compile(r"\bR[0-9]{2}\b")


def requirements() -> Mapping[str, Mapping[str, str]]:
    """What the announcements ask, by id, in both languages."""
    found: Mapping[str, Mapping[str, str]] = data.load("requirements.yml")
    return found


def requirement_page(package: Path) -> str:
    cited = _citations(package)
    heads = (both("handbook.id"), both("handbook.asked"), both("handbook.cited-by"))
    rows = (
        (f"{anchor(each)}{each}", "<br>".join(escaped(entry[one]) for one in LANGUAGES), ", ".join(cited[each]) or "—")
        for each, entry in requirements().items()
    )
    sources = "schemas/requirements.yml and what cites it"
    return opening("handbook.requirements-title", "handbook.requirements", sources) + "\n" + table(heads, rows)


def _citations(package: Path) -> Mapping[str, list[str]]:
    """Requirement -> links to its rules and violations, and to the modules that cite it."""
    found: dict[str, list[str]] = defaultdict(list)
    wanted = {each.id: each.requirements for each in rules().values()}
    wanted |= {each.id: each.requirements for each in kinds().values()}
    for named, ids in wanted.items():
        for requirement in ids:
            found[requirement].append(f"[{named}]({page_of(named).removeprefix('docs/')})")
    for name, text in _modules(package):
        for requirement in sorted(set(REQUIREMENT.findall(text))):
            found[requirement].append(f"`{name}`")
    return found


def _modules(package: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(package.rglob("*.py")):
        if path.stem != "__init__":
            name = path.relative_to(package).with_suffix("").as_posix().replace("/", ".")
            yield name, path.read_text(encoding="utf-8")
