"""site -> built folder, or a page in a browser, by the site builder that reads mkdocs.yml"""

import logging
import os
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from prakat import product
from prakat.cannot_work import CannotWork
from prakat.rules.wording import Listed
from prakat.site.site import Site

BUILDER = "mkdocs"
"""What reads mkdocs.yml; to use properdocs instead, change this line alone."""


@dataclass(frozen=True, slots=True)
class Handed:
    """What the builder's hook is to draw."""

    made: Callable[[], Site]
    language: str = ""
    """In which people are told what is wrong with the tree; empty where they have been told."""


_handed: list[Handed] = []


def handed() -> Handed | None:
    """None where the builder was called by itself."""
    return _handed[-1] if _handed else None


def run(site: Site, to: Path) -> None:
    """Builds the site, with Prakat's own templates, in place of what lies in `to`. Raises CannotWork where the builder
    fails."""
    with _handing(Handed(lambda: site)), _quiet() as told:
        try:
            configuration = _configuration(site_dir=str(to))
            configuration.plugins.on_startup(command="build", dirty=False)
            _module("commands.build").build(configuration)
        except CannotWork:
            raise
        except (Exception, SystemExit) as problem:
            raise CannotWork("release.builder-failed", said=_said(told, problem)) from problem


def serve(made: Callable[[], Site], address: str, language: str) -> None:
    """Shows the site at that address until it is interrupted, made and drawn anew after each change; what is wrong with
    it is told in that language each time. Raises CannotWork where the builder fails."""
    with _handing(Handed(made, language)):
        try:
            _module("commands.serve").serve(**_place(), dev_addr=address, livereload=True)
        except (Exception, SystemExit) as problem:
            raise CannotWork("release.builder-failed", said=_said([], problem)) from problem


def _said(told: Sequence[str], problem: BaseException) -> Listed:
    """Its complaints, after which it may just leave; else why it ended, and where: on which page, and in a template if
    it was in one."""
    if isinstance(problem, SystemExit):
        return Listed.of(told or [str(problem)], "\n")
    frames = traceback.extract_tb(problem.__traceback__)
    where = ([each for each in frames if Path(each.filename).is_relative_to(product.part("theme"))] or frames)[-1]
    why = f"{type(problem).__name__}: {problem} ({where.filename}:{where.lineno})"
    why = ": ".join([*getattr(problem, "__notes__", ()), why])
    return Listed.of([*told, *why.splitlines()], "\n")


def _place() -> Mapping[str, str]:
    """Its configuration, and a folder that it takes for its own: it must exist, and is not read."""
    return {"config_file": str(product.part("mkdocs.yml")), "docs_dir": str(product.part("hooks"))}


def _configuration(**more: str) -> Any:
    return _module("config").load_config(**_place(), **more)


def _module(name: str) -> Any:
    """Loaded only by whoever builds: it is large."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # else Material prints a page about its own end
    return import_module(f"{BUILDER}.{name}")


@contextmanager
def _handing(what: Handed) -> Iterator[None]:
    _handed.append(what)
    try:
        yield
    finally:
        _handed.pop()


@contextmanager
def _quiet() -> Iterator[list[str]]:
    """Yields what the builder complains of, which it tells nobody else meanwhile."""
    told, logger = _Told(), logging.getLogger(BUILDER)
    before = logger.propagate
    logger.addHandler(told)
    logger.propagate = False
    try:
        yield told.lines
    finally:
        logger.propagate = before
        logger.removeHandler(told)


class _Told(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines += record.getMessage().splitlines()
