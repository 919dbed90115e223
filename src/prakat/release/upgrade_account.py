"""what an upgrade would change -> rows for programs, and an account for people who decide about it"""

from collections.abc import Iterable, Iterator

from prakat.office.agreed_version import agreed_line
from prakat.release.installation import ToldRow
from prakat.release.site_difference import PageChange, PageDifference, SiteDifference
from prakat.release.upgrade import Upgrade, VerdictChange
from prakat.rules.message import Message, message
from prakat.rules.wording import Label, Listed

SHOWN, NAMED = 20, 3
"""How many of one kind are listed for people, and how many pages for the same words; programs get all."""


def difference_rows(found: Upgrade, requirement: str) -> Iterator[dict[str, object]]:
    """Each difference with `change`, and what is known of it; other fields are null. Last the line of office.yml."""
    for change, findings in (("finding-new", found.new_findings), ("finding-gone", found.lost_findings)):
        yield from (_row(change, **each) for each in findings)
    for change, folders in _items(found):
        yield from (_row(change, path=folder) for folder in folders)
    for each in found.site.pages:
        yield _row(f"page-{each.change}", path=each.url, before=each.before or None, after=each.after or None)
    if found.site.framed:
        before, after = found.site.frame
        yield _row("frame", count=found.site.framed, before=before or None, after=after or None)
    yield from (_row("shared", path=path) for path in found.site.shared)
    for judged in found.verdicts:
        yield _row("verdict", commit=judged.commit or None, before=judged.before, after=judged.after)
    if requirement and found.is_safe:
        yield _row("line", message=agreed_line(requirement))


def _row(change: str, **known: object) -> dict[str, object]:
    nothing = ("path", "line", "rule", "severity", "message", "commit", "before", "after", "count")
    return {"change": change, **dict.fromkeys(nothing), **known}


def _items(found: Upgrade) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "item-vanishes", found.vanishing
    yield "item-reappears", found.reappearing
    yield "item-appears", found.appearing


def account(found: Upgrade) -> Iterator[Message]:
    """For people: what was compared, then each kind of difference with its list, then whether it is safe."""
    before, after = found.before.version, found.after.version
    yield message("release.compared", before=before, after=after, basis=_basis(found), day=found.day)
    if found.after.number < found.before.number:
        yield message("release.goes-back", before=before, after=after)
    yield from _of_findings(found)
    yield from _of_items(found)
    yield from _of_pages(found)
    yield from _of_verdicts(found)
    yield message("release.upgrade-safe" if found.is_safe else "release.upgrade-unsafe")


def _basis(found: Upgrade) -> Message:
    if found.commit:
        return message("release.basis-approved", commit=found.commit[:12])
    return message("release.basis-tree")


def _of_findings(found: Upgrade) -> Iterator[Message]:
    yield message("release.findings-new", count=len(found.new_findings), found=_lines(map(_told, found.new_findings)))
    if found.lost_findings:
        lines = _lines(map(_told, found.lost_findings))
        yield message("release.findings-gone", count=len(found.lost_findings), found=lines)
    if found.blocking:
        yield message("release.findings-block", count=found.blocking, version=found.before.version)


def _told(row: ToldRow) -> Listed:
    severity = Label("severity", str(row["severity"]))
    return Listed((f"{row['path']}:{row['line']}: ", severity, f" [{row['rule']}] ", row["message"]), "")


def _of_items(found: Upgrade) -> Iterator[Message]:
    yield message("release.items-vanish", count=len(found.vanishing), found=_lines(found.vanishing))
    if found.reappearing:
        yield message("release.items-reappear", count=len(found.reappearing), found=_lines(found.reappearing))
    if found.appearing:
        yield message("release.items-appear", count=len(found.appearing), found=_lines(found.appearing))


def _of_pages(found: Upgrade) -> Iterator[Message]:
    if not (found.site.pages or found.site.framed or found.site.shared):
        yield message("release.pages-same")
    for change in PageChange:
        pages = [each for each in found.site.pages if each.change is change]
        if pages:
            listed = _lines(_of_words(pages) if change is PageChange.TEXT else [f"/{each.url}" for each in pages])
            yield message("release.pages", change=Label("page_change", change), count=len(pages), found=listed)
    if found.site.framed:
        yield _of_frame(found.site)
    if found.site.shared:
        yield message("release.shared", count=len(found.site.shared), found=_lines(found.site.shared))


def _of_words(pages: Iterable[PageDifference]) -> Iterator[Message]:
    """The words that differ, and on which pages: what differs on many is told once."""
    groups: dict[tuple[str, str], list[str]] = {}
    for each in pages:
        groups.setdefault((each.before, each.after), []).append(f"/{each.url}")
    for (before, after), urls in groups.items():
        more = [] if len(urls) <= NAMED else [message("commands.more", count=len(urls) - NAMED)]
        told = Listed((*urls[:NAMED], *more), " ")
        yield message("release.words", before=before, after=after, count=len(urls), found=told)


def _of_frame(site: SiteDifference) -> Message:
    before, after = site.frame
    if before:
        return message("release.frame-words", count=site.framed, before=before, after=after)
    return message("release.frame-look", count=site.framed)


def _of_verdicts(found: Upgrade) -> Iterator[Message]:
    if not found.verdicts:
        yield message("release.verdicts-same", count=found.judged)
    else:
        yield message("release.verdicts", count=len(found.verdicts), found=_lines(map(_judged, found.verdicts)))


def _judged(change: VerdictChange) -> Message:
    before, after = (Listed((each or "—",)) for each in (change.before, change.after))
    return message("release.verdict", commit=change.commit[:12] or "—", before=before, after=after)


def _lines(values: Iterable[object]) -> Listed:
    """One a line, and how many more there are."""
    listed = list(values)
    more = [message("commands.more", count=len(listed) - SHOWN)] if len(listed) > SHOWN else []
    return Listed.of([Listed(("", each), "\n  ") for each in [*listed[:SHOWN], *more]], "")
