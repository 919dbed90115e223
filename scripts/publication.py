"""What publish.py publishes, and what is noted of it in the office's repository."""

import argparse
import datetime
import sys
from contextlib import AbstractContextManager, nullcontext

import terminal
from prakat.audit.auditor_memory import AuditorMemory, default_folder
from prakat.cannot_work import CannotWork
from prakat.merging.publisher_memory import PublisherMemory
from prakat.merging.publisher_state import Phase, PhaseReport, at_work
from prakat.release import assembly, basis
from prakat.release.release_folder import ReleaseFolder
from prakat.repository.receipt import moment_of_receipt
from prakat.repository.repository import find_repository, open_repository
from prakat.rules.message import message


def publication(
    options: argparse.Namespace, release_folder: ReleaseFolder, day: datetime.date
) -> tuple[basis.Basis, assembly.Assembly]:
    """What is published, and how that went."""
    with terminal.steps(message("commands.proving" if options.approved else "commands.reading")):
        what = _basis(options, release_folder)
    done = assembly.publish(what, day, release_folder, options.keep, terminal.steps, is_whole=options.whole)
    return what, done


def under_way(options: argparse.Namespace) -> AbstractContextManager[PhaseReport]:
    """A publication of what was approved is told of in the repository that it is of."""
    repository = find_repository(options.repo) if options.approved else None
    is_told = repository is not None and repository.is_bare
    return at_work(repository.git_dir, Phase.PUBLISHING) if repository and is_told else nullcontext(PhaseReport())


def _basis(options: argparse.Namespace, release_folder: ReleaseFolder) -> basis.Basis:
    to, memory = release_folder.staging / "tree", AuditorMemory(default_folder())
    if options.as_of:
        return basis.released_on(options.repo, options.as_of, to, memory)
    return basis.approved_commit(options.repo, to, memory) if options.approved else basis.work_tree(options.repo)


def is_recorded(options: argparse.Namespace, release_folder: ReleaseFolder) -> bool:
    """Whether everything released is recorded. A take-down does not wait for its record; the next run adds it."""
    try:
        memory: PublisherMemory | None = options.memory
        current = release_folder.current_id()
        if options.key and (memory is None or memory.recorded != current):
            from prakat.release import deployment  # here: it loads what merges and signs

            moment = moment_of_receipt(open_repository(options.repo).git_dir)
            deployment.note(options.repo, options.key, release_folder, moment, memory)
            if memory and current:
                memory.recorded = current
    except CannotWork as problem:
        said = message("commands.not-recorded", problem=problem).text(options.lang)
        if said not in options.said:  # before the release and after it, for the same reason
            print(said, file=sys.stderr)
        options.said = [*options.said, said]
        return False
    return True
