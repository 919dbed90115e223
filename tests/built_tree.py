"""A content tree and a day -> its site, built as publish builds it, and what stands on one of its pages."""

import os
import subprocess
from pathlib import Path

import lxml.html

from programs import python

CHECKOUT = Path(__file__).resolve().parents[1]


def built(tree: Path, to: Path, day: str) -> Path:
    environment = {**os.environ, "PRAKAT_DATE": day, "PRAKAT_TREE": str(tree), "NO_MKDOCS_2_WARNING": "1"}
    command = [python(), "-m", "mkdocs", "build", "--quiet", "-f", str(CHECKOUT / "mkdocs.yml"), "-d", str(to)]
    subprocess.run(command, env=environment, check=True, cwd=CHECKOUT)
    return to


def page(root: Path, url: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring((root / url / "index.html").read_bytes())


def text(element: lxml.html.HtmlElement) -> str:
    return " ".join(str(element.text_content()).replace("\u200b", "").split())
