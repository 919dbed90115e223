"""an audit x the accounts of its rows -> one page of HTML in Thai that a director can read; no script, no other file"""

import hashlib
import html
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from prakat.audit import audit_table
from prakat.audit.account import Accounts
from prakat.audit.audit_row import Audit, AuditRow
from prakat.rules import data
from prakat.rules.message import Message, message

_STYLE = (
    "body{font:1rem/1.6 Sarabun,'TH Sarabun New',Tahoma,sans-serif;max-width:60rem;margin:1rem auto;padding:0 1rem}"
    "article{border-top:1px solid #999;padding:.5rem 0;break-inside:avoid}h2{font-size:1.1rem;margin:0}"
    ".open h2,.why{color:#a00}.caution{border:2px solid #a00;padding:.5rem}ul{margin:.3rem 0;overflow-wrap:anywhere}"
)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def kit_page(audited: Audit, accounts: Accounts) -> str:
    """Every row in the order of time, newest last, with who stands behind it."""
    title = _text(message("audit.page-title"))
    head = message("audit.page-head", head=audited.tip, epoch=audited.epoch)
    told = [message("audit.page-caution"), head, *audit_table.summary(audited, None)]
    intro = "\n".join(f"<p>{_text(each)}</p>" for each in told[1:])
    rows = "\n".join(_article(row, accounts) for row in audited.story)
    return (
        f'<!doctype html>\n<html lang="th"><head><meta charset="utf-8"><title>{title}</title>\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n<style>{_STYLE}</style></head><body>\n'
        f'<h1>{title}</h1>\n<p class="caution">{_text(told[0])}</p>\n{intro}\n{rows}\n</body></html>\n'
    )


@cache
def words() -> str:
    """SHA-256 of all that decides how the page reads: only where a kit has the same can its page be compared."""
    own = sorted(Path(__file__).parent.glob("*.py"))
    texts = [data.folder() / name for name in ("labels.yml", "violations.yml", "messages/audit.yml")]
    parts = (path.read_bytes().replace(b"\r\n", b"\n") for path in (*own, *texts))
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _article(row: AuditRow, accounts: Accounts) -> str:
    heading = " · ".join(each for each in audit_table.cells(row, "th") if each != "—")
    lines = "".join(f"<li>{line}</li>" for line in _lines(row, accounts))
    commit = f"<p><small>{html.escape(row.commit)}</small></p>" if row.commit else ""
    return f'<article class="{row.outcome}"><h2>{html.escape(heading)}</h2><ul>{lines}</ul>{commit}</article>'


def _lines(row: AuditRow, accounts: Accounts) -> Iterator[str]:
    for each in audit_table.violations_told(row, "th"):
        yield f'<span class="why">{html.escape(each)}</span>'
    for each in accounts.of(row).lines(row.action):
        yield html.escape(each.removeprefix("• "))


def _text(told: Message) -> str:
    return html.escape(told.text()).replace("\n", "<br>")
