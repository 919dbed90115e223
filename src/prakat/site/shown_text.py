"""item and the files beside it -> its text as HTML that is read as it was typed"""

from collections.abc import Iterable

from prakat.item import body
from prakat.item.difference import difference_in
from prakat.item.item import Item
from prakat.item.proofreader import Lead
from prakat.site.publication import PublishedFile


def render(item: Item, files: Iterable[PublishedFile], lead: Lead) -> body.Rendered:
    """A text that markup would change (`body.unread`), or that is too deep to be rendered, is shown as it was typed."""
    pixels = {each.facts.name: each.facts.pixels for each in files if each.facts.pixels}
    try:
        rendered = body.render_markdown(item.body, lead, pixels)
        return rendered if difference_in(item.body, rendered.html, lead) is None else body.as_text(item.body)
    except RecursionError:
        return body.as_text(item.body)
