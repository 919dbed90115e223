"""request -> what it is about: the first item's title, and how many more things it touches"""

from dataclasses import dataclass

from prakat.item.item_path import index_of, item_folder
from prakat.office import office
from prakat.request.fact_reader import FactReader
from prakat.request.merge_message import one_line
from prakat.request.submission import Submission
from prakat.rules.message import Message, message


@dataclass(frozen=True, slots=True)
class RequestTitle:
    """What a request is about; its Thai text stands in the subject of the merge."""

    first: str | Message
    """The first item's title as its author wrote it, or a name for what the request touches first."""
    more: int = 0
    """How many things the request touches besides."""

    def text(self, language: str = "th") -> str:
        first = self.first.text(language) if isinstance(self.first, Message) else self.first
        more = message("request.and-more", count=self.more).text(language)
        return f"{one_line(first)} {more}" if self.more else first


def title_of(submission: Submission, reader: FactReader) -> RequestTitle:
    """What the request is about: the first item's title, and how many more things it touches."""
    things = submission.things
    if not things:
        return RequestTitle(message("request.regularising"))
    first = things[0]
    title: str | Message = message("request.office") if first == office.FILE else first
    if item_folder(index_of(first)):
        old, new = submission.pair(first, reader)
        known = new or old
        title = known.whole.title if known and known.whole.title else first
    return RequestTitle(title, len(things) - 1)
