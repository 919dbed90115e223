"""a measure by month -> a picture of columns, SVG without style sheets or scripts, the same bytes every time"""

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Any

_WIDTH, _HEIGHT = 760, 340
_FONT = "Sarabun, 'Noto Sans Thai', 'Leelawadee UI', Thonburi, sans-serif"
_COLOUR = "#14508f"
_GROUND, _INK = "#ffffff", "#17212e"


@cache
def _leather() -> Any:
    """leather, in our colours: they are its own settings."""
    import leather  # type: ignore[import-untyped]  # here: only pages with a chart need it

    for name in ("title_font_family", "legend_font_family", "tick_font_family"):
        setattr(leather.theme, name, _FONT)
    leather.theme.title_color = leather.theme.label_color = _INK
    leather.theme.background_color = _GROUND
    return leather


def columns_chart(title: str, points: Sequence[tuple[str, Decimal]]) -> str:
    """One column for each label, in their order. It stands within a page, whose font it takes; words are escaped."""
    leather = _leather()
    chart = leather.Chart(title)
    chart.add_columns(list(points), fill_color=_COLOUR)
    chart.add_y_scale(0, max([*(value for _, value in points), Decimal(1)]))
    drawn: str = chart.to_svg(width=_WIDTH, height=_HEIGHT)
    box = f'<svg class="chart" role="img" aria-hidden="true" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
    return drawn.replace("<svg ", box, 1)
