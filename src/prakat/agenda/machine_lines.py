"""situation -> what is to be said of violations, the publisher, the site, the disk, and who has no mail"""

from collections.abc import Callable, Iterator, Mapping

from prakat.agenda.section import MorningLine
from prakat.agenda.situation import Situation
from prakat.item.item_path import item_folder
from prakat.merging.publisher_state import Life
from prakat.rules.message import message
from prakat.rules.wording import Label, Listed

_SHOWN = 50


def _violations(found: Situation) -> Iterator[MorningLine]:
    for each in found.examination.violations[:_SHOWN] if found.examination else ():
        if each.at is None:
            said = message("agenda.violation-of-all", violation=each.violation)
        elif each.request:
            number = each.request
            said = message("agenda.violation-of-request", violation=each.violation, number=number, at=each.at)
        else:
            said = message("agenda.violation", violation=each.violation, at=each.at)
        folder = next((one for one in each.things if item_folder(f"{one}/")), "")
        yield MorningLine(said, page="/audit", is_urgent=True, request=each.request, folder=folder)


def _publisher(found: Situation) -> Iterator[MorningLine]:
    state = found.publisher
    if state is None:
        return
    life = state.life(found.moment)
    if life is Life.SILENT:
        yield MorningLine(message("agenda.publisher-silent", at=state.at), is_urgent=True)
    elif life is Life.AHEAD:
        yield MorningLine(message("agenda.publisher-ahead", at=state.at, now=found.moment), is_urgent=True)
    else:
        yield MorningLine(
            message("agenda.publisher-lives", at=state.at, phase=Label("phase", state.phase)), is_matter=False
        )
    for phase, told in state.said.items():
        said = message("agenda.publisher-could-not", phase=Label("phase", phase), problem=told)
        yield MorningLine(said, is_urgent=True)
    for number, seconds in sorted(state.took.items())[-1:]:
        said = message("agenda.publisher-took", number=number, seconds=seconds)
        yield MorningLine(said, page=f"/requests/{number}", is_matter=False, request=number)


def _heartbeat(found: Situation) -> Iterator[MorningLine]:
    last = found.heartbeat.last
    if last is None:
        yield MorningLine(message("agenda.never-published"), is_matter=False)
    else:
        said = message("agenda.night-missed" if found.heartbeat.is_missed else "agenda.published-last", at=last)
        yield MorningLine(said, is_urgent=found.heartbeat.is_missed, is_matter=found.heartbeat.is_missed)


def _drift(found: Situation) -> Iterator[MorningLine]:
    if found.examination is None:
        return
    site = found.examination.site
    if site.is_late(found.moment):
        yield MorningLine(message("agenda.unpublished", count=site.unpublished, at=site.since), is_urgent=True)
    if site.shown:
        yield MorningLine(message("agenda.other-release", shown=site.shown, recorded=site.recorded), is_urgent=True)
    if site.altered:
        yield MorningLine(message("agenda.altered", files=Listed.of(site.altered)), is_urgent=True)
    for each in found.examination.drifts:
        yield MorningLine(each, is_urgent=not each.is_note)


def _disk(found: Situation) -> Iterator[MorningLine]:
    for each in found.disks:
        free, total = (f"{size / 1024**3:,.1f}" for size in (each.free, each.total))
        of = Label("disk", each.of)
        said = message("agenda.disk-little" if each.is_little else "agenda.disk", of=of, free=free, total=total)
        yield MorningLine(said, is_urgent=each.is_little, is_matter=each.is_little)


def _no_mail(found: Situation) -> Iterator[MorningLine]:
    for each in found.without_mail:
        yield MorningLine(message("agenda.no-mail", name=each.introduced), page="/people", people=frozenset({each.id}))


MACHINE_LINES: Mapping[str, Callable[[Situation], Iterator[MorningLine]]] = {
    "violations": _violations,
    "publisher": _publisher,
    "heartbeat": _heartbeat,
    "drift": _drift,
    "disk": _disk,
    "no-mail": _no_mail,
}
