"""What check.py does where it cannot say again what it said before."""

import argparse
import datetime
import os
import time
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import terminal
from prakat import product
from prakat.cannot_work import CannotWork
from prakat.content import register
from prakat.content.folder_memory import FolderMemory, folder_memory
from prakat.content.grounds import grounds_of
from prakat.content.kept_answer import SaidAnswer, keep_answer
from prakat.content.mended_files import mendings, write_mended
from prakat.content.mending import Mending
from prakat.content.office_tree import office_day, office_tree
from prakat.content.succession import in_work_tree, without_false_alarms
from prakat.repository.bare import is_bare
from prakat.request.change_note import notes_missing_in
from prakat.rules import page, report
from prakat.rules.finding import Finding, in_order
from prakat.rules.message import message


def checked(options: argparse.Namespace, words: Sequence[str], around: Path) -> SaidAnswer:
    """The answer to these options, which were typed as `words`; `around`: the office where they name none."""
    day = office_day(options.repo, options.date, os.environ)
    if is_bare(options.repo):
        if options.fix and not options.diff:
            raise CannotWork("content.no-work-tree", place=options.repo)
        return _checked(options, day, FolderMemory())[0]
    here = Path.cwd() if options.repo is around else None
    looked, before = time.time_ns(), grounds_of(options.repo, here)
    with folder_memory(options.repo, product.stamp()) as memory:
        answer, findings = _checked(options, day, memory)
    is_plain = not (options.fix or options.diff or options.paths or options.verbose)
    is_named = here is None or here.is_relative_to(options.repo)
    if is_plain and is_named and all(each.rule != "file.unreadable" for each in findings):
        after = grounds_of(options.repo, here)
        if after == before and after.is_settled(looked, memory.steady):
            keep_answer(str(options.repo), words, answer, after.all)
    return answer


def _checked(
    options: argparse.Namespace, day: datetime.date, memory: FolderMemory
) -> tuple[SaidAnswer, Sequence[Finding]]:
    said: list[str] = []
    with office_tree(options.repo) as tree:
        wanted = [_inside(tree, path) for path in options.paths]
        found = register.read(tree, day, terminal.progress(message("release.checking")), reader=memory.read)
        faulty = {each.path for each in found.findings if not wanted or _concerns(each.path, wanted)}
        mended = list(mendings(tree, faulty.__contains__)) if faulty else []
        if options.fix and not options.diff and mended:
            said.append(_fix(tree, mended, options.lang))
            found, mended = register.read(tree, day, reader=memory.read), []
        waiting = in_work_tree(found, options.repo)
        noted = notes_missing_in(options.repo, found)
    told = in_order((*without_false_alarms(found.findings, waiting), *noted))
    findings = [each for each in told if not wanted or _concerns(each.path, wanted)]
    for folder, each in waiting.items():
        if not wanted or _concerns(folder, wanted):
            said += (line.text(options.lang) for line in each.told)
    said.append(report.summary(findings, len(found.entries) + len(found.left_out), options.lang))
    if mended and options.format == "text":
        said.append(message("content.fixable", lines=sum(each.lines for each in mended)).text(options.lang))
    out = "".join(each.diff() for each in mended) if options.diff else _told(findings, options)
    return (int(any(each.is_error for each in findings)), out, "".join(f"{line}\n" for line in said)), told


def _told(findings: Sequence[Finding], options: argparse.Namespace) -> str:
    lines = [text] if (text := report.findings(findings, options.format, options.lang)) else []
    if options.format == "text":
        lines += page.explained((each.rule for each in findings), options.lang)
    return "".join(f"{line}\n" for line in lines)


def _fix(tree: Path, mended: Sequence[Mending], language: str) -> str:
    """Writes each file, and says of how many."""
    for each in mended:
        write_mended(tree, each)
    return message("content.fixed", lines=sum(each.lines for each in mended), files=len(mended)).text(language)


def _inside(repo: Path, path: str) -> PurePosixPath:
    """A path argument relative to the repository; raises CannotWork for one that leads nowhere."""
    root = Path(os.path.abspath(repo))
    for place in (Path(os.path.abspath(path)), Path(os.path.abspath(root / path))):
        if os.path.lexists(place) and place.is_relative_to(root):
            return PurePosixPath(place.relative_to(root).as_posix())
    raise CannotWork("commands.no-path", path=path, place=repo)


def _concerns(found: str, wanted: Sequence[PurePosixPath]) -> bool:
    place = PurePosixPath(found)
    return any(place.is_relative_to(path) or path.is_relative_to(place) for path in wanted)
