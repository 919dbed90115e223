"""bare repository x moment -> the publisher's view of it without its audit, for whoever has to answer at once"""

import datetime
from pathlib import Path

from prakat.audit.run_memory import RunMemory
from prakat.audit_log import audit_log
from prakat.audit_log.record import RecordKind
from prakat.audit_log.seen_counters import seen_counters
from prakat.merging.standing import Standing
from prakat.merging.work import Work, look
from prakat.office import office
from prakat.office.authority import Authority
from prakat.repository.file_tree import FileTree, entries_of
from prakat.repository.object_id import NOTHING
from prakat.repository.refs import MAIN
from prakat.repository.repository import Repository
from prakat.repository.signature import Verified
from prakat.request.fact_reader import FactReader
from prakat.request.main_before import MainBefore

_NO_KEY = Path()
"""Only merging takes the publisher's."""
_UNJUDGED = Standing(is_judged=False, wrong={}, broken=())


def first_look(repository: Repository, moment: datetime.datetime, *, is_thorough: bool = False) -> Work | None:
    """The work as `look` shows it, where main's office.yml came there by recorded merges alone; else, or if it must be
    thorough, that of `look` itself, which judges all of history. None without a main.

    The quick view knows neither open violations nor who has touched what when: it suffices for any request that
    regularises nothing."""
    main = repository.ref(MAIN)
    if main is None:
        return None
    log, verified, reader = audit_log.read(repository), Verified(), FactReader(repository)
    files = FileTree(entries_of(repository, main))
    blob = files.blobs([office.FILE]).get(office.FILE, NOTHING)
    known = reader.office(blob) if blob != NOTHING else None
    epoch = reader.since(blob) if blob != NOTHING else ""
    recorded = {str(each.facts.get("commit")) for each in log.of(RecordKind.MERGE)}
    if is_thorough or known is None or not _office_changes(repository, main, epoch) <= recorded:
        return look(repository, _NO_KEY, moment, verified, main, log)
    before = MainBefore(files, blob, repository.time_of(main), epoch=epoch, counters=seen_counters(log))
    return Work(repository, _NO_KEY, moment, verified, main, log, before, reader, _UNJUDGED, RunMemory(), known)


def office_of_main(repository: Repository) -> Authority | None:
    """Whoever has authority by main's office.yml; None where there is none that can be read."""
    main = repository.ref(MAIN)
    blob = entries_of(repository, main, office.FILE).get(office.FILE) if main else None
    return FactReader(repository).office(blob[1]) if blob else None


def _office_changes(repository: Repository, main: str, epoch: str) -> set[str]:
    """The commits of main itself after the epoch that changed office.yml."""
    since = [f"^{epoch}"] if epoch and repository.ref(f"{epoch}^{{commit}}") else []
    return set(repository.line("rev-list", "--first-parent", main, *since, "--", office.FILE).split())
