"""`PYTHONPATH=tests:scripts python tests/papers/keep.py`: keep the words of each paper of the story's office."""

import sys
import tempfile
from pathlib import Path

from prakat.papers.paper import paper_texts, with_thai_digits
from prakat.papers.press import Press
from trail_office import cloned, press_of

KEPT = Path(__file__).resolve().parent
PAPERS = (
    ("form", "2"),
    ("form", "public-relations/2569/flood-warning"),
    ("record", "2569Q4"),
    ("record", "2570Q1"),
    ("record", "2568Q2"),
    ("memo-approval", "2569Q4"),
    ("memo-operation", "2569Q4"),
    ("memo-monitoring", "2569Q4"),
    ("annual", "2569"),
    ("currency", ""),
    ("board", "general-information/contact"),
    ("decision", "5"),
)
"""Kind, and what it is about."""


def words(press: Press, kind: str, about: str) -> str:
    """As they stand on the paper, a line each."""
    made = with_thai_digits(press.paper(kind, about, number="12" if kind.startswith("memo") else ""))
    told = (f"! {each.text()}" for each in made.told)
    return "\n".join([made.name, made.title, "", *paper_texts(made), *told]) + "\n"


def file_of(kind: str, about: str) -> Path:
    return KEPT / f"{kind}-{about.replace('/', '-') or 'now'}.txt"


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        press = press_of(cloned(Path(folder)))
        for kind, about in PAPERS:
            file_of(kind, about).write_text(words(press, kind, about), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
