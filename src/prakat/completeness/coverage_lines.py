"""rows of a coverage -> lines for a terminal: each list with its count, and each obligation with its state"""

from collections.abc import Iterable, Iterator, Mapping

from prakat.completeness.coverage import Coverage, CoverageState
from prakat.completeness.coverage_table import Covered, lacking
from prakat.rules.data import label
from prakat.rules.message import message
from prakat.rules.wording import Listed, visible

_MARKS = {
    CoverageState.MET: "✓",
    CoverageState.EXPIRING: "✓",
    CoverageState.STALE: "!",
    CoverageState.PARTLY: "!",
    CoverageState.MISSING: "✗",
}


def coverage_lines(found: Iterable[Covered], language: str) -> Iterator[str]:
    for each in found:
        asked = each.asked
        title = visible(asked.titles[language])
        yield message("completeness.list", title=title, there=each.there, all=each.asked_for, day=each.day).text(
            language
        )
        if asked.is_carried_over:
            yield "  " + message("completeness.carried-over", year=asked.of_year).text(language)
        if asked.unknown:
            yield "  " + message("completeness.unknown", count=asked.unknown).text(language)
        yield from (_line(one, language) for one in each.coverages)
        yield ""


def _line(one: Coverage, language: str) -> str:
    asked = one.obligation
    title = asked.th if language == "th" else asked.en
    told = f" {_MARKS.get(one.state, '·')} {asked.no} {title}: {label('coverage', one.state, language)}"
    if one.gaps and any(lacking(cell, language) for cell in one.gaps):
        told += f" ({Listed.of(filter(None, (lacking(cell, language) for cell in one.gaps))).text(language)})"
    if not asked.is_confirmed:
        told += f" [{message('completeness.unconfirmed').text(language)}]"
    return told


def compared_lines(found: Iterable[Mapping[str, object]], language: str) -> Iterator[str]:
    """Of each obligation of two years, what became of it."""
    for row in found:
        before, after = (
            label("coverage", str(row[name]), language) if row[name] else "—" for name in ("before", "state")
        )
        change = label("list_change", str(row["change"]), language)
        yield f"{row['list']} {row['no']} {row['title']}: {before} → {after} [{change}]"
