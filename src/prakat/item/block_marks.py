"""line of a body -> whether it begins a heading, a list's entry, a quotation or code, and where that ends"""

import re

from markdown_it.rules_block import StateBlock

from prakat.item.typed_number import TypedNumber, begins_clause, number_at

MAX_LEVEL = 20
"""Of tokens in each other, about ten lists. A deeper mark is text."""
NUMBERED = "numbered"
"""The line, in a parser's environment, whose beginning is a typed number: what stands behind that is a text."""
_BULLET = re.compile(r"(?:[-*]|\+(?![^\n]*\d))(?=[ \t]+\S)")
_WORD = re.compile(r"[^\W_]")
_HEADING = re.compile(r"#{1,6}(?=[ \t])")
_QUOTED = re.compile(r">[ \t]+(?![\d>=+.$<\u0e3f\u2265\u2264]|-(?![ \t]+[^\W\d_]))(?=\S)")
_FENCE = re.compile(r"(`{3,}|~{3,})[ \t]*([A-Za-z0-9_-]{0,20})[ \t]*")


def line_at(state: StateBlock, line: int) -> str:
    """The line without its indentation."""
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def paragraph_of_lines(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """Lines up to a blank one, or up to one that begins something else; in an entry, up to another clause."""
    ends = state.md.block.ruler.getRules("paragraph")
    line = first + 1
    while line < state.lineMax and not state.isEmpty(line) and not any(rule(state, line, last, True) for rule in ends):
        if state.sCount[line] < state.blkIndent and begins_clause(line_at(state, line)):
            break
        line += 1
    state.push("paragraph_open", "p", 1)
    inline = state.push("inline", "", 0)
    inline.content = "\n".join(line_at(state, each).rstrip() for each in range(first, line))
    inline.map = [first, line]
    state.push("paragraph_close", "p", -1)
    state.line = line
    return True


def heading(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """`#` to `######`, a space and a text; closing `#` after a space are marks too. The page's title is its h1."""
    text = line_at(state, first)
    mark = _HEADING.match(text)
    if not mark or state.sCount[first] - state.blkIndent > 3:
        return False
    said = text[mark.end() :].strip()
    bare = said.rstrip("#")
    if bare != said and bare[-1:] in ("", " ", "\t"):
        said = bare.rstrip()
    if not said:
        return False
    if not silent:
        tag = f"h{max(mark.end(), 2)}"
        state.line = first + 1
        state.push("heading_open", tag, 1)
        inline = state.push("inline", "", 0)
        inline.content, inline.map = said, [first, first + 1]
        state.push("heading_close", tag, -1)
    return True


def quote(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """Lines that begin with `>`, a space and a text that is no number; between two of them a `>` may stand alone."""
    if not _QUOTED.match(line_at(state, first)) or state.level >= MAX_LEVEL:
        return False
    if silent:
        return True
    kept = []
    end = first
    while end < last and _is_quoted(state, end, last):
        kept.append((state.bMarks[end], state.tShift[end], state.sCount[end], state.bsCount[end]))
        _cut_mark(state, end)
        end += 1
    outer = state.blkIndent, state.lineMax
    state.blkIndent, state.lineMax = 0, end
    state.push("blockquote_open", "blockquote", 1)
    state.md.block.tokenize(state, first, end)
    state.push("blockquote_close", "blockquote", -1)
    state.blkIndent, state.lineMax = outer
    for line, marks in enumerate(kept, first):
        state.bMarks[line], state.tShift[line], state.sCount[line], state.bsCount[line] = marks
    state.line = end
    return True


def _is_quoted(state: StateBlock, line: int, last: int) -> bool:
    if state.sCount[line] < state.blkIndent:
        return False
    text = line_at(state, line)
    if text.rstrip() == ">":
        return line + 1 < last and _QUOTED.match(line_at(state, line + 1)) is not None
    return _QUOTED.match(text) is not None


def _cut_mark(state: StateBlock, line: int) -> None:
    begun = state.bMarks[line] + state.tShift[line] + 1
    begun += begun < state.eMarks[line]
    text = state.src[begun : state.eMarks[line]]
    indent = text[: len(text) - len(text.lstrip(" \t"))]
    state.bMarks[line], state.tShift[line] = begun, len(indent)
    state.sCount[line], state.bsCount[line] = len(indent.expandtabs(4)), 0


def fence(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """Code between two fences, the second as long as the first; one that nothing closes, or with nothing in it, is
    text."""
    opened = _FENCE.fullmatch(line_at(state, first))
    if not opened:
        return False
    mark, end = opened[1], first + 1
    unclosed: dict[tuple[str, int], tuple[int, int]] = state.env.setdefault("unclosed", {})
    indent = min(state.blkIndent, state.sCount[first])
    length, until = unclosed.get((mark[0], indent), (len(mark) + 1, 0))
    if first < until and len(mark) >= length:
        return False
    while end < last and (state.sCount[end] >= indent or state.isEmpty(end)):
        closing = line_at(state, end).rstrip(" \t")
        if closing.startswith(mark) and not closing.strip(mark[0]):
            break
        end += 1
    else:
        unclosed[mark[0], indent] = len(mark), end
        return False
    if all(state.isEmpty(line) for line in range(first + 1, end)):
        return False
    if not silent:
        code = state.push("fence", "code", 0)
        code.info, code.content = opened[2], state.getLines(first + 1, end, state.sCount[first], True)
        state.line = end + 1
    return True


def list_of_entries(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """A list: bullets, or numbers as they are typed, which nothing counts anew."""
    mark = _mark_at(state, first)
    if not mark or state.level >= MAX_LEVEL:
        return False
    if silent:
        is_in_list = state.sCount[first] < state.blkIndent or (mark.is_typed and state.blkIndent > 0)
        return is_in_list or not _may_go_on_a_sentence(mark, state.src[mark.end : state.eMarks[first]])
    opened = len(state.tokens)
    kind, tag = ("typed_list", "ol") if mark.is_typed else ("bullet_list", "ul")
    state.push(f"{kind}_open", tag, 1)
    is_tight = True
    line = first
    while True:
        has_blank = _entry(state, line, last, mark)
        line = state.line
        ended = line >= last or state.sCount[line] < state.blkIndent
        following = None if ended else _mark_at(state, line)
        goes_on = following is not None and following.family == mark.family
        is_tight = is_tight and not (has_blank or (goes_on and state.isEmpty(line - 1)))
        if not following or not goes_on:
            break
        mark = following
    state.push(f"{kind}_close", tag, -1)
    if is_tight:
        _hide_paragraphs(state, opened)
    return True


def _entry(state: StateBlock, line: int, last: int, mark: TypedNumber) -> bool:
    """Parses one entry, and says whether a blank line stands inside."""
    begun = state.bMarks[line] + state.tShift[line]
    text = state.src[mark.end : state.eMarks[line]]
    space = len(text) - len(text.lstrip(" \t"))
    opened = state.push("list_item_open", "li", 1)
    opened.info = mark.text if mark.is_typed else ""
    kept = state.tight, state.tShift[line], state.sCount[line], state.blkIndent
    state.tight = True
    state.blkIndent = state.sCount[line] + min(mark.end - begun + 1, 4)
    state.tShift[line] = mark.end + space - state.bMarks[line]
    state.sCount[line] = state.blkIndent
    state.env[NUMBERED] = line if mark.is_typed else -1
    state.md.block.tokenize(state, line, last)
    is_tight = state.tight
    state.tight, state.tShift[line], state.sCount[line], state.blkIndent = kept
    state.push("list_item_close", "li", -1)
    return not is_tight


def _mark_at(state: StateBlock, line: int) -> TypedNumber | None:
    begun = state.bMarks[line] + state.tShift[line]
    end = state.eMarks[line]
    if bullet := _BULLET.match(state.src, begun, end):
        text = state.src[bullet.end() : end].rstrip()
        is_page_number = text.endswith((f" {bullet[0]}", f"\t{bullet[0]}"))
        if is_page_number or not _WORD.search(text):
            return None
        return TypedNumber(bullet[0], bullet.end(), is_typed=False)
    return number_at(state.src, begun, end)


def _may_go_on_a_sentence(mark: TypedNumber, text: str) -> bool:
    """Whether the line may be the middle of a sentence: `- 5 มกราคม`, `1.5 ล้านบาท`."""
    return mark.is_decimal if mark.is_typed else text.lstrip()[:1].isdecimal()


def _hide_paragraphs(state: StateBlock, opened: int) -> None:
    """Of the entries of the list that begins at this token, where no blank line stands between them."""
    level = state.level + 2
    for token in state.tokens[opened:]:
        if token.level == level and token.type in ("paragraph_open", "paragraph_close"):
            token.hidden = True
