"""text as typed -> how far it has been read, and which of its signs may be markup (DESIGN: The item)"""

import re
from dataclasses import dataclass
from string import ascii_letters

SPACE, CELL, LINE = 1, 2, 3
"""What divides two words: the greatest of what stands between them; 0 if nothing does."""

HEADING_END = re.compile(r"[ \t]+#+[^\S\n]*(?=\n|\Z)")
BULLET = re.compile(
    r"([-*]|\+(?![^\n]*\d))(?![^\n]*[ \t]\1[ \t]*(?:\n|\Z))"  # neither a sum nor a page's number
    r"[ \t](?=[^\n]*[^\W_])"
)
QUOTE = re.compile(r">[ \t](?![ \t]*(?:[\d>=+.$<\u0e3f\u2265\u2264]|-(?![ \t]+[^\W\d_])|\n|\Z))")
_BARE_QUOTE = re.compile(rf">(?=[ \t]*\n[ \t]*{QUOTE.pattern})")
OPENING_FENCE = re.compile(r"(`{3,}|~{3,})[ \t]*[A-Za-z0-9_-]{0,20}[ \t]*(?=\n)")
TICKS = re.compile(r"`+")
DELIMITERS = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*(?:\|)?[^\S\n]*(?=\n|\Z)")
_ROW_END = re.compile(r"[^\S\n]*(?:\|[^\S\n]*)?(?=\n|\Z)")
_SECOND_LINE = re.compile(rf"(?:[^\S\n]|>)*+{DELIMITERS.pattern}")
BRACKET, ANGLE, ANGLE_END = re.compile(r"\["), re.compile("<"), re.compile(">")
PIPE, TAB = re.compile(r"\|"), re.compile(r"\t")
_TARGET = (
    r"\([ \t]*\n?[ \t]*(?:<(?P<angle>[^<>\n]+)>|(?P<bare>(?:[^\s()<>\\]|\\.|\((?:[^\s()\\])*\))+))"
    r"(?P<title>[ \t\n]+(?:\"[^\"]*\"|'[^']*'))?[ \t]*\n?[ \t]*\)"
)
LINK_END = re.compile(rf"\]{_TARGET}")
PICTURE = re.compile(rf"!\[(?P<alt>(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]{_TARGET}", re.DOTALL)
_MEANT = re.compile(r"[A-Za-z#/]")
ESCAPE = re.compile(r"\\(?=[!-/:-@\[\]^-`{-~])")
"""A backslash before a sign that could be markup; any other stays, also one of two."""

WHITE = re.compile(r"\s*")
WITHIN_ROW, WITHIN_ROW_OF_TABS = re.compile(r"[^\S\n]*"), re.compile(r"[^\S\n\t]*")
TO_LINE = re.compile(r"(?:\s*\n)?")
NO_ESCAPE, ESCAPE_IN_ROW = re.compile(r"(?!)"), re.compile(r"\\(?=\|)")
"""In code, which has none, and in that of a table, where a bar divides cells."""
_BAR = re.compile(r"(?<!\\)\|")
_IN_WORD = re.compile(r"[^\W_]|[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_LETTER, _SAID = re.compile(r"[^\W\d_]"), re.compile(r"[^\W_]")
_EMPHASIS = re.compile(r"([*_])\1{0,2}(?!\1)")
"""A longer run is a line to write on, or a warning."""
_COUNTED = re.compile(r"[\dA-Za-z]")


class Differs(Exception):
    """The page shows something else than what was typed from here on."""

    def __init__(self, at: int, unread: str = "") -> None:
        self.at, self.unread = at, unread


@dataclass(slots=True)
class TypedText:
    text: str
    at: int = 0
    gap: int = LINE
    """What was typed since the last word."""
    said: int = 0
    """Where the last word ended."""
    is_within_line: bool = False
    """Whether anything but marks stands before this place on its line."""
    quotes: int = 0
    """In how many quotations this place lies."""
    white: re.Pattern[str] = WHITE
    """The white space that may be passed; in a row of a table it never leaves the row."""
    _quotes_of_line: int = 0
    _title_end: int = -1
    """Where the title of a link ends that is being read; and where the link does."""
    _after_title: int = -1

    def skip(self) -> None:
        """Passes white space, and the marks of a quotation's further lines."""
        self.pass_white(self.white)
        while self.quotes > self._quotes_of_line and not self.is_within_line:
            if not self.take(QUOTE) and not self.take(_BARE_QUOTE):
                return
            self._quotes_of_line += 1
            self.pass_white(self.white)

    def pass_white(self, white: re.Pattern[str]) -> None:
        begun = self.at
        if not self.text[begun : begun + 1].isspace():
            return
        match = white.match(self.text, begun)
        if match and match[0]:
            self.at = match.end()
            if "\n" in match[0]:
                self.gap, self.is_within_line, self._quotes_of_line = LINE, False, 0
            self.gap = self.gap or SPACE

    def take(self, mark: re.Pattern[str]) -> re.Match[str] | None:
        """Passes markup, if it stands here."""
        match = mark.match(self.text, self.at)
        if match:
            self.at = match.end()
        return match

    def take_target(self, mark: re.Pattern[str]) -> re.Match[str]:
        """Passes where a link or picture leads, up to its title, which is read; what ends it comes behind that."""
        match = self.take(mark)
        if not match or not (match["angle"] or _MEANT.search(match["bare"])):
            raise Differs(self.said)
        if match["title"]:
            self.at, self._title_end, self._after_title = match.start("title"), match.end("title"), match.end()
        return match

    def begin_line(self, mark: re.Pattern[str]) -> re.Match[str]:
        """Passes the mark of a block, which stands only where a line begins."""
        self.skip()
        match = None if self.is_within_line else self.take(mark)
        if not match:
            raise Differs(self.said)
        return match

    def begin_quote(self) -> None:
        self.begin_line(QUOTE)
        self.quotes += 1
        self._quotes_of_line += 1

    def begin_emphasis(self, is_strong: bool) -> tuple[str, int]:
        """Passes stars or underscores that begin an emphasis, two or three of them a strong one; gives them, and where
        they end."""
        self.skip()
        mark, before, after = self._take_emphasis()
        if (len(mark) > 1) != is_strong or not after.strip():
            raise Differs(self.said)
        if not mark.startswith("**") and _IN_WORD.match(before):
            raise Differs(self.said)
        self.is_within_line = True
        return mark, self.at

    def end_emphasis(self, opened: str, begun: int) -> None:
        """Passes the same that end it, on the same line; single ones stand around a letter, longer ones around
        a letter or a digit."""
        end = self.at
        mark, _, after = self._take_emphasis()
        if mark != opened or self.text.find("\n", begun, end) >= 0:
            raise Differs(self.said)
        if not mark.startswith("**") and _IN_WORD.match(after):
            raise Differs(self.said)
        if not (_LETTER if len(mark) == 1 else _SAID).search(self.text, begun, end):
            raise Differs(self.said)

    def _take_emphasis(self) -> tuple[str, str, str]:
        """A run of stars or underscores, and the characters before and after; within a sum they are text."""
        match = self.take(_EMPHASIS)
        if not match:
            raise Differs(self.said)
        before, after = self.text[max(match.start() - 1, 0) : match.start()], self.text[self.at : self.at + 1]
        is_longer = before == match[1] and not self.text.startswith("\\", max(match.start() - 2, 0))
        if is_longer or (_COUNTED.match(before) and _COUNTED.match(after) and (before + after).strip(ascii_letters)):
            raise Differs(self.said)
        return match[0], before, after

    def read_run(self, shown: str, gap: int) -> bool:
        """Reads at once what was typed exactly as the page shows it after `gap`; False if it was not."""
        self.skip()
        if self._title_end >= self.at or not self.text.startswith(shown, self.at):
            return False
        self.meet(gap, shown)
        self.at += len(shown)
        self.end_word()
        return True

    def read(self, shown: str, gap: int, escape: re.Pattern[str]) -> None:
        """Reads a word that the page shows after `gap`; `escape` is a backslash that may stand before what is text."""
        self.meet(gap, shown)
        done = 0
        while done < len(shown):
            end = self.at + len(shown) - done
            if self.at <= self._title_end < end:
                end = self._title_end
            mark = self.text.find("\\", self.at, end)
            part = self.text[self.at : end if mark < 0 else mark]
            if not shown.startswith(part, done) or not (part or mark >= 0):
                raise self._differs(shown, done)
            done, self.at = done + len(part), self.at + len(part)
            if mark >= 0:
                self.at += not shown.startswith("\\", done) and escape.match(self.text, mark) is not None
                if not shown.startswith(self.text[self.at : self.at + 1] or "\0", done):
                    raise Differs(mark, shown[done:])
                done, self.at = done + 1, self.at + 1
            if self.at == self._title_end:
                self.at = self._after_title
        self.end_word()

    def meet(self, gap: int, shown: str) -> None:
        """Passes what stands before the next word, which must be what the page shows there."""
        self.skip()
        if gap != self.gap:
            raise Differs(self.said, shown)

    def end_word(self) -> None:
        self.said, self.gap, self.is_within_line = self.at, 0, True

    @property
    def indent(self) -> int:
        """The column of this place in its line."""
        return len(self.text[self.text.rfind("\n", 0, self.at) + 1 : self.at].expandtabs(4))

    @property
    def is_in_row(self) -> bool:
        return self.white is not WHITE

    def stands_before_tabs(self) -> bool:
        """Whether the table that begins here has no line of hyphens: its cells are divided by tabs."""
        end = self.text.find("\n", self.at)
        second = _SECOND_LINE.match(self.text, end + 1) if end >= 0 else None
        return not (second and "|" in second[0] and _BAR.search(self.text, self.at, end))

    def begin_row(self, has_tabs: bool) -> None:
        self.pass_white(TO_LINE if has_tabs else WHITE)
        self.white = WITHIN_ROW_OF_TABS if has_tabs else WHITE
        self.skip()
        self.white = WITHIN_ROW_OF_TABS if has_tabs else WITHIN_ROW
        if self.is_within_line:
            raise Differs(self.said)

    def divide(self, has_tabs: bool, before: int) -> bool:
        """Passes what stands between two cells; nothing need to before the first. False where the row has no more."""
        self.skip()
        if has_tabs and not before:
            return True
        if not has_tabs and _ROW_END.match(self.text, self.at):
            return False
        is_divided = self.take(TAB if has_tabs else PIPE) is not None
        if is_divided:
            self.gap = max(self.gap, CELL)
        return is_divided or not before

    def end_row(self, has_tabs: bool) -> None:
        self.white = WHITE
        if not has_tabs:
            self.take(_ROW_END)

    def _differs(self, shown: str, done: int) -> Differs:
        while done < len(shown) and self.text[self.at : self.at + 1] == shown[done]:
            done, self.at = done + 1, self.at + 1
        return Differs(self.at, shown[done:])
