"""item's text -> its HTML as its page shows it: nothing in it is read otherwise than it was typed"""

from collections.abc import Callable
from dataclasses import replace

from prakat.item import body
from prakat.item.rendered import Rendered, as_typed
from prakat.site.download_name import with_download_names
from prakat.site.gallery import galleries
from prakat.site.publication import Publication
from prakat.site.typography import whole


def rendered_as_typed(publication: Publication, lead: Callable[[str], str | None], *, is_proven: bool) -> Rendered:
    """`lead` says where a link inside the site leads, None if nowhere. A text that would be read otherwise than it was
    typed (`body.unread`) is shown as it was; where `is_proven`, its reading has told that there is no such thing."""
    text = publication.item.body
    rendered = body.render_markdown(text, lead, publication.pixels)
    named = with_download_names(rendered.html, publication.download_names)
    rendered = replace(rendered, html=galleries(whole(named)))
    if is_proven and not rendered.pictures:
        return rendered
    from prakat.item.misreading import misreading_in  # here: it loads what reads HTML, and not every run renders

    return as_typed(text) if misreading_in(text, rendered.html, lead) else rendered
