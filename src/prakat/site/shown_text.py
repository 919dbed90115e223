"""item and the files beside it -> its text as HTML that is read as it was typed"""

import html
from collections.abc import Iterable

from prakat.item.body import render_markdown
from prakat.item.item import Item
from prakat.item.misreading import misreading_in
from prakat.item.proofreader import AS_TYPED, Lead
from prakat.item.rendered import Rendered
from prakat.site.publication import PublishedFile


def render_as_typed(item: Item, files: Iterable[PublishedFile], lead: Lead) -> Rendered:
    """A text that markup would change (`body.unread`) is shown as it was typed."""
    pixels = {each.facts.name: each.facts.pixels for each in files if each.facts.pixels}
    rendered = render_markdown(item.body, lead, pixels)
    if misreading_in(item.body, rendered.html, lead) is None:
        return rendered
    return Rendered(f'<pre class="{AS_TYPED}">{html.escape(item.body.strip())}</pre>')
