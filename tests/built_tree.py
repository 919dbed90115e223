"""A content tree and a day -> its site, read or built in this process as publish does it, or by a builder alone."""

import datetime
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import lxml.html

from prakat.release import build, own_build
from prakat.release.basis import WORK_TREE, Basis
from prakat.site.edition import Edition
from prakat.site.public_register import register_lines
from prakat.site.site import Site

CHECKOUT = Path(__file__).resolve().parents[1]
OWN = """\
INHERIT: {checkout}/mkdocs.yml
docs_dir: {checkout}/hooks
theme: {{custom_dir: {checkout}/theme}}
hooks: ["{checkout}/hooks/builder.py"]
"""
"""The checkout's mkdocs.yml for a tree that lies elsewhere."""


def read(tree: Path, day: str, *, is_sound: bool = True, **about: Any) -> Site:
    """What publish makes of a tree in which nothing is wrong unless it is not sound; `about` is more of its Basis."""
    basis = Basis(**{"tree": tree, "git": tree, "commit": None, "kind": WORK_TREE} | about)
    made = own_build.site_of(basis, datetime.date.fromisoformat(day))
    assert not is_sound or not [each.text("en") for each in made.edition.register.errors]
    return made


def built(tree: Path, to: Path, day: str, *, is_sound: bool = True, **about: Any) -> Path:
    with _complaints() as found:
        build.run(read(tree, day, is_sound=is_sound, **about), to)
    assert not found, "as the builder says when it is strict"
    return to


@contextmanager
def _complaints() -> Iterator[list[str]]:
    found: list[str] = []

    class Heard(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(record.getMessage())

    handler, logger = Heard(logging.WARNING), logging.getLogger(build.BUILDER)
    logger.addHandler(handler)
    try:
        yield found
    finally:
        logger.removeHandler(handler)


def configured(tree: Path) -> Path:
    """The file by which a builder alone finds the tree beside it, and all else in this checkout."""
    file = tree / "mkdocs.yml"
    if not file.exists():
        file.write_text(OWN.format(checkout=CHECKOUT), encoding="utf-8")
    return file


def built_alone(
    tree: Path, to: Path, day: str, *options: str, builder: str = "mkdocs", **environment: str
) -> "subprocess.CompletedProcess[str]":
    """By the builder's own command, which has read nothing before."""
    own = {**os.environ, "PRAKAT_DATE": day, "NO_MKDOCS_2_WARNING": "1", **environment}
    command = [sys.executable, "-m", builder, "build", *options, "-f", str(configured(tree)), "-d", str(to)]
    return subprocess.run(command, env=own, cwd=CHECKOUT, capture_output=True, encoding="utf-8", check=False)


def register_rows(edition: Edition) -> list[dict[str, Any]]:
    """What the public register says of each item."""
    return [json.loads(each.json) for each in register_lines(edition, {}).values()]


def page(root: Path, url: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring((root / url / "index.html").read_bytes())


def text(element: lxml.html.HtmlElement) -> str:
    return " ".join(str(element.text_content()).replace("\u200b", "").split())
