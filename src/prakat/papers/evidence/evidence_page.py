"""what a pack of evidence holds -> its index as one page of HTML; no script, and nothing of it from elsewhere"""

import html
from collections.abc import Iterator, Sequence

from prakat.papers.evidence.packed_file import PackedFile
from prakat.papers.evidence.packed_part import PackedPart
from prakat.rules.data import label
from prakat.rules.message import message

_STYLE = (
    "body{font:1rem/1.6 Sarabun,'TH Sarabun New',Tahoma,sans-serif;max-width:60rem;margin:1rem auto;padding:0 1rem}"
    "section{border-top:2px solid #555}h2{font-size:1.15rem}.why{border-left:4px solid #a00;padding-left:.6rem}"
    "dl{display:grid;grid-template-columns:9rem 1fr;margin:.6rem 0;padding:.5rem;border:1px solid #bbb}"
    "dl{break-inside:avoid}dt{font-weight:bold}dd{margin:0;overflow-wrap:anywhere;unicode-bidi:isolate}"
)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def evidence_page(title: str, about: Sequence[str], parts: Sequence[PackedPart], beside: Sequence[PackedFile]) -> str:
    intro = "\n".join(f"<p>{html.escape(each)}</p>" for each in about)
    told = "\n".join(map(_section, parts))
    more = "".join(map(_file, beside))
    return (
        f'<!doctype html>\n<html lang="th"><head><meta charset="utf-8"><title>{html.escape(title)}</title>\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n<style>{_STYLE}</style></head><body>\n'
        f"<h1>{html.escape(title)}</h1>\n{intro}\n{told}\n<section>{more}</section>\n</body></html>\n"
    )


def _section(found: PackedPart) -> str:
    state = message("papers_evidence.state", state=label("coverage", found.part.state)).text()
    told = "".join(f'<p class="why">{html.escape(each.text())}</p>' for each in found.told)
    files = "".join(map(_file, found.files))
    heading = html.escape(found.part.words)
    return f"<section><h2>{heading}</h2><p>{html.escape(state)}</p>{told}{files}</section>"


def _file(file: PackedFile) -> str:
    return f"<dl>{''.join(_fields(file))}</dl>\n"


def _fields(file: PackedFile) -> Iterator[str]:
    for name, value in file.fields():
        shown = html.escape(value)
        if value in (file.name, file.url):
            shown = f'<a href="{shown}">{shown}</a>'
        yield f"<dt>{html.escape(name)}</dt><dd>{shown}</dd>"
