"""text of a body -> its tokens: official text first, Markdown second; what is not listed here stands as it was typed"""

from collections.abc import Callable
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from prakat.item import block_marks, emphasis, inline_marks, link_marks, table_rows
from prakat.item.block_marks import NUMBERED

BlockRule = Callable[[StateBlock, int, int, bool], bool]
BLOCKS: dict[str, BlockRule] = {
    "table": table_rows.table_of_rows,
    "fence": block_marks.fence,
    "blockquote": block_marks.quote,
    "list": block_marks.list_of_entries,
    "heading": block_marks.heading,
}
"""In the order in which they are tried; each may end a paragraph. What is none of them is a paragraph."""
INLINES = {
    "text": inline_marks.plain_run,
    "escape": inline_marks.escape,
    "backticks": inline_marks.code,
    "emphasis": emphasis.emphasis,
    "link": link_marks.link,
    "image": link_marks.picture,
    "autolink": link_marks.address_in_brackets,
    "html_inline": link_marks.typed_tag,
    "linkify": link_marks.bare_address,
}
_DEPTH = 100
"""More than what the rules nest by themselves, as the parser leaves out what is deeper."""


@cache
def parser() -> MarkdownIt:
    md = MarkdownIt("zero", {"breaks": True, "html": False, "maxNesting": _DEPTH})
    for name, block in BLOCKS.items():
        md.block.ruler.at(name, _where_a_line_begins(block), {"alt": ["paragraph"]})
    for name, inline in INLINES.items():
        md.inline.ruler.at(name, inline)
    md.inline.ruler2.at("emphasis", emphasis.pair_emphasis)
    md.block.ruler.at("paragraph", block_marks.paragraph_of_lines)
    md.enable([*BLOCKS, *INLINES, "newline"])
    md.inline.ruler2.disable("balance_pairs")
    return md


def _where_a_line_begins(rule: BlockRule) -> BlockRule:
    """Behind a typed number stands no heading, list or quotation, whose mark or line break would be invented."""
    return lambda state, first, last, silent: state.env.get(NUMBERED) != first and rule(state, first, last, silent)


def tokens(text: str) -> list[Token]:
    """A zero-width space, which only says where a line may break, is left out."""
    return parser().parse(text.replace("\u200b", ""))
