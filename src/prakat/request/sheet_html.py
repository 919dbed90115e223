"""decision sheet -> what signers read: comments on a forge, and the whole sheet as a page (R03, R06, R08)"""

import html
from collections.abc import Sequence

from prakat.request.decision_sheet import DecisionSheet
from prakat.request.sheet_archive import PAGE
from prakat.request.sheet_blocks import SheetBlocks, paragraph
from prakat.request.spoken_words import CHECKED_TH
from prakat.rules.message import Message, message
from prakat.rules.safe_text import plain
from prakat.rules.violation import Violation

MAX_LENGTH = 64_000
"""Characters of a comment; GitHub's limit is 65,536."""
MAX_COMMENTS = 20
"""More than a million characters are read on a page, not in comments."""
_RESERVE = 2_000
"""Characters for what stands above and below a comment's share of the sheet."""
_STYLE = """\
body{font-family:sans-serif;line-height:1.6;max-width:60em;margin:1em auto;padding:0 1em;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%;margin:.5em 0}
td,th{border:1px solid #999;padding:.3em;text-align:start;vertical-align:top}
del{background:#fdd}ins{background:#dfd}code{font-size:.8em}"""


def marker(number: int) -> str:
    """The first line of the comment of that number, by which it is found again."""
    return "<!-- prakat:request -->" if number == 1 else f"<!-- prakat:request {number} -->"


def comments(sheet: DecisionSheet | None, violations: Sequence[Violation], head: str, elsewhere: Message) -> list[str]:
    """The comment in Thai, and those that continue it; `elsewhere` says where the pages and the whole sheet are.

    No value of the sheet is trusted: all are escaped to plain text inside HTML."""
    blocks = [_violations(violations)]
    blocks += SheetBlocks(are_short=True).of(sheet) if sheet else [paragraph("sheet.none-yet")]
    shares, left = _shares(blocks)
    where = html.escape(elsewhere.text()) if sheet else ""
    texts = []
    for number, share in enumerate(shares, start=1):
        above = [paragraph("sheet.share", number=number, count=len(shares))] if len(shares) > 1 else []
        texts.append("\n\n".join([*above, *share, paragraph("sheet.version", head=head)]))
    texts[0] += "\n\n" + paragraph("sheet.no-update")
    if left:
        texts[-1] += "\n\n" + paragraph("sheet.too-long", count=left, file=PAGE)
    texts[-1] += f"\n\n<p>{where}</p>" if where else ""
    return [f"{text}\n" for text in texts]


def ended() -> str:
    """What a comment says that continued a longer sheet than there is now."""
    return paragraph("sheet.ended")


def sheet_page(sheet: DecisionSheet) -> str:
    """The whole sheet as a page, however long; the page loads and runs nothing."""
    policy = "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    width = '<meta name=viewport content="width=device-width, initial-scale=1">'
    title = html.escape(message("sheet.title").text())
    head = f"<!doctype html><html lang=th><meta charset=utf-8>{policy}{width}<title>{title}</title>"
    return "\n".join([f"{head}<style>{_STYLE}</style><h1>{title}</h1>", *SheetBlocks(are_short=False).of(sheet)]) + "\n"


def _shares(blocks: Sequence[str]) -> tuple[list[list[str]], int]:
    """Whole blocks for each comment, since one that is cut inside a table is not shown properly; how many are left."""
    shares: list[list[str]] = [[]]
    length = 0
    for number, block in enumerate(blocks):
        length += len(block) + 2
        if length > MAX_LENGTH - _RESERVE and shares[-1]:
            if len(shares) == MAX_COMMENTS:
                return shares, len(blocks) - number
            shares.append([])
            length = len(block) + 2
        shares[-1].append(block)
    return shares, 0


def _heading(id_: str) -> str:
    return f"<h3>{html.escape(message(id_).text())}</h3>"


def _violations(found: Sequence[Violation]) -> str:
    if not found:
        return _heading("sheet.complete")
    rows = "".join(f"<li>{plain(each.message('th'))}</li>" for each in found)
    how = html.escape(message("sheet.how-to-check").text())
    return f"{_heading('sheet.incomplete')}<ul>{rows}</ul><p>{how} <code>{CHECKED_TH}</code></p>"
