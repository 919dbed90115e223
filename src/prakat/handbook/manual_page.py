"""manual -> one page of HTML that needs nothing beside it: its styles and its attachments are in it"""

import html
import re
from base64 import b64encode
from collections.abc import Iterator, Sequence

from prakat import product
from prakat.handbook.manual import Attached, Manual
from prakat.item.body import render_markdown
from prakat.item.rendered import Heading
from prakat.rules.message import message

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:"
_FONT = re.compile(r'url\("([^"]+)"\)')
_STYLE = """\
body{font:1.0625rem/1.7 Sarabun,"Noto Sans Thai","Leelawadee UI",Thonburi,sans-serif;max-width:50rem;margin:0 auto;
padding:1rem;color:#17212e;background:#fff;overflow-wrap:break-word}
h1,h2,h3{line-height:1.4;color:#10325c}h1{font-size:1.65rem;margin:.5rem 0}h2{font-size:1.3rem;margin:2rem 0 .75rem}
.summary,footer{color:#4d5a6b}nav,footer{border-block:1px solid #d5dce5;margin-block:1rem;padding-block:.75rem}
nav ul{margin:0;padding:0;list-style:none}nav a{display:inline-block;padding-block:.35rem}a{color:#14508f}
code{font:.85em/1.5 ui-monospace,Consolas,monospace,Sarabun;overflow-wrap:anywhere}
pre{overflow-x:auto;padding:.75rem 1rem;background:#e9eff7;border-radius:6px}pre code{overflow-wrap:normal}
.table{overflow-x:auto;margin-block:0 1rem;border:1px solid #d5dce5;border-radius:8px}
table{width:100%;border-collapse:collapse}td,th{padding:.5rem .8rem;text-align:start;vertical-align:top;min-width:5rem}
th{background:#e9eff7}tr+tr>*,tbody tr>*{border-top:1px solid #d5dce5}.right{text-align:end;min-width:0}
td code{overflow-wrap:normal}
.typed{padding:0;list-style:none}.typed>li{padding-inline-start:2.2em}
.typed .number{display:inline-block;min-width:1.95em;margin-inline-start:-2.2em}
@media print{body{max-width:none;font-size:11pt}nav{display:none}pre,.table{overflow:visible}pre{white-space:pre-wrap}
tr,pre{break-inside:avoid}h2,h3{break-after:avoid}}"""


def manual_page(manual: Manual) -> str:
    """In Thai; the page loads and runs nothing."""
    rendered = render_markdown(manual.text)
    title = html.escape(manual.title)
    head = (
        "<!doctype html>",
        '<html lang="th">',
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        f"<title>{title}</title><style>{_fonts()}{_STYLE}</style></head>",
        f'<body><header><h1>{title}</h1><p class="summary">{html.escape(manual.summary)}</p></header>',
    )
    version = html.escape(message("handbook.of-version", version=product.version()).text())
    parts = (*head, *_contents(rendered.headings), f"<main>{rendered.html}", *_attachments(manual.attached))
    return "\n".join([*parts, f"</main><footer>{version}</footer></body></html>"]) + "\n"


def _fonts() -> str:
    """Those of the site, as its style sheet declares them."""
    sheet = product.part("theme") / "assets" / "css" / "site.css"
    faces = [line for line in sheet.read_text(encoding="utf-8").splitlines() if line.startswith("@font-face")]
    return _FONT.sub(lambda found: f'url("{_data((sheet.parent / found[1]).read_bytes())}")', "\n".join(faces)) + "\n"


def _contents(headings: Sequence[Heading]) -> Iterator[str]:
    links = (f'<li><a href="#{html.escape(each.id)}">{html.escape(each.text)}</a>' for each in headings)
    yield f'<nav aria-label="{_words("handbook.contents")}"><ul>{"".join(links)}</ul></nav>'


def _attachments(attached: Sequence[Attached]) -> Iterator[str]:
    if attached:
        links = (
            f'<li><a download="{each.name}" href="{_data(each.content)}">{html.escape(each.title)}</a> ({each.name})'
            for each in attached
        )
        yield f"<h2>{_words('handbook.attachments')}</h2><ul>{''.join(links)}</ul>"


def _data(content: bytes) -> str:
    return f"data:application/octet-stream;base64,{b64encode(content).decode('ascii')}"


def _words(what: str) -> str:
    return html.escape(message(what).text())
